"""Learning curves and curves over a setting: own rows and other rows, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbook.modelling.doubts.learning.curve import LearningCurve
from workbook.modelling.doubts.learning.settings import SettingsCurve
from workbook.modelling.doubts.learning.words import learning_finding, settings_finding, value_in_words
from workbook.models.changes import Interval
from workbook.outcomes import plain
from workbook.outcomes.palette import BLUE, GREEN, GREY, ORANGE, faint

Figure = dict[str, Any]


def learning_picture(found: LearningCurve) -> Figure:
    """Pairs ranked rightly against the rows that were learned from; the end of the curve where it is known."""
    across = [float(one) for one in found.sizes]
    data = [_line(across, found.own, "Rows it learned from", ORANGE), _line(across, found.others, "Other rows", BLUE)]
    layout = _layout(
        learning_finding(found), "Rows that were learned from (each step doubles them)", [*found.own, *found.others]
    )
    layout["xaxis"] |= {"type": "log", "tickvals": across, "ticktext": [f"{one:,}" for one in found.sizes]}
    if found.end_known:
        layout["shapes"] = _band(found.end)
        layout["annotations"] = [_note(100 * found.end[0], "with endlessly many rows")]
    return {"data": data, "layout": layout}


def settings_picture(found: SettingsCurve) -> Figure:
    """Pairs ranked rightly from the simplest value to the most complex one; the present one is marked."""
    across = [float(place) for place in range(len(found.values))]
    data = [_line(across, found.own, "Rows it learned from", ORANGE), _line(across, found.others, "Other rows", BLUE)]
    layout = _layout(settings_finding(found), found.setting, [*found.own, *found.others])
    layout["xaxis"] |= {
        "tickvals": across, "ticktext": [value_in_words(one) for one in found.values],
        "range": [-0.3, len(across) - 0.7],
    }  # fmt: skip
    now = across[found.values.index(found.now)]
    layout["shapes"] = [
        {
            "type": "line",
            "x0": now,
            "x1": now,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": {"color": GREY, "dash": "dot"},
        }
    ]
    layout["annotations"] = [
        {
            "x": now,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "text": "now",
            "showarrow": False,
            "font": {"size": 12},
        }
    ]
    return {"data": data, "layout": layout}


def _line(across: Sequence[float], values: Sequence[Interval], name: str, colour: str) -> Figure:
    return {
        "type": "scatter", "mode": "lines+markers", "name": name, "x": list(across), "y": [100 * one[0] for one in values],
        "line": {"color": colour, "width": 2}, "marker": {"color": colour, "size": 8},
        "error_y": {
            "type": "data", "symmetric": False, "array": [100 * (high - value) for value, _, high in values],
            "arrayminus": [100 * (value - low) for value, low, _ in values], "color": faint(colour, 0.6), "thickness": 2,
            "width": 0,
        },
        "hovertemplate": f"{name}: %{{y:.1f}} of 100 pairs<extra></extra>",
    }  # fmt: skip


def _layout(title: str, across: str, values: Sequence[Interval]) -> Figure:
    low = min(100 * one[1] for one in values)
    return {
        "title": {"text": plain(title)},
        "height": 400,
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.08, "yanchor": "bottom", "x": 0, "xanchor": "left"},
        "margin": {"l": 60, "r": 20, "t": 50, "b": 60},
        "xaxis": {"title": {"text": plain(across), "font": {"size": 13}}, "zeroline": False},
        "yaxis": {
            "title": {"text": "Of 100 pairs, ranked rightly", "font": {"size": 13}},
            "range": [min(low, 95.0) - 1, 101],
        },
    }


def _band(end: Interval) -> list[Figure]:
    return [
        {
            "type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": 100 * end[1], "y1": 100 * end[2],
            "fillcolor": faint(GREEN, 0.12), "line": {"width": 0}, "layer": "below",
        },
        {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 100 * end[0], "y1": 100 * end[0],
            "line": {"color": GREEN, "width": 1.5, "dash": "dash"},
        },
    ]  # fmt: skip


def _note(height: float, text: str) -> Figure:
    return {
        "xref": "paper", "x": 0, "xanchor": "left", "y": height, "yanchor": "bottom", "text": text, "showarrow": False,
        "font": {"size": 12, "color": GREEN},
    }  # fmt: skip
