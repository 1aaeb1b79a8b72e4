"""Candidates against the reference as a picture: dots with intervals, one panel for money and one for ranking."""

from __future__ import annotations

from typing import Any

from workbook.modelling.candidates.result import Comparison, Rival, verdict
from workbook.modelling.candidates.words import finding
from workbook.models.changes import Interval
from workbook.outcomes import plain
from workbook.outcomes.palette import BLUE, GREEN, GREY, VERMILION

Figure = dict[str, Any]
MARKS = {
    "better": (GREEN, "circle"),
    "worse": (VERMILION, "triangle-down"),
    "cannot tell": (GREY, "diamond-open"),
    "the same": (GREY, "circle-open"),
}


def rivals_picture(found: Comparison) -> Figure:
    """How far each candidate is from the reference, in money (or errors) and in ranking."""
    order = [one for one in found.rivals if one.name != found.reference]
    unit, scale = _unit(found)
    panels = [(unit, {one.name: _scaled(_main(one, found), scale) for one in order})]
    if any(_ranking(one) for one in order):
        ranking = {one.name: _scaled(_ranking(one), 100) for one in order}
        panels.append(("Pairs ranked rightly, points", ranking))
    reference = found.named(found.reference).title
    layout: Figure = {
        "title": {"text": plain(finding(found))},
        "height": 150 + 40 * len(order),
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "xanchor": "left"},
        "margin": {"l": 30, "r": 10, "t": 40, "b": 60},
        "yaxis": {
            "automargin": True, "zeroline": False, "range": [len(order) - 0.5, -0.5], "tickvals": list(range(len(order))),
            "ticktext": [plain(one.title) for one in order],
        },
        "shapes": [],
    }  # fmt: skip
    data: list[Figure] = []
    for place, (title, values) in enumerate(panels):
        suffix, width = "" if place == 0 else str(place + 1), 1 / len(panels)
        layout[f"xaxis{suffix}"] = {
            "domain": [place * width + 0.03 * (place > 0), (place + 1) * width - 0.02],
            "title": {"text": f"{title},<br>more than {plain(reference)}", "font": {"size": 13}},
            "zeroline": False,
        }
        layout["shapes"].append(_zero(suffix))
        data += _dots(order, values, suffix, {one["name"] for one in data})
    return {"data": data, "layout": layout}


def _main(one: Rival, found: Comparison) -> Interval | None:
    against = one.over_reference
    if against is None:
        return None
    if found.measure == "money":
        return against.money
    if against.errors is None:
        return None
    value, low, high = against.errors
    return -value, -high, -low


def _ranking(one: Rival) -> Interval | None:
    """Of the naive baseline none: it ranks nobody before anybody, and its dot would squeeze all others together."""
    return one.over_reference.ranking if one.over_reference and one.kind != "naive" else None


def _unit(found: Comparison) -> tuple[str, float]:
    ends = [abs(end) for one in found.rivals if (apart := _main(one, found)) for end in apart]
    if found.measure != "money":
        return "Decided rightly, points", 100.0
    when = "a year" if found.per_year else f"on {found.judged:,} rows"
    for size, word in ((1e6, "Millions of "), (1e3, "Thousands of ")):
        if max(ends, default=0.0) >= 2 * size:
            return f"{word}{found.currency} {when}", 1 / size
    return f"{found.currency} {when}", 1.0


def _scaled(apart: Interval | None, scale: float) -> Interval | None:
    return None if apart is None else (scale * apart[0], scale * apart[1], scale * apart[2])


def _dots(order: list[Rival], values: dict[str, Interval | None], suffix: str, told: set[str]) -> list[Figure]:
    """The dots of one panel; the legend shows each mark once."""
    data = []
    for name, (colour, symbol) in MARKS.items():
        shown = [
            (place, apart)
            for place, one in enumerate(order)
            if (apart := values[one.name]) is not None and verdict(apart) == name
        ]
        if not shown:
            continue
        data.append(
            {
                "type": "scatter", "mode": "markers", "name": name.capitalize(), "legendgroup": name,
                "showlegend": name.capitalize() not in told, "xaxis": f"x{suffix}", "yaxis": "y",
                "x": [apart[0] for _, apart in shown], "y": [place for place, _ in shown],
                "hovertext": [plain(order[place].title) for place, _ in shown],
                "hovertemplate": "%{hovertext}: %{x:.3g}<extra></extra>",
                "marker": {"color": colour, "symbol": symbol, "size": 11, "line": {"width": 2, "color": colour}},
                "error_x": {
                    "type": "data", "symmetric": False, "array": [high - value for _, (value, _, high) in shown],
                    "arrayminus": [value - low for _, (value, low, _) in shown], "color": colour, "thickness": 2, "width": 0,
                },
            }
        )  # fmt: skip
    return data


def _zero(suffix: str) -> Figure:
    """The reference itself."""
    return {
        "type": "line", "xref": f"x{suffix}", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1,
        "line": {"color": BLUE, "width": 2, "dash": "dot"}, "layer": "below",
    }  # fmt: skip
