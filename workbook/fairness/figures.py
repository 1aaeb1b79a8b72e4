"""Pictures of rates and gaps. They compute nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from workbook.fairness.auditing import Audit
from workbook.fairness.rates import IN_WORDS
from workbook.outcomes import plain
from workbook.outcomes.amounts_in_words import count
from workbook.outcomes.palette import BLUE, GREEN, ORANGE, VERMILION

PANELS = (
    ("selection_rate", BLUE),
    ("true_positive_rate", GREEN),
    ("false_positive_rate", VERMILION),
    ("positive_predictive_value", ORANGE),
)
MOST_SHOWN = 24

Figure = dict[str, Any]


def rates_by_group(audited: Audit) -> Figure:
    """Rates of each group as dots with their intervals, one panel a rate, n beside the name."""
    panels = [one for one in PANELS if one[0] in audited.metric_gaps]
    order = _order(audited)
    labels = [f"{plain(audited.names[code])}  n {count(float(audited.counted.n[code]))}" for code in order]
    width = 1 / len(panels)
    data, layout = [], _layout(audited, len(order))
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
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": high - value,
            "arrayminus": value - low,
            "color": colour,
            "thickness": 2,
            "width": 0,
        },
        "customdata": rates.rests_on[order],
        "hovertemplate": "%{y}<br>%{x:.1%}, rests on %{customdata:,.0f}<extra></extra>",
    }


def _layout(audited: Audit, groups: int) -> Figure:
    return {
        "title": {"text": _title(audited)},
        "height": max(220, 90 + 34 * groups),
        "showlegend": False,
        "margin": {"l": 30, "r": 10, "t": 10, "b": 50},
    }


def _title(audited: Audit) -> str:
    shown = [
        IN_WORDS[metric]
        for metric, _ in PANELS
        if metric in audited.metric_gaps and audited.metric_gaps[metric].verdict == "gap"
    ]
    if not shown:
        return "No gap beyond the tolerance is shown between groups; the lines say how sure each rate is"
    return f"Groups differ beyond the tolerance in: {', '.join(shown)}"
