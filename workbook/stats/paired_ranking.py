"""Several scores of the same rows: how well each ranks, and how much better one is than another, in pairs.

DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837-845. All placements are found by sorting, as in Sun and Xu
(2014), so that a hundred thousand rows take a moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.stats.intervals import normal_quantile, wilson

Floats = NDArray[np.float64]
Interval = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Ranked:
    """Areas under the ROC curve on the same rows, with how they vary together.

    Attributes
    ----------
    value : array, shape (scores,)
        The chance that a positive has the higher score; ties count half. NaN where one kind of row is missing.
    covariance : array, shape (scores, scores)
    positives, negatives : float
        Effective numbers of rows: fewer than there are where weights differ.
    """

    value: Floats
    covariance: Floats
    positives: float
    negatives: float

    def interval(self, place: int, confidence: float = 0.95) -> Interval:
        """One area with its interval.

        Where not one pair is ranked wrongly the rows show no spread: the interval is then that of a rate of 1 on the
        rarer kind of row (Wilson), instead of none.
        """
        value, variance = float(self.value[place]), float(self.covariance[place, place])
        if not np.isfinite(value):
            return value, float("nan"), float("nan")
        if variance <= 1e-16 and value in (0.0, 1.0):
            low, high = wilson(value, min(self.positives, self.negatives), confidence)
            return value, float(low), float(high)
        reach = normal_quantile(confidence) * float(np.sqrt(max(variance, 0.0)))
        return value, max(0.0, value - reach), min(1.0, value + reach)

    def difference(self, first: int, second: int, confidence: float = 0.95) -> Interval:
        """How much better the first ranks than the second, with its interval."""
        spread = self.covariance[first, first] + self.covariance[second, second] - 2 * self.covariance[first, second]
        value = float(self.value[first] - self.value[second])
        reach = normal_quantile(confidence) * float(np.sqrt(max(float(spread), 0.0)))
        return value, value - reach, value + reach


def ranked(scores: Sequence[Floats], positive: NDArray[np.bool_], weight: Floats | None = None) -> Ranked:
    """How well several scores rank the same rows.

    Parameters
    ----------
    scores : sequence of arrays, shape (rows,)
        Nowhere missing.
    positive : array of bool, shape (rows,)
    weight : array of float, shape (rows,), optional

    Returns
    -------
    Ranked
    """
    weights = np.ones(len(positive)) if weight is None else np.asarray(weight, dtype=float)
    found = [influence(one, positive, weights) for one in scores]
    return together([one[0] for one in found], [one[1] for one in found], positive, weights)


def together(
    values: Sequence[float], influences: Sequence[Floats], positive: NDArray[np.bool_], weight: Floats
) -> Ranked:
    """Areas that rest on some of the same rows, from what each row contributes to them.

    Parameters
    ----------
    values : sequence of float
    influences : sequence of arrays, shape (rows,)
        As `influence` gives them; 0 for rows that an area does not rest on. Means of areas have means of influences.
    positive : array of bool, shape (rows,)
    weight : array of float, shape (rows,)
    """
    stacked = np.asarray(influences)
    return Ranked(
        np.asarray(values, dtype=float),
        stacked @ stacked.T,
        _effective(weight[positive]),
        _effective(weight[~positive]),
    )


def influence(score: Floats, positive: NDArray[np.bool_], weight: Floats) -> tuple[float, Floats]:
    """The area of one score, and how far each row moves it: the squares of these add up to its variance.

    Returns
    -------
    float
        NaN where one kind of row is missing.
    array, shape (rows,)
    """
    moved = np.full(len(positive), np.nan)
    above, below = weight[positive], weight[~positive]
    if not above.sum() or not below.sum():
        return float("nan"), moved
    upper, lower = score[positive], score[~positive]
    first, second = _share_below(upper, lower, below), 1 - _share_below(lower, upper, above)
    value = float(first @ above / above.sum())
    moved[positive] = (first - value) * above / above.sum() * _correction(len(above))
    moved[~positive] = (second - value) * below / below.sum() * _correction(len(below))
    return value, moved


def _correction(rows: int) -> float:
    """As in DeLong's paper where all weights are 1."""
    return float(np.sqrt(rows / (rows - 1))) if rows > 1 else 1.0


def _share_below(values: Floats, others: Floats, weight: Floats) -> Floats:
    order = np.argsort(others, kind="stable")
    sums = np.concatenate([[0.0], np.cumsum(weight[order])])
    left, right = (np.searchsorted(others[order], values, side=side) for side in ("left", "right"))
    return np.asarray((sums[left] + sums[right]) / 2 / sums[-1])


def _effective(weight: Floats) -> float:
    return float(weight.sum() ** 2 / (weight**2).sum()) if weight.sum() else 0.0
