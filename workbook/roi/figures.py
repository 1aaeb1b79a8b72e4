"""Pictures of money: the flat top with the people under it, and the cash flow by year. They compute nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from workbook.outcomes import plain
from workbook.outcomes.amounts_in_words import count, money
from workbook.outcomes.palette import BLUE, GREEN, GREY, VERMILION, YELLOW, faint
from workbook.roi.standing import Case, Standing
from workbook.roi.words import flat_top_title

MOST_POINTS = 300
"""Points drawn along a curve: more cannot be seen and would only be sent."""
MOST_DOTS = 600

Figure = dict[str, Any]


def flat_top(found: Standing) -> Figure:
    """Money as a hill over the threshold, its plateau lit, and one dot for each wronged one under it."""
    thresholds = _finite_thresholds(found)
    shown = _shown(len(thresholds), found)
    money_traces = _hill(found, thresholds, shown)
    dots, per_dot = _dots(found, thresholds)
    currency = found.curve.currency
    scale = "a year" if found.curve.per_year else f"on {count(found.curve.rows)} rows"
    layout: Figure = {
        "title": {"text": flat_top_title(found)},
        "height": 520,
        "showlegend": False,
        "margin": {"t": 34},
        "hovermode": "x",
        "xaxis": {"title": {"text": "Threshold of the score"}, "anchor": "y2", "range": _span(thresholds)},
        "yaxis": {
            "title": {"text": f"Money {scale} ({currency})"},
            "domain": [0.36, 1.0],
            "tickformat": "~s",
            "zeroline": True,
        },
        "yaxis2": {
            "title": {"text": _dots_title(found, per_dot)},
            "domain": [0.0, 0.26],
            "rangemode": "tozero",
            "showgrid": False,
            "dtick": None,
        },
        "shapes": _marks(found, thresholds),
        "annotations": _notes(found, thresholds),
    }
    return {"data": [*money_traces, *dots], "layout": layout}


def _finite_thresholds(found: Standing) -> np.ndarray:
    edges = found.curve.thresholds[:-1]
    step = float(np.diff(edges).mean()) if len(edges) > 1 else 1.0
    return np.append(edges, edges[-1] + step)


def _shown(places: int, found: Standing) -> np.ndarray:
    every = np.unique(np.linspace(0, places - 1, min(places, MOST_POINTS)).astype(int))
    marked = [
        one
        for one in (found.curve.best, found.curve.plateau_low, found.curve.plateau_high, found.place)
        if one is not None
    ]
    return np.unique(np.append(every, marked))


def _span(thresholds: np.ndarray) -> list[float]:
    width = float(thresholds[-1] - thresholds[0]) or 1.0
    return [float(thresholds[0]) - 0.01 * width, float(thresholds[-1]) + 0.01 * width]


def _hill(found: Standing, thresholds: np.ndarray, shown: np.ndarray) -> list[Figure]:
    curve, x = found.curve, thresholds[shown]
    ribbon = {"x": x, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "xaxis": "x", "yaxis": "y"}
    line = {
        "x": x,
        "y": curve.total[shown],
        "name": "Value",
        "mode": "lines",
        "line": {"color": BLUE, "width": 3},
        "hovertemplate": "%{y:.3s}<extra></extra>",
    }
    return [
        {**ribbon, "y": curve.low[shown]},
        {**ribbon, "y": curve.high[shown], "fill": "tonexty", "fillcolor": faint(BLUE, 0.18)},
        line,
    ]


def _dots(found: Standing, thresholds: np.ndarray) -> tuple[list[Figure], int]:
    """Stacked dots of the wronged, lit where the threshold in force wrongs them."""
    harmed = found.harmed
    columns = np.unique(np.linspace(0, harmed.counts.shape[1], min(harmed.counts.shape[1], 90) + 1).astype(int))
    totals = np.add.reduceat(harmed.counts, columns[:-1], axis=1) if len(columns) > 1 else harmed.counts
    per_dot = max(1, int(np.ceil(totals.sum() / MOST_DOTS)))
    centres = (thresholds[columns[:-1]] + thresholds[np.minimum(columns[1:], len(thresholds) - 1)]) / 2
    stacked = np.ceil(totals / per_dot).astype(int)
    traces = []
    for layer, colour in ((0, VERMILION), (1, GREY)):
        floor = stacked[0] if layer else np.zeros_like(stacked[0])
        x = np.repeat(centres, stacked[layer])
        y = np.concatenate(
            [floor[place] + 1 + np.arange(height) for place, height in enumerate(stacked[layer])] or [np.array([])]
        )
        lit = _lit(found, x)
        traces.append(
            {
                "x": x,
                "y": y,
                "yaxis": "y2",
                "mode": "markers",
                "name": plain(harmed.names[layer]),
                "marker": {"color": colour, "size": 5, "opacity": np.where(lit, 1.0, 0.28)},
                "hoverinfo": "skip",
            }
        )
    return traces, per_dot


def _lit(found: Standing, x: np.ndarray) -> np.ndarray:
    if found.threshold is None:
        return np.zeros(len(x), dtype=bool)
    wronged_below = found.harmed.so_far[:, 0].sum() == 0
    return x < found.threshold if wronged_below else x >= found.threshold


def _dots_title(found: Standing, per_dot: int) -> str:
    who = plain(found.wording.units)
    return f"{who}, 1 dot = {per_dot}" if per_dot > 1 else f"one dot each: {who}"


def _marks(found: Standing, thresholds: np.ndarray) -> list[Figure]:
    curve = found.curve
    plateau = {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": float(thresholds[curve.plateau_low]),
        "x1": float(thresholds[curve.plateau_high]),
        "y0": 0,
        "y1": 1,
        "fillcolor": faint(YELLOW, 0.22),
        "line": {"width": 0},
        "layer": "below",
    }
    marks = [plateau, _upright(float(thresholds[curve.best]), GREEN, "dot")]
    if found.place is not None:
        marks.append(_upright(float(thresholds[found.place]), VERMILION, "solid"))
    for value in (curve.treat_all, curve.treat_none, found.today):
        if value is not None:
            marks.append(
                {
                    "type": "line",
                    "xref": "paper",
                    "x0": 0,
                    "x1": 1,
                    "y0": value,
                    "y1": value,
                    "line": {"color": GREY, "width": 1, "dash": "dash"},
                }
            )
    return marks


def _upright(x: float, colour: str, dash: str) -> Figure:
    return {
        "type": "line",
        "yref": "paper",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "line": {"color": colour, "width": 2, "dash": dash},
    }


def _notes(found: Standing, thresholds: np.ndarray) -> list[Figure]:
    curve, wording = found.curve, found.wording
    selected, passed = plain(wording.selected_means), plain(wording.not_selected_means)
    notes = [
        _label(curve.treat_all, f"all {selected}: {money(curve.treat_all, curve.currency)}"),
        _label(curve.treat_none, f"all {passed}: {money(curve.treat_none, curve.currency)}"),
    ]
    if found.today is not None and found.today not in (curve.treat_all, curve.treat_none):
        notes.append(_label(found.today, f"today: {money(found.today, curve.currency)}"))
    middle = float(thresholds[curve.plateau_low] + thresholds[curve.plateau_high]) / 2
    lit = {
        "x": middle,
        "y": 1.0,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "text": "as good as the best, on these rows",
        "font": {"size": 12},
    }
    watched = {
        "x": 0.0,
        "xref": "paper",
        "y": 0.28,
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "text": f"Coloured: {plain(found.harmed.names[0])}",
        "font": {"size": 12, "color": VERMILION},
    }
    return [*notes, lit, watched]


def _label(y: float, text: str) -> Figure:
    return {
        "x": 1.0,
        "xref": "paper",
        "xanchor": "right",
        "y": y,
        "yanchor": "bottom",
        "showarrow": False,
        "text": text,
        "font": {"size": 12, "color": GREY},
    }


def cash_flow(found: Case) -> Figure:
    """Costs and benefits of each year, and the running total."""
    case = found.case
    years = ["now", *(f"year {year}" for year in range(1, len(case.cash_flows)))]
    running = np.cumsum(case.cash_flows)
    paid = (
        "never pays back within these years"
        if case.payback is None
        else f"has paid back after {case.payback:.1f} years"
    )
    bars = [
        {"type": "bar", "x": years, "y": list(case.benefits), "name": "Benefit over today", "marker": {"color": BLUE}},
        {
            "type": "bar",
            "x": years,
            "y": [-cost for cost in case.costs],
            "name": "Costs",
            "marker": {"color": VERMILION},
        },
        {
            "x": years,
            "y": running,
            "name": "Running total",
            "mode": "lines+markers",
            "line": {"color": GREEN, "width": 3},
        },
    ]
    layout = {
        "title": {"text": f"With likely values the project {paid}"},
        "barmode": "relative",
        "height": 340,
        "yaxis": {"title": {"text": f"Money ({case.currency})"}, "tickformat": "~s"},
        "xaxis": {"title": {"text": ""}},
        "legend": {"orientation": "h", "y": -0.18},
    }
    return {"data": bars, "layout": layout}
