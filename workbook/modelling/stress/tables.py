"""Stress as tables: scenarios, groups under one of them, and columns that were once missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workbook.modelling.stress.result import Stress, Tried
from workbook.models.changes import Interval
from workbook.outcomes.amounts_in_words import count
from workbook.ui.live import TableColumn, TableView


def stress_table(found: Stress) -> TableView:
    """Every scenario in a line, as written."""
    when = "; money a year, or over the days that it lasts" if found.per_year else ""
    scale, word = _thousands(one.as_written.money for one in found.tried if one.as_written)
    columns = (
        TableColumn("name", "Scenario"),
        TableColumn("outcome", "Result", "verdict"),
        TableColumn("changed", "Decisions changed", "interval"),
        TableColumn("errors", "Points more wrong", "interval", "points"),
        TableColumn("money", f"Worth more, {word}{found.currency}", "interval", found.currency),
        TableColumn("breaks", "Breaks from strength", "number"),
        TableColumn("owner", "Composed by"),
    )
    rows = tuple(
        {
            "name": f"{one.number}. {one.name}",
            "outcome": one.outcome if one.points else "not tried" if one.answers else "does not answer",
            "changed": one.as_written.changed if one.as_written else None,
            "errors": _points(one.as_written.errors) if one.as_written else None,
            "money": _rounded(one.as_written.money, scale) if one.as_written else None,
            "breaks": one.breaks_at,
            "owner": one.owner or None,
        }
        for one in found.tried
    )
    return TableView(f"Scenarios as written, on {count(found.rows)} rows{when}", _filled(columns, rows), rows)


def group_table(one: Tried, found: Stress) -> TableView:
    """Each group under a scenario as written."""
    scale, word = _thousands(each.money for each in one.groups)
    columns = (
        TableColumn("group", "Group"),
        TableColumn("rows", "n", "count"),
        TableColumn("changed", "Decisions changed", "interval"),
        TableColumn("before", "Wrong now", "rate"),
        TableColumn("after", "Wrong then", "rate"),
        TableColumn("errors", "Points more wrong", "interval", "points"),
        TableColumn("money", f"Worth more, {word}{found.currency}{_span(one, found)}", "interval", found.currency),
    )
    rows = tuple(
        {
            "group": each.group,
            "rows": each.rows,
            "changed": each.changed,
            "before": each.wronged_before,
            "after": each.wronged_after,
            "errors": _points(each.errors) if each.errors else None,
            "money": _rounded(each.money, scale),
        }
        for each in one.groups
    )
    caption = f"{one.name}, by group; “–” where fewer than ten would show"
    return TableView(caption, _filled(columns, rows), rows)


def feed_table(found: Stress) -> TableView:
    """Each column once missing."""
    scale, word = _thousands(one.money for one in found.feeds)
    columns = (
        TableColumn("column", "Column missing"),
        TableColumn("answers", "The model", "verdict"),
        TableColumn("changed", "Decisions changed", "interval"),
        TableColumn("errors", "Points more wrong", "interval", "points"),
        TableColumn(
            "money", f"Worth more, {word}{found.currency}{' a year' if found.per_year else ''}", "interval", found.currency
        ),
        TableColumn("hit", "Hardest hit"),
    )  # fmt: skip
    rows = tuple(
        {
            "column": one.column,
            "answers": None if one.answers else "does not answer",
            "changed": one.changed,
            "errors": _points(one.errors) if one.answers else None,
            "money": _rounded(one.money, scale),
            "hit": one.hardest_hit or None,
        }
        for one in found.feeds
    )
    caption = "Every column once missing in all rows; intervals hold for all columns at once"
    return TableView(caption, _filled(columns, rows), rows)


def _span(one: Tried, found: Stress) -> str:
    if one.days:
        return " in the one day" if one.days == 1 else f" in the {one.days:g} days"
    return " a year" if found.per_year else ""


def _filled(columns: Sequence[TableColumn], rows: Sequence[Mapping[str, Any]]) -> tuple[TableColumn, ...]:
    """The columns in which any row has something."""
    return tuple(one for one in columns if any(row[one.key] is not None for row in rows))


def _thousands(ends: Iterable[Interval | None]) -> tuple[float, str]:
    """By what money is multiplied, and the word for that, where it is large."""
    large = max((abs(end) for each in ends for end in each or ()), default=0.0) >= 20_000
    return (1e-3, "thousands of ") if large else (1.0, "")


def _points(ends: Interval) -> Interval | None:
    value, low, high = (round(100 * end, 1) for end in ends)
    return None if value != value else (value, low, high)


def _rounded(ends: Interval | None, scale: float = 1.0) -> Interval | None:
    if ends is None:
        return None
    value, low, high = (float(f"{scale * end:.3g}") for end in ends)
    return value, low, high
