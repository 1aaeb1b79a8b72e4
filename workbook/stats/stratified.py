"""Two groups compared within strata: Mantel-Haenszel's common difference and odds ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2

from workbook.stats.intervals import normal_quantile

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Stratified:
    """What is common to all strata.

    Attributes
    ----------
    difference, difference_low, difference_high : float
        Of the shares, first less second group (Mantel-Haenszel weights; variance of Sato 1989).
    odds_ratio, odds_ratio_low, odds_ratio_high : float
        Of the first to the second group (variance of Robins, Breslow and Greenland 1986).
    p : float
        That nothing differs within strata (Cochran-Mantel-Haenszel, with continuity correction).
    """

    difference: float
    difference_low: float
    difference_high: float
    odds_ratio: float
    odds_ratio_low: float
    odds_ratio_high: float
    p: float


def mantel_haenszel(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> Stratified:
    """Compare two groups within strata; strata in which one group has nobody say nothing.

    Parameters
    ----------
    events1, n1, events2, n2 : array, shape (strata,)
        Those who count and all, of each group. Effective rows where rows are weighted.
    confidence : float
    """
    a, m, b, n = (np.asarray(one, dtype=float) for one in (events1, n1, events2, n2))
    both = (m > 0) & (n > 0)
    a, m, b, n = a[both], m[both], b[both], n[both]
    if not both.any():
        return Stratified(*([math.nan] * 7))
    z = normal_quantile(confidence)
    difference, error = _difference(a, m, b, n)
    ratio, log_error = _odds_ratio(a, m, b, n)
    spread = math.exp(min(z * log_error, 700.0)) if math.isfinite(log_error) else math.nan
    return Stratified(
        difference, difference - z * error, difference + z * error, ratio, ratio / spread, ratio * spread,
        _p(a, m, b, n),
    )  # fmt: skip


def _difference(a: Floats, m: Floats, b: Floats, n: Floats) -> tuple[float, float]:
    total = m + n
    weight = float((m * n / total).sum())
    difference = float(((a * n - b * m) / total).sum()) / weight
    p = (m**2 * b - n**2 * a + m * n * (n - m) / 2) / total**2
    q = (a * (n - b) + b * (m - a)) / (2 * total)
    return difference, math.sqrt(max(0.0, float((difference * p + q).sum()))) / weight


def _odds_ratio(a: Floats, m: Floats, b: Floats, n: Floats) -> tuple[float, float]:
    total, without1, without2 = m + n, m - a, n - b
    r, s = a * without2 / total, without1 * b / total
    up, down = float(r.sum()), float(s.sum())
    if not (up and down):
        return (math.inf if up else 0.0 if down else math.nan), math.nan
    p, q = (a + without2) / total, (without1 + b) / total
    variance = (
        float((p * r).sum()) / (2 * up**2)
        + float((p * s + q * r).sum()) / (2 * up * down)
        + float((q * s).sum()) / (2 * down**2)
    )
    return up / down, math.sqrt(variance)


def _p(a: Floats, m: Floats, b: Floats, n: Floats) -> float:
    total, events = m + n, a + b
    usable = total > 1
    expected = float((m * events / total)[usable].sum())
    variance = float((m * n * events * (total - events) / (total**2 * (total - 1)))[usable].sum())
    if variance <= 0:
        return math.nan
    apart = max(0.0, abs(float(a[usable].sum()) - expected) - 0.5)
    return float(chi2.sf(apart**2 / variance, 1))
