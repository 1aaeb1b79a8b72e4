"""Stress as tables: scenarios, groups under one of them, and columns that were once missing."""

from __future__ import annotations

from workbook.modelling.stress.result import Stress, Tried
from workbook.models.changes import Interval
from workbook.outcomes.amounts_in_words import count
from workbook.ui.live import TableColumn, TableView


def stress_table(found: Stress) -> TableView:
    """Every scenario in a line, as written."""
    when = " a year, or over the days that it lasts" if found.per_year else ""
    columns = (
        TableColumn("number", "No.", "count"),
        TableColumn("name", "Scenario"),
        TableColumn("outcome", "Result", "verdict"),
        TableColumn("changed", "Decisions changed", "interval"),
        TableColumn("errors", "Points more wrong", "interval", "points"),
        TableColumn("money", f"Worth more, {found.currency}", "interval", found.currency),
        TableColumn("breaks", "Breaks from strength", "number"),
        TableColumn("owner", "Composed by"),
    )
    rows = tuple(
        {
            "number": one.number,
            "name": one.name,
            "outcome": one.outcome if one.points else "not tried" if one.answers else "does not answer",
            "changed": one.as_written.changed if one.as_written else None,
            "errors": _points(one.as_written.errors) if one.as_written else None,
            "money": _rounded(one.as_written.money) if one.as_written else None,
            "breaks": one.breaks_at,
            "owner": one.owner or "ready",
        }
        for one in found.tried
    )
    shown = columns if any(row["money"] for row in rows) else tuple(each for each in columns if each.key != "money")
    return TableView(f"Scenarios as written, on {count(found.rows)} rows{when}", shown, rows)


def group_table(one: Tried, found: Stress) -> TableView:
    """Each group under a scenario as written."""
    columns = (
        TableColumn("group", "Group"),
        TableColumn("rows", "n", "count"),
        TableColumn("changed", "Decisions changed", "interval"),
        TableColumn("before", "Wrong now", "rate"),
        TableColumn("after", "Wrong then", "rate"),
        TableColumn("errors", "Points more wrong", "interval", "points"),
        TableColumn("money", f"Worth more, {found.currency}{_span(one, found)}", "interval", found.currency),
    )
    rows = tuple(
        {
            "group": each.group,
            "rows": each.rows,
            "changed": each.changed,
            "before": each.wronged_before,
            "after": each.wronged_after,
            "errors": _points(each.errors) if each.errors else None,
            "money": _rounded(each.money),
        }
        for each in one.groups
    )
    shown = columns if any(row["money"] for row in rows) else columns[:-1]
    return TableView(f"{one.name}, by group; “–” where fewer than ten people would show", shown, rows)


def feed_table(found: Stress) -> TableView:
    """Each column once missing."""
    columns = (
        TableColumn("column", "Column missing"),
        TableColumn("answers", "The model", "verdict"),
        TableColumn("changed", "Decisions changed", "interval"),
        TableColumn("errors", "Points more wrong", "interval", "points"),
        TableColumn("money", f"Worth more, {found.currency}{' a year' if found.per_year else ''}", "interval", found.currency),
        TableColumn("hit", "Hardest hit"),
    )  # fmt: skip
    rows = tuple(
        {
            "column": one.column,
            "answers": "answers" if one.answers else "does not answer",
            "changed": one.changed,
            "errors": _points(one.errors) if one.answers else None,
            "money": _rounded(one.money),
            "hit": one.hardest_hit or None,
        }
        for one in found.feeds
    )
    return TableView("Every column once missing in all rows; intervals hold for all columns at once", columns, rows)


def _span(one: Tried, found: Stress) -> str:
    if one.days:
        return " in the one day" if one.days == 1 else f" in the {one.days:g} days"
    return " a year" if found.per_year else ""


def _points(ends: Interval) -> Interval | None:
    value, low, high = (round(100 * end, 1) for end in ends)
    return None if value != value else (value, low, high)


def _rounded(ends: Interval | None) -> Interval | None:
    if ends is None:
        return None
    value, low, high = (float(f"{end:.3g}") for end in ends)
    return value, low, high
