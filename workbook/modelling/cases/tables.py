"""What may change, and what it takes group by group, as tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workbook.modelling.cases.answers import WAYS
from workbook.modelling.cases.finding import GroupRecourse, Recourse
from workbook.models.levers import Freedom, Lever
from workbook.models.steps_in_words import number_in_words
from workbook.ui.live import TableColumn, TableView

MOST_WORDS = 6


def lever_table(found: Sequence[Lever], said: Sequence[Freedom]) -> TableView:
    """A line for each column that the model reads: how it may change, to what, and who said so."""
    columns = (
        TableColumn("name", "Column"),
        TableColumn("way", "May change"),
        TableColumn("to", "To"),
        TableColumn("by", "Said by"),
    )
    named = {one.feature for one in said}
    rows = tuple(
        {
            "name": one.name,
            "way": WAYS[one.way],
            "to": _to(one),
            "by": "the team" if one.name in named else "nobody yet",
        }
        for one in found
    )
    return TableView("What may change about a case, column by column", columns, rows)


def _to(one: Lever) -> str:
    if one.way == "never":
        return "–"
    if not one.is_number:
        words = [str(value) for value in one.grid]
        return ", ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "") or "nothing common enough"
    if one.step is not None:
        return f"steps of {number_in_words(one.step)} within the range"
    if not one.grid:
        return "nothing within the range"
    return f"{len(one.grid)} usual values from {number_in_words(one.grid[0])} to {number_in_words(one.grid[-1])}"


def recourse_table(found: Recourse) -> TableView:
    """A line for everybody and each group: who has a way, for whom one thing is enough, the median effort, the first change."""
    wording = found.wording
    who = wording.not_selected_means if wording.favourable else wording.selected_means
    columns = (
        TableColumn("group", "Group"),
        TableColumn("against", who.capitalize(), "count"),
        TableColumn("asked", "Asked", "count"),
        TableColumn("found", "Have a way", "interval"),
        TableColumn("one", "One thing is enough", "interval"),
        TableColumn("effort", "Median effort, of 100 others passed", "interval", "others"),
        TableColumn("first", "Comes first most often"),
    )
    rows = tuple(_line(one) for one in (found.everybody, *found.groups))
    return TableView(f"What it would take for those {who}", columns, rows)


def _line(one: GroupRecourse) -> dict[str, object]:
    value, low, high = one.effort
    known = math.isfinite(value)
    return {
        "group": one.group,
        "against": one.against,
        "asked": one.asked,
        "found": one.found,
        "one": one.one_is_enough,
        "effort": (round(100 * value), round(100 * low), round(100 * high)) if known and math.isfinite(high) else None,
        "first": one.first[0].what if one.first else "–",
    }
