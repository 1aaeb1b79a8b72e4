"""Pictures of the close calls: what reviewing is worth by capacity, and how often the score errs along the way. They compute nothing."""

from __future__ import annotations

import math
from typing import Any

from workbook.modelling.reviewing.finding import Reviewed
from workbook.modelling.reviewing.words import band_in_words, finding_in_words
from workbook.outcomes import plain
from workbook.outcomes.amounts_in_words import percent
from workbook.outcomes.palette import BLUE, GREY, ORANGE, PURPLE, VERMILION, faint

Figure = dict[str, Any]
BELOW = {"orientation": "h", "y": -0.26}


def value_by_capacity(found: Reviewed) -> Figure:
    """Worth of the best band for each capacity with its ribbon, and the capacity that there is."""
    volume = found.yearly_volume
    x = [one.share * (volume or 100) for one in found.curve]
    y = [_judged(found, one.worth.money, one.worth.errors) for one in found.curve]
    ribbon = {"x": x, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    own = [place for place, one in enumerate(found.curve) if one.share == found.reviewers.share]
    unit = f"{found.currency} more{' a year' if found.per_year else ''}"
    data = [
        {**ribbon, "name": "Low end", "y": [one[1] for one in y]},
        {**ribbon, "name": "High end", "y": [one[2] for one in y], "fill": "tonexty", "fillcolor": faint(PURPLE, 0.18)},
        {
            "x": x,
            "y": [one[0] for one in y],
            "name": "The best band for each capacity",
            "mode": "lines+markers",
            "line": {"color": PURPLE, "width": 2.5},
            "hovertext": [plain(band_in_words(one.band)) if one.band else "no band" for one in found.curve],
            "hovertemplate": "%{hovertext}<br>%{y:.4s}<extra></extra>",
        },
        {
            "x": [x[place] for place in own],
            "y": [y[place][0] for place in own],
            "name": "Your reviewers",
            "mode": "markers",
            "marker": {"color": ORANGE, "size": 13, "symbol": "square", "line": {"color": "#ffffff", "width": 2}},
        },
    ]
    layout = {
        "title": {"text": plain(finding_in_words(found))},
        "height": 380,
        "legend": BELOW,
        "xaxis": {
            "title": {
                "text": "Cases that people can review a year" if volume else "Share of cases that people can review, %"
            },
            "rangemode": "tozero",
        },
        "yaxis": {
            "title": {"text": unit if found.has_money else "Fewer wrong decisions, points"},
            "zeroline": True,
            "zerolinecolor": GREY,
            "tickformat": "~s" if found.has_money else "",
        },
    }
    return {"data": data, "layout": layout}


def _judged(found: Reviewed, money: Any, errors: Any) -> tuple[float, float, float]:
    """What is drawn: money, or without it the points of decisions that come out right more often."""
    if found.has_money and money is not None:
        value, low, high = money
        return value, low, high
    value, low, high = errors
    return -100 * value, -100 * high, -100 * low


def errors_along(found: Reviewed) -> Figure:
    """How often the score errs in each stretch, and how often reviewers would."""
    x = [(one.low + one.high) / 2 for one in found.along]
    rates = [one.wronged for one in found.along]
    data = [
        {
            "x": x,
            "y": [one[0] for one in rates],
            "name": "The score decides wrongly",
            "mode": "markers",
            "marker": {"color": BLUE, "size": 9},
            "error_y": {
                "type": "data", "symmetric": False, "color": BLUE, "thickness": 2, "width": 0,
                "array": [one[2] - one[0] for one in rates], "arrayminus": [one[0] - one[1] for one in rates],
            },
            "hovertemplate": "score %{x:.3g}: %{y:.1%}<extra></extra>",
        },
        {
            "x": x,
            "y": [one.reviewers for one in found.along],
            "name": "Reviewers would",
            "mode": "lines",
            "line": {"color": VERMILION, "width": 2, "dash": "dash"},
            "hovertemplate": "reviewers: %{y:.1%}<extra></extra>",
        },
    ]  # fmt: skip
    layout: Figure = {
        "title": {"text": plain(_along_title(found))},
        "height": 340,
        "legend": BELOW,
        "xaxis": {"title": {"text": "Score"}},
        "yaxis": {"title": {"text": "Decided wrongly"}, "tickformat": ".0%", "rangemode": "tozero"},
    }
    if found.band is not None and x:
        low, high = max(found.band.low, found.along[0].low), min(found.band.high, found.along[-1].high)
        layout["shapes"] = [
            {
                "type": "rect", "xref": "x", "yref": "paper", "x0": low, "x1": high, "y0": 0, "y1": 1,
                "fillcolor": faint(PURPLE, 0.14), "line": {"width": 0}, "layer": "below",
            }
        ]  # fmt: skip
        layout["annotations"] = [
            {
                "text": "people decide", "x": (low + high) / 2, "y": 1, "xref": "x", "yref": "paper", "yanchor": "top",
                "showarrow": False, "font": {"size": 12, "color": PURPLE},
            }
        ]  # fmt: skip
    return {"data": data, "layout": layout}


def _along_title(found: Reviewed) -> str:
    worst, people = found.worst_of_the_score, found.reviewers.error
    if not math.isfinite(worst):
        return "Too few rows to count errors along the score"
    if people >= worst:
        return f"Reviewers err in {percent(people)}, and nowhere does the score err more often"
    return f"Where the score errs most, it errs in {percent(worst)}; reviewers in {percent(people)}"
