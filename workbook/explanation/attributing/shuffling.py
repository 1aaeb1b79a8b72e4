"""What the model loses with a column: its values are shuffled among the rows, in decisions, errors and money, in pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbook.explanation.attributing.voices import voices
from workbook.models.changes import Change, Interval, change
from workbook.models.folds import SEED, Codes, Floats
from workbook.models.model import Model, as_usual
from workbook.models.study import Study
from workbook.models.threads import one_thread

REPEATS = 3
MOST_ROWS = 10_000
"""More rows than this are not shuffled; they are drawn evenly."""


@dataclass(frozen=True)
class Shuffled:
    """What changes when a column no longer says anything about its row.

    Attributes
    ----------
    changed : Interval
        Share of decisions that change.
    errors : Interval
        Share decided against what happened: after minus before.
    money : Interval or None
        After minus before, a year or on these rows; None where nothing was entered on the Value page.
    """

    changed: Interval
    errors: Interval
    money: Interval | None


def shuffled(
    study: Study,
    model: Model,
    rows: Codes,
    columns: tuple[str, ...],
    *,
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
) -> tuple[Shuffled, ...]:
    """Shuffle each column in turn among some rows (Breiman 2001), three times, and compare decisions in pairs.

    A column whose partner is left in place loses less than it carries, and rows come to be that never were: both make
    this a lower bound of what the two columns carry together.

    Parameters
    ----------
    study : Study
    model : Model
    rows : array of int
        Places in the study.
    columns : tuple of str
    seed : int
    tick : callable
        Called after each column.
    """
    asked = np.sort(rows)
    part = study.where(np.isin(np.arange(study.rows), asked))
    speaking = voices(model, study, asked, "score")
    features = as_usual(study.features.iloc[asked].reset_index(drop=True))

    def decided(mixed: dict[str, Any]) -> Floats:
        score, shown = np.full(len(asked), np.nan), features.assign(**mixed)
        for voice in speaking:
            score[voice.here] = voice.score(shown.iloc[voice.here])
        return score

    found = []
    with one_thread():
        before = part.decided(decided({}))
        for place, name in enumerate(columns):
            changes = []
            for repeat in range(REPEATS):
                drawn = np.random.default_rng([seed, 7, place, repeat]).permutation(len(asked))
                after = part.decided(decided({name: features[name].array.take(drawn)}))
                changes.append(change(part, before, after, by_group=False))
            found.append(_mean_of(changes))
            tick()
    return tuple(found)


def _mean_of(changes: list[Change]) -> Shuffled:
    """The mean over the repeats; each interval is one of rows, so their mean is one as well."""
    money = [one.money for one in changes if one.money is not None]
    return Shuffled(
        _mean([one.changed for one in changes]), _mean([one.errors for one in changes]), _mean(money) if money else None
    )


def _mean(intervals: list[Interval]) -> Interval:
    value, low, high = np.mean(np.array(intervals), axis=0)
    return float(value), float(low), float(high)
