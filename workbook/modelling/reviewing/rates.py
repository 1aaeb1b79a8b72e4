"""Rates of a group before and after people decide some cases, and what that does to the gap between two groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.models.changes import Interval, Z
from workbook.models.folds import Floats, Mask
from workbook.models.shares import UNKNOWN
from workbook.models.study import Study

MEANINGS = {
    "selection_rate": "share selected",
    "true_positive_rate": "true positive rate",
    "false_positive_rate": "false positive rate",
    "positive_predictive_value": "precision",
    "accuracy": "share decided rightly",
}
"""The rates that a team may hold to matter most, in words."""


@dataclass(frozen=True, eq=False)
class Rate:
    """A rate as a ratio of two weighted sums over rows.

    Attributes
    ----------
    above, below : array, shape (rows,)
        Each row's part above and below the line.
    """

    above: Floats
    below: Floats

    def on(self, rows: Mask) -> tuple[float, Floats]:
        """Its value on some rows, and how far each of them moves it (linearised); NaN where nothing is counted."""
        total = float(self.below[rows].sum())
        if not total:
            return float("nan"), np.zeros(int(rows.sum()))
        value = float(self.above[rows].sum()) / total
        return value, np.asarray((self.above[rows] - value * self.below[rows]) / total)

    def one_row(self, rows: Mask) -> float:
        """What one average row is: a rate that nothing moved here could still be off by it."""
        many = int((self.below[rows] > 0).sum())
        return 1.0 / many if many else 1.0


def rate_of(metric: str, study: Study, chance: Floats) -> Rate:
    """A rate of fairness, from the chance of each row to be selected."""
    weight, known = study.weight, study.weight * study.known
    positive = known * (study.label == 1)
    if metric == "selection_rate":
        return Rate(weight * chance, weight)
    if metric == "true_positive_rate":
        return Rate(positive * chance, positive)
    if metric == "false_positive_rate":
        return Rate((known - positive) * chance, known - positive)
    if metric == "positive_predictive_value":
        return Rate(positive * chance, known * chance)
    right = (study.label == 1) == study.event_is_right
    return Rate(known * np.where(right, chance, 1 - chance), known)


@dataclass(frozen=True)
class Gap:
    """One group minus another: before, after, and the difference of the two, row by row in pairs."""

    before: Interval
    after: Interval
    change: Interval


def gap_between(before: Rate, after: Rate, one: Mask, other: Mask) -> Gap:
    """The gap between two groups of rows, before and after."""
    (first, drift), (second, drift_other) = before.on(one), before.on(other)
    (first_after, drift_after), (second_after, drift_other_after) = after.on(one), after.on(other)
    floor = (before.one_row(one), before.one_row(other))
    return Gap(
        _interval(first - second, floor, drift, drift_other),
        _interval(first_after - second_after, floor, drift_after, drift_other_after),
        _interval(
            (first_after - second_after) - (first - second), floor, drift_after - drift, drift_other_after - drift_other
        ),
    )


def _interval(value: float, floor: tuple[float, float], *drifts: Floats) -> Interval:
    if not np.isfinite(value):
        return UNKNOWN
    variances = (max(float((drift**2).sum()), least**2) for drift, least in zip(drifts, floor, strict=True))
    reach = Z * float(np.sqrt(sum(variances)))
    return value, value - reach, value + reach
