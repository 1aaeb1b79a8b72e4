"""What drives the score as a picture: the size of each column's attributions, and whom it decides. It computes nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from workbook.explanation.attributing.drivers import Driver, Importance
from workbook.explanation.attributing.words import direction, finding, rank
from workbook.explanation.few import of_hundred
from workbook.models.changes import Interval
from workbook.outcomes import plain
from workbook.outcomes.palette import BLUE, GREY, ORANGE, faint

Figure = dict[str, Any]
SHOWN = 12
UNITS = {"log-odds": "log-odds", "probability": "points of the score / 100", "score": "units of the score"}


def drivers_picture(found: Importance) -> Figure:
    """Two columns of dots: how far each column moves the score, and how often it decides."""
    shown = list(found.drivers[:SHOWN])
    names = [plain(one.column) for one in shown]
    hover = [_told(one, found) for one in shown]
    return {
        "data": [
            _dots(names, [one.weight for one in shown], hover, BLUE, "x", "How far it moves the score"),
            _dots(names, [_hundred(one.decides) for one in shown], hover, ORANGE, "x2", "How often it decides"),
        ],
        "layout": {
            "title": {"text": plain(finding(found))},
            "height": max(230, 120 + 30 * len(shown)),
            "margin": {"l": 30, "r": 20, "t": 20, "b": 60},
            "showlegend": False,
            "xaxis": {
                "domain": [0.0, 0.53],
                "title": {"text": f"Moves the score by, on average ({UNITS[found.scale]})"},
                "rangemode": "tozero",
            },
            "xaxis2": {
                "domain": [0.6, 1.0],
                "title": {"text": f"Decided otherwise without it, of 100 {plain(found.units)}"},
                "rangemode": "tozero",
            },
            "yaxis": {"autorange": "reversed", "automargin": True},
        },
    }


def _dots(
    names: Sequence[str], values: Sequence[Interval], hover: Sequence[str], colour: str, axis: str, title: str
) -> Figure:
    known = [all(map(math.isfinite, one)) for one in values]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": title,
        "x": [value if sure else None for (value, _, _), sure in zip(values, known, strict=True)],
        "y": list(names),
        "xaxis": axis,
        "hovertext": list(hover),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"size": 10, "color": colour, "line": {"width": 1, "color": "white"}},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [high - value if sure else 0 for (value, _, high), sure in zip(values, known, strict=True)],
            "arrayminus": [value - low if sure else 0 for (value, low, _), sure in zip(values, known, strict=True)],
            "color": faint(GREY, 0.9),
            "thickness": 1.6,
            "width": 0,
        },
    }


def _hundred(share: Interval) -> Interval:
    value, low, high = share
    return 100 * value, 100 * low, 100 * high


def _told(one: Driver, found: Importance) -> str:
    lines = [
        f"{one.column}: place {rank(one)}",
        direction(one),
        f"decides {of_hundred(one.decides, found.units)}",
    ]
    return "<br>".join(plain(line) for line in lines)
