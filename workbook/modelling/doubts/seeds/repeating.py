"""Training again with other seeds and other parts of the rows: which decisions hang on it, and how far money moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.errors import InputError
from workbook.modelling.candidates.fitting import scores_of
from workbook.models.changes import Interval, mean_of, scaled
from workbook.models.folds import Codes, Floats, Fold, Mask, even_folds, folds_by_identifier
from workbook.models.model import Model
from workbook.models.on_trial import put_on_trial
from workbook.models.study import Study
from workbook.stats.intervals import wilson
from workbook.stats.paired_ranking import ranked

if TYPE_CHECKING:
    import pandas as pd

FEW = 10
NEAR = 0.1
"""A tenth of the rows on either side of the threshold count as near it."""
Make = Callable[["pd.DataFrame", int], Any]


@dataclass(frozen=True)
class GroupFlips:
    """What another training changes within one group.

    Attributes
    ----------
    group : str
    rows : int or None
        None where fewer than ten.
    flips : Interval or None
        Share of decisions that differ between two trainings; None where it rests on fewer than ten.
    """

    group: str
    rows: int | None
    flips: Interval | None


@dataclass(frozen=True)
class Repeated:
    """How much hangs on the luck of training.

    Attributes
    ----------
    title : str
    runs : int
        Trainings, the first with the seed of the model.
    rows : int
        Rows that every training scores.
    flips : Interval
        Share of decisions that differ between two trainings.
    ever : Interval or None
        Share of rows that are not decided alike by all trainings; None where it is fewer than ten: what they bring about
        is not told then.
    near, far : Interval
        The same as `flips` among the tenth of rows on either side of the threshold, and among all others.
    ranking : (float, float, float)
        Lowest, middle and highest share of pairs ranked rightly.
    money : (float, float, float) or None
        Lowest, middle and highest worth.
    sampling : float or None
        How far sampling alone may move the worth of one training (half of its interval of 95 %).
    groups : tuple of GroupFlips
    matched : bool
        Whether the threshold is not the declared one, but selects as many with the first training.
    by_time : bool
        Whether folds learn from the past only, so that only the seed is another one.
    tolerated : float
        The share of decisions that another seed may change, as it was said before.
    yearly_volume : float or None
    drawn_from, units, currency, per_year
        As in `LearningCurve`.
    """

    title: str
    runs: int
    rows: int
    flips: Interval
    ever: Interval | None
    near: Interval
    far: Interval
    ranking: Interval
    money: Interval | None
    sampling: float | None
    groups: tuple[GroupFlips, ...]
    matched: bool = False
    by_time: bool = False
    tolerated: float = 0.05
    yearly_volume: float | None = None
    drawn_from: int = 0
    units: str = "cases"
    currency: str = "EUR"
    per_year: bool = False


def other_folds(study: Study, seed: int, identifier: Codes | None = None) -> tuple[Fold, ...]:
    """Folds of the same kind with another seed; folds by time stay as they are."""
    if not np.logical_or.reduce([one.test for one in study.folds]).all():
        return study.folds
    if identifier is not None:
        return folds_by_identifier(identifier, len(study.folds), seed)
    return even_folds(study.label, study.group, len(study.folds), seed)


def repeat(
    study: Study,
    title: str,
    make: Make,
    seeds: Sequence[int],
    tick: Callable[[], None] = lambda: None,
    identifier: Codes | None = None,
) -> Repeated:
    """Train again with each seed, and compare the decisions.

    Parameters
    ----------
    study : Study
    title : str
    make : callable
        Features and a seed -> an estimator that was not fitted.
    seeds : sequence of int
        At least three.
    tick : callable
        Called after each fit.
    identifier : array of int, shape (rows,), optional
        Who or which each row is about: rows of one stay on one side.
    """
    scores = []
    for seed in seeds:
        folds = other_folds(study, seed, identifier)
        scores.append(scores_of(replace(study, folds=folds), make(study.features, seed), tick))
    rows = np.logical_and.reduce([np.isfinite(one) for one in scores])
    if rows.sum() < FEW:
        raise InputError("Hardly any row is scored by every training.", "Connect more rows, or use fewer folds.")
    decided, distance, own = _decisions(study, scores, title)
    far_out = distance >= np.quantile(distance[rows], 2 * NEAR)
    part = study.where(rows)
    ever, unknown = _ever(decided[:, rows]), (float("nan"), float("nan"), float("nan"))
    near, far = (unknown if ever is None else _some(study, decided, rows & some) for some in (~far_out, far_out))
    return Repeated(
        title=title, runs=len(seeds), rows=int(rows.sum()), flips=_some(study, decided, rows), ever=ever, near=near, far=far,
        ranking=_ranking(study, scores, rows), money=None if ever is None else _money(part, decided[:, rows]),
        sampling=_sampling(part, decided[0, rows]), groups=_groups(study, decided, rows), matched=not own,
        by_time=other_folds(study, 0) is study.folds, units=study.wording.units, currency=study.currency,
        per_year=bool(study.yearly_volume), yearly_volume=study.yearly_volume,
    )  # fmt: skip


@dataclass(eq=False)
class _First(Model):
    """The first training, as what stands trial: its scores are known already."""

    scores: Floats
    title: str

    def again(self, rows: pd.DataFrame) -> Floats:
        return self.scores


def _decisions(study: Study, scores: Sequence[Floats], title: str) -> tuple[Any, Floats, bool]:
    """Decisions of each training at the line of the first, how far its scores lie from it, and whether it is the declared one."""
    standing = put_on_trial(study, _First(scores[0], title))
    decided = np.array([standing.study.decided(one) for one in scores])
    distance = np.abs(scores[0] - standing.study.cut)
    return decided, np.nan_to_num(distance, nan=np.inf), standing.drawn == "declared"


def flips_between(decided: Any) -> Floats:
    """For each row the share of pairs of trainings that decide it differently.

    Parameters
    ----------
    decided : array of bool, shape (runs, rows)
    """
    runs = len(decided)
    selected = decided.sum(axis=0).astype(float)
    return np.asarray(2 * selected * (runs - selected) / (runs * (runs - 1)))


def _mean(part: Study, decided: Any, flips: Floats) -> Interval:
    """Share of decisions that differ between two trainings: over the rows, and over which trainings were made.

    The error of the rows is that of a mean; that of the trainings is found by leaving each out (jackknife).
    """
    value, _, high = mean_of(flips, part.weight, 0.0)
    without = [
        float(np.average(flips_between(np.delete(decided, run, axis=0)), weights=part.weight))
        for run in range(len(decided))
    ]
    runs = len(without)
    spread = float(np.sqrt((runs - 1) / runs * np.sum((np.asarray(without) - np.mean(without)) ** 2)))
    reach = float(np.hypot(high - value, 1.96 * spread))
    return value, max(value - reach, 0.0), min(value + reach, 1.0)


def _differs(decided: Any) -> Mask:
    """Rows that are not decided alike by all trainings."""
    return np.asarray(decided.any(axis=0) & ~decided.all(axis=0))


def _ever(decided: Any) -> Interval | None:
    differs = _differs(decided)
    if 0 < int(differs.sum()) < FEW:
        return None
    value = float(differs.mean())
    low, high = wilson(value, float(len(differs)))
    return value, float(low), float(high)


def _some(study: Study, decided: Any, rows: Mask) -> Interval:
    if not rows.any():
        return float("nan"), float("nan"), float("nan")
    return _mean(study.where(rows), decided[:, rows], flips_between(decided[:, rows]))


def _ranking(study: Study, scores: Sequence[Floats], rows: Mask) -> Interval:
    known, facing = rows & study.known, (1.0 if study.event_is_right else -1.0)
    right = (study.label[known] == 1) == study.event_is_right
    areas = ranked([facing * one[known] for one in scores], right, study.weight[known]).value
    return float(areas.min()), float(np.median(areas)), float(areas.max())


def _money(part: Study, decided: Any) -> Interval | None:
    if not part.has_money:
        return None
    known = part.known
    each = [float(np.average(part.worth(one)[known], weights=part.weight[known])) for one in decided]
    low, middle, high = scaled(part, (min(each), float(np.median(each)), max(each)))
    return low, middle, high


def _sampling(part: Study, decided: Mask) -> float | None:
    if not part.has_money:
        return None
    value, _, high = scaled(part, mean_of(part.worth(decided)[part.known], part.weight[part.known], 0.0))
    return high - value


def _groups(study: Study, decided: Any, rows: Mask) -> tuple[GroupFlips, ...]:
    """Each group; of few nothing is told, nor of the smallest other one where it would follow from the sum."""
    found = []
    for code, name in enumerate(study.group_names if len(study.group_names) > 1 else ()):
        here = rows & (study.group == code)
        many = int(here.sum())
        if many == 0:
            continue
        few = many < FEW or 0 < int(_differs(decided[:, here]).sum()) < FEW
        found.append(GroupFlips(name, None if many < FEW else many, None if few else _some(study, decided, here)))
    told = [one for one in found if one.flips is not None]
    if len(told) == len(found) - 1 and told:
        smallest = min(told, key=lambda one: one.rows or 0)
        found = [replace(one, flips=None) if one is smallest else one for one in found]
    return tuple(found)
