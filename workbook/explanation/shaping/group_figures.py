"""The gap of each group in parts, as a picture. It computes nothing but sums of what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbook.explanation.shaping.by_group import ByGroup, GroupReasons
from workbook.explanation.shaping.words import groups_finding
from workbook.outcomes import plain
from workbook.outcomes.palette import GREY, SERIES, faint

Figure = dict[str, Any]
PARTS = 6
"""Columns that have a colour of their own; the rest is one part."""
UNITS = {"log-odds": "log-odds", "probability": "shares of the score", "score": "units of the score"}


def groups_picture(found: ByGroup) -> Figure | None:
    """For each group a bar of the columns that make its gap, and the gap itself as a mark."""
    told = [one for one in found.groups if one.parts]
    if not told:
        return None
    columns = largest(told)
    names = [plain(one.group) for one in told]
    data = [
        _bar(names, [_of(one, (column,)) for one in told], plain(column), SERIES[place])
        for place, column in enumerate(columns)
    ]
    rest = [column.column for column in told[0].parts if column.column not in columns]
    if rest:
        data.append(_bar(names, [_of(one, rest) for one in told], "all others", faint(GREY, 0.5)))
    return {
        "data": [*data, _gaps(names, told)],
        "layout": {
            "title": {"text": plain(groups_finding(found))},
            "barmode": "relative",
            "height": max(260, 150 + 42 * len(told)),
            "margin": {"l": 30, "r": 20, "t": 60, "b": 60},
            "showlegend": True,
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "xanchor": "left"},
            "xaxis": {
                "title": {"text": f"Higher or lower than everybody else, {UNITS[found.scale]}"},
                "zeroline": True,
            },
            "yaxis": {"autorange": "reversed", "automargin": True},
        },
    }


def largest(told: Sequence[GroupReasons]) -> list[str]:
    """The columns that make the largest difference for any group."""
    weight: dict[str, float] = {}
    for one in told:
        for part in one.parts:
            weight[part.column] = max(weight.get(part.column, 0.0), abs(part.difference[0]))
    return sorted(weight, key=lambda name: -weight[name])[:PARTS]


def _of(one: GroupReasons, columns: Sequence[str]) -> float:
    return sum(part.difference[0] for part in one.parts if part.column in columns)


def _gaps(names: list[str], told: Sequence[GroupReasons]) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "gap",
        "x": [one.gap[0] for one in told],
        "y": names,
        "marker": {"symbol": "diamond", "size": 11, "color": "white", "line": {"width": 2, "color": GREY}},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [one.gap[2] - one.gap[0] for one in told],
            "arrayminus": [one.gap[0] - one.gap[1] for one in told],
            "color": GREY,
            "thickness": 1.6,
            "width": 0,
        },
        "hovertemplate": "gap of %{y}: %{x:.2f}<extra></extra>",
    }


def _bar(names: list[str], values: list[float], title: str, colour: str) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "name": title,
        "x": values,
        "y": names,
        "marker": {"color": colour},
        "hovertemplate": f"{title}, %{{y}}: %{{x:.2f}}<extra></extra>",
    }
