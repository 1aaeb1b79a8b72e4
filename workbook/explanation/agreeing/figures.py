"""Which reasons stand firm, and what taking them away does, as pictures. They compute nothing."""

from __future__ import annotations

import math
from typing import Any

from workbook.explanation.agreeing.agreement import CANNOT_TELL, MAY, MAY_NOT, Agreement
from workbook.explanation.agreeing.firmness import QUOTABLE
from workbook.explanation.agreeing.words import quotable_finding
from workbook.models.changes import Interval
from workbook.outcomes import plain
from workbook.outcomes.palette import BLUE, GREEN, GREY, ORANGE, VERMILION, faint

Figure = dict[str, Any]
LOOK = {MAY: (GREEN, "circle"), CANNOT_TELL: (ORANGE, "diamond"), MAY_NOT: (VERMILION, "triangle-up")}
"""Colour and shape, so that colour is not alone."""


def quotable_picture(found: Agreement) -> Figure | None:
    """For how many of those who would be told it each reason stands firm, against the line of what may be quoted."""
    known = [one for one in found.reasons if math.isfinite(one.firm[0])]
    if not known:
        return None
    order = [plain(one.column) for one in known]
    data = []
    for verdict, (colour, symbol) in LOOK.items():
        shown = [one for one in known if one.verdict == verdict]
        if shown:
            data.append(
                _dots([plain(one.column) for one in shown], [one.firm for one in shown], colour, symbol, verdict)
            )
    return {
        "data": data,
        "layout": {
            "title": {"text": plain(quotable_finding(found))},
            "height": max(240, 130 + 30 * len(known)),
            "margin": {"l": 30, "r": 20, "t": 40, "b": 60},
            "showlegend": True,
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "xanchor": "left"},
            "xaxis": {"title": {"text": "Stands firm for so many of 100 who would be told it"}, "range": [-2, 102]},
            "yaxis": {"autorange": "reversed", "automargin": True, "categoryorder": "array", "categoryarray": order},
            "shapes": [_line(100 * QUOTABLE)],
        },
    }


def faithful_picture(found: Agreement) -> Figure | None:
    """How far the score moves where the named reasons, columns drawn by lot, and all others are taken away."""
    shown = [one for one in found.methods if one.removed is not None]
    if not shown:
        return None
    rows = []
    for title, field, colour, symbol in (
        (f"the {found.k} strongest reasons", "named", BLUE, "circle"),
        (f"{found.k} columns drawn by lot", "random", ORANGE, "diamond"),
        ("all others", "rest", GREY, "square"),
    ):
        values = [getattr(one.removed, field) for one in shown]
        rows.append(_dots([plain(one.title) for one in shown], values, colour, symbol, title))
    best = max(shown, key=lambda one: one.removed.named[0] if one.removed else 0.0)
    far, lot = (100 * each[0] for each in (best.removed.named, best.removed.random)) if best.removed else (0.0, 0.0)
    return {
        "data": rows,
        "layout": {
            "title": {"text": f"Taking the {found.k} strongest reasons away moves the score by {far:.0f} {found.unit}, "
                              f"by lot {lot:.0f}"},
            "height": 190 + 44 * len(shown),
            "margin": {"l": 30, "r": 20, "t": 40, "b": 60},
            "showlegend": True,
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "xanchor": "left"},
            "xaxis": {"title": {"text": f"The score moves by, {found.unit}"}, "rangemode": "tozero"},
            "yaxis": {"autorange": "reversed", "automargin": True},
        },
    }  # fmt: skip


def _dots(names: list[str], values: list[Interval], colour: str, symbol: str, title: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": title,
        "x": [100 * value for value, _, _ in values],
        "y": names,
        "hovertemplate": "%{y}: %{x:.0f}<extra></extra>",
        "marker": {"size": 11, "color": colour, "symbol": symbol, "line": {"width": 1, "color": "white"}},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [100 * (high - value) for value, _, high in values],
            "arrayminus": [100 * (value - low) for value, low, _ in values],
            "color": faint(colour, 0.5),
            "thickness": 1.6,
            "width": 0,
        },
    }


def _line(where: float) -> Figure:
    return {
        "type": "line", "x0": where, "x1": where, "y0": 0, "y1": 1, "yref": "paper",
        "line": {"color": GREY, "dash": "dot"},
    }  # fmt: skip
