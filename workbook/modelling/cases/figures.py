"""What it would take, as a picture: who has a way, and the median effort, group by group. It computes nothing."""

from __future__ import annotations

import math
from typing import Any

from workbook.modelling.cases.finding import GroupRecourse, Recourse
from workbook.modelling.cases.words import finding_in_words
from workbook.models.changes import Interval
from workbook.outcomes import plain
from workbook.outcomes.amounts_in_words import count
from workbook.outcomes.palette import BLUE, ORANGE

Figure = dict[str, Any]
MOST_SHOWN = 24


def recourse_by_group(found: Recourse) -> Figure:
    """Left: the share with a way. Right: the median effort, where more than half have one."""
    rated = sorted((one for one in found.groups if one.asked), key=lambda one: one.found[0])
    shown = [one for one in (found.everybody, *rated[:MOST_SHOWN]) if one.asked]
    names = [f"{plain(one.group)}  asked {count(one.asked or 0)}" for one in shown]
    efforts = [(one, name) for one, name in zip(shown, names, strict=True) if math.isfinite(one.effort[0])]
    top = max([100 * _ends(one)[2] for one, _ in efforts] + [20.0])
    layout = {
        "title": {"text": plain(finding_in_words(found))},
        "height": max(230, 120 + 34 * len(shown)),
        "margin": {"l": 30, "r": 10, "t": 10, "b": 50},
        "showlegend": False,
        "yaxis": {"range": [len(shown) - 0.4, -0.6], "automargin": True, "ticklabelstandoff": 6},
        "xaxis": {"domain": [0, 0.48], "tickformat": ".0%", "range": [-0.01, 1.02], "title": {"text": "Have a way within the limits"}},
        "xaxis2": {"domain": [0.52, 1], "range": [0, 1.05 * top], "title": {"text": "Median effort, of 100 others passed"}},
    }  # fmt: skip
    data = [
        _dots([one.found for one in shown], names, 1.0, BLUE, "x", "%{y}: %{x:.1%}"),
        _dots([_ends(one) for one, _ in efforts], [name for _, name in efforts], 100.0, ORANGE, "x2", "%{y}: %{x:.0f}"),
    ]
    return {"data": data, "layout": layout}


def _ends(one: GroupRecourse) -> Interval:
    """The median effort; where its high end is not known, the line ends at the whole population."""
    value, low, high = one.effort
    return value, low, high if math.isfinite(high) else max(1.0, value)


def _dots(shares: list[Interval], names: list[str], scale: float, colour: str, axis: str, hover: str) -> Figure:
    return {
        "x": [scale * one[0] for one in shares],
        "y": names,
        "xaxis": axis,
        "yaxis": "y",
        "mode": "markers",
        "marker": {"color": colour, "size": 9},
        "error_x": {
            "type": "data", "symmetric": False, "color": colour, "thickness": 2, "width": 0,
            "array": [scale * (one[2] - one[0]) for one in shares],
            "arrayminus": [scale * (one[0] - one[1]) for one in shares],
        },
        "hovertemplate": f"{hover}<extra></extra>",
    }  # fmt: skip
