"""The validation curve: from too simple to too complex, and whether another value would be better than the present one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbook.errors import InputError
from workbook.modelling.doubts.learning.areas import Part, held_out, ranked_in_parts, tested, usable_folds
from workbook.modelling.doubts.learning.complexity import Setting, at_value
from workbook.models.changes import Interval, change
from workbook.models.folds import Floats, Fold, fitted, scored, trainable
from workbook.models.study import Study
from workbook.models.threads import one_thread
from workbook.models.thresholds import best_by_money, same_share, share_today

FEW = 10


@dataclass(frozen=True)
class SettingsCurve:
    """How ranking hangs on one setting.

    Attributes
    ----------
    title : str
    setting : str
        What it means.
    values : tuple of float
        From the simplest to the most complex.
    now : float
        The present one; the most complex where the model sets no limit.
    others, own : tuple of Interval
        Share of pairs ranked rightly among rows that were not learned from, and among those that were.
    best : float
        The best one on the half that chooses.
    better : Interval
        How much better the best one ranks on the half that judges than the present one; 0 where they are the same.
    money, errors : Interval or None
        The same in money and errors, each at its own threshold.
    judged : int
        Labelled rows that judge.
    drawn_from, units, currency, per_year
        As in `LearningCurve`.
    """

    title: str
    setting: str
    values: tuple[float, ...]
    now: float
    others: tuple[Interval, ...]
    own: tuple[Interval, ...]
    best: float
    better: Interval
    money: Interval | None
    errors: Interval | None
    judged: int
    drawn_from: int = 0
    units: str = "cases"
    currency: str = "EUR"
    per_year: bool = False


def settings_curve(
    study: Study, title: str, estimator: Any, setting: Setting, tick: Callable[[], None] = lambda: None
) -> SettingsCurve:
    """Train with each value of a setting, on the same folds.

    Parameters
    ----------
    study : Study
    title : str
    estimator : scikit-learn estimator
    setting : Setting
    tick : callable
        Called after each fit.
    """
    folds, values = usable_folds(study), setting.values
    copies = [_trained(study, folds, at_value(estimator, setting, value), tick) for value in values]
    scores = [one[0] for one in copies]
    everywhere = held_out(study, folds, scores)
    own = ranked_in_parts(study, [one[1] for one in copies])
    choosing, judging = (held_out(study, folds, scores, study.half == half) for half in (0, 1))
    best = int(np.nanargmax(choosing.value))
    now = values.index(setting.now) if setting.now is not None else len(values) - 1
    money, errors = _worth(study, folds, scores[now], scores[best]) if best != now else (None, None)
    return SettingsCurve(
        title=title, setting=setting.title, values=values, now=values[now],
        others=tuple(everywhere.interval(place) for place in range(len(values))),
        own=tuple(own.interval(place) for place in range(len(values))),
        best=values[best], better=judging.difference(best, now), money=money, errors=errors,
        judged=int((tested(study, folds) & (study.half == 1)).sum()), units=study.wording.units,
        currency=study.currency, per_year=bool(study.yearly_volume),
    )  # fmt: skip


def _trained(
    study: Study, folds: Sequence[Fold], estimator: Any, tick: Callable[[], None]
) -> tuple[Floats, list[Part]]:
    """Scores of the rows that each fold tests, and of the rows that each copy learned from."""
    score, own = np.full(study.rows, np.nan), list[Part]()
    for fold in folds:
        rows = trainable(fold, study.label)
        try:
            with one_thread():
                copy = fitted(estimator, study.features[rows], study.label[rows])
            mine = scored(copy, study.features)
        except ValueError as problem:  # more neighbours than rows
            raise InputError(f"It cannot be trained with this value: {problem}", "Connect more rows.") from problem
        score[fold.test] = mine[fold.test]
        own.append((rows, mine))
        tick()
    return score, own


def _worth(study: Study, folds: Sequence[Fold], now: Floats, best: Floats) -> tuple[Interval | None, Interval | None]:
    """Best minus now: thresholds chosen on one half, judged on the other; of few changes nothing."""
    facing = 1.0 if study.event_is_right else -1.0
    rows = tested(study, folds)
    choosing, judging = (rows & (study.half == half) for half in (0, 1))
    share, decided = share_today(study, choosing), []
    for score in (facing * now, facing * best):
        by_money = study.has_money
        cut = best_by_money(study, score, choosing) if by_money else same_share(study, score, choosing, share)
        decided.append((score >= cut)[judging])
    if (decided[0] != decided[1]).sum() < FEW:
        return None, None
    found = change(study.where(judging), decided[0], decided[1], by_group=False)
    return found.money, found.errors
