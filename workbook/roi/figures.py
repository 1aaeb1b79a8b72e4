"""Pictures of money: the flat top with the people under it, and the cash flow by year. They compute nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbook.outcomes import plain
from workbook.outcomes.amounts_in_words import count, money
from workbook.outcomes.palette import BLUE, GREEN, GREY, ORANGE, VERMILION, YELLOW, faint
from workbook.roi.standing import Case, Standing
from workbook.roi.words import flat_top_title, in_years

MOST_POINTS = 300
"""Points drawn along a curve: more cannot be seen and would only be sent."""
MOST_DOTS = 1000
COLUMNS = 120

Figure = dict[str, Any]
Floats = NDArray[np.float64]


def flat_top(found: Standing) -> Figure:
    """Money as a hill over the threshold, its plateau lit, and one dot for each wronged one under it."""
    thresholds = _finite_thresholds(found)
    shown = _shown(len(thresholds), found)
    dots, per_dot, tallest = _dots(found, thresholds)
    currency = found.curve.currency
    scale = "a year" if found.curve.per_year else f"on {count(found.curve.rows)} rows"
    layout: Figure = {
        "title": {"text": flat_top_title(found)},
        "height": 540,
        "showlegend": False,
        "margin": {"t": 44, "r": 24},
        "hovermode": "x",
        "xaxis": {
            "title": {"text": "Threshold of the score"},
            "anchor": "y2",
            "range": _span(thresholds),
            "showgrid": False,
            "zeroline": False,
        },
        "yaxis": {
            "title": {"text": f"Money {scale} ({currency})"},
            "domain": [0.37, 1.0],
            "tickformat": "~s",
            "zeroline": True,
        },
        "yaxis2": {
            "title": {"text": _dots_title(found, per_dot)},
            "domain": [0.0, 0.27],
            "range": [0, max(tallest * 1.08, 6)],
            "showgrid": False,
            "zeroline": False,
            "showticklabels": False,
        },
        "shapes": _marks(found, thresholds),
        "annotations": _notes(found, thresholds),
    }
    return {"data": [*_hill(found, thresholds, shown), *dots], "layout": layout}


def _finite_thresholds(found: Standing) -> Floats:
    edges = found.curve.thresholds[:-1]
    step = float(np.diff(edges).mean()) if len(edges) > 1 else 1.0
    return np.append(edges, edges[-1] + step)


def _shown(places: int, found: Standing) -> NDArray[np.int64]:
    every = np.unique(np.linspace(0, places - 1, min(places, MOST_POINTS)).astype(int))
    marked = [
        one
        for one in (found.curve.best, found.curve.plateau_low, found.curve.plateau_high, found.place)
        if one is not None
    ]
    return np.unique(np.append(every, marked))


def _span(thresholds: Floats) -> list[float]:
    width = float(thresholds[-1] - thresholds[0]) or 1.0
    return [float(thresholds[0]) - 0.01 * width, float(thresholds[-1]) + 0.01 * width]


def _hill(found: Standing, thresholds: Floats, shown: NDArray[np.int64]) -> list[Figure]:
    curve, x = found.curve, thresholds[shown]
    ribbon = {"x": x, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "xaxis": "x", "yaxis": "y"}
    top = shown[(shown >= curve.plateau_low) & (shown <= curve.plateau_high)]
    hill = {
        "name": "Value",
        "mode": "lines",
        "line": {"color": BLUE, "width": 2.5},
        "hovertemplate": "%{y:.3s}<extra></extra>",
    }
    lit = {"name": "As good as the best", "mode": "lines", "line": {"color": ORANGE, "width": 5}, "hoverinfo": "skip"}
    traces: list[Figure] = [
        {**ribbon, "y": curve.low[shown]},
        {**ribbon, "y": curve.high[shown], "fill": "tonexty", "fillcolor": faint(BLUE, 0.16)},
        {**hill, "x": x, "y": curve.total[shown]},
        {**lit, "x": thresholds[top], "y": curve.total[top]},
    ]
    points = [(curve.best, "Best on the half that chose", ORANGE), (found.place, "Your threshold", VERMILION)]
    for place, name, colour in points:
        if place is not None:
            marker = {"color": colour, "size": 11, "line": {"color": "#ffffff", "width": 2}}
            at = {"x": thresholds[[place]], "y": curve.total[[place]]}
            traces.append({**at, "name": name, "mode": "markers", "marker": marker, "hoverinfo": "skip"})
    return traces


def _dots(found: Standing, thresholds: Floats) -> tuple[list[Figure], int, int]:
    """Stacked dots of the wronged, lit where the threshold in force wrongs them; how many one stands for; the tallest."""
    harmed = found.ground.harmed
    bins = harmed.counts.shape[1]
    columns = np.unique(np.linspace(0, bins, min(bins, COLUMNS) + 1).astype(int))
    totals = np.add.reduceat(harmed.counts, columns[:-1], axis=1)
    per_dot = max(1, int(np.ceil(totals.sum() / MOST_DOTS)))
    # Rounding the running sum, not each column, keeps the number of dots true to the number of people.
    stacked = np.diff(np.floor(np.cumsum(totals, axis=1) / per_dot + 0.5).astype(int), axis=1, prepend=0)
    centres = (thresholds[columns[:-1]] + thresholds[columns[1:]]) / 2
    traces = []
    for layer, colour in ((0, VERMILION), (1, GREY)):
        floor = stacked[0] if layer else np.zeros_like(stacked[0])
        x = np.repeat(centres, stacked[layer])
        y = np.concatenate([floor[place] + 0.5 + np.arange(height) for place, height in enumerate(stacked[layer])])
        marker = {"color": colour, "size": 4, "opacity": np.where(_lit(found, x), 1.0, 0.22)}
        name = plain(harmed.names[layer])
        traces.append(
            {"x": x, "y": y, "yaxis": "y2", "mode": "markers", "name": name, "marker": marker, "hoverinfo": "skip"}
        )
    return traces, per_dot, int(stacked.sum(axis=0).max())


def _lit(found: Standing, x: Floats) -> NDArray[np.bool_]:
    if found.threshold is None:
        return np.zeros(len(x), dtype=bool)
    wronged_below = found.ground.harmed.so_far[:, 0].sum() == 0
    return np.asarray(x < found.threshold if wronged_below else x >= found.threshold)


def _dots_title(found: Standing, per_dot: int) -> str:
    who = plain(found.wording.units)
    return f"1 dot = {per_dot} {who}" if per_dot > 1 else f"{who}, a dot each"


def _marks(found: Standing, thresholds: Floats) -> list[Figure]:
    curve = found.curve
    start, end = float(thresholds[curve.plateau_low]), float(thresholds[curve.plateau_high])
    plateau: Figure = {"type": "rect", "xref": "x", "yref": "paper", "x0": start, "x1": end, "y0": 0, "y1": 1}
    plateau |= {"fillcolor": faint(YELLOW, 0.28), "line": {"width": 0}, "layer": "below"}
    marks = [plateau]
    if found.threshold is not None:
        marks.append(_upright(_inside(found.threshold, thresholds), VERMILION))
    for value in (curve.treat_all, curve.treat_none, found.ground.today):
        if value is not None:
            line = {"color": GREY, "width": 1, "dash": "dash"}
            marks.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value, "line": line})
    return marks


def _upright(x: float, colour: str) -> Figure:
    return {"type": "line", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": {"color": colour, "width": 2}}


def _notes(found: Standing, thresholds: Floats) -> list[Figure]:
    curve, wording = found.curve, found.wording
    selected, passed = plain(wording.selected_means), plain(wording.not_selected_means)
    today = {"accept all": "all", "accept none": "none"}.get(found.today_is, "")
    everybody = f"today, all {selected}" if today == "all" else f"all {selected}"
    nobody = f"today, all {passed}" if today == "none" else f"all {passed}"
    # Each label stands at the end where the hill is far from its line.
    all_on_the_left = curve.total[0] == curve.treat_all
    notes = [
        _label(curve.treat_all, f"{everybody}: {money(curve.treat_all, curve.currency)}", right=bool(all_on_the_left)),
        _label(curve.treat_none, f"{nobody}: {money(curve.treat_none, curve.currency)}", right=not all_on_the_left),
    ]
    if found.ground.today is not None and not today:
        notes.append(_label(found.ground.today, f"today: {money(found.ground.today, curve.currency)}", right=True))
    middle = float(thresholds[curve.plateau_low] + thresholds[curve.plateau_high]) / 2
    notes.append(_above(middle, "as good as the best, on these rows", GREY))
    if found.threshold is not None and found.value is not None:
        words = f"{found.threshold:.3g}: {money(found.value[0], curve.currency)}"
        notes.append({**_above(_inside(found.threshold, thresholds), words, VERMILION), "y": 1.055})
    if found.ground.harmed.counts[1].any():
        name = plain(found.ground.harmed.names[0])
        coloured = {
            "x": 0.0,
            "xref": "paper",
            "y": 0.28,
            "yref": "paper",
            "xanchor": "left",
            "yanchor": "bottom",
            "showarrow": False,
        }
        notes.append({**coloured, "text": f"coloured: {name}", "font": {"size": 12, "color": VERMILION}})
    return notes


def _inside(threshold: float, thresholds: Floats) -> float:
    return min(max(threshold, float(thresholds[0])), float(thresholds[-1]))


def _above(x: float, text: str, colour: str) -> Figure:
    return {
        "x": x,
        "y": 1.0,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "text": text,
        "font": {"size": 12, "color": colour},
    }


def _label(y: float, text: str, *, right: bool) -> Figure:
    end = {"x": 1.0 if right else 0.0, "xanchor": "right" if right else "left"}
    return {
        **end,
        "xref": "paper",
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
    finding = (
        "never pays back within these years" if case.payback is None else f"pays back after {in_years(case.payback)}"
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
        "title": {"text": f"With likely values the project {finding}"},
        "barmode": "relative",
        "height": 340,
        "yaxis": {"title": {"text": f"Money ({case.currency})"}, "tickformat": "~s"},
        "xaxis": {"title": {"text": ""}},
        "legend": {"orientation": "h", "y": -0.18},
    }
    return {"data": bars, "layout": layout}
