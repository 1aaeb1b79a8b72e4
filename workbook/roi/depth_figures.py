"""Pictures behind the first view: decision curve, capacity, draws, tornado, delay, months. They compute nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from workbook.outcomes.amounts_in_words import count, money, percent
from workbook.outcomes.palette import BLUE, GREEN, GREY, ORANGE, VERMILION, faint
from workbook.roi.capacity import Capacity
from workbook.roi.decision_curve import DecisionCurve
from workbook.roi.flat_top import finite_thresholds, thinned
from workbook.roi.meaning import Meaning
from workbook.roi.realised import Realised
from workbook.roi.simulating import Simulation
from workbook.roi.stories import Stories
from workbook.roi.value import threshold_in_words

Figure = dict[str, Any]
BARS = 60
BELOW = {"orientation": "h", "y": -0.28}


def decision_curve_figure(found: DecisionCurve) -> Figure:
    """Net benefit of the model with its ribbon, of everybody and of nobody."""
    x = found.thresholds
    ribbon = {"x": x, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    finding = (
        "At every threshold the score is worth at least as much as treating all alike"
        if not found.below
        else f"At {found.below} of {len(x)} thresholds treating all alike is worth more than the score"
    )
    top = float(max(found.model.max(), found.everybody.max(), 0.0)) or 0.01
    data = [
        {**ribbon, "name": "Low end", "y": found.low},
        {**ribbon, "name": "High end", "y": found.high, "fill": "tonexty", "fillcolor": faint(BLUE, 0.16)},
        {"x": x, "y": found.everybody, "name": "Everybody", "mode": "lines", "line": {"color": GREY, "dash": "dash"}},
        {"x": x, "y": 0 * x, "name": "Nobody", "mode": "lines", "line": {"color": GREY, "dash": "dot"}},
        {"x": x, "y": found.model, "name": "The score", "mode": "lines", "line": {"color": BLUE, "width": 2.5}},
    ]
    layout = {
        "title": {"text": finding},
        "height": 380,
        "legend": BELOW,
        "xaxis": {"title": {"text": "Probability from which one would select"}, "tickformat": ".0%", "range": [0, 1]},
        "yaxis": {"title": {"text": "Net benefit (true positives a case)"}, "range": [-0.35 * top, 1.08 * top]},
    }
    return {"data": data, "layout": layout}


def capacity_figure(found: Capacity) -> Figure:
    """Money with and without the limit."""
    thresholds = finite_thresholds(found.thresholds)
    shown = thinned(found.total, (found.best, found.best_unlimited))
    x = thresholds[shown]
    ribbon = {"x": x, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    marker = {"color": ORANGE, "size": 11, "line": {"color": "#ffffff", "width": 2}}
    data = [
        {**ribbon, "name": "Low end", "y": found.low[shown]},
        {**ribbon, "name": "High end", "y": found.high[shown], "fill": "tonexty", "fillcolor": faint(BLUE, 0.16)},
        {"x": x, "y": found.unlimited[shown], "name": "Without a limit", "mode": "lines", "line": {"color": GREY, "dash": "dash"}},
        {"x": x, "y": found.total[shown], "name": f"At most {count(found.a_day)} a day", "mode": "lines", "line": {"color": BLUE, "width": 2.5}},
        {"x": thresholds[[found.best]], "y": found.total[[found.best]], "name": "Best under the limit", "mode": "markers", "marker": marker},
    ]  # fmt: skip
    layout = {
        "title": {
            "text": f"With {count(found.a_day)} a day the best threshold is {threshold_in_words(float(found.thresholds[found.best]))}"
        },
        "height": 380,
        "legend": BELOW,
        "xaxis": {"title": {"text": "Threshold of the score"}},
        "yaxis": {"title": {"text": f"Money a year ({found.currency})"}, "tickformat": "~s"},
    }
    return {"data": data, "layout": layout}


def draws_figure(found: Simulation) -> Figure:
    """What the project may be worth: all draws as bars, those that lose in another colour."""
    low, high = np.quantile(found.npv, [0.001, 0.999])
    if high <= low:
        low, high = low - 1, high + 1
    heights, edges = np.histogram(found.npv, bins=BARS, range=(low, high))
    centres = (edges[:-1] + edges[1:]) / 2
    colours = [VERMILION if centre < 0 else BLUE for centre in centres]
    data = [
        {
            "type": "bar", "x": centres, "y": heights / len(found.npv), "marker": {"color": colours}, "name": "Share of draws",
            "hovertemplate": "%{x:.3s}: %{y:.1%}<extra></extra>",
        }
    ]  # fmt: skip
    _, middle, _ = found.between(found.npv)
    line = {"color": GREEN, "width": 2, "dash": "dash"}
    mark = {"type": "line", "x0": middle, "x1": middle, "yref": "paper", "y0": 0, "y1": 1, "line": line}
    words = f"half of all draws lie above {money(middle, found.currency)}"
    note = {"x": middle, "y": 1.0, "yref": "paper", "yanchor": "bottom", "showarrow": False, "text": words}
    chance = found.chance_of_loss
    layout = {
        "title": {
            "text": f"In {percent(chance)} of the draws the project loses money"
            if chance
            else "In none of the draws the project loses money"
        },
        "height": 340,
        "bargap": 0.05,
        "showlegend": False,
        "margin": {"t": 36},
        "shapes": [mark],
        "annotations": [{**note, "font": {"size": 12, "color": GREEN}}],
        "xaxis": {"title": {"text": f"Net present value ({found.currency})"}, "tickformat": "~s"},
        "yaxis": {"title": {"text": "Share of draws"}, "tickformat": ".0%"},
    }
    return {"data": data, "layout": layout}


def tornado(found: Simulation) -> Figure:
    """Each uncertain number by itself at its 10 % and 90 % point."""
    shown = found.influences[:10][::-1]
    names = [_safe(one.name) for one in shown]
    base = [min(one.low, one.high) for one in shown]
    width = [abs(one.high - one.low) for one in shown]
    bar = {"type": "bar", "orientation": "h", "y": names, "base": base, "x": width, "marker": {"color": BLUE}}
    ends = [
        f"{money(low, found.currency)} to {money(low + wide, found.currency)}"
        for low, wide in zip(base, width, strict=True)
    ]
    data = [{**bar, "name": "Net present value", "text": ends, "textposition": "auto", "hoverinfo": "skip"}]
    finding = f"“{_safe(found.influences[0].name)}” moves the result most" if shown else "Nothing is uncertain"
    layout = {
        "title": {"text": finding},
        "height": 120 + 34 * max(len(shown), 2),
        "showlegend": False,
        "margin": {"l": 200},
        "shapes": [
            {
                "type": "line",
                "x0": found.as_likely,
                "x1": found.as_likely,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": GREEN, "width": 2, "dash": "dash"},
            }
        ],
        "annotations": [
            {
                "x": found.as_likely,
                "y": 1.0,
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
                "text": "all as likely",
                "font": {"size": 12, "color": GREEN},
            }
        ],
        "xaxis": {"title": {"text": f"Net present value ({found.currency})"}, "tickformat": "~s", "zeroline": True},
        "yaxis": {"title": {"text": ""}},
    }
    return {"data": data, "layout": layout}


def stories_figure(found: Stories) -> Figure:
    """The running total of each story."""
    colours = (BLUE, VERMILION, GREEN, ORANGE, GREY)
    data: list[Figure] = []
    for place, one in enumerate(found.stories):
        running = np.cumsum(one.cash_flows)
        line = {"color": colours[place % len(colours)], "width": 3 if place == 0 else 2}
        years = ["now", *(f"year {year}" for year in range(1, len(running)))]
        data.append({"x": years, "y": running, "name": _safe(one.name), "mode": "lines+markers", "line": line})
    losing = sum(one.npv < 0 for one in found.stories)
    layout = {
        "title": {"text": f"{losing} of {len(found.stories)} stories lose money in the end"},
        "height": 360,
        "legend": BELOW,
        "xaxis": {"title": {"text": ""}},
        "yaxis": {"title": {"text": f"Running total ({found.currency})"}, "tickformat": "~s", "zeroline": True},
    }
    return {"data": data, "layout": layout}


def meaning_figure(found: Meaning) -> Figure:
    """The range of money that the claim allows, and what is left of it with one further number."""
    names = [*(f"… and {name} known" for name in found.remaining), f"{found.claim} {percent(found.value)}"]
    low, high = found.money
    middle = (low + high) / 2
    halves = [*(left / 2 for left in found.remaining.values()), (high - low) / 2]
    order = [*sorted(range(len(names) - 1), key=lambda place: -halves[place]), len(names) - 1]
    bar = {"type": "bar", "orientation": "h", "y": [names[place] for place in order]}
    data = [
        {
            **bar, "base": [middle - halves[place] for place in order], "x": [2 * halves[place] for place in order],
            "marker": {"color": [*([faint(BLUE, 0.45)] * (len(order) - 1)), BLUE]}, "name": "Range of money", "hoverinfo": "skip",
        }
    ]  # fmt: skip
    layout = {
        "title": {"text": f"“{found.claim} {percent(found.value)}” can mean {money(low, found.currency)} or {money(high, found.currency)} a year"},
        "height": 120 + 34 * len(order),
        "showlegend": False,
        "margin": {"l": 220},
        "xaxis": {"title": {"text": f"Money a year ({found.currency}); width that is left, on average"}, "tickformat": "~s", "zeroline": True},
        "yaxis": {"title": {"text": ""}},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def months_figure(found: Realised) -> Figure:
    """Planned against realised, month by month."""
    ribbon = {"x": found.months, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    data = [
        {**ribbon, "name": "Low end", "y": found.planned_low},
        {**ribbon, "name": "High end", "y": found.planned_high, "fill": "tonexty", "fillcolor": faint(BLUE, 0.16)},
        {"x": found.months, "y": found.planned, "name": "Planned", "mode": "lines", "line": {"color": BLUE, "dash": "dash"}},
        {"x": found.months, "y": found.realised, "name": "Realised", "mode": "lines+markers", "line": {"color": GREEN, "width": 3}},
    ]  # fmt: skip
    layout = {
        "title": {"text": f"So far {percent(found.share)} of the plan has arrived"},
        "height": 340,
        "legend": BELOW,
        "xaxis": {"title": {"text": ""}, "type": "category"},
        "yaxis": {"title": {"text": f"Benefit a month ({found.currency})"}, "tickformat": "~s", "rangemode": "tozero"},
    }
    return {"data": data, "layout": layout}


def _safe(name: str) -> str:
    from workbook.outcomes import plain

    return plain(name)
