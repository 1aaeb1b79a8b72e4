"""What is found about the close calls: a band, what it is worth, what else would be, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbook.modelling.reviewing.banding import Band
from workbook.modelling.reviewing.rates import Gap
from workbook.modelling.reviewing.reviewers import Reviewers
from workbook.models.changes import Interval
from workbook.models.on_trial import Drawn
from workbook.outcomes import Wording

Verdict = Literal["pays", "costs", "cannot tell", "no band"]


@dataclass(frozen=True)
class Worth:
    """What a band changes, on rows that did not choose it.

    Attributes
    ----------
    reviewed : Interval
        Share of the rows that people decide.
    money : Interval or None
        More than without a band, reviews paid; a year where the volume is known, else on the labelled rows.
    errors : Interval
        Share of labelled rows decided against what happened, after minus before, in pairs.
    """

    reviewed: Interval
    money: Interval | None
    errors: Interval


@dataclass(frozen=True)
class Moved:
    """What moving the threshold alone would bring, reviewers or not: the first thing to hold a band against.

    Attributes
    ----------
    threshold : float
        Chosen on the rows that choose the band; for all groups.
    gain : Interval
        Against the threshold as it is: money, or without money the share of decisions that come out right more often.
    band_more : Interval
        What the band brings more than that, in pairs.
    band : Band or None
        The best band once the threshold is moved.
    both : Interval
        What the two together bring.
    """

    threshold: float
    gain: Interval
    band_more: Interval
    band: Band | None
    both: Interval


@dataclass(frozen=True)
class Place:
    """One capacity along the curve: the best band for it, and what that is worth."""

    share: float
    band: Band | None
    worth: Worth


@dataclass(frozen=True)
class Stretch:
    """One stretch of the score: how often it errs there, and how often reviewers would."""

    low: float
    high: float
    rows: int | None
    wronged: Interval
    reviewers: float


@dataclass(frozen=True)
class GroupReview:
    """One group before and after; counts of fewer than ten are None, and their rates undefined."""

    group: str
    rows: int | None
    reviewed: Interval
    wronged_before: Interval
    wronged_after: Interval
    selected_before: Interval
    selected_after: Interval
    reviewers: float


@dataclass(frozen=True)
class Apart:
    """The two groups that were furthest apart on the rows that choose, by the rate that matters most."""

    metric: str
    highest: str
    lowest: str
    gap: Gap


@dataclass(frozen=True)
class Reviewed:
    """Who should decide the close calls.

    Attributes
    ----------
    reviewers : Reviewers
    band : Band or None
        The best for the capacity; None where no band visibly gains on the rows that choose.
    worth : Worth
        Of that band; of doing nothing where there is none.
    verdict : {"pays", "costs", "cannot tell", "no band"}
    wronged : Interval
        How often the score alone decides wrongly.
    wronged_inside : Interval
        How often it does within the band; undefined without one.
    moved : Moved or None
        None where no other threshold gains anything on the rows that choose.
    curve, along, groups : tuples
    apart : Apart or None
        None where there are not two groups to compare.
    rows_chose, rows_valued : int
    """

    reviewers: Reviewers
    band: Band | None
    worth: Worth
    verdict: Verdict
    wronged: Interval
    wronged_inside: Interval
    moved: Moved | None
    curve: tuple[Place, ...]
    along: tuple[Stretch, ...]
    groups: tuple[GroupReview, ...]
    apart: Apart | None
    rows_chose: int
    rows_valued: int
    currency: str
    per_year: bool
    has_money: bool
    yearly_volume: float | None
    drawn: Drawn
    wording: Wording

    @property
    def worst_of_the_score(self) -> float:
        """How often the score errs where it errs most."""
        return max((one.wronged[0] for one in self.along if np.isfinite(one.wronged[0])), default=float("nan"))
