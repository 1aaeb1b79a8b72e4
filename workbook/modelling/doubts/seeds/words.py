"""The luck of training in sentences, as a picture and as a table."""

from __future__ import annotations

import math
from typing import Any

from workbook.modelling.doubts.learning.words import drawn
from workbook.modelling.doubts.seeds.repeating import FEW, Repeated
from workbook.models.changes import Interval
from workbook.models.findings import KEY, Finding, against
from workbook.outcomes import plain
from workbook.outcomes.amounts_in_words import count, money, money_range, percent
from workbook.outcomes.palette import BLUE, GREY, ORANGE
from workbook.project.results import to_kept

Figure = dict[str, Any]
TEST = "Another seed"
HARDLY = 0.002
"""Fewer than 1 decision in 500 is hardly any."""


def one_in(share: float) -> str:
    """1 in 14; "hardly any" below 1 in 500."""
    return f"1 in {count(1 / share)}" if share >= HARDLY else "hardly any"


def finding(found: Repeated) -> str:
    """How many decisions another seed changes."""
    if found.flips[0] < HARDLY:
        return f"{found.title}: with another seed hardly any decision changes"
    return f"{found.title}: with another seed 1 decision in {count(1 / found.flips[0])} changes"


def luck_in_words(found: Repeated) -> str:
    """How many decisions hang on luck, where they lie, whom they concern, and how far money moves."""
    lines = [f"{finding(found)}.", _decisions(found), _where(found), _money(found), _groups(found), *_notes(found)]
    return "\n\n".join(line for line in lines if line)


def _decisions(found: Repeated) -> str:
    _, low, high = found.flips
    told = (
        f"Between two trainings {percent(found.flips[0])} of the decisions differ ({percent(low)} to {percent(high)})."
    )
    if found.ever is None:
        return f"{told} Over all {found.runs} trainings fewer than 10 {found.units} are not decided alike."
    if found.ever[0] == 0:
        return f"{told} All {found.runs} trainings decide alike."
    value, least, most = found.ever
    return (
        f"{told} Of {count(found.rows)} {found.units} {percent(value)} are not decided alike by all {found.runs} trainings "
        f"({percent(least)} to {percent(most)})."
    )


def _where(found: Repeated) -> str:
    if found.flips[0] < HARDLY or math.isnan(found.near[0]) or math.isnan(found.far[0]):
        return ""
    return (
        f"Among the fifth of the rows nearest to the threshold it is {one_in(found.near[0])}, among all others "
        f"{one_in(found.far[0])}. For those near it training decides as much as they do: let people look at them, or say so."
    )


def _money(found: Repeated) -> str:
    low, _, high = found.ranking
    told = f"Pairs ranked rightly: {100 * low:.1f} to {100 * high:.1f} of 100."
    if found.money is None:
        return told
    worst, usual, best = found.money
    when = " a year" if found.per_year else f" on {count(found.rows)} rows"
    told = (
        f"From the unluckiest to the luckiest training: {money_range(worst, best, found.currency)}{when}, "
        f"{money(usual, found.currency)} in the middle. Whoever keeps the luckiest promises "
        f"{money(best - usual, found.currency)} too much. {told}"
    )
    if found.sampling is not None:
        told += f" (Which rows were sampled moves the worth by {money(found.sampling, found.currency)} either way.)"
    return told


def _groups(found: Repeated) -> str:
    told = sorted(((one.flips, one.group) for one in found.groups if one.flips is not None), reverse=True)
    if len(told) < 2:
        return ""
    (most, first), (least, last) = told[0], told[-1]
    if most[1] <= least[2]:
        return "No group is shown to be hit more often than another."
    return f"Luck is not spread evenly: {first} {one_in(most[0])}, {last} {one_in(least[0])}."


def _notes(found: Repeated) -> list[str]:
    notes = []
    if found.matched:
        notes.append("The threshold is the one that selects as many as the declared one does with the first training.")
    if found.by_time:
        notes.append("The folds learn from the past only and stay as they are: only the seed is another one.")
    else:
        notes.append("Each training has another seed and other parts of the rows, as a new version of the model would.")
    return [*notes, drawn(found.rows, found.drawn_from)]


def _lines(found: Repeated) -> list[tuple[str, Interval, str]]:
    shown = [
        ("All", found.flips, BLUE),
        ("Nearest fifth to the threshold", found.near, ORANGE),
        ("All others", found.far, GREY),
    ]
    groups = [(one.group, one.flips, BLUE) for one in found.groups if one.flips is not None]
    return shown + sorted(groups, key=lambda line: -line[1][0])


def luck_picture(found: Repeated) -> Figure:
    """Share of decisions that differ between two trainings: in all, near the threshold, and by group."""
    lines = [(name, share, colour) for name, share, colour in _lines(found) if math.isfinite(share[0])]
    data = {
        "type": "scatter", "mode": "markers", "x": [100 * share[0] for _, share, _ in lines],
        "y": [plain(name) for name, _, _ in lines], "name": "Decisions that change", "showlegend": False,
        "marker": {"size": 11, "color": [colour for _, _, colour in lines]},
        "error_x": {
            "type": "data", "symmetric": False, "array": [100 * (share[2] - share[0]) for _, share, _ in lines],
            "arrayminus": [100 * (share[0] - share[1]) for _, share, _ in lines], "color": BLUE, "thickness": 2, "width": 0,
        },
        "hovertemplate": "%{y}: %{x:.1f} % of decisions<extra></extra>",
    }  # fmt: skip
    return {
        "data": [data],
        "layout": {
            "title": {"text": plain(finding(found))},
            "height": 130 + 36 * len(lines),
            "margin": {"l": 30, "r": 20, "t": 20, "b": 55},
            "xaxis": {
                "title": {"text": "Decisions that differ between two trainings, %", "font": {"size": 13}},
                "rangemode": "tozero",
            },
            "yaxis": {"autorange": "reversed", "automargin": True},
        },
    }


def findings(found: Repeated) -> tuple[Finding, ...]:
    """What the decision table reads: whether another seed changes more decisions than were tolerated."""
    touched = found.flips[0] * (found.yearly_volume or found.rows)
    people = touched if touched >= FEW else None
    tolerated = f"{finding(found)}; {percent(found.tolerated)} were tolerated."
    return (Finding(TEST, against(found.tolerated, found.flips), tolerated, None, people),)


def kept(found: Repeated) -> dict[str, Any]:
    """What the evidence keeps."""
    return {**to_kept(found), KEY: [to_kept(one) for one in findings(found)]}
