"""Stress as pictures: every scenario against the limit, and the robustness curve of one. They compute nothing."""

from __future__ import annotations

from typing import Any

from workbook.modelling.stress.result import Feed, Stress, Tried, worst_first
from workbook.modelling.stress.words import curve_title, finding, tried_in_words
from workbook.models.changes import Interval
from workbook.outcomes import plain
from workbook.outcomes.amounts_in_words import percent, points
from workbook.outcomes.palette import BLUE, GREEN, GREY, ORANGE, VERMILION, faint

Figure = dict[str, Any]
COLOURS = {"failed": VERMILION, "cannot tell": ORANGE, "held": BLUE}
MEANS = {"failed": "beyond the limit", "cannot tell": "cannot tell", "held": "within the limit"}
SCALES = ((1e6, "millions of "), (1e3, "thousands of "))


def stress_picture(found: Stress) -> Figure | None:
    """How many more are decided wrongly in each scenario as written; None where none could be tried."""
    shown = sorted((one for one in found.tried if one.as_written or not one.answers), key=worst_first)
    if not shown:
        return None
    names = [plain(f"{one.number}  {one.name}") for one in shown]
    data = [
        _dots(
            found,
            [(name, one) for name, one in zip(names, shown, strict=True) if one.outcome == kind and one.answers],
            kind,
        )
        for kind in COLOURS
        if any(one.outcome == kind and one.answers for one in shown)
    ]
    silent = [(name, one) for name, one in zip(names, shown, strict=True) if not one.answers]
    if silent:
        data.append(_crosses(found, silent))
    limit = 100 * found.limit
    return {
        "data": data,
        "layout": {
            "title": {"text": plain(finding(found))},
            "height": 150 + 34 * len(shown),
            "hovermode": "closest",
            "showlegend": True,
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "xanchor": "left"},
            "margin": {"l": 30, "r": 20, "t": 40, "b": 60},
            "xaxis": {"title": {"text": "Points more decided wrongly than now, in each scenario as written"}, "zeroline": True, "zerolinecolor": GREY},
            "yaxis": {"autorange": "reversed", "automargin": True, "categoryorder": "array", "categoryarray": names},
            "shapes": [{
                "type": "line", "x0": limit, "x1": limit, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": GREEN, "dash": "dash"},
            }],
            "annotations": [{
                "text": f"limit: {points(found.limit)}", "x": limit, "y": 1, "xref": "x", "yref": "paper", "xanchor": "left",
                "yanchor": "bottom", "showarrow": False, "font": {"size": 12, "color": GREEN},
            }],
        },
    }  # fmt: skip


def _dots(found: Stress, shown: list[tuple[str, Tried]], kind: str) -> Figure:
    ends = [_hundredfold(one.as_written.errors) for _, one in shown if one.as_written]
    return {
        "type": "scatter", "mode": "markers", "name": MEANS[kind],
        "x": [value for value, _, _ in ends], "y": [name for name, _ in shown],
        "customdata": [str(one.number) for _, one in shown],
        "hovertext": [plain(tried_in_words(one, found.wording, found.currency, found.per_year)) for _, one in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": COLOURS[kind], "size": 12, "line": {"width": 1.5, "color": "white"}},
        "error_x": _lines(ends, COLOURS[kind]),
    }  # fmt: skip


def _crosses(found: Stress, silent: list[tuple[str, Tried]]) -> Figure:
    return {
        "type": "scatter", "mode": "markers+text", "name": "does not answer",
        "x": [0.0] * len(silent), "y": [name for name, _ in silent], "text": ["  does not answer"] * len(silent),
        "textposition": "middle right", "customdata": [str(one.number) for _, one in silent],
        "hovertext": [plain(tried_in_words(one, found.wording, found.currency, found.per_year)) for _, one in silent],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": VERMILION, "size": 13, "symbol": "x"},
    }  # fmt: skip


def _hundredfold(ends: Interval) -> Interval:
    value, low, high = ends
    return 100 * value, 100 * low, 100 * high


def _lines(ends: list[Interval], colour: str) -> Figure:
    return {
        "type": "data", "symmetric": False, "array": [high - value for value, _, high in ends],
        "arrayminus": [value - low for value, low, _ in ends], "color": faint(colour, 0.5), "thickness": 2, "width": 0,
    }  # fmt: skip


def curve_picture(one: Tried, found: Stress) -> Figure | None:
    """Decisions changed, errors and money over the strength; None where the scenario could not be tried."""
    if not one.points:
        return None
    strengths = [point.strength for point in one.points]
    unit, scale = _unit(one, found)
    panels: list[tuple[str, str, list[Interval | None], str]] = [
        (
            "Decisions changed, %",
            "changed",
            [point.changed and _hundredfold(point.changed) for point in one.points],
            GREY,
        ),
        ("Points more wrong", "errors", [_hundredfold(point.errors) for point in one.points], VERMILION),
    ]
    if any(point.money for point in one.points):
        panels.append(
            (
                f"Worth more, {unit}",
                "money",
                [point.money and _scaled(point.money, scale) for point in one.points],
                BLUE,
            )
        )
    data: list[Figure] = []
    for place, (title, _, ends, colour) in enumerate(panels):
        data += _ribbon(strengths, ends, colour, "" if place == 0 else str(place + 1), title)
    return {"data": data, "layout": _curve_layout(one, found, [title for title, *_ in panels])}


def _unit(one: Tried, found: Stress) -> tuple[str, float]:
    largest = max((abs(end) for point in one.points if point.money for end in point.money), default=0.0)
    when = (
        (" a day" if one.days == 1 else f" in {one.days:g} days") if one.days else " a year" if found.per_year else ""
    )
    scale, word = next(((size, word) for size, word in SCALES if largest >= 2 * size), (1.0, ""))
    return f"{word}{found.currency}{when}", 1 / scale


def _scaled(ends: Interval, scale: float) -> Interval:
    value, low, high = ends
    return scale * value, scale * low, scale * high


def _ribbon(strengths: list[float], ends: list[Interval | None], colour: str, axis: str, name: str) -> list[Figure]:
    """A line with its interval; what may not be shown is left open."""
    known = [(strength, each) for strength, each in zip(strengths, ends, strict=True) if each is not None]
    x = [strength for strength, _ in known]
    drawn = {"type": "scatter", "x": x, "xaxis": "x", "yaxis": f"y{axis}", "showlegend": False}
    edge = {**drawn, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        {**edge, "y": [low for _, (_, low, _) in known], "name": f"{name}, low end"},
        {**edge, "y": [high for _, (_, _, high) in known], "name": f"{name}, high end", "fill": "tonexty", "fillcolor": faint(colour, 0.18)},
        {**drawn, "y": [value for _, (value, _, _) in known], "name": name, "mode": "lines+markers",
         "line": {"color": colour, "width": 2.5}, "marker": {"size": 8, "color": colour}},
    ]  # fmt: skip


def _curve_layout(one: Tried, found: Stress, titles: list[str]) -> Figure:
    many = len(titles)
    tops = [1 - place / many for place in range(many)]
    layout: Figure = {
        "title": {"text": plain(curve_title(one))},
        "height": 100 + 165 * many,
        "showlegend": False,
        "margin": {"l": 60, "r": 20, "t": 20, "b": 60},
        "xaxis": {"title": {"text": "Strength (1 is as written)"}, "anchor": f"y{many if many > 1 else ''}", "domain": [0, 1]},
        "shapes": [
            {"type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": GREY, "dash": "dot"}},
            {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": 100 * found.limit, "y1": 100 * found.limit, "yref": "y2",
             "line": {"color": GREEN, "dash": "dash"}},
        ],
        "annotations": [
            *(_panel_title(title, top) for title, top in zip(titles, tops, strict=True)),
            {"text": f"limit: {points(found.limit)}", "x": 0, "xref": "paper", "xanchor": "left", "y": 100 * found.limit,
             "yref": "y2", "yanchor": "bottom", "showarrow": False, "font": {"size": 12, "color": GREEN}},
        ],
    }  # fmt: skip
    for place, top in enumerate(tops):
        layout[f"yaxis{place + 1 if place else ''}"] = {
            "domain": [top - 1 / many + 0.02, top - 0.08], "zeroline": True, "zerolinecolor": GREY, "automargin": True,
        }  # fmt: skip
    return layout


def _panel_title(title: str, top: float) -> Figure:
    return {
        "text": f"<b>{plain(title)}</b>", "x": 0, "xref": "paper", "xanchor": "left", "y": top, "yref": "paper",
        "yanchor": "top", "showarrow": False, "font": {"size": 13},
    }  # fmt: skip


def feed_picture(found: Stress) -> Figure | None:
    """Decisions that change without each column; None without a model."""
    shown = [one for one in found.feeds if one.answers and one.changed][:20]
    if not shown:
        return None
    ends = [_hundredfold(one.changed) for one in shown if one.changed]
    return {
        "data": [{
            "type": "scatter", "mode": "markers", "x": [value for value, _, _ in ends], "y": [plain(one.column) for one in shown],
            "marker": {"size": 11, "color": BLUE, "line": {"width": 1.5, "color": "white"}}, "error_x": _lines(ends, BLUE),
            "hovertext": [plain(_feed_told(one)) for one in shown], "hovertemplate": "%{hovertext}<extra></extra>", "showlegend": False,
        }],
        "layout": {
            "title": {"text": plain(f"Most hangs on “{shown[0].column}”: without it {percent(ends[0][0] / 100)} of the decisions change")},
            "height": 110 + 30 * len(shown),
            "margin": {"l": 30, "r": 20, "t": 20, "b": 60},
            "xaxis": {"title": {"text": "Decisions that change when it is missing everywhere, %"}, "rangemode": "tozero"},
            "yaxis": {"autorange": "reversed", "automargin": True},
        },
    }  # fmt: skip


def _feed_told(one: Feed) -> str:
    hit = f"; hardest hit: {one.hardest_hit}" if one.hardest_hit else ""
    return f"{one.column} missing: {points(one.errors[0])} more decided wrongly{hit}"
