"""The picture of competing use cases. It computes nothing."""

from __future__ import annotations

from typing import Any

from workbook.outcomes import plain
from workbook.outcomes.palette import BLUE
from workbook.scoping.choosing import Scored


def value_and_feasibility(found: tuple[Scored, ...]) -> dict[str, Any]:
    """Use cases by value and feasibility; the best lie top right."""
    trace = {
        "x": [one.feasibility for one in found],
        "y": [one.value for one in found],
        "text": [plain(one.title) for one in found],
        "mode": "markers+text",
        "textposition": "top center",
        "cliponaxis": False,
        "marker": {"color": BLUE, "size": 12},
        "hovertemplate": "%{text}<extra></extra>",
    }
    layout = {
        "title": {"text": f"“{plain(found[0].title)}” promises most for its effort"},
        "height": 340,
        "xaxis": {"title": {"text": "Feasibility: confidence per person-month"}, "rangemode": "tozero"},
        "yaxis": {"title": {"text": "Value: cases a year × impact"}, "rangemode": "tozero", "tickformat": "~s"},
    }
    return {"data": [trace], "layout": layout}
