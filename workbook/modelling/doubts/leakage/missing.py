"""Columns that are empty, or filled in, just where the event happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.modelling.doubts.leakage.alarm import FEW, Alarm, State
from workbook.models.changes import Interval
from workbook.models.folds import Mask
from workbook.models.study import Study
from workbook.outcomes.amounts_in_words import percent, points, points_range
from workbook.stats.intervals import newcombe, wilson

APART = 0.25
"""Empty for so many more of those with the event than of the others, or for so many fewer: no chance of everyday life."""
CERTAIN = 0.95
"""The rarer side of a column, empty or filled in, where so many of it have (or have not) the event."""
FEWEST = 30


@dataclass(frozen=True)
class _Empty:
    column: str
    apart: Interval
    rings: bool
    rare: str


def missing_where_it_happened(study: Study) -> Alarm:
    """Whether a column is missing (or there) just where the event happened.

    Intervals are widened so that they hold for all columns with gaps at once.
    """
    title = "Missing where it happened"
    means = "Whether it is filled in depends on what happened: the gap itself gives the outcome away."
    to_do = "Ask when and why it is filled in. Leave the column out, or fill it as it would stand on the day of the decision."
    empty = {str(name): _is_missing(study, str(name)) & study.known for name in study.features.columns}
    event, known = study.label == 1, study.known
    gaps = {name: rows for name, rows in empty.items() if FEW <= rows.sum() <= known.sum() - FEW}
    if not gaps:
        told = "No column has gaps in ten rows or more."
        return Alarm("missing", title, "quiet", None, "", told, means, to_do)
    confidence = 1 - 0.05 / len(gaps)
    found = [_of_column(name, rows, event, known, confidence) for name, rows in gaps.items()]
    ringing = [one for one in found if one.rings]
    worst = max(ringing or found, key=lambda one: abs(one.apart[0]))
    names = ", ".join(f"“{one.column}”" for one in ringing[:5])
    told = f"“{worst.column}” is {_in_words(worst, study)}." + (worst.rare if worst.rings else "")
    if len(ringing) > 1:
        told += f" {len(ringing)} columns ring: {names}{' …' if len(ringing) > 5 else ''}."
    state: State = "alarm" if ringing else "quiet"
    return Alarm("missing", title, state, worst.apart, "more often missing with the event", told, means, to_do)


def _is_missing(study: Study, column: str) -> Mask:
    """Missing, or the word that stands for it where a column of words was made ready for models."""
    values = study.features[column]
    gone = values.isna().to_numpy()
    return np.asarray(gone | (values.astype(object) == "missing").to_numpy())


def _of_column(name: str, empty: Mask, event: Mask, known: Mask, confidence: float) -> _Empty:
    with_event, without = known & event, known & ~event
    first, second = float(empty[with_event].mean()), float(empty[without].mean())
    low, high = newcombe(first, with_event.sum(), second, without.sum(), confidence)
    apart = (first - second, float(low), float(high))
    rings, rare = apart[1] > APART or apart[2] < -APART, ""
    filled = known & ~empty
    side, other, words = (empty, filled, "missing") if empty.sum() <= filled.sum() else (filled, empty, "filled in")
    if side.sum() >= FEWEST:
        share, rest = float(event[side].mean()), float(event[other].mean())
        least, most = wilson(share, float(side.sum()), confidence)
        sure = (float(least) > CERTAIN or float(most) < 1 - CERTAIN) and abs(share - rest) > 1 - CERTAIN
        if sure:
            most_of = "nearly all" if share > 0.5 else "hardly any"
            rare = f" Where it is {words}, {most_of} have the event; elsewhere {percent(round(rest, 2))}."
        rings = rings or sure
    return _Empty(name, apart, bool(rings), rare)


def _in_words(one: _Empty, study: Study) -> str:
    value, low, high = one.apart
    more = "more" if value >= 0 else "less"
    ends = points_range(low, high) if value >= 0 else points_range(-high, -low)
    return f"{points(abs(value))} {more} often missing among those “{study.wording.positive_means}” ({ends})"
