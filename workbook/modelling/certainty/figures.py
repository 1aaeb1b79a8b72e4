"""How sure single predictions are, as a picture: coverage and “cannot tell” of each group side by side. It computes nothing."""

from __future__ import annotations

from typing import Any

from workbook.modelling.certainty.covering import Certainty, Coverage
from workbook.modelling.certainty.words import finding_in_words
from workbook.models.changes import Interval
from workbook.outcomes import plain
from workbook.outcomes.amounts_in_words import count, percent
from workbook.outcomes.palette import BLUE, GREEN, GREY, ORANGE, VERMILION, faint

Figure = dict[str, Any]
MARKS = {"covered": (GREEN, "circle"), "too little": (VERMILION, "triangle-up"), "cannot tell": (GREY, "diamond")}
LEGEND = {"covered": "Kept", "too little": "Broken", "cannot tell": "Kept or not: these rows cannot tell"}
MOST_SHOWN = 24
PANELS = ((0.0, 0.48), (0.52, 1.0))


def coverage_by_group(found: Certainty) -> Figure:
    """Left: how often statements hold, against the promise. Right: of how many nothing can be said."""
    rated = sorted((one for one in found.groups if one.rows is not None), key=lambda one: one.holds[0])
    shown = [found.everybody, *rated[:MOST_SHOWN]]
    names = [f"{plain(one.group)}  n {count(one.rows or 0)}" for one in shown]
    data = [_dots(shown, names, verdict) for verdict in MARKS if any(one.verdict == verdict for one in shown)]
    data.append(_unsure(shown, names))
    left = len(rated) - len(rated[:MOST_SHOWN])
    more = f" (the {MOST_SHOWN} least covered shown; {left} more were checked)" if left else ""
    lows = [one.holds[1] for one in shown if one.rows is not None]
    layout = {
        "title": {"text": plain(f"{finding_in_words(found)}{more}")},
        "height": max(260, 140 + 34 * len(shown)),
        "margin": {"l": 30, "r": 10, "t": 40, "b": 50},
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "xanchor": "left"},
        "yaxis": {"range": [len(shown) - 0.4, -0.6], "automargin": True, "ticklabelstandoff": 6},
        "xaxis": {
            "domain": PANELS[0], "tickformat": ".0%", "range": [min([0.6, *lows]) - 0.02, 1.01],
            "title": {"text": f"Statement holds (promised: {percent(found.promised)})"},
        },
        "xaxis2": {"domain": PANELS[1], "tickformat": ".0%", "range": [-0.01, 1.01], "title": {"text": "Only “cannot tell” can be said"}},
        "shapes": [_line_at(found.promised), _band(found.promised - found.tolerance, found.promised)],
    }  # fmt: skip
    return {"data": data, "layout": layout}


def _dots(shown: list[Coverage], names: list[str], verdict: str) -> Figure:
    colour, symbol = MARKS[verdict]
    chosen = [(one, name) for one, name in zip(shown, names, strict=True) if one.verdict == verdict]
    return _trace([one.holds for one, _ in chosen], [name for _, name in chosen], LEGEND[verdict], colour, symbol, "x")


def _unsure(shown: list[Coverage], names: list[str]) -> Figure:
    return {
        **_trace([one.unsure for one in shown], names, "“Cannot tell”", ORANGE, "circle", "x2"),
        "showlegend": False,
    }


def _trace(shares: list[Interval], names: list[str], name: str, colour: str, symbol: str, axis: str) -> Figure:
    return {
        "x": [one[0] for one in shares],
        "y": names,
        "xaxis": axis,
        "yaxis": "y",
        "name": name,
        "mode": "markers",
        "marker": {"color": colour, "size": 9, "symbol": symbol},
        "error_x": {
            "type": "data", "symmetric": False, "color": colour, "thickness": 2, "width": 0,
            "array": [one[2] - one[0] for one in shares], "arrayminus": [one[0] - one[1] for one in shares],
        },
        "hovertemplate": "%{y}: %{x:.1%}<extra></extra>",
    }  # fmt: skip


def _line_at(promised: float) -> Figure:
    line = {"color": BLUE, "dash": "dot", "width": 2}
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": promised,
        "x1": promised,
        "y0": 0,
        "y1": 1,
        "line": line,
    }


def _band(low: float, high: float) -> Figure:
    return {
        "type": "rect", "xref": "x", "yref": "paper", "x0": low, "x1": high, "y0": 0, "y1": 1,
        "fillcolor": faint(GREEN, 0.12), "line": {"width": 0}, "layer": "below",
    }  # fmt: skip
