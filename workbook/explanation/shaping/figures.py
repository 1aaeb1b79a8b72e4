"""Shapes in small pictures side by side. They compute nothing but places."""

from __future__ import annotations

import math
from typing import Any

from workbook.explanation.shaping.shapes import Shape, Shapes
from workbook.explanation.shaping.words import shapes_finding
from workbook.outcomes import plain
from workbook.outcomes.palette import BLUE, GREY, ORANGE, faint

Figure = dict[str, Any]
ACROSS = 2
HIGH = 210


def shapes_picture(found: Shapes) -> Figure | None:
    """A small picture for each column: mean score with band, and the accumulated curve at the same height."""
    if not found.shapes:
        return None
    down = math.ceil(len(found.shapes) / ACROSS)
    layout: Figure = {
        "title": {"text": plain(shapes_finding(found))},
        "height": 90 + HIGH * down,
        "margin": {"l": 60, "r": 20, "t": 40, "b": 50},
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.01, "yanchor": "bottom", "x": 0, "xanchor": "left"},
    }
    span, legend = _span(found), _first_number(found)
    data: list[Figure] = []
    for place, one in enumerate(found.shapes):
        name = "" if place == 0 else str(place + 1)
        layout |= _axes(one, name, place, down, span)
        data += _panel(one, {"xaxis": f"x{name}", "yaxis": f"y{name}"}, place == legend, found.cut)
    return {"data": data, "layout": layout}


def _span(found: Shapes) -> list[float]:
    """One scale of scores for all panels, so that flat columns look flat."""
    ends = [end for one in found.shapes for pair in one.bands or [part[1:] for part in one.partial] for end in pair]
    room = 0.05 * ((max(ends) - min(ends)) or 1.0)
    return [min(ends) - room, max(ends) + room]


def _axes(one: Shape, name: str, place: int, down: int, span: list[float]) -> Figure:
    column, row = place % ACROSS, place // ACROSS
    left, right = column / ACROSS + 0.03 * column, (column + 1) / ACROSS - 0.03 * (ACROSS - 1 - column)
    upright: Figure = {"title": {"text": "score"}} if column == 0 else {}
    return {
        f"xaxis{name}": {
            "domain": [left, right],
            "anchor": f"y{name}",
            "title": {"text": plain(one.column), "standoff": 6},
        },
        f"yaxis{name}": {
            "domain": [1 - (row + 1) / down + 0.36 / (down + 0.4) / 2, 1 - row / down],
            "anchor": f"x{name}",
            "range": span,
            **upright,
        },
    }


def _first_number(found: Shapes) -> int:
    """The panel that carries the legend."""
    return next((place for place, one in enumerate(found.shapes) if one.local), 0)


def _panel(one: Shape, axes: Figure, legend: bool, cut: float) -> list[Figure]:
    points: list[Any] = [plain(each) if isinstance(each, str) else each for each in one.points]
    shown = {**axes, "showlegend": legend}
    lines: list[Figure] = []
    if one.bands is not None and one.local:
        lines.append(_band(points, one.bands) | shown)
    lines.append(_curve(points, one) | shown)
    if one.local:
        level = sum(value for value, _, _ in one.partial) / len(points) - sum(part[0] for part in one.local) / len(
            points
        )
        moved = [level + value for value, _, _ in one.local]
        lines.append(_line(points, moved, "accumulated, each moved a little", ORANGE, "dot") | shown)
    if math.isfinite(cut):
        lines.append(_line([points[0], points[-1]], [cut, cut], "threshold", GREY, "dash") | shown)
    return lines


def _band(points: list[Any], bands: tuple[tuple[float, float], ...]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "fill": "toself",
        "fillcolor": faint(BLUE, 0.13),
        "line": {"width": 0},
        "x": points + points[::-1],
        "y": [high for _, high in bands] + [low for low, _ in bands][::-1],
        "name": "eight of ten cases",
        "hoverinfo": "skip",
        "legendgroup": "band",
    }


def _line(points: list[Any], values: list[float], name: str, colour: str, dash: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": points,
        "y": values,
        "line": {"color": colour, "width": 2 if dash == "dot" else 1, "dash": dash},
        "hovertemplate": "%{x}: %{y:.2f}<extra></extra>",
        "legendgroup": name,
    }


def _curve(points: list[Any], one: Shape) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers" if one.local else "markers",
        "name": "mean score if everybody had it",
        "x": points,
        "y": [value for value, _, _ in one.partial],
        "line": {"color": BLUE, "width": 2},
        "marker": {"color": BLUE, "size": 5 if one.local else 9},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [high - value for value, _, high in one.partial],
            "arrayminus": [value - low for value, low, _ in one.partial],
            "color": faint(BLUE, 0.6),
            "thickness": 1.2,
            "width": 0,
        },
        "hovertemplate": "%{x}: %{y:.2f}<extra></extra>",
        "legendgroup": "mean",
    }
