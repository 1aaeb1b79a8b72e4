"""Every two groups, on the rate that matters most: simultaneous intervals, and two questions kept apart."""

from __future__ import annotations

from workbook.fairness.looking import Look
from workbook.fairness.rates import IN_WORDS
from workbook.fairness.tables import in_points
from workbook.outcomes.amounts_in_words import count, points
from workbook.ui.live import TableColumn, TableView

MOST = 60


def pair_table(seen: Look) -> TableView:
    """Pairs of the primary rate, those furthest apart first."""
    audited = seen.audited
    gaps = audited.pair_gaps[seen.metrics[0]]
    columns = (
        TableColumn("first", "Group"),
        TableColumn("second", "Compared with"),
        TableColumn("difference", "Difference, points", "interval", "points"),
        TableColumn("zero", "Is it zero?"),
        TableColumn("beyond", "Is it beyond what you tolerate?"),
    )
    order = sorted(range(len(gaps.difference)), key=lambda place: -abs(float(gaps.difference[place])))[:MOST]
    rows = tuple(
        {
            "first": audited.names[int(gaps.first[place])],
            "second": audited.names[int(gaps.second[place])],
            "difference": in_points(*(float(one[place]) for one in (gaps.difference, gaps.low, gaps.high))),
            "zero": zero(float(gaps.low[place]), float(gaps.high[place])),
            "beyond": beyond(float(gaps.low[place]), float(gaps.high[place]), audited.tolerance),
        }
        for place in order
    )
    more = f"; the {MOST} furthest apart of {count(len(gaps.difference))}" if len(gaps.difference) > MOST else ""
    return TableView(f"{IN_WORDS[seen.metrics[0]].capitalize()}, two groups at a time{more}", columns, rows)


def zero(low: float, high: float) -> str:
    """Whether an interval leaves zero open."""
    return "no" if low > 0 or high < 0 else "cannot tell"


def beyond(low: float, high: float, tolerance: float) -> str:
    """Whether an interval lies beyond the tolerance, within it, or across its edge."""
    if low > tolerance or high < -tolerance:
        return "yes"
    return "no" if -tolerance <= low and high <= tolerance else "cannot tell"


def pairs_in_words(seen: Look) -> str:
    """How many pairs differ, and how many differ by more than is tolerated: two questions, two sentences."""
    gaps, tolerance = seen.audited.pair_gaps[seen.metrics[0]], seen.audited.tolerance
    pairs = [(float(low), float(high)) for low, high in zip(gaps.low, gaps.high, strict=True)]
    if not pairs:
        return "There are no two groups to compare."
    apart = sum(zero(*pair) == "no" for pair in pairs)
    far = sum(beyond(*pair, tolerance) == "yes" for pair in pairs)
    near = sum(beyond(*pair, tolerance) == "no" for pair in pairs)
    many = f"{count(len(pairs))} pair{'' if len(pairs) == 1 else 's'}"
    unsure = len(pairs) - far - near
    asked = (
        f"Is it zero? In {count(apart)} of {many} these rows show a difference at all.\n\n"
        f"Is it beyond the {points(tolerance)} you tolerate? Yes in {count(far)}, no in {count(near)}, cannot tell in "
        f"{count(unsure)} of {many}."
    )
    if seen.audited.comparisons < 2:
        return asked
    return (
        f"{asked}\n\nAll intervals hold at once, over {count(seen.audited.comparisons)} comparisons of pairs and rates: "
        "that is why each is wider than it would be alone."
    )
