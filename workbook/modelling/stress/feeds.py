"""Every column once missing: which feed the decisions hang on, and what a file without a column does to the model."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from workbook.modelling.stress.asking import DoesNotAnswer, scores_of
from workbook.modelling.stress.effects import Under, by_group, point_of
from workbook.modelling.stress.perturbations import Missing
from workbook.modelling.stress.result import Feed
from workbook.modelling.trial import Trial
from workbook.models.changes import widened
from workbook.models.folds import Mask


def feeds_of(
    trial: Trial, word: str = "", tick: Callable[[str], None] = lambda _: None
) -> tuple[tuple[Feed, ...], tuple[str, ...]]:
    """What happens without each column; and the columns, the one first without which most changes on the first half.

    Parameters
    ----------
    trial : Trial
        With a model.
    word : str
        What the model reads where a word is missing.
    tick : callable
        Called with each column's name before it is tried; may raise to stop.

    Returns
    -------
    feeds : tuple of Feed
        On all rows, the worst first; intervals hold for all columns at once.
    ranked : tuple of str
        For what is picked by looking, and then tried on the second half.
    """
    features = trial.study.features
    columns, first = [str(one) for one in features.columns], trial.study.half == 0
    found, changed = [], {}
    for name in columns:
        tick(name)
        feed, after = _without(trial, name, word, len(columns))
        found.append(feed)
        changed[name] = (
            math.inf if after is None else float((after != trial.decided)[first].mean()) if first.any() else 0.0
        )
    ranked = tuple(sorted(columns, key=lambda name: -changed[name]))
    return tuple(sorted(found, key=_worst_first)), ranked


def _worst_first(feed: Feed) -> tuple[bool, float]:
    return feed.answers, -(feed.changed[0] if feed.changed else 0.0)


def _without(trial: Trial, name: str, word: str, many: int) -> tuple[Feed, Mask | None]:
    study = trial.study
    try:
        after = study.decided(scores_of(trial, Missing((name,), word=word).apply(study.features)))
    except DoesNotAnswer:
        return Feed(name, answers=False), None
    under = Under(study, trial.decided, after, np.ones(study.rows))
    point = point_of(under, 1.0)
    feed = Feed(name, True, point.changed, widened(point.errors, many), point.money and widened(point.money, many))
    return replace(feed, hardest_hit=_hardest_hit(under, feed)), after


def _hardest_hit(under: Under, feed: Feed) -> str:
    """The group in which most decisions change, where its interval lies above what changes overall."""
    groups = [one for one in by_group(under) if one.changed is not None]
    if feed.changed is None or not groups:
        return ""
    worst = max(groups, key=lambda one: one.changed[0] if one.changed else 0.0)
    return worst.group if worst.changed and worst.changed[1] > feed.changed[0] else ""


def refuses_without_a_column(trial: Trial) -> str:
    """What the model says to rows that lack a column altogether; "" where it answers."""
    features = trial.study.features
    try:
        scores_of(trial, features.drop(columns=[features.columns[0]]))
    except DoesNotAnswer as refusal:
        return str(refusal)
    return ""
