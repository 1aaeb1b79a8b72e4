"""Weak slices as a table: people, errors, money."""

from __future__ import annotations

from workbook.modelling.slices.result import Slices
from workbook.models.findings import against
from workbook.outcomes.amounts_in_words import count, points
from workbook.ui.live import TableColumn, TableView


def slice_table(found: Slices) -> TableView:
    """Every slice that is shown, in a line."""
    when = " a year" if found.per_year else ""
    large = max((abs(end) for one in found.slices for end in one.money or ()), default=0.0) >= 20_000
    scale, word = (1e-3, f"thousands of {found.currency}") if large else (1.0, found.currency)
    columns = (
        TableColumn("words", "Slice"),
        TableColumn("people", f"{found.wording.units.capitalize()}{when}", "count"),
        TableColumn("wronged", "Decided wrongly", "interval"),
        TableColumn("excess", "Points more than elsewhere", "interval", "points"),
        TableColumn("outcome", "Result", "verdict"),
        TableColumn("money", f"Cost, {word}{when}", "interval", found.currency),
    )
    rows = tuple(
        {
            "words": f"{one.number}. {one.words}",
            "people": one.people,
            "wronged": one.wronged,
            "excess": tuple(round(100 * end, 1) for end in one.excess),
            "outcome": against(found.tolerance, one.excess),
            "money": None if one.money is None else tuple(round(-scale * one.money[place], 1) for place in (0, 2, 1)),
        }
        for one in found.slices
    )
    shown = columns if any(one.money for one in found.slices) else columns[:-1]
    caption = (
        f"Weak slices, on {count(found.rows_judged)} rows that did not choose them, against the "
        f"{points(found.tolerance)} that you tolerate"
    )
    return TableView(caption, shown, rows)
