"""Pictures and tables of the scope. They compute nothing."""

from __future__ import annotations

from typing import Any

from workbook.outcomes import plain
from workbook.outcomes.palette import BLUE, GREY
from workbook.scoping.briefing import Point
from workbook.scoping.choosing import Scored, Sourcing, clear_lead
from workbook.scoping.gathering import ASKS, Room
from workbook.ui.live import TableColumn, TableView

Figure = dict[str, Any]
TRANSPARENT = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}


def value_and_feasibility(found: tuple[Scored, ...]) -> Figure:
    """Use cases by value and feasibility; the best lie top right."""
    first = plain(found[0].title)
    undecided = "No use case is clearly ahead" if len(found) > 1 else f"“{first}” has nothing to compare with"
    trace: Figure = {
        "type": "scatter",
        "x": [one.feasibility for one in found],
        "y": [one.value for one in found],
        "text": [plain(one.title) for one in found],
        "mode": "markers+text",
        "textposition": "top center",
        "cliponaxis": False,
        "marker": {"color": [BLUE, *[GREY] * (len(found) - 1)], "size": 12},
        "hovertemplate": "%{text}<extra></extra>",
    }
    layout: Figure = {
        "title": {"text": f"“{first}” promises most for its effort" if clear_lead(found) else undecided},
        "height": 340,
        "showlegend": False,
        "xaxis": {"title": {"text": "Feasibility: confidence per person-month"}, "rangemode": "tozero"},
        "yaxis": {"title": {"text": "Value: cases a year × impact"}, "rangemode": "tozero", "tickformat": "~s"},
        **TRANSPARENT,
    }
    return {"data": [trace], "layout": layout}


def routes_ranked(found: Sourcing) -> Figure:
    """Routes by weighted score, the first on top."""
    upwards = found.ranking[::-1]
    first = found.ranking[0].title
    standing = (
        "The first two are level"
        if found.tied
        else f"{plain(first[:1].upper() + first[1:])} comes first{', narrowly' if found.close else ''}"
    )
    trace: Figure = {
        "type": "bar",
        "orientation": "h",
        "x": [one.score for one in upwards],
        "y": [plain(one.title) for one in upwards],
        "marker": {"color": [*[GREY] * (len(upwards) - 1), GREY if found.tied else BLUE]},
        "hovertemplate": "%{y}: %{x:.2f} of 5<extra></extra>",
    }
    layout: Figure = {
        "title": {"text": standing},
        "height": 120 + 44 * len(upwards),
        "showlegend": False,
        "xaxis": {"title": {"text": "Weighted score (points of 5)"}, "range": [0, 5]},
        "yaxis": {"type": "category", "automargin": True},
        **TRANSPARENT,
    }
    return {"data": [trace], "layout": layout}


def hats_table(room: Room) -> TableView:
    """Each hat, who wears it, and the question it asks."""
    columns = (TableColumn("hat", "Hat"), TableColumn("worn", "Worn by"), TableColumn("asks", "What it asks"))
    rows = tuple({"hat": hat, "worn": ", ".join(names) or "nobody yet", "asks": ASKS[hat]} for hat, names in room.worn)
    return TableView("The six hats", columns, rows)


def brief_table(points: tuple[Point, ...]) -> TableView:
    """What was agreed, and what is open."""
    columns = (
        TableColumn("name", "Point"),
        TableColumn("agreed", "What we agreed"),
        TableColumn("still_open", "Still open"),
    )
    rows = tuple({"name": one.name, "agreed": one.agreed or "–", "still_open": one.still_open or "–"} for one in points)
    return TableView("The scope on one screen", columns, rows)
