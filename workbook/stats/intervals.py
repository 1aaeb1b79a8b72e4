"""Intervals for rates, their differences and ratios: arrays in, arrays out. Undefined is NaN."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, ndtri, stdtrit

Floats = NDArray[np.float64]


def normal_quantile(confidence: float) -> float:
    """The two-sided normal quantile: 1.96 for 0.95."""
    return float(ndtri(0.5 + confidence / 2))


def rate(count: ArrayLike, total: ArrayLike) -> Floats:
    """count / total; NaN where total is 0."""
    counts, totals = np.broadcast_arrays(np.asarray(count, dtype=float), np.asarray(total, dtype=float))
    return np.asarray(np.divide(counts, totals, out=np.full(totals.shape, np.nan), where=totals > 0))


def wilson(p: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Score interval of a rate (Wilson 1927).

    Parameters
    ----------
    p, n : array_like
        Rate and (effective) number of rows that it rests on.
    confidence : float

    Returns
    -------
    low, high : arrays
        NaN where n is 0.
    """
    rates, rows = np.asarray(p, dtype=float), np.asarray(n, dtype=float)
    z = normal_quantile(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = z**2 / rows
        centre = (rates + spread / 2) / (1 + spread)
        half = z / (1 + spread) * np.sqrt(rates * (1 - rates) / rows + spread / (4 * rows))
    undefined = ~(rows > 0)
    low = np.where(undefined, np.nan, np.clip(centre - half, 0.0, 1.0))
    high = np.where(undefined, np.nan, np.clip(centre + half, 0.0, 1.0))
    return np.where(rates == 0, np.where(undefined, np.nan, 0.0), low), np.where(
        rates == 1, np.where(undefined, np.nan, 1.0), high
    )


def clopper_pearson(p: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Exact interval of a rate (Clopper and Pearson 1934): never covers less than it says, also far out in the tails.

    Parameters
    ----------
    p, n : array_like
        Rate and (effective, so perhaps fractional) number of rows that it rests on.
    confidence : float

    Returns
    -------
    low, high : arrays
        NaN where n is 0.
    """
    rates, rows = np.broadcast_arrays(np.asarray(p, dtype=float), np.asarray(n, dtype=float))
    tail = (1 - confidence) / 2
    known = (rows > 0) & np.isfinite(rates)
    events, others = np.where(known, rates * rows, 0.0), np.where(known, (1 - rates) * rows, 0.0)
    low = np.where(events > 0, betaincinv(np.maximum(events, 1e-9), others + 1, tail), 0.0)
    high = np.where(others > 0, betaincinv(events + 1, np.maximum(others, 1e-9), 1 - tail), 1.0)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def mean_interval(
    mean: ArrayLike, error: ArrayLike, n: ArrayLike, confidence: float = 0.95, *, share: bool = False
) -> tuple[Floats, Floats]:
    """Interval of a mean: Student's; where every value lies between 0 and 1, Wilson's with the spread that was seen.

    A mean is linear in its rows: its standard error is known in closed form, and draws would only repeat it, with noise.
    Student's interval takes few rows into account; for values that crowd at 0 or 1 it is lopsided (ten values of a skewed
    score: 88 % instead of 95 %). There a mean is a rate with less spread, so Wilson's interval stands on as many rows as
    would give a rate this error (the effective sample size of Korn and Graubard 1998, who correct it for few rows alike).

    Parameters
    ----------
    mean, error, n : array_like
        Mean, its standard error, and (effective) number of rows that it rests on.
    confidence : float
    share : bool
        Every value lies between 0 and 1.

    Returns
    -------
    low, high : arrays
        The mean itself where all values are alike; NaN where they rest on one row or none, which shows no spread.
    """
    means, errors, rows = np.broadcast_arrays(*(np.asarray(one, dtype=float) for one in (mean, error, n)))
    known = (rows > 1 + 1e-9) & np.isfinite(means)
    quantile = stdtrit(np.where(known, rows - 1, 1.0), 0.5 + confidence / 2)
    low, high = means - quantile * errors, means + quantile * errors
    if share:
        spread = known & (errors > 0)
        wide = np.where(spread, errors * quantile / normal_quantile(confidence), 1.0)
        low, high = wilson(means, np.where(spread, means * (1 - means) / wide**2, 1.0), confidence)
        low, high = np.where(errors > 0, low, means), np.where(errors > 0, high, means)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def widest(p: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """The wider end on either side of Wilson's and the exact interval.

    Wilson's covers about what it says on average; at a confidence of 0.99999, as when hundreds of pairs are compared at
    once, and on a handful of rows, it covers too little. There the exact ends are needed.
    """
    wilson_low, wilson_high = wilson(p, n, confidence)
    exact_low, exact_high = clopper_pearson(p, n, confidence)
    return np.minimum(wilson_low, exact_low), np.maximum(wilson_high, exact_high)


def square_and_add(
    p1: ArrayLike, ends1: tuple[ArrayLike, ArrayLike], p2: ArrayLike, ends2: tuple[ArrayLike, ArrayLike]
) -> tuple[Floats, Floats]:
    """Interval of the difference p1 - p2 from the intervals of both (Newcombe 1998; Zou and Donner 2008)."""
    first, second = np.asarray(p1, dtype=float), np.asarray(p2, dtype=float)
    (low1, high1), (low2, high2) = ends1, ends2
    difference = first - second
    low = difference - np.sqrt((first - np.asarray(low1)) ** 2 + (np.asarray(high2) - second) ** 2)
    high = difference + np.sqrt((np.asarray(high1) - first) ** 2 + (second - np.asarray(low2)) ** 2)
    return low, high


def newcombe(
    p1: ArrayLike, n1: ArrayLike, p2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Hybrid score interval of the difference p1 - p2 (Newcombe 1998, method 10)."""
    return square_and_add(p1, wilson(p1, n1, confidence), p2, wilson(p2, n2, confidence))


def katz_ratio(
    p1: ArrayLike, n1: ArrayLike, p2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Log interval of the ratio p1 / p2 (Katz 1978); [0, NaN] where p1 is 0 and the log has no variance."""
    first, rows1 = np.asarray(p1, dtype=float), np.asarray(n1, dtype=float)
    second, rows2 = np.asarray(p2, dtype=float), np.asarray(n2, dtype=float)
    z = normal_quantile(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt((1 - first) / (rows1 * first) + (1 - second) / (rows2 * second))
        ratio = first / second
        low, high = ratio * np.exp(-z * error), ratio * np.exp(z * error)
    zero = (first == 0) & (second > 0)
    return np.where(zero, 0.0, low), np.where(zero, np.nan, high)


def koopman_ratio(
    p1: ArrayLike, n1: ArrayLike, p2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Score interval of the ratio p1 / p2 (Koopman 1984); it stands also where a rate is 0 or 1.

    Parameters
    ----------
    p1, n1, p2, n2 : array_like
        Rates and (effective) numbers of rows that they rest on.
    confidence : float

    Returns
    -------
    low, high : arrays
        The ratios that the score test does not reject; high is infinite where p2 is 0, low is 0 where p1 is 0.
        NaN where a number of rows is 0.
    """
    rates1, rows1, rates2, rows2 = np.broadcast_arrays(*(np.asarray(one, dtype=float) for one in (p1, n1, p2, n2)))
    known = (rows1 > 0) & (rows2 > 0) & np.isfinite(rates1) & np.isfinite(rates2)
    low, high = np.full(rates1.shape, np.nan), np.full(rates1.shape, np.nan)
    if known.any():
        high[known] = _koopman_high(rates1[known], rows1[known], rates2[known], rows2[known], confidence)
        with np.errstate(divide="ignore"):
            low[known] = 1 / _koopman_high(rates2[known], rows2[known], rates1[known], rows1[known], confidence)
    return low, high


WIDEST = 30.0
"""Ratios are sought between e^-30 and e^30."""


def _koopman_high(p1: Floats, n1: Floats, p2: Floats, n2: Floats, confidence: float) -> Floats:
    """The largest ratio p1 / p2 that is not rejected, found on its logarithm."""
    from scipy.optimize import elementwise

    limit = normal_quantile(confidence)

    def excess(log_ratio: Floats, *ends: Floats) -> Floats:
        return np.asarray(np.sqrt(_koopman_score(np.exp(log_ratio), *ends)) - limit)

    # Walter's adjusted logarithm is close: where it brackets the end, the search is short.
    ends = (p1, n1, p2, n2)
    events1, events2 = p1 * n1 + 0.5, p2 * n2 + 0.5
    near = np.log(events1 / (n1 + 0.5) / (events2 / (n2 + 0.5)))
    far = near + 1.5 * limit * np.sqrt(1 / events1 - 1 / (n1 + 0.5) + 1 / events2 - 1 / (n2 + 0.5) + 1e-12)
    with np.errstate(divide="ignore", invalid="ignore"):
        seen = np.where((p1 > 0) & (p2 > 0), np.log(p1 / p2), -WIDEST)
    low = np.where(excess(near, *ends) < 0, near, seen)
    high = np.where((far < WIDEST) & (excess(far, *ends) > 0), far, WIDEST)
    found = elementwise.find_root(excess, (low, high), args=ends, tolerances={"xatol": 1e-9})
    return np.where(p2 == 0, np.inf, np.exp(found.x))


def _koopman_score(ratio: Floats, p1: Floats, n1: Floats, p2: Floats, n2: Floats) -> Floats:
    """Pearson's chi-squared of the counts against the likeliest rates whose ratio is this one."""
    rows, events = n1 + n2, p1 * n1 + p2 * n2
    b = -(ratio * (n1 + p2 * n2) + n2 + p1 * n1)
    root = np.sqrt(np.maximum(b**2 - 4 * rows * ratio * events, 0.0))
    likely2 = 2 * events / (root - b)  # the smaller root, in the form that does not cancel
    likely1 = ratio * likely2
    with np.errstate(divide="ignore", invalid="ignore"):
        first = n1 * (p1 - likely1) ** 2 / (likely1 * (1 - likely1))
        second = n2 * (p2 - likely2) ** 2 / (likely2 * (1 - likely2))
    return np.asarray(np.nan_to_num(first, nan=0.0) + np.nan_to_num(second, nan=0.0))
