"""The frontier as a picture: gap against money, a dot for each policy. It computes nothing but places for names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from workbook.fairness.mitigation.candidate import NOTHING, Candidate, Frontier
from workbook.fairness.mitigation.words import finding, gap_in_words, price
from workbook.fairness.rates import IN_WORDS
from workbook.outcomes import plain
from workbook.outcomes.amounts_in_words import count, points
from workbook.outcomes.palette import BLUE, GREEN, GREY, ORANGE, PURPLE, VERMILION, faint

Figure = dict[str, Any]
Box = tuple[float, float, float, float]

KINDS = {
    "as declared": (ORANGE, "square"),
    "same for everybody": (BLUE, "circle"),
    "people decide in between": (PURPLE, "circle"),
    "retrained": (GREEN, "circle"),
    "by group: may be unlawful": (VERMILION, "diamond"),
    "another one is better on both": (GREY, "circle"),
}
WIDTH, HEIGHT = 760.0, 430.0
"""Pixels of the plot that names are placed for."""
SIGN, LINE = 7.2, 17.0
"""Pixels of a letter and of a line of text."""
SMALLEST, LARGEST = 11.0, 28.0


def kind(candidate: Candidate) -> str:
    """What sort of policy it is, as the legend calls it."""
    if candidate.name == NOTHING:
        return "as declared"
    if candidate.offer.needs_protected:
        return "by group: may be unlawful"
    if candidate.offer.policy.review is not None:
        return "people decide in between"
    return "retrained" if candidate.offer.retrained else "same for everybody"


def frontier_picture(found: Frontier) -> Figure:
    """Gap of the primary rate against money more than doing nothing; size is people whose decision changes."""
    most = max([one.changed for one in found.candidates] + [1.0])
    unit, scale = _unit(found)
    ends = _ends(found, scale)
    data = [_dots(found, name, most, scale) for name in KINDS if any(_legend(one) == name for one in found.candidates)]
    metric = IN_WORDS[found.terms.metric]
    layout = {
        "title": {"text": plain(finding(found))},
        "height": 560,
        "hovermode": "closest",
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "x": 0,
            "xanchor": "left",
            "itemsizing": "constant",
        },
        "margin": {"l": 70, "r": 20, "t": 60, "b": 60},
        "xaxis": {
            "title": {"text": f"Gap in the {metric}, points (highest minus lowest group); left is better"},
            "range": list(ends[:2]),
            "zeroline": False,
        },
        "yaxis": {
            "title": {"text": f"Money more than doing nothing, {unit}"},
            "range": list(ends[2:]),
            "zeroline": True,
            "zerolinecolor": GREY,
            "automargin": True,
        },
        "shapes": [_band(100 * found.terms.tolerance)],
        "annotations": [_tolerated(100 * found.terms.tolerance), *_names(found, ends, most, scale)],
    }
    return {"data": data, "layout": layout}


def _legend(candidate: Candidate) -> str:
    """The kind, or that another one is better on both."""
    greyed = candidate.dominated_by and candidate.name != NOTHING
    return "another one is better on both" if greyed else kind(candidate)


def _unit(found: Frontier) -> tuple[str, float]:
    largest = max(abs(end) for one in found.candidates for end in one.money)
    when = " a year" if found.per_year else f" on {count(found.rows)} rows"
    for size, word in ((1e6, "millions of "), (1e3, "thousands of ")):
        if largest >= 2 * size:
            return f"{word}{found.currency}{when}", 1 / size
    return f"{found.currency}{when}", 1.0


def _ends(found: Frontier, scale: float) -> tuple[float, float, float, float]:
    """Axis ends that hold every dot, and every interval as far as it does not squeeze the dots."""
    gaps = [100 * end for one in found.candidates for end in one.gap if math.isfinite(end)] or [10.0]
    money = [scale * end for one in found.candidates for end in one.money]
    room = 0.06 * ((max(money) - min(money)) or 1.0)
    return -0.02 * max(gaps), 1.05 * max(gaps), min(money) - room, max(money) + 1.6 * room


def _dots(found: Frontier, name: str, most: float, scale: float) -> Figure:
    shown = [one for one in found.candidates if _legend(one) == name]
    colour = KINDS[name][0]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [100 * one.gap[0] for one in shown],
        "y": [scale * one.money[0] for one in shown],
        "customdata": [one.name for one in shown],
        "hovertext": [_told(one, found) for one in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": faint(colour, 0.55 if colour == GREY else 0.88),
            "symbol": [KINDS[kind(one)][1] for one in shown],
            "size": [_size(one, most) for one in shown],
            "opacity": 1,
            "line": {"width": 1.5, "color": "white"},
        },
        "error_x": _lines([tuple(100 * end for end in one.gap) for one in shown], colour),
        "error_y": _lines([tuple(scale * end for end in one.money) for one in shown], colour),
    }


def _size(one: Candidate, most: float) -> float:
    """The area of a dot goes with the people whose decision changes."""
    return SMALLEST + (LARGEST - SMALLEST) * math.sqrt(one.changed / most)


def _lines(ends: Sequence[tuple[float, ...]], colour: str) -> Figure:
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - value for value, _, high in ends],
        "arrayminus": [value - low for value, low, _ in ends],
        "color": faint(colour, 0.3),
        "thickness": 1.2,
        "width": 0,
    }


def _told(one: Candidate, found: Frontier) -> str:
    units = found.terms.wording.units
    lines = [
        one.offer.title,
        f"gap {gap_in_words(one)}",
        f"{price(one, found)} than doing nothing",
        f"{count(one.changed)} {units}{' a year' if found.per_year else ''} decided otherwise",
    ]
    if one.reviewed:
        lines.append(f"{count(one.reviewed)} reviewed by people")
    if one.dominated_by:
        better = found.named(one.dominated_by)
        lines.append(f"{better.offer.title if better else one.dominated_by}: no larger gap, no less money")
    return "<br>".join(plain(line) for line in lines)


def _names(found: Frontier, ends: tuple[float, float, float, float], most: float, scale: float) -> list[Figure]:
    """The name of each dot where it covers no other name and no dot; those that matter choose first."""
    left, right, bottom, top = ends
    dots = {
        one.name: (
            (100 * one.gap[0] - left) / (right - left) * WIDTH,
            (scale * one.money[0] - bottom) / (top - bottom) * HEIGHT,
        )
        for one in found.candidates
    }
    taken: list[Box] = [
        (x - _size(one, most) / 2, y - _size(one, most) / 2, x + _size(one, most) / 2, y + _size(one, most) / 2)
        for one in found.candidates
        for x, y in [dots[one.name]]
    ]
    notes = []
    for one in sorted(found.candidates, key=lambda each: (bool(each.dominated_by), -each.money[0])):
        x, y = dots[one.name]
        wide = SIGN * len(one.offer.title)
        spots = [_spot(x, y, turn, reach, wide) for reach in (26.0, 44.0, 66.0, 92.0, 122.0) for turn in range(12)]
        cost = [_covered(spot, taken) + 0.02 * place for place, spot in enumerate(spots)]
        spot = spots[cost.index(min(cost))]
        taken.append(spot)
        notes.append(_name(one, scale, (spot[0] + spot[2]) / 2 - x, (spot[1] + spot[3]) / 2 - y))
    return notes


def _spot(x: float, y: float, turn: int, reach: float, wide: float) -> Box:
    angle = turn * math.pi / 6
    middle = x + (reach + wide / 2 - 8) * math.cos(angle), y + reach * math.sin(angle)
    return middle[0] - wide / 2, middle[1] - LINE / 2, middle[0] + wide / 2, middle[1] + LINE / 2


def _covered(spot: Box, taken: Sequence[Box]) -> float:
    """How much of a place is taken, or lies outside the plot."""
    inside = _shared(spot, (4.0, 4.0, WIDTH - 4, HEIGHT - 22))
    area = (spot[2] - spot[0]) * (spot[3] - spot[1])
    return sum(_shared(spot, other) for other in taken) + 3 * (area - inside)


def _shared(one: Box, other: Box) -> float:
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)


def _name(one: Candidate, scale: float, right: float, up: float) -> Figure:
    strong = not one.dominated_by or one.name == NOTHING
    return {
        "text": plain(one.offer.title),
        "x": 100 * one.gap[0],
        "y": scale * one.money[0],
        "ax": right,
        "ay": -up,
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 0.8,
        "arrowcolor": faint(GREY, 0.9),
        "standoff": 4,
        "font": {"size": 13 if strong else 12, "color": KINDS[kind(one)][0] if strong else GREY},
    }


def _band(tolerance: float) -> Figure:
    return {
        "type": "rect", "xref": "x", "yref": "paper", "x0": 0, "x1": tolerance, "y0": 0, "y1": 1,
        "fillcolor": faint(GREEN, 0.12), "line": {"width": 0}, "layer": "below",
    }  # fmt: skip


def _tolerated(tolerance: float) -> Figure:
    return {
        "text": f"tolerated: {points(tolerance / 100)}", "x": 0, "y": 0, "xref": "x", "yref": "paper",
        "xanchor": "left", "yanchor": "bottom", "showarrow": False, "font": {"size": 12, "color": GREEN},
    }  # fmt: skip


def proxy_picture(found: Sequence[Any], beyond: float) -> Figure:
    """How well each column alone gives a group away, with the line beyond which it is called a proxy."""
    shown = list(found)[:20]
    names = [plain(f"{one.column} → {one.group}") for one in shown]
    first = shown[0] if shown else None
    title = (
        f"“{first.column}” gives {first.group} away best: {count(100 * first.auc)} times in 100 it ranks the right one first"
        if first
        else "There is no column to look at"
    )
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "x": [one.auc for one in shown],
                "y": names,
                "marker": {"size": 10, "color": [ORANGE if one.beyond else BLUE for one in shown]},
                "error_x": _lines([(one.auc, one.low, one.high) for one in shown], BLUE),
                "hovertemplate": "%{y}: %{x:.2f}<extra></extra>",
                "showlegend": False,
            }
        ],
        "layout": {
            "title": {"text": plain(title)},
            "height": max(220, 110 + 26 * len(shown)),
            "margin": {"l": 30, "r": 20, "t": 20, "b": 50},
            "xaxis": {
                "title": {"text": "AUC for the group, out of fold (0.5 says nothing about it, 1 everything)"},
                "range": [0.45, 1.01],
            },
            "yaxis": {"autorange": "reversed", "automargin": True},
            "shapes": [
                {
                    "type": "line",
                    "x0": beyond,
                    "x1": beyond,
                    "y0": 0,
                    "y1": 1,
                    "yref": "paper",
                    "line": {"color": GREY, "dash": "dot"},
                }
            ],
        },
    }
