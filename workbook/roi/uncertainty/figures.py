"""Pictures of the business case under uncertainty."""

from __future__ import annotations

from typing import Any

import numpy as np

from workbook.outcomes import plain
from workbook.outcomes.amounts_in_words import money
from workbook.outcomes.palette import BLUE, GREY, VERMILION
from workbook.roi.uncertainty.simulating import Simulation
from workbook.roi.uncertainty.words import range_in_words, title

Figure = dict[str, Any]
BARS = 60
SHOWN = 10
CUT = 0.002
"""Share of draws beyond each end of the picture; they are counted in its first and last bar."""


def npv_distribution(found: Simulation) -> Figure:
    """How often the project ends at which net present value; below zero in another colour."""
    low, high = (float(one) for one in np.quantile(found.npv, (CUT, 1 - CUT)))
    if low == high:
        low, high = low - max(1.0, abs(low)) / 2, high + max(1.0, abs(high)) / 2
    edges = _edges(low, high)
    counts, _ = np.histogram(np.clip(found.npv, edges[0], edges[-1]), edges)
    middles, share = (edges[1:] + edges[:-1]) / 2, counts / len(found.npv)
    losing = middles < 0
    bars = [
        _bars(middles[losing], share[losing], edges, "It loses money", VERMILION),
        _bars(middles[~losing], share[~losing], edges, "It pays", BLUE),
    ]
    marks = [(found.mean, f"on average {money(found.mean, found.currency)}")]
    layout = {
        "title": {"text": title(found)},
        "height": 340,
        "bargap": 0.06,
        "barmode": "overlay",
        "xaxis": {"title": {"text": f"Net present value ({found.currency})"}, "tickformat": "~s", "zeroline": True},
        "yaxis": {"title": {"text": "Share of draws"}, "tickformat": ".0%", "rangemode": "tozero"},
        "legend": {"orientation": "h", "y": -0.25},
        "shapes": [_line(x) for x, _ in marks],
        "annotations": [_note(x, text) for x, text in marks],
        "margin": {"t": 34},
    }
    return {"data": [bar for bar in bars if len(bar["x"])], "layout": layout}


def _edges(low: float, high: float) -> np.ndarray:
    """Equal bars, with an edge at zero where zero lies within."""
    width = (high - low) / BARS
    if low < 0 < high:
        below, above = int(np.ceil(-low / width)), int(np.ceil(high / width))
        return width * np.arange(-below, above + 1)
    return low + width * np.arange(BARS + 1)


def _bars(x: Any, y: Any, edges: Any, name: str, colour: str) -> Figure:
    width = float(edges[1] - edges[0])
    return {"type": "bar", "x": x, "y": y, "width": width, "name": name, "marker": {"color": colour}}


def tornado(found: Simulation) -> Figure:
    """How far each number alone moves the net present value, the weightiest on top."""
    swings = found.swings[:SHOWN][::-1]
    names = [plain(one.spread.name) for one in swings]
    ends = [("At its low end", "at_low", GREY), ("At its high end", "at_high", BLUE)]
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "y": names,
            "x": [getattr(one, key) - found.likely for one in swings],
            "base": found.likely,
            "name": label,
            "marker": {"color": colour},
            "customdata": [range_in_words(one, found.currency) for one in swings],
            "hovertemplate": "%{y}<br>%{customdata}<extra></extra>",
        }
        for label, key, colour in ends
    ]
    most = plain(found.swings[0].spread.name) if found.swings else ""
    layout = {
        "title": {"text": f"Most depends on: {most}" if most else "Nothing varies"},
        "height": 120 + 34 * max(1, len(swings)),
        "barmode": "overlay",
        "xaxis": {"title": {"text": f"Net present value ({found.currency})"}, "tickformat": "~s"},
        "yaxis": {"automargin": True},
        "legend": {"orientation": "h", "y": 1.12},
        "shapes": [_line(found.likely)],
        "margin": {"t": 30},
    }
    return {"data": bars, "layout": layout}


def flows_by_year(found: Simulation) -> Figure:
    """The cash flow of each year, with the middle eight draws of ten."""
    years = ["now", *(f"year {year}" for year in range(1, found.years + 1))]
    flow = {
        "type": "scatter",
        "x": years,
        "y": found.flow_mean,
        "mode": "markers",
        "marker": {"color": BLUE, "size": 10},
        "name": "Cash flow",
        "error_y": {
            "type": "data",
            "array": found.flow_high - found.flow_mean,
            "arrayminus": found.flow_mean - found.flow_low,
            "color": BLUE,
        },
    }
    layout = {
        "title": {"text": "What comes in less what goes out, year by year (eight draws of ten lie on the line)"},
        "height": 320,
        "yaxis": {"title": {"text": f"Money ({found.currency})"}, "tickformat": "~s", "zeroline": True},
        "xaxis": {"title": {"text": ""}},
    }
    return {"data": [flow], "layout": layout}


def _line(x: float) -> Figure:
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": GREY, "dash": "dot"}}


def _note(x: float, text: str) -> Figure:
    return {
        "x": x,
        "y": 1.0,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "text": text,
        "font": {"size": 12},
    }
