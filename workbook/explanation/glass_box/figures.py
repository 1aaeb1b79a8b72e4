"""The price of reading as dots with intervals, and the curves that there are to read."""

from __future__ import annotations

from typing import Any

from workbook.explanation.glass_box.pricing import GlassBox
from workbook.explanation.glass_box.terms import Term
from workbook.explanation.glass_box.words import headline
from workbook.outcomes import plain
from workbook.outcomes.palette import BLUE, GREEN, GREY, VERMILION, faint

Figure = dict[str, Any]
COLOURS = {"costs": VERMILION, "pays": GREEN, "cannot tell": GREY}
SHOWN = 6


def price_picture(found: GlassBox) -> Figure | None:
    """Each readable model against the one in use: money where there is some, else errors."""
    if not found.prices:
        return None
    with_money = all(one.money is not None for one in found.prices)
    data = []
    for one in found.prices:
        value, low, high = one.money if one.money and with_money else tuple(-100 * part for part in one.errors)
        low, high = min(low, high), max(low, high)
        data.append(
            {
                "type": "scatter", "mode": "markers", "x": [value], "y": [plain(one.title)], "name": one.verdict,
                "marker": {"size": 12, "color": COLOURS[one.verdict]}, "showlegend": False,
                "error_x": {"type": "data", "symmetric": False, "array": [high - value], "arrayminus": [value - low], "color": COLOURS[one.verdict]},
            }
        )  # fmt: skip
    when = "a year" if found.per_year else f"on {found.judged:,} rows"
    title = (
        f"{found.currency} {when}, more than “{plain(found.in_use)}”"
        if with_money
        else f"Points fewer errors than “{plain(found.in_use)}”"
    )
    layout: Figure = {
        "title": {"text": plain(headline(found))}, "height": 170 + 60 * len(data),
        "xaxis": {"title": {"text": title}, "zeroline": True, "zerolinewidth": 2},
        "yaxis": {"automargin": True, "autorange": "reversed"}, "margin": {"l": 20, "r": 20, "t": 50, "b": 60},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def curves_picture(found: GlassBox) -> Figure | None:
    """The weightiest curves beside each other, on one scale: what a value adds to the score."""
    shown = [one for one in found.terms if one.kind != "two columns"][:SHOWN]
    if not shown:
        return None
    data: list[Figure] = []
    layout: Figure = {
        "title": {"text": f"What the readable model reads: “{plain(shown[0].name)}” weighs most"},
        "grid": {"rows": -(-len(shown) // 3), "columns": min(3, len(shown)), "pattern": "independent", "ygap": 0.35},
        "height": 110 + 260 * -(-len(shown) // 3), "showlegend": False, "margin": {"l": 50, "r": 10, "t": 50, "b": 60},
    }  # fmt: skip
    low, high = min(min(one.low) for one in shown), max(max(one.high) for one in shown)
    for place, one in enumerate(shown):
        suffix = "" if place == 0 else str(place + 1)
        data += _words(one, suffix) if one.kind == "words" else _curve(one, suffix)
        layout[f"xaxis{suffix}"] = {"title": {"text": plain(one.name)}, "automargin": True}
        layout[f"yaxis{suffix}"] = {
            "range": [low, high],
            "title": {"text": "adds (log-odds)" if place % 3 == 0 else ""},
        }
    return {"data": data, "layout": layout}


def _curve(one: Term, suffix: str) -> list[Figure]:
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "type": "scatter", "mode": "lines", "x": list(one.places)}
    shape = {"shape": "hv", "color": BLUE, "width": 2}
    return [
        {**axes, "y": list(one.low), "line": {**shape, "width": 0}, "hoverinfo": "skip"},
        {**axes, "y": list(one.high), "line": {**shape, "width": 0}, "fill": "tonexty", "fillcolor": faint(BLUE, 0.18), "hoverinfo": "skip"},
        {**axes, "y": list(one.adds), "line": shape, "name": plain(one.name)},
    ]  # fmt: skip


def _words(one: Term, suffix: str) -> list[Figure]:
    values = list(one.adds)
    return [
        {
            "type": "bar", "x": [plain(word) for word in one.places], "y": values, "marker": {"color": BLUE}, "name": plain(one.name),
            "xaxis": f"x{suffix}", "yaxis": f"y{suffix}",
            "error_y": {
                "type": "data", "symmetric": False, "array": [high - add for high, add in zip(one.high, values, strict=True)],
                "arrayminus": [add - low for low, add in zip(one.low, values, strict=True)],
            },
        }
    ]  # fmt: skip
