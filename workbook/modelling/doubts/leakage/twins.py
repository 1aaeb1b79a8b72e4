"""Rows that are there twice: in training and in test at once, they are known before they are asked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workbook.modelling.candidates.fitting import recipe_scores
from workbook.modelling.doubts.leakage.alarm import FEW, Alarm, State
from workbook.modelling.doubts.learning.areas import held_out
from workbook.models.changes import Interval
from workbook.models.fewer_rows import fewer
from workbook.models.folds import SEED, Codes, Fold, Mask, fitted, scored
from workbook.models.recipes import recipe
from workbook.models.study import Study
from workbook.models.threads import one_thread
from workbook.outcomes.amounts_in_words import count, percent, points, points_range
from workbook.stats.intervals import wilson

if TYPE_CHECKING:
    import pandas as pd

MOSTLY = 0.8
"""Of rows alike in all columns but one, so many must be alike in that one for them to be called copies."""
TITLE = "Rows that are there twice"
MEANS = "The same case stands in training and in test, so the test asks what was learned; and it counts double in every rate."
TO_DO = "Leave the copies out, or name the column that says who or which, so that their rows stay on one side. Then train again."


@dataclass(frozen=True, eq=False)
class Twins:
    """Rows that are alike in every column that is not different for each row, whatever happened to them.

    Attributes
    ----------
    first : array of int, shape (rows,)
        The place of the first row that is like this one; its own where it is the first.
    freest : str
        The column that says most about whether alike rows are copies: of the rows that are alike in all others, the
        fewest are alike in it, too.
    alike_in_it : Interval
        How many of them are. Of copies nearly all are; of cases that only look alike few, since something is free to differ.
    compared : int
        Rows that are alike in all others.
    left_out : tuple of str
        Columns that are different for each row, and so show no twins.
    """

    first: Codes
    freest: str
    alike_in_it: Interval
    compared: int
    left_out: tuple[str, ...]

    @property
    def again(self) -> Mask:
        """Rows that repeat an earlier one."""
        return np.asarray(self.first != np.arange(len(self.first)))


def twins_of(rows: pd.DataFrame) -> Twins:
    """Which rows repeat an earlier one.

    Parameters
    ----------
    rows : DataFrame
        Without the label.
    """
    different = tuple(str(name) for name in rows.columns if rows[name].nunique(dropna=False) == len(rows))
    marks = _marks(rows.drop(columns=list(different)))
    first = _first_alike(_together(marks, len(rows))) if marks else np.arange(len(rows))
    repeated = int((first != np.arange(len(first))).sum())
    if not repeated:
        return Twins(first, "", (float("nan"), float("nan"), float("nan")), 0, different)
    without = {name: _repeated(_together(marks, len(rows), but=name)) for name in marks}
    freest = max(without, key=lambda name: without[name])
    compared = max(without[freest], repeated)
    return Twins(first, freest, _share(repeated, compared), compared, different)


def _marks(rows: pd.DataFrame) -> dict[str, NDArray[np.uint64]]:
    """A number for each value of each column; their sums mark whole rows."""
    import pandas as pd

    found = {}
    for place, name in enumerate(rows.columns):
        values = np.array([str(one) for one in rows[name].tolist()], dtype=object)
        found[str(name)] = pd.util.hash_array(values, hash_key=f"{place:016d}")
    return found


def _together(marks: Mapping[str, NDArray[np.uint64]], rows: int, but: str = "") -> NDArray[np.uint64]:
    return np.asarray(sum((one for name, one in marks.items() if name != but), np.zeros(rows, dtype=np.uint64)))


def _first_alike(marks: NDArray[np.uint64]) -> Codes:
    _, first, back = np.unique(marks, return_index=True, return_inverse=True)
    return np.asarray(first[back], dtype=np.int64)


def _repeated(marks: NDArray[np.uint64]) -> int:
    return len(marks) - len(np.unique(marks))


def repeated_rows(study: Study, rows: pd.DataFrame, most: int, tick: Callable[[], None] = lambda: None) -> Alarm:
    """Whether rows repeat, whether they are copies or cases that just look alike, and what the test gains from copies.

    Two things tell copies from cases that look alike: nothing is free to differ between them, and the same happened to
    both. How often the same happens to unrelated cases with such chances says a model that saw no row with a twin.

    Parameters
    ----------
    study : Study
    rows : DataFrame
        All columns but the label, as they stand.
    most : int
        Rows to train on.
    tick : callable
        Called once.
    """
    found = twins_of(rows)
    again = found.again & study.known & study.known[found.first]
    apart = again & _apart(study.folds, found.first)
    tick()
    many, share = int(again.sum()), _share(int(apart.sum()), study.rows)
    if many == 0:
        return _alarm("quiet", share, "No two rows are alike.", found)
    if many < FEW:
        return _alarm("quiet", None, "Fewer than 10 rows repeat another.", found)
    if not apart.any():
        told = f"{count(many)} rows repeat another, and each lies on the same side as its twin."
        return _alarm("quiet", share, told, found)
    told = (
        f"{count(many)} rows repeat another in every column. Of the rows alike in all columns but “{found.freest}”, "
        f"{_percent(found.alike_in_it, found.compared)} are alike in it, too."
    )
    if found.alike_in_it[2] < MOSTLY:
        return _alarm("quiet", share, f"{told} They are cases that look alike, not copies.", found)
    agree = _share(int((study.label[again] == study.label[found.first[again]]).sum()), many)
    expected = _alike(study, found, again, most)
    told += f" Of them, {_percent(agree, many)} had the same outcome; unrelated cases with such chances would in {count(100 * expected)} of 100."
    if agree[2] < (1 + expected) / 2:
        return _alarm("quiet", share, f"{told} They are cases that look alike, not copies.", found)
    if found.alike_in_it[1] < MOSTLY:
        return _alarm("cannot tell", share, f"{told} Whether they are copies cannot be told.", found)
    lost = worth_of_copies(study, found, most)
    told += f" With the copies in training the others are ranked {points(lost[0])} better ({points_range(lost[1], lost[2])})."
    return _alarm("alarm", share, told, found)


def _percent(share: Interval, of: int) -> str:
    """A share with its interval; in words where it would count fewer than ten."""
    value, low, high = (percent(round(one, 2)) for one in share)
    some = round(share[0] * of)
    if 0 < some < FEW or 0 < of - some < FEW:
        return "nearly all" if share[0] >= 0.9 else "most" if share[0] > 0.5 else "half or fewer"
    return f"{value} ({low} to {high})"


def _alarm(state: State, share: Interval | None, told: str, found: Twins) -> Alarm:
    if found.left_out:
        names = ", ".join(f"“{name}”" for name in found.left_out[:4])
        told += f" Not compared, since it differs in every row: {names}{' …' if len(found.left_out) > 4 else ''}."
    return Alarm("twins", TITLE, state, share, "of the rows have a twin on the other side", told, MEANS, TO_DO)


def _share(some: int, of: int) -> Interval:
    value = some / of if of else float("nan")
    low, high = wilson(value, float(of))
    return value, float(low), float(high)


def _apart(folds: tuple[Fold, ...], first: Codes) -> Mask:
    """Rows that are tested while their twin trains, or the other way round."""
    return np.asarray(
        np.logical_or.reduce([fold.train[first] & fold.test | fold.test[first] & fold.train for fold in folds])
    )


def _alike(study: Study, found: Twins, again: Mask, most: int) -> float:
    """How often two unrelated cases with the chances of these would agree in what happened."""
    paired = np.zeros(study.rows, dtype=bool)
    paired[found.first[again]] = True
    some, _ = fewer(study.where(study.known & ~again & ~paired), most)
    if len(np.unique(some.label)) < 2:
        return 0.5
    with one_thread():
        model = fitted(recipe("boosting").make(some.features, SEED), some.features, some.label)
    chance = scored(model, study.features[paired])
    return float((chance**2 + (1 - chance) ** 2).mean())


def worth_of_copies(study: Study, found: Twins, most: int) -> Interval:
    """How many more pairs are ranked rightly among rows that stay when their copies train, too."""
    kept = np.ones(study.rows, dtype=bool)
    if study.rows > most:  # whole sets of twins are drawn, never one of two
        firsts = np.unique(found.first)
        some = np.random.default_rng(SEED).choice(firsts, max(len(firsts) * most // study.rows, 2), replace=False)
        kept = np.isin(found.first, some)
    again = found.again[kept]
    folds = tuple(Fold(fold.train[kept], fold.test[kept] & ~again) for fold in study.folds)
    with_copies = replace(study.where(kept), folds=folds)
    without = replace(with_copies, folds=tuple(Fold(fold.train & ~again, fold.test) for fold in folds))
    scores = [recipe_scores(one, "boosting", SEED) for one in (with_copies, without)]
    return held_out(with_copies, folds, scores).difference(0, 1)
