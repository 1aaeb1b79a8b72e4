"""How far methods and runs agree about people's reasons, and which columns may therefore be quoted as a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbook.explanation.agreeing.removing import Removed
from workbook.explanation.attributing.voices import Scale
from workbook.models.changes import Interval

EVIDENCE = "explanation.agreement"
REVISION = 1
Verdict = Literal["may be quoted", "may not be quoted", "cannot tell"]
MAY: Verdict = "may be quoted"
MAY_NOT: Verdict = "may not be quoted"
CANNOT_TELL: Verdict = "cannot tell"


@dataclass(frozen=True)
class Pair:
    """How far two methods agree about the same people: means over people with 95 % intervals (Krishna et al. 2022).

    Attributes
    ----------
    one, other : str
        Titles of the methods.
    same_first : Interval
        Share of people whose strongest reason is the same.
    feature, rank, sign, signed_rank, rank_correlation, pairwise_rank : Interval
        As in `workbook.stats.disagreement`.
    """

    one: str
    other: str
    same_first: Interval
    feature: Interval
    rank: Interval
    sign: Interval
    signed_rank: Interval
    rank_correlation: Interval
    pairwise_rank: Interval


@dataclass(frozen=True)
class Again:
    """How stable one method is, how faithful, and how well its lines fit.

    Attributes
    ----------
    name, title, how : str
    runs : int
        With other seeds and backgrounds.
    first_changed : Interval
        Share of runs in which a person's strongest reason is another one; the interval is over people.
    fit : Interval or None
        Median, 10th and 90th percentile over people of the R² of the local line.
    poor_fit : float
        Share of people whose line fits badly; NaN for other methods.
    removed : Removed or None
        What happens where its strongest reasons are taken away.
    """

    name: str
    title: str
    how: str
    runs: int
    first_changed: Interval
    fit: Interval | None
    poor_fit: float
    removed: Removed | None


@dataclass(frozen=True)
class Reason:
    """One column as a reason that people would be told.

    Attributes
    ----------
    column : str
    people : int or None
        For how many of those looked at it is among the strongest; None below ten.
    firm : Interval
        For what share of them it stands firm: named with the same sign in 95 of 100 runs of the first method, and in most
        runs of every other.
    by_methods, by_runs : float
        The share for which most runs of every other method name it, and for which nearly all runs of the first do.
    verdict : {"may be quoted", "may not be quoted", "cannot tell"}
    """

    column: str
    people: int | None
    firm: Interval
    by_methods: float
    by_runs: float
    verdict: Verdict


@dataclass(frozen=True)
class GroupFirm:
    """How firm reasons are within one group: of the reasons that its people would be told, how many stand firm."""

    group: str
    people: int | None
    firm: Interval
    fit: float


@dataclass(frozen=True)
class Agreement:
    """What the record keeps: no person, and no count of fewer than ten.

    Attributes
    ----------
    people : int
        Rows that were looked at, drawn evenly over groups and score.
    k : int
        How many of the strongest reasons a person would be told.
    columns : int
    methods : tuple of Again
        The most exact first: its reasons are those that would be told.
    pairs : tuple of Pair
    reasons : tuple of Reason
        The most frequent first.
    told_firm : Interval
        Of the reasons that a person would be told, the share that stands firm: mean over people.
    first_firm : Interval
        Share of people whose strongest reason stands firm as the strongest.
    groups : tuple of GroupFirm
    not_available : tuple of (str, str)
    together : tuple of (str, str)
        Columns that go together: removing one leaves the other.
    background : str
    seed : int
    units : str
    model : str
    scale : {"log-odds", "probability", "score"}
        Of the attributions. With the first two the score itself is a share.
    """

    people: int
    k: int
    columns: int
    methods: tuple[Again, ...]
    pairs: tuple[Pair, ...]
    reasons: tuple[Reason, ...]
    told_firm: Interval
    first_firm: Interval
    groups: tuple[GroupFirm, ...]
    not_available: tuple[tuple[str, str], ...]
    together: tuple[tuple[str, str], ...]
    background: str
    seed: int
    units: str
    model: str
    scale: Scale = "probability"

    @property
    def unit(self) -> str:
        """What the score moves by when it moves by a hundredth."""
        return "points" if self.scale != "score" else "hundredths of its unit"
