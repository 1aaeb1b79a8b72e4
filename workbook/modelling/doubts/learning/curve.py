"""The learning curve: what twice as many rows were worth, what the next doubling may bring, and how much is memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbook.errors import InputError
from workbook.modelling.doubts.learning.areas import Part, ranked_in_parts, tested, usable_folds
from workbook.models.changes import Interval, change
from workbook.models.folds import Codes, Floats, Fold, Mask, fitted, scored, trainable
from workbook.models.study import Study
from workbook.models.threads import one_thread
from workbook.models.thresholds import same_share, share_today
from workbook.stats.paired_ranking import Ranked
from workbook.stats.power_law import fit_power_law

HALVINGS = 5
DRAWS_OF_ROWS = 2
"""How often rows are drawn at each size: each draw trains a copy for each fold."""
SMALLEST, FEWEST_OF_A_KIND = 40, 10
FEWEST_POINTS = 5
CURVES = 1000


@dataclass(frozen=True)
class LearningCurve:
    """How ranking grows with the rows that were learned from.

    Attributes
    ----------
    title : str
    sizes : tuple of int
        Rows that trained, each twice the one before.
    others, own : tuple of Interval
        Share of pairs ranked rightly among rows that were not learned from, and among those that were.
    last_doubling : Interval
        From half of the rows to all, in pairs.
    next_doubling : Interval
        What another doubling would bring if the curve goes on as it does.
    end : Interval
        The share of pairs ranked rightly with endlessly many rows of the same kind.
    end_known : bool
        Whether these points say where the curve ends.
    gap : Interval
        Own minus others, with all rows.
    remembered : Interval
        Share of what it shows on its own rows that does not carry over to others; NaN where it shows nothing.
    doubling_money, doubling_errors : Interval or None
        Of the last doubling, at thresholds that select the same share.
    rows : int
        Labelled rows that judge.
    drawn_from : int
        Rows from which those of the study were drawn; 0 where all take part.
    units, currency, per_year
    """

    title: str
    sizes: tuple[int, ...]
    others: tuple[Interval, ...]
    own: tuple[Interval, ...]
    last_doubling: Interval
    next_doubling: Interval
    end: Interval
    end_known: bool
    gap: Interval
    remembered: Interval
    doubling_money: Interval | None
    doubling_errors: Interval | None
    rows: int
    drawn_from: int = 0
    units: str = "cases"
    currency: str = "EUR"
    per_year: bool = False


def sizes_of(study: Study, folds: Sequence[Fold]) -> tuple[int, ...]:
    """All rows that the smallest of the folds trains on, and that number halved again and again.

    Raises
    ------
    InputError
        There are too few rows for even two sizes.
    """
    whole = min(int(trainable(one, study.label).sum()) for one in folds)
    known = study.label[study.known]
    rare = min(float((known == 1).mean()), float((known == 0).mean()))
    halved = [whole // 2**step for step in range(HALVINGS, -1, -1)]
    found = tuple(many for many in halved if many >= SMALLEST and many * rare >= FEWEST_OF_A_KIND)
    if len(found) < 2:
        raise InputError("Too few rows with either outcome for a learning curve.", "Connect more rows.")
    return found


def fits(study: Study) -> int:
    """How many fits a learning curve takes."""
    folds = usable_folds(study)
    return len(folds) * ((len(sizes_of(study, folds)) - 1) * DRAWS_OF_ROWS + 1)


def learning_curve(
    study: Study, title: str, estimator: Any, tick: Callable[[], None] = lambda: None, seed: int = 0
) -> LearningCurve:
    """Train on more and more rows, and judge on rows that were not learned from.

    Parameters
    ----------
    study : Study
    title : str
    estimator : scikit-learn estimator
        Not fitted.
    tick : callable
        Called after each fit.
    seed : int
        Of the rows that are drawn.
    """
    folds = usable_folds(study)
    sizes = sizes_of(study, folds)
    generator = np.random.default_rng(seed)
    plan = [(many, draw) for many in sizes for draw in range(1 if many == sizes[-1] else DRAWS_OF_ROWS)]
    copies = [_trained(study, folds, estimator, many, generator, tick) for many, _ in plan]
    both = ranked_in_parts(study, [*(one.others for one in copies), *(one.own for one in copies)])
    others, own = (_by_size(both, plan, sizes, start) for start in (0, len(plan)))
    gap = both.difference(2 * len(plan) - 1, len(plan) - 1)
    end, known, coming = _extrapolated(sizes, others, seed)
    money, errors = _worth_of_doubling(study, folds, copies[-2].score, copies[-1].score)
    last = len(sizes) - 1
    return LearningCurve(
        title=title, sizes=sizes, others=_intervals(others), own=_intervals(own),
        last_doubling=others.difference(last, last - 1), next_doubling=coming, end=end, end_known=known, gap=gap,
        remembered=_remembered(own.interval(last), gap), doubling_money=money, doubling_errors=errors,
        rows=int(tested(study, folds).sum()), units=study.wording.units, currency=study.currency,
        per_year=bool(study.yearly_volume),
    )  # fmt: skip


def _intervals(found: Ranked) -> tuple[Interval, ...]:
    return tuple(found.interval(place) for place in range(len(found.value)))


@dataclass(frozen=True, eq=False)
class _Copies:
    """The copies of one draw of rows, one for each fold: which rows each tests and learned from, with its scores."""

    score: Floats
    others: list[Part]
    own: list[Part]


def _trained(
    study: Study,
    folds: Sequence[Fold],
    estimator: Any,
    many: int,
    generator: np.random.Generator,
    tick: Callable[[], None],
) -> _Copies:
    score, others, own = np.full(study.rows, np.nan), list[Part](), list[Part]()
    for fold in folds:
        rows = some_of(trainable(fold, study.label), study.label, many, generator)
        with one_thread():
            copy = fitted(estimator, study.features[rows], study.label[rows])
        mine = scored(copy, study.features)
        score[fold.test] = mine[fold.test]
        others.append((fold.test & study.known, mine))
        own.append((rows, mine))
        tick()
    return _Copies(score, others, own)


def some_of(rows: Mask, label: Codes, many: int, generator: np.random.Generator) -> Mask:
    """So many of the rows, at random, with either label in its share."""
    places = generator.permutation(np.flatnonzero(rows))
    ordered = places[np.argsort(label[places], kind="stable")]
    kept = np.zeros(len(rows), dtype=bool)
    kept[ordered[np.arange(min(many, len(ordered))) * len(ordered) // min(many, len(ordered))]] = True
    return kept


def _by_size(found: Ranked, plan: Sequence[tuple[int, int]], sizes: Sequence[int], start: int) -> Ranked:
    """The mean over the draws of each size, with the luck of the draws added to what the judged rows leave open.

    That luck is seen in how draws of one size differ; it falls as one over the size.
    """
    here = slice(start, start + len(plan))
    mean = np.array([[(many == size) / sum(other == size for other, _ in plan) for many, _ in plan] for size in sizes])
    value = found.value[here]
    drawn = [[one for one, (many, _) in zip(value, plan, strict=True) if many == size] for size in sizes]
    each = [size * float(np.var(some, ddof=1)) for size, some in zip(sizes, drawn, strict=True) if len(some) > 1]
    luck = [float(np.mean(each)) / size / len(some) for size, some in zip(sizes, drawn, strict=True)]
    covariance = mean @ found.covariance[here, here] @ mean.T + np.diag(luck)
    return Ranked(mean @ value, covariance, found.positives, found.negatives)


def _extrapolated(sizes: Sequence[int], found: Ranked, seed: int) -> tuple[Interval, bool, Interval]:
    """Where the curve ends, whether these points know it, and what another doubling brings.

    Errors at different sizes are judged on the same rows and vary together: whole curves are drawn, and each is fitted.
    """
    rows, error = np.asarray(sizes, dtype=float), 1 - found.value
    weight = 1 / np.maximum(np.diag(found.covariance), 1e-12)
    drawn = np.random.default_rng(seed).multivariate_normal(error, found.covariance, CURVES, method="eigh")
    best, curves = fit_power_law(rows, error, weight), fit_power_law(rows, drawn, weight)
    ends = 1 - curves.c
    low, high = (float(one) for one in np.quantile(ends, [0.025, 0.975]))
    coming = curves.at(rows[-1]) - curves.at(2 * rows[-1])
    next_low, next_high = (float(one) for one in np.quantile(coming, [0.025, 0.975]))
    climbed = float(np.quantile(drawn[:, 0] - drawn[:, -1], 0.025))  # at least so far, as far as these rows can tell
    boundless = float(np.mean(curves.c <= 0)) > 0.025  # it climbs as if no error would remain: then nobody knows
    if boundless:
        low = min(low, float(found.value[-1]))
    known = len(sizes) >= FEWEST_POINTS and high - low <= climbed and not boundless
    now = float(best.at(rows[-1]) - best.at(2 * rows[-1]))
    return (float(1 - best.c), low, high), known, (now, next_low, next_high)


def _remembered(own: Interval, gap: Interval) -> Interval:
    """The share of what is shown on own rows that does not carry over."""
    shown = own[0] - 0.5
    if own[1] <= 0.5:
        return float("nan"), float("nan"), float("nan")
    value, low, high = (float(np.clip(one / shown, 0.0, 1.0)) for one in gap)
    return value, low, high


def _worth_of_doubling(
    study: Study, folds: Sequence[Fold], half: Floats, whole: Floats
) -> tuple[Interval | None, Interval | None]:
    """What the last doubling changed in money and in errors, where both select the same share; of few changes nothing."""
    rows, facing = tested(study, folds), (1.0 if study.event_is_right else -1.0)
    share = share_today(study, rows)
    before, after = ((facing * one >= same_share(study, facing * one, rows, share))[rows] for one in (half, whole))
    if (before != after).sum() < FEWEST_OF_A_KIND:
        return None, None
    found = change(study.where(rows), before, after, by_group=False)
    return found.money, found.errors
