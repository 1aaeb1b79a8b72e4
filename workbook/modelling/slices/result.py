"""What the search for weak slices leaves on record: aggregates only, of slices that hold enough people."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.models.changes import Interval
from workbook.models.findings import Finding
from workbook.outcomes.wording import Wording

EVIDENCE = "modelling.slices"
REVISION = 1


@dataclass(frozen=True)
class Slice:
    """A slice in which the score errs more than elsewhere, as the half that did not choose it says.

    Attributes
    ----------
    number : int
        In the order in which they were found, the worst first.
    words, rule : str
        How people call it, and as `conditions_in` reads it.
    columns : tuple of str
        One or two; "" for the group.
    rows : int
        Of the judging half.
    people : float
        A year where the volume is known, else `rows`.
    share : Interval
        Of all rows.
    wronged : Interval
        Share of its rows that are decided against what happened.
    excess : Interval
        That share minus the share elsewhere; the interval holds for all carried slices at once.
    chance : float
        Adjusted p that it is no worse than the rows that no slice before it explains.
    wrongly_selected, wrongly_passed : Interval or None
        The two kinds of error, as shares of its rows; None where a count of one to nine people would show.
    ranks : Interval or None
        How often the score ranks the right one of two first within it (0.5 says nothing).
    money : Interval or None
        What its errors cost against deciding each row rightly, negative.
    alike : str
        "select" or "pass": how all of it would be decided if they were decided alike; "" without money.
    alike_gain : Interval or None
        What that would be worth more than the score's decisions.
    """

    number: int
    words: str
    rule: str
    columns: tuple[str, ...]
    rows: int
    people: float
    share: Interval
    wronged: Interval
    excess: Interval
    chance: float
    wrongly_selected: Interval | None = None
    wrongly_passed: Interval | None = None
    ranks: Interval | None = None
    money: Interval | None = None
    alike: str = ""
    alike_gain: Interval | None = None


@dataclass(frozen=True)
class Slices:
    """All that the search says.

    Attributes
    ----------
    title : str
        What was on trial.
    slices : tuple of Slice
    too_few : int
        Slices that stood out but would give a count of fewer than ten people away.
    carried : int
        Slices that were found on the first half and judged on the other.
    one_way, two_way : int
        How many were looked at.
    columns : int
    left_out : tuple of str
        Columns that could not be cut into ranges or values.
    rows_search, rows_judged, unscored : int
    wronged : Interval
        Share of all judged rows that are decided against what happened.
    detectable : float
        How much worse a tenth of the rows would have to be for the odds of showing it to be four in five.
    tolerance : float
    currency : str
    per_year : bool
    wording : Wording
    tests : tuple of Finding
    """

    title: str
    slices: tuple[Slice, ...]
    too_few: int
    carried: int
    one_way: int
    two_way: int
    columns: int
    left_out: tuple[str, ...]
    rows_search: int
    rows_judged: int
    unscored: int
    wronged: Interval
    detectable: float
    tolerance: float
    currency: str
    per_year: bool
    wording: Wording
    tests: tuple[Finding, ...]
