"""Weak slices as a picture: how much worse than the rest, with how sure that is, and how many it concerns."""

from __future__ import annotations

import math
from typing import Any

from workbook.modelling.slices.result import Slice, Slices
from workbook.modelling.slices.words import finding, how_many, slice_in_words
from workbook.models.findings import against
from workbook.outcomes import plain
from workbook.outcomes.amounts_in_words import count, money, points
from workbook.outcomes.palette import BLUE, GREEN, GREY, ORANGE, VERMILION, faint

Figure = dict[str, Any]
COLOURS = {"failed": VERMILION, "cannot tell": ORANGE, "held": BLUE}
MEANS = {
    "failed": "worse than you tolerate",
    "cannot tell": "worse; whether beyond what you tolerate cannot be told",
    "held": "worse, within what you tolerate",
}
SMALLEST, LARGEST = 10.0, 26.0


def slice_picture(found: Slices) -> Figure | None:
    """A dot for each slice; None where none is shown."""
    if not found.slices:
        return None
    most = max(one.people for one in found.slices)
    kinds = {one.number: against(found.tolerance, one.excess) for one in found.slices}
    data = [
        _dots([one for one in found.slices if kinds[one.number] == kind], found, kind, most)
        for kind in COLOURS
        if kind in kinds.values()
    ]
    right = max(100 * one.excess[2] for one in found.slices)
    return {
        "data": data,
        "layout": {
            "title": {"text": plain(finding(found))},
            "height": 170 + 58 * len(found.slices),
            "hovermode": "closest",
            "showlegend": True,
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "xanchor": "left", "itemsizing": "constant"},
            "margin": {"l": 20, "r": 20, "t": 50, "b": 60},
            "xaxis": {
                "title": {"text": "Points more decided wrongly than elsewhere; the lines hold for all slices at once"},
                "range": [-0.02 * right, 1.06 * right],
                "zeroline": True,
                "zerolinecolor": GREY,
            },
            "yaxis": {
                "range": [len(found.slices) - 0.4, -0.6],
                "showticklabels": False,
                "showgrid": False,
                "zeroline": False,
            },
            "shapes": [_tolerated(100 * found.tolerance)],
            "annotations": [*(_name(one, place, found) for place, one in enumerate(found.slices)), _told(found.tolerance)],
        },
    }  # fmt: skip


def _dots(shown: list[Slice], found: Slices, kind: str, most: float) -> Figure:
    excess = [tuple(100 * end for end in one.excess) for one in shown]
    colour = COLOURS[kind]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": MEANS[kind],
        "x": [value for value, _, _ in excess],
        "y": [one.number - 1 for one in shown],
        "customdata": [str(one.number) for one in shown],
        "hovertext": [plain(f"{one.words}: {slice_in_words(one, found.wording, found.currency, found.per_year)}") for one in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": colour,
            "size": [SMALLEST + (LARGEST - SMALLEST) * math.sqrt(one.people / most) for one in shown],
            "opacity": 1,
            "line": {"width": 1.5, "color": "white"},
        },
        "error_x": {
            "type": "data", "symmetric": False, "array": [high - value for value, _, high in excess],
            "arrayminus": [value - low for value, low, _ in excess], "color": faint(colour, 0.5), "thickness": 2, "width": 0,
        },
    }  # fmt: skip


def _name(one: Slice, place: int, found: Slices) -> Figure:
    when = " a year" if found.per_year else ""
    cost = f" · {money(-one.money[0], found.currency)}{when}" if one.money is not None else ""
    told = f"<b>{one.number}  {plain(one.words)}</b>  {how_many(one.wronged[0])} wrong · {count(one.people)} {plain(found.wording.units)}{when}{plain(cost)}"
    return {
        "text": told, "x": 0, "xref": "paper", "xanchor": "left", "y": place - 0.36, "yref": "y", "showarrow": False,
        "font": {"size": 13},
    }  # fmt: skip


def _tolerated(tolerance: float) -> Figure:
    return {
        "type": "rect", "xref": "x", "yref": "paper", "x0": 0, "x1": tolerance, "y0": 0, "y1": 1,
        "fillcolor": faint(GREEN, 0.10), "line": {"width": 0}, "layer": "below",
    }  # fmt: skip


def _told(tolerance: float) -> Figure:
    return {
        "text": f"tolerated: {points(tolerance)}", "x": 100 * tolerance, "y": 0, "xref": "x", "yref": "paper",
        "xanchor": "right", "yanchor": "bottom", "showarrow": False, "font": {"size": 12, "color": GREEN},
    }  # fmt: skip
