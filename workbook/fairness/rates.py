"""Rates of each group from its counts, each with its interval and the rows that it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, POSITIVE, Tally
from workbook.outcomes import Confusion
from workbook.outcomes.counts import crossed, effective
from workbook.outcomes.policy import NOT_SELECTED, SELECTED
from workbook.stats.intervals import rate, wilson

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


def mean_scores(tally: Tally, by: Sequence[str] | None = None) -> Floats:
    """Mean score of each group and, last, of all together: exact where the tally is, else of the bins' lower edges.

    Parameters
    ----------
    tally : Tally
    by : sequence of str, optional
        Group columns to cross; all of them where None.

    Returns
    -------
    array, shape (groups + 1,)
        NaN where there is no score.
    """
    _, keys, codes = crossed(tally, by)
    if not tally.has_score:
        return np.full(len(keys) + 1, np.nan)
    cells = tally.cells
    known = cells.bin >= 0
    weight = cells.weight[known]
    scored = weight * tally.edges[cells.bin[known]]
    sums = np.bincount(codes[cells.group[known]], weights=scored, minlength=len(keys))
    weights = np.bincount(codes[cells.group[known]], weights=weight, minlength=len(keys))
    return rate(np.append(sums, sums.sum()), np.append(weights, weights.sum()))


def rates_of(counted: Confusion, metric: str, confidence: float = 0.95) -> Rates:
    """A metric of each group, with Wilson intervals on the effective rows that it rests on."""
    above, below = DEFINITIONS[metric]
    value = rate(_sum(counted.weight, above), _sum(counted.weight, below))
    rests_on = effective(_sum(counted.weight, below), _sum(counted.weight_squared, below))
    low, high = wilson(value, rests_on, confidence)
    return Rates(value, low, high, rests_on)
