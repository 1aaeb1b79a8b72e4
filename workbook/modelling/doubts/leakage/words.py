"""The alarms in sentences, as a picture of each column alone, and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbook.modelling.doubts.leakage.alarm import Alarm
from workbook.modelling.doubts.leakage.looking import Leaks
from workbook.modelling.doubts.learning.words import drawn
from workbook.models.findings import KEY, Finding, Outcome
from workbook.outcomes import plain
from workbook.outcomes.palette import BLUE, GREY, ORANGE, VERMILION, faint
from workbook.project.results import to_kept
from workbook.ui.live import TableColumn, TableView

Figure = dict[str, Any]
MOST_SHOWN = 25


def finding(found: Leaks) -> str:
    """Which alarms ring."""
    ringing = found.ringing
    open_ = [one for one in found.alarms if one.state == "cannot tell"]
    if ringing:
        many = "One alarm rings" if len(ringing) == 1 else f"{len(ringing)} alarms ring"
        return f"{many}: {_named(ringing)}"
    if open_:
        return f"No alarm rings; {len(open_)} cannot be told"
    return "No alarm rings"


def leaks_in_words(found: Leaks) -> str:
    """Each alarm that rings with what it means and what to do; then what was quiet and what could not be asked."""
    lines = [f"{finding(found)}."]
    lines += [f"{one.title}. {one.told} {one.means} {one.to_do}" for one in found.ringing]
    lines += [f"Cannot tell: {_named([one])}. {one.told}" for one in found.alarms if one.state == "cannot tell"]
    asked = [one for one in found.alarms if one.state == "not asked"]
    for told in dict.fromkeys(one.told for one in asked):
        lines.append(f"Not asked: {_named([one for one in asked if one.told == told])}. {told}")
    lines.append(
        "An alarm is a question, not a proof, and silence is none either: a column that comes from the future and says "
        "little is not heard here. Ask of each column on which day it is filled in."
    )
    return "\n\n".join([*lines, *filter(None, [drawn(found.rows, found.drawn_from)])])


def _named(alarms: Sequence[Alarm]) -> str:
    return "; ".join(one.title[0].lower() + one.title[1:] for one in alarms)


def alarms_table(found: Leaks) -> TableView:
    """Every alarm in a line."""
    columns = (
        TableColumn("title", "Alarm"),
        TableColumn("state", "State", "verdict"),
        TableColumn("measured", "Measured", "interval"),
        TableColumn("told", "Found"),
    )
    rows = tuple(
        {"title": one.title, "state": one.state, "measured": one.measured, "told": one.told} for one in found.alarms
    )
    return TableView("Alarms, with what was measured", columns, rows)


def columns_picture(found: Leaks) -> Figure:
    """What each column says alone, beside all columns together and what was called too good."""
    shown = found.columns[:MOST_SHOWN]
    colours = [VERMILION if one.ranking[1] > found.limit else BLUE for one in shown]
    lines = [one.ranking for one in shown]
    data = {
        "type": "scatter", "mode": "markers", "x": [100 * one[0] for one in lines], "y": [plain(one.column) for one in shown],
        "marker": {"size": 9, "color": colours}, "showlegend": False, "name": "One column alone",
        "error_x": {
            "type": "data", "symmetric": False, "array": [100 * (one[2] - one[0]) for one in lines],
            "arrayminus": [100 * (one[0] - one[1]) for one in lines], "color": faint(BLUE, 0.6), "thickness": 2, "width": 0,
        },
        "hovertemplate": "%{y}: %{x:.1f} of 100 pairs<extra></extra>",
    }  # fmt: skip
    marks = ((100 * found.model[0], "all columns", ORANGE), (100 * found.limit, "too good", VERMILION))
    return {
        "data": [data],
        "layout": {
            "title": {"text": plain(_strongest(found))},
            "height": max(240, 130 + 26 * len(shown)),
            "margin": {"l": 30, "r": 20, "t": 40, "b": 55},
            "xaxis": {"title": {"text": "Of 100 pairs, ranked rightly by this column alone (50 by guessing)", "font": {"size": 13}}, "range": [45, 101]},
            "yaxis": {"autorange": "reversed", "automargin": True},
            "shapes": [
                {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": colour, "dash": "dot"}}
                for x, _, colour in (*marks, (50.0, "", GREY))
            ],
            "annotations": [
                {
                    "x": x, "y": 1, "yref": "paper", "yanchor": "bottom", "text": text, "showarrow": False,
                    "font": {"size": 12, "color": colour},
                }
                for x, text, colour in marks
            ],
        },
    }  # fmt: skip


def _strongest(found: Leaks) -> str:
    first = found.columns[0]
    together = f"{100 * found.model[0]:.0f}"
    return (
        f"“{first.column}” says most alone: {100 * first.ranking[0]:.0f} of 100 pairs, all columns together {together}"
    )


def findings(found: Leaks) -> tuple[Finding, ...]:
    """What the decision table reads: every alarm that was asked."""
    states: dict[str, Outcome] = {"alarm": "failed", "quiet": "held", "cannot tell": "cannot tell"}
    return tuple(
        Finding(f"Leak: {one.title[0].lower()}{one.title[1:]}", states[one.state], one.told)
        for one in found.alarms
        if one.state in states
    )


def kept(found: Leaks) -> dict[str, Any]:
    """What the evidence keeps."""
    return {**to_kept(found), KEY: [to_kept(one) for one in findings(found)]}
