"""Pictures of rates and gaps. They compute nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from workbook.fairness.auditing import Audit
from workbook.fairness.looking import Look
from workbook.fairness.pairs import CANNOT_TELL, GAP, NO_GAP
from workbook.fairness.rates import IN_WORDS
from workbook.fairness.words import finding_in_words, rate_means
from workbook.outcomes import plain
from workbook.outcomes.amounts_in_words import count
from workbook.outcomes.palette import BLUE, GREEN, GREY, ORANGE, VERMILION, faint

PANELS = (
    ("selection_rate", BLUE),
    ("true_positive_rate", GREEN),
    ("false_positive_rate", VERMILION),
    ("positive_predictive_value", ORANGE),
)
MOST_SHOWN = 24
MARKS = {GAP: (VERMILION, "triangle-up"), NO_GAP: (GREEN, "circle"), CANNOT_TELL: (GREY, "diamond-open")}
EXPLORING = (BLUE, "circle")

Figure = dict[str, Any]


def rates_by_group(seen: Look) -> Figure:
    """Rates of each group as dots with their intervals, one panel a rate, n beside the name."""
    audited = seen.audited
    panels = [one for one in PANELS if one[0] in audited.metric_gaps]
    order = _order(audited)
    labels = [f"{plain(audited.names[code])}  n {count(float(audited.counted.n[code]))}" for code in order]
    width = 1 / len(panels)
    data, layout = [], _layout(f"{finding_in_words(seen)}{_unshown(audited, order)}", len(order))
    for place, (metric, colour) in enumerate(panels):
        suffix = "" if place == 0 else str(place + 1)
        data.append(_panel(audited, metric, colour, order, labels, suffix))
        layout[f"xaxis{suffix}"] = {
            "domain": [place * width + 0.02 * (place > 0), (place + 1) * width - 0.02],
            "range": [-0.02, 1.02],
            "tickformat": ".0%",
            "nticks": 4,
            "title": {"text": IN_WORDS[metric].capitalize(), "font": {"size": 13}},
        }
    layout["yaxis"] = {"autorange": "reversed", "automargin": True, "ticklabelstandoff": 6}
    return {"data": data, "layout": layout}


def _order(audited: Audit) -> list[int]:
    """Compared groups first, smallest rate of selection on top; the missing ones last. The rest is in the table."""
    value = audited.rates["selection_rate"].value
    compared = sorted((int(code) for code in audited.compared), key=lambda code: float(np.nan_to_num(value[code])))
    missing = [code for code in range(len(audited.names)) if code not in set(compared) and audited.counted.n[code] > 0]
    if len(compared) > MOST_SHOWN:
        half = MOST_SHOWN // 2
        compared = [*compared[:half], *compared[-half:]]
    return [*compared, *missing[:4]]


def _unshown(audited: Audit, order: list[int]) -> str:
    left = int((audited.counted.n > 0).sum()) - len(order)
    return f" (lowest and highest shown; {left} more groups were compared)" if left > 0 else ""


def _panel(audited: Audit, metric: str, colour: str, order: list[int], labels: list[str], suffix: str) -> Figure:
    rates = audited.rates[metric]
    value, low, high = (one[order] for one in (rates.value, rates.low, rates.high))
    return {
        "x": value,
        "y": labels,
        "xaxis": f"x{suffix}",
        "yaxis": "y",
        "name": IN_WORDS[metric].capitalize(),
        "mode": "markers",
        "marker": {"color": colour, "size": 10},
        "error_x": _line(value, low, high, colour),
        "customdata": rates.rests_on[order],
        "hovertemplate": "%{y}<br>%{x:.1%}, rests on %{customdata:,.0f}<extra></extra>",
    }


def _line(value: Any, low: Any, high: Any, colour: str) -> Figure:
    return {
        "type": "data",
        "symmetric": False,
        "array": high - value,
        "arrayminus": value - low,
        "color": colour,
        "thickness": 2,
        "width": 0,
    }


def gaps_against_tolerance(seen: Look) -> Figure:
    """Highest minus lowest of each rate with its simultaneous interval, against the band that is tolerated."""
    audited = seen.audited
    metrics = [metric for metric in seen.metrics if audited.metric_gaps[metric].highest >= 0]
    names = {metric: IN_WORDS[metric].capitalize() for metric in metrics}
    data = []
    marks = MARKS if seen.declared else {"exploring": EXPLORING}
    for verdict, (colour, symbol) in marks.items():
        shown = list(seen.of_verdict(verdict)) if seen.declared else metrics
        gaps = [audited.metric_gaps[metric] for metric in shown if metric in names]
        if not gaps:
            continue
        value, low, high = (
            100 * np.array([getattr(gap, end) for gap in gaps])
            for end in ("difference", "difference_low", "difference_high")
        )
        data.append(
            {
                "x": value,
                "y": [names[metric] for metric in shown if metric in names],
                "name": verdict.capitalize(),
                "mode": "markers",
                "marker": {"color": colour, "symbol": symbol, "size": 12, "line": {"width": 2, "color": colour}},
                "error_x": _line(value, low, high, colour),
                "hovertext": [plain(rate_means(metric, seen.wording)) for metric in shown if metric in names],
                "hovertemplate": "%{y}: %{hovertext}<br>%{x:.1f} points<extra></extra>",
            }
        )
    layout = _layout(finding_in_words(seen), len(metrics)) | {
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.12, "x": 0},
        "xaxis": {"title": {"text": "Highest minus lowest group, points"}, "rangemode": "tozero"},
        "yaxis": {
            "categoryorder": "array",
            "categoryarray": [names[one] for one in reversed(metrics)],
            "automargin": True,
        },
        "shapes": [_band(100 * audited.tolerance)],
        "annotations": [_tolerated(100 * audited.tolerance)],
    }
    layout["margin"] = layout["margin"] | {"t": 50}
    return {"data": data, "layout": layout}


def _band(tolerance: float) -> Figure:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": 0,
        "x1": tolerance,
        "y0": 0,
        "y1": 1,
        "fillcolor": faint(GREEN, 0.16),
        "line": {"width": 0},
        "layer": "below",
    }


def _tolerated(tolerance: float) -> Figure:
    return {
        "text": "tolerated",
        "x": tolerance,
        "y": 0.02,
        "xref": "x",
        "yref": "paper",
        "xanchor": "right",
        "yanchor": "bottom",
        "showarrow": False,
        "textangle": -90,
        "font": {"size": 12},
    }


def _layout(title: str, lines: int) -> Figure:
    return {
        "title": {"text": plain(title)},
        "height": max(220, 90 + 34 * lines),
        "showlegend": False,
        "margin": {"l": 30, "r": 10, "t": 10, "b": 50},
    }
