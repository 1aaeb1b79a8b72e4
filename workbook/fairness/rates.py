"""Rates of each group from its counts, each with its interval and the rows that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, POSITIVE, Tally
from workbook.outcomes import Confusion
from workbook.outcomes.counts import effective
from workbook.outcomes.policy import NOT_SELECTED, SELECTED
from workbook.stats.intervals import mean_interval, rate, wilson

Floats = NDArray[np.float64]

METRICS = (
    "selection_rate",
    "true_positive_rate",
    "false_positive_rate",
    "false_negative_rate",
    "true_negative_rate",
    "positive_predictive_value",
    "accuracy",
)
DESCRIBING = ("base_rate", "false_discovery_rate", "false_omission_rate")
"""Rates that stand beside the others in a group's row, without a verdict of their own."""

MIRRORED = {"false_negative_rate": "true_positive_rate", "true_negative_rate": "false_positive_rate"}
"""Metrics that are one minus another: the same question, counted once among the comparisons."""

IN_WORDS: Mapping[str, str] = {
    "selection_rate": "selection rate",
    "true_positive_rate": "true positive rate",
    "false_positive_rate": "false positive rate",
    "false_negative_rate": "false negative rate",
    "true_negative_rate": "true negative rate",
    "positive_predictive_value": "positive predictive value",
    "accuracy": "accuracy",
    "base_rate": "base rate",
    "false_discovery_rate": "false discovery rate",
    "false_omission_rate": "false omission rate",
}

Cells = tuple[tuple[int, int], ...]
_SELECTED: Cells = ((NEGATIVE, SELECTED), (POSITIVE, SELECTED), (2, SELECTED))
_LEFT: Cells = ((NEGATIVE, NOT_SELECTED), (POSITIVE, NOT_SELECTED), (2, NOT_SELECTED))
_TP, _FP = (POSITIVE, SELECTED), (NEGATIVE, SELECTED)
_FN, _TN = (POSITIVE, NOT_SELECTED), (NEGATIVE, NOT_SELECTED)
DEFINITIONS: Mapping[str, tuple[Cells, Cells]] = {
    "selection_rate": (_SELECTED, (*_SELECTED, *_LEFT)),
    "true_positive_rate": ((_TP,), (_TP, _FN)),
    "false_positive_rate": ((_FP,), (_FP, _TN)),
    "false_negative_rate": ((_FN,), (_TP, _FN)),
    "true_negative_rate": ((_TN,), (_FP, _TN)),
    "positive_predictive_value": ((_TP,), (_TP, _FP)),
    "accuracy": ((_TP, _TN), (_TP, _TN, _FP, _FN)),
    "base_rate": ((_TP, _FN, (POSITIVE, 2)), (_TP, _FN, _FP, _TN, (POSITIVE, 2), (NEGATIVE, 2))),
    "false_discovery_rate": ((_FP,), (_TP, _FP)),
    "false_omission_rate": ((_FN,), (_FN, _TN)),
}
"""Each metric as (cells that count, cells that it rests on), a cell being (label, selection)."""


@dataclass(frozen=True, eq=False)
class Rates:
    """One metric for every group.

    Attributes
    ----------
    value, low, high : array, shape (groups,)
    rests_on : array, shape (groups,)
        Effective rows in the denominator.
    """

    value: Floats
    low: Floats
    high: Floats
    rests_on: Floats


def _sum(of: Floats, cells: Cells) -> Floats:
    return np.asarray(sum(of[:, label, selected] for label, selected in cells))


def scores_of(tally: Tally) -> Floats:
    """The score of each bin: itself where the tally is exact, else the middle of the bin."""
    if tally.exact or len(tally.edges) < 2:
        return tally.edges
    widths = np.diff(tally.edges)
    return np.asarray(tally.edges + np.append(widths, widths[-1]) / 2)


def mean_scores(
    tally: Tally, place: NDArray[np.int64], size: int, kept: NDArray[np.bool_] | None = None, confidence: float = 0.95
) -> Rates:
    """Mean score of each place and, last, of all together, with its interval (see `mean_interval`).

    The standard error of a weighted mean is that of a ratio, linearised: the root of the sum of (weight x distance from
    the mean) squared, over the sum of the weights, times n / (n - 1) on the effective rows.

    Parameters
    ----------
    tally : Tally
    place : array of int
        Where each cell of the tally is counted.
    size : int
        How many places there are.
    kept : array of bool, optional
        Only these cells; all where None.
    confidence : float

    Returns
    -------
    Rates
        Of shape (size + 1,); NaN where there is no score.
    """
    if not tally.has_score:
        nothing = np.full(size + 1, np.nan)
        return Rates(nothing, nothing, nothing, np.zeros(size + 1))
    cells = tally.cells
    known = (cells.bin >= 0) if kept is None else (cells.bin >= 0) & kept
    score, weight, squared = scores_of(tally)[cells.bin[known]], cells.weight[known], cells.weight_squared[known]

    def total(of: Floats) -> Floats:
        sums = np.bincount(place[known], weights=of, minlength=size)
        return np.append(sums, sums.sum())

    weights, rows = total(weight), effective(total(weight), total(squared))
    mean = rate(total(weight * score), weights)
    own = np.nan_to_num(mean)[place[known]]
    spread = total(squared * (score - own) ** 2)
    spread[-1] = (squared * (score - np.nan_to_num(mean[-1])) ** 2).sum()
    few = np.divide(rows, rows - 1, out=np.ones_like(rows), where=rows > 1 + 1e-9)
    error = rate(np.sqrt(spread * few), weights)
    share = bool(len(score)) and score.min() >= 0 and score.max() <= 1
    low, high = mean_interval(mean, error, rows, confidence, share=share)
    return Rates(mean, low, high, rows)


def rates_of(counted: Confusion, metric: str, confidence: float = 0.95) -> Rates:
    """A metric of each group, with Wilson intervals on the effective rows that it rests on."""
    above, below = DEFINITIONS[metric]
    value = rate(_sum(counted.weight, above), _sum(counted.weight, below))
    rests_on = effective(_sum(counted.weight, below), _sum(counted.weight_squared, below))
    low, high = wilson(value, rests_on, confidence)
    return Rates(value, low, high, rests_on)
