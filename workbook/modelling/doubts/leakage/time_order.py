"""The order of time: whether early and late rows look alike, and what it is worth to have learned from the future."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from workbook.modelling.candidates.fitting import recipe_scores
from workbook.modelling.doubts.leakage.alarm import Alarm, State
from workbook.modelling.doubts.leakage.one_column import each_column
from workbook.modelling.doubts.learning.areas import held_out
from workbook.modelling.doubts.learning.curve import some_of
from workbook.models.folds import SEED, Codes, Fold, even_folds, trainable
from workbook.models.study import Study
from workbook.outcomes.amounts_in_words import count, points, points_range

APART = 0.75
"""From so many of 100 pairs on, late and early rows are told apart easily."""
MATTERS = 0.01
"""Fewer pairs than one in a hundred more is no worth of the future that matters."""
ORDER, FUTURE = "Early and late rows differ", "It learned from the future"
ORDER_MEANS = "Either the world moved, or a column tells the date: a model may use it to know what only came later."
ORDER_DO = (
    "Look at the columns named here, by month. Leave out what only tells the date; watch the others after launch."
)
FUTURE_MEANS = (
    "Rows from later help to predict earlier ones: a test that mixes them promises more than tomorrow will hold."
)
FUTURE_DO = "Judge by the folds that learn from the past only, as this page does, and expect that number."
NO_TIME = "No column says when: whether it would hold tomorrow cannot be asked. Name one above."


def stretches(study: Study) -> Codes | None:
    """The stretch of time of each row, from folds that learn from the past only; None where folds are of another kind."""
    folds = study.folds
    if not folds or folds[0].test.all() or np.logical_or.reduce([one.test for one in folds]).all():
        return None
    found = np.zeros(study.rows, dtype=np.int64)
    for place, fold in enumerate(folds, start=1):
        found[fold.test] = place
    return found


def early_and_late(study: Study, stretch: Codes, tick: Callable[[], None] = lambda: None) -> Alarm:
    """Whether a model can tell the later half of the stretches from the earlier (adversarial validation)."""
    late = (stretch >= (stretch.max() + 1) / 2).astype(np.int64)
    asked = replace(
        study, label=late, event_is_right=True, weight=np.ones(study.rows), folds=even_folds(late, study.group, 5)
    )
    score = recipe_scores(asked, "boosting", SEED, tick)
    ranking = held_out(asked, asked.folds, [score]).interval(0)
    state: State = "alarm" if ranking[1] > APART else "quiet" if ranking[2] <= APART else "cannot tell"
    names = [f"“{one.column}”" for one in each_column(asked)[:3] if one.ranking[1] > 0.55]
    told = (
        f"A model tells late rows from early ones in {100 * ranking[0]:.0f} of 100 pairs; by guessing it would be 50."
    )
    if names and state != "quiet":
        told += f" Columns that give it away: {', '.join(names)}."
    return Alarm("order", ORDER, state, ranking, "of pairs of a late and an early row", told, ORDER_MEANS, ORDER_DO)


def from_the_future(study: Study, tick: Callable[[], None] = lambda: None) -> Alarm:
    """What it is worth to learn from rows of any time instead of as many from the past only, for the same tested rows."""
    folds, generator = study.folds[:-1], np.random.default_rng(SEED)
    if len(folds) < 1:
        told = "There is only one stretch to test: nothing comes after it."
        return Alarm("future", FUTURE, "not asked", None, "", told, FUTURE_MEANS, FUTURE_DO)
    mixed = []
    for fold in folds:
        many = int(trainable(fold, study.label).sum())
        anytime = study.known & ~fold.test
        mixed.append(Fold(some_of(anytime, study.label, min(many, int(anytime.sum())), generator), fold.test))
    past, any_time = (
        recipe_scores(replace(study, folds=tuple(some)), "boosting", SEED, tick) for some in (folds, mixed)
    )
    apart = held_out(study, folds, [any_time, past]).difference(0, 1)
    state: State = "alarm" if apart[1] > MATTERS else "quiet" if apart[2] <= MATTERS else "cannot tell"
    rows = int(np.logical_or.reduce([one.test for one in folds]).sum())
    told = (
        f"Learning from as many rows of any time instead of the past only ranks {points(apart[0])} more of the pairs rightly "
        f"({points_range(apart[1], apart[2])}) on {count(rows)} rows."
    )
    return Alarm("future", FUTURE, state, apart, "of pairs more than from the past", told, FUTURE_MEANS, FUTURE_DO)


def without_time() -> tuple[Alarm, ...]:
    """What is said where there is no column of time."""
    return (
        Alarm("order", ORDER, "not asked", None, "", NO_TIME, ORDER_MEANS, ORDER_DO),
        Alarm("future", FUTURE, "not asked", None, "", NO_TIME, FUTURE_MEANS, FUTURE_DO),
    )
