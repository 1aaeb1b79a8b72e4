"""The flat top: money as a hill over the threshold, and one dot under it for each one whom the threshold wrongs.

What does not depend on the slider lies in traces that stay the same from move to move; the position lies in the layout
(a line, labels, and colour scales that turn at the threshold) and in one point.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import isclose
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbook.outcomes import Wording, plain
from workbook.outcomes.amounts_in_words import count, money, percent
from workbook.outcomes.palette import BLUE, GREY, ORANGE, VERMILION, YELLOW, faint
from workbook.roi.standing import Ground, Standing
from workbook.roi.words import flat_top_title

BUCKETS = 110
"""Stretches of the threshold, of each of which the first, the lowest and the highest place of the hill are drawn."""
MOST_DOTS = 720
COLUMNS = 110
UNLIT = 0.20

Figure = dict[str, Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scene:
    """All that stays when the slider moves: traces, axes, the lit plateau and the labels of the rivals."""

    traces: tuple[Figure, ...]
    layout: Figure
    shapes: tuple[Figure, ...]
    notes: tuple[Figure, ...]
    thresholds: Floats
    wronged_below: bool


def flat_top(found: Standing) -> Figure:
    """Money as a hill over the threshold, its plateau lit, and one dot for each wronged one under it."""
    scene = _scene(found.ground, found.today_is, found.wording)
    shapes, notes, traces = [*scene.shapes], [*scene.notes], [*scene.traces]
    if found.threshold is not None and found.value is not None:
        x = _inside(found.threshold, scene.thresholds)
        shapes.append(_upright(x))
        words = f"<b>{found.threshold:.3g}</b> · {money(found.value[0], found.curve.currency)}"
        if found.served < 1:
            words += f" · {percent(found.served)} served"
        notes.append({**_above(x, words, VERMILION), "y": 1.06, "xanchor": _leaning(x, scene.thresholds)})
        marker = {"color": VERMILION, "size": 13, "line": {"color": "#ffffff", "width": 2}}
        here = {"x": [x], "y": [found.value[0]], "mode": "markers", "marker": marker, "hoverinfo": "skip"}
        traces.append({**here, "name": "Your threshold"})
    colours = {
        name: _turning(found.threshold, colour, scene)
        for name, colour in (("coloraxis", VERMILION), ("coloraxis2", GREY))
    }
    layout = {
        **scene.layout,
        **colours,
        "title": {"text": plain(flat_top_title(found))},
        "shapes": shapes,
        "annotations": notes,
    }
    return {"data": traces, "layout": layout}


@lru_cache(maxsize=4)
def _scene(ground: Ground, today_is: str, wording: Wording) -> Scene:
    thresholds = finite_thresholds(ground.curve.thresholds)
    dots, per_dot, tallest = _dots(ground, thresholds)
    return Scene(
        traces=(*_hill(ground, thresholds), *dots),
        layout=_layout(ground, wording, thresholds, per_dot, tallest),
        shapes=tuple(_marks(ground, thresholds)),
        notes=tuple(_notes(ground, today_is, wording, thresholds)),
        thresholds=thresholds,
        wronged_below=bool(ground.harmed.so_far[:, 0].sum() == 0),
    )


def _layout(ground: Ground, wording: Wording, thresholds: Floats, per_dot: int, tallest: int) -> Figure:
    curve, width = ground.curve, float(thresholds[-1] - thresholds[0]) or 1.0
    scale = "a year" if curve.per_year else f"on {count(curve.rows)} rows"
    each = f"1 dot = {count(per_dot)}" if per_dot > 1 else "1 dot = 1"
    return {
        "height": 560,
        "showlegend": False,
        "margin": {"t": 48, "r": 24},
        "hovermode": "x",
        "xaxis": {
            "title": {"text": "Threshold of the score"},
            "anchor": "y2",
            "range": [float(thresholds[0]) - 0.01 * width, float(thresholds[-1]) + 0.01 * width],
            "showgrid": False,
            "zeroline": False,
        },
        "yaxis": {
            "title": {"text": f"Money {scale} ({curve.currency})"},
            "domain": [0.38, 1.0],
            "tickformat": "~s",
            "nticks": 6,
        },
        "yaxis2": {
            "title": {"text": f"{plain(wording.units).capitalize()}<br>{each}"},
            "domain": [0.0, 0.28],
            "range": [0, max(tallest * 1.08, 6)],
            "showgrid": False,
            "zeroline": False,
            "showticklabels": False,
        },
    }


def finite_thresholds(thresholds: Floats) -> Floats:
    """The places' thresholds, the last of which lies a step above every score instead of nowhere."""
    edges = thresholds[:-1]
    step = float(np.diff(edges).mean()) if len(edges) > 1 else 1.0
    return np.append(edges, edges[-1] + step)


def thinned(values: Floats, marked: tuple[int, ...] = (), buckets: int = BUCKETS) -> NDArray[np.int64]:
    """Places that are enough to draw a curve: of each stretch the first, lowest and highest, the ends, the marked."""
    if len(values) <= 3 * buckets:
        return np.arange(len(values))
    starts = np.linspace(0, len(values), buckets + 1).astype(int)
    kept = [0, len(values) - 1, *marked]
    for start, end in pairwise(starts):
        kept += [start, start + int(np.argmin(values[start:end])), start + int(np.argmax(values[start:end]))]
    return np.unique(np.asarray(kept, dtype=np.int64))


def _hill(ground: Ground, thresholds: Floats) -> list[Figure]:
    curve = ground.curve
    shown = thinned(curve.total, (curve.best, curve.plateau_low, curve.plateau_high))
    x = thresholds[shown]
    ribbon = {"x": x, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "xaxis": "x", "yaxis": "y"}
    top = shown[(shown >= curve.plateau_low) & (shown <= curve.plateau_high)]
    hill = {"name": "Value", "mode": "lines", "line": {"color": BLUE, "width": 2.5}}
    lit = {"name": "As good as the best", "mode": "lines", "line": {"color": ORANGE, "width": 6}, "hoverinfo": "skip"}
    marker = {"symbol": "circle-open", "color": ORANGE, "size": 12, "line": {"width": 2.5}}
    best = {"name": "Best on the half that chose", "mode": "markers", "marker": marker, "hoverinfo": "skip"}
    return [
        {**ribbon, "name": "Low end", "y": curve.low[shown]},
        {**ribbon, "name": "High end", "y": curve.high[shown], "fill": "tonexty", "fillcolor": faint(BLUE, 0.15)},
        {**lit, "x": thresholds[top], "y": curve.total[top]},
        {**hill, "x": x, "y": curve.total[shown], "hovertemplate": "%{y:.3s}<extra></extra>"},
        {**best, "x": thresholds[[curve.best]], "y": curve.total[[curve.best]]},
    ]


def _dots(ground: Ground, thresholds: Floats) -> tuple[list[Figure], int, int]:
    """Stacked dots of the wronged, coloured by their place on the axis; how many one stands for; the tallest stack."""
    harmed = ground.harmed
    bins = harmed.counts.shape[1]
    columns = np.unique(np.linspace(0, bins, min(bins, COLUMNS) + 1).astype(int))
    totals = np.add.reduceat(harmed.counts, columns[:-1], axis=1)
    per_dot = max(1, int(np.ceil(totals.sum() / MOST_DOTS)), int(np.ceil(totals.sum(axis=1).max() / 400)))
    # Rounding the running sum, not each column, keeps the number of dots true to the number of people.
    stacked = np.diff(np.floor(np.cumsum(totals, axis=1) / per_dot + 0.5).astype(int), axis=1, prepend=0)
    centres = (thresholds[columns[:-1]] + thresholds[columns[1:]]) / 2
    traces = []
    for layer, axis in ((0, "coloraxis"), (1, "coloraxis2")):
        floor = stacked[0] if layer else np.zeros_like(stacked[0])
        x = np.repeat(centres, stacked[layer])
        heights = [floor[place] + 0.5 + np.arange(height) for place, height in enumerate(stacked[layer])]
        marker = {"color": x, "coloraxis": axis, "size": 5}
        name = plain(harmed.names[layer])
        dots = {"x": x, "y": np.concatenate(heights), "yaxis": "y2", "mode": "markers", "name": name}
        traces.append({**dots, "marker": marker, "hoverinfo": "skip"})
    return traces, per_dot, int(stacked.sum(axis=0).max())


def _turning(threshold: float | None, colour: str, scene: Scene) -> Figure:
    """A colour scale along the axis that is full where the threshold wrongs, and faint where it does not."""
    low, high = float(scene.thresholds[0]), float(scene.thresholds[-1])
    full, dim = faint(colour, 1.0), faint(colour, UNLIT)
    if threshold is None:
        turn, sides = 1.0, (dim, dim)
    else:
        turn = min(max((threshold - low) / ((high - low) or 1.0), 0.0), 1.0)
        sides = (full, dim) if scene.wronged_below else (dim, full)
    scale = [[0.0, sides[0]], [turn, sides[0]], [turn, sides[1]], [1.0, sides[1]]]
    return {"cmin": low, "cmax": high, "colorscale": scale, "showscale": False}


def _marks(ground: Ground, thresholds: Floats) -> list[Figure]:
    curve = ground.curve
    start, end = float(thresholds[curve.plateau_low]), float(thresholds[curve.plateau_high])
    plateau: Figure = {"type": "rect", "xref": "x", "yref": "paper", "x0": start, "x1": end, "y0": 0, "y1": 1}
    plateau |= {"fillcolor": faint(YELLOW, 0.24), "line": {"width": 0}, "layer": "below"}
    marks = [plateau]
    for value in (curve.treat_all, curve.treat_none, ground.today):
        if value is not None:
            line = {"color": GREY, "width": 1, "dash": "dot"}
            marks.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value, "line": line})
    return marks


def _upright(x: float) -> Figure:
    line = {"color": VERMILION, "width": 2}
    return {"type": "line", "xref": "x", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1.05, "line": line}


def _notes(ground: Ground, today_is: str, wording: Wording, thresholds: Floats) -> list[Figure]:
    curve = ground.curve
    selected = plain(wording.selected_means)
    today = {"accept all": "all", "accept none": "none"}.get(today_is, "")
    reached = curve.treat_all if today == "all" else curve.treat_none
    if today and (ground.today is None or not isclose(ground.today, reached, abs_tol=1e-6)):
        today = ""  # today everybody is served: under a limit that is not what selecting all would bring
    everybody = f"today, all {selected}" if today == "all" else f"all {selected}"
    nobody = f"today, none {selected}" if today == "none" else f"none {selected}"
    # Each label stands at the end where the hill is far from its line.
    all_on_the_left = bool(curve.total[0] == curve.treat_all)
    notes = [
        _label(curve.treat_all, f"{everybody}: {money(curve.treat_all, curve.currency)}", right=all_on_the_left),
        _label(curve.treat_none, f"{nobody}: {money(curve.treat_none, curve.currency)}", right=not all_on_the_left),
    ]
    if ground.today is not None and not today:
        notes.append(_label(ground.today, f"today: {money(ground.today, curve.currency)}", right=True))
    middle = float(thresholds[curve.plateau_low] + thresholds[curve.plateau_high]) / 2
    notes.append({**_above(middle, "as good as the best, on these rows", GREY), "y": 0.995, "yanchor": "top"})
    who = wording.who_are_positive if wording.favourable else wording.who_are_negative
    what = wording.not_selected_means if wording.favourable else wording.selected_means
    words = f"{plain(wording.units)} {plain(who)}, {plain(what)} where the dot is lit"
    if ground.harmed.counts[1].any():
        words += f" · <b>{plain(ground.harmed.names[0])}</b> coloured"
    corner = {"x": 0.0, "xref": "paper", "xanchor": "left", "y": 0.285, "yref": "paper", "yanchor": "bottom"}
    notes.append({**corner, "showarrow": False, "text": words, "font": {"size": 12}})
    return notes


def _inside(threshold: float, thresholds: Floats) -> float:
    return min(max(threshold, float(thresholds[0])), float(thresholds[-1]))


def _leaning(x: float, thresholds: Floats) -> str:
    place = (x - thresholds[0]) / ((thresholds[-1] - thresholds[0]) or 1.0)
    return "left" if place < 0.12 else "right" if place > 0.88 else "center"


def _above(x: float, text: str, colour: str) -> Figure:
    at: Figure = {"x": x, "y": 1.0, "yref": "paper", "yanchor": "bottom", "showarrow": False}
    return at | {"text": text, "font": {"size": 12, "color": colour}}


def _label(y: float, text: str, *, right: bool) -> Figure:
    end: Figure = {"x": 1.0 if right else 0.0, "xanchor": "right" if right else "left", "xref": "paper"}
    return end | {"y": y, "yanchor": "bottom", "showarrow": False, "text": text, "font": {"size": 12, "color": GREY}}
