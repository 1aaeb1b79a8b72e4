"""What the stress tests leave on record: curves over strengths, groups, feeds; aggregates only."""

from __future__ import annotations

import math
from dataclasses import dataclass

from workbook.models.changes import Interval
from workbook.models.findings import Finding, Outcome
from workbook.outcomes.wording import Wording

EVIDENCE = "modelling.stress"
REVISION = 1
FEWEST = 10


@dataclass(frozen=True)
class Point:
    """One strength of one scenario.

    Attributes
    ----------
    strength : float
        1 is as written.
    changed : Interval or None
        Share of decisions that change; None where that would be one to nine.
    errors : Interval
        Share decided against what happened: then minus now; NaN where no outcome is known.
    money : Interval or None
        Then minus now, over the days that it lasts.
    silent : float
        Share of rows for which the model gives no score any more.
    """

    strength: float
    changed: Interval | None
    errors: Interval
    money: Interval | None
    silent: float = 0.0


@dataclass(frozen=True)
class GroupUnder:
    """One group under a scenario as written; what would show a count of one to nine is None.

    Attributes
    ----------
    group : str
    rows : int
    changed : Interval or None
        Share of its decisions that change.
    wronged_before, wronged_after : float or None
        Share of its rows of known outcome that are decided wrongly.
    errors : Interval or None
        The second minus the first.
    money : Interval or None
        Then minus now, over the days that it lasts.
    """

    group: str
    rows: int
    changed: Interval | None
    wronged_before: float | None
    wronged_after: float | None
    errors: Interval | None = None
    money: Interval | None = None


@dataclass(frozen=True)
class Tried:
    """One scenario.

    Attributes
    ----------
    number : int
    name, about : str
    steps : tuple of str
        What happens, in words.
    owner : str
        Whoever composed it.
    labels_hold : bool
        Whether what happened would stay as it was.
    days : float or None
        How many days a year; None for a whole year.
    outcome : {"held", "failed", "cannot tell"}
    why : str
        Why it could not be tried, or why the model does not answer; "" where it does.
    answers : bool
        False where the model does not answer at all.
    points : tuple of Point
        From strength 0 on.
    groups : tuple of GroupUnder
    breaks_at : float or None
        The smallest strength tried from which the errors lie beyond the limit, interval and all.
    rows : int
        Rows that it was tried on.
    people : float or None
        Decisions that change over the days that it lasts; None where that would be one to nine.
    wronged : float or None
        How many more decisions are wrong over these days (fewer: negative); None where nobody knows, or fewer than ten.
    """

    number: int
    name: str
    about: str
    steps: tuple[str, ...]
    owner: str
    labels_hold: bool
    days: float | None
    outcome: Outcome
    why: str = ""
    answers: bool = True
    points: tuple[Point, ...] = ()
    groups: tuple[GroupUnder, ...] = ()
    breaks_at: float | None = None
    rows: int = 0
    people: float | None = None
    wronged: float | None = None

    @property
    def as_written(self) -> Point | None:
        """The point of strength 1; None where it was not tried."""
        return next((one for one in self.points if one.strength == 1.0), None)


def worst_first(one: Tried) -> tuple[bool, bool, float]:
    """In which order scenarios are shown: what does not answer, then by how much more is wrong, then what was not tried."""
    written = one.as_written
    errors = written.errors[0] if written else math.nan
    return one.answers, written is None, 0.0 if math.isnan(errors) else -errors


@dataclass(frozen=True)
class Feed:
    """What happens without one column: every value of it missing."""

    column: str
    answers: bool
    changed: Interval | None = None
    errors: Interval = (float("nan"),) * 3
    money: Interval | None = None
    hardest_hit: str = ""


@dataclass(frozen=True)
class Stress:
    """All scenarios, all feeds.

    Attributes
    ----------
    title : str
        What was on trial.
    tried : tuple of Tried
    feeds : tuple of Feed
        The worst first; empty without a model.
    missing : tuple of str
        What the model does with a missing value, in sentences.
    limit : float
        How many more of the decisions may be wrong, as a share.
    rows, of_rows : int
        Rows that were tried, and that there are.
    currency : str
    per_year : bool
    wording : Wording
    tests : tuple of Finding
    """

    title: str
    tried: tuple[Tried, ...]
    feeds: tuple[Feed, ...]
    missing: tuple[str, ...]
    limit: float
    rows: int
    of_rows: int
    currency: str
    per_year: bool
    wording: Wording
    tests: tuple[Finding, ...]
