"""Intervals for rates, their differences and ratios: arrays in, arrays out. Undefined is NaN."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

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


def newcombe(
    p1: ArrayLike, n1: ArrayLike, p2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Hybrid score interval of the difference p1 - p2 (Newcombe 1998, method 10)."""
    first, second = np.asarray(p1, dtype=float), np.asarray(p2, dtype=float)
    low1, high1 = wilson(first, n1, confidence)
    low2, high2 = wilson(second, n2, confidence)
    difference = first - second
    low = difference - np.sqrt((first - low1) ** 2 + (high2 - second) ** 2)
    high = difference + np.sqrt((high1 - first) ** 2 + (second - low2) ** 2)
    return low, high


def katz_ratio(
    p1: ArrayLike, n1: ArrayLike, p2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Log interval of the ratio p1 / p2 (Katz 1978); [0, NaN] where a rate is 0 and the log has no variance."""
    first, rows1 = np.asarray(p1, dtype=float), np.asarray(n1, dtype=float)
    second, rows2 = np.asarray(p2, dtype=float), np.asarray(n2, dtype=float)
    z = normal_quantile(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt((1 - first) / (rows1 * first) + (1 - second) / (rows2 * second))
        ratio = first / second
        low, high = ratio * np.exp(-z * error), ratio * np.exp(z * error)
    zero = (first == 0) & (second > 0)
    return np.where(zero, 0.0, low), np.where(zero, np.nan, high)


def needed_n(p1: ArrayLike, p2: ArrayLike, tolerance: float, confidence: float, power: float = 0.8) -> Floats:
    """People per group that would decide between "beyond" and "within" the tolerance, if the true rates are these.

    n = (z_confidence + z_power)² (p1 q1 + p2 q2) / (|p1 - p2| - tolerance)², the usual normal formula for two rates.

    Returns
    -------
    array
        NaN where the difference is the tolerance: no number decides then.
    """
    first, second = np.asarray(p1, dtype=float), np.asarray(p2, dtype=float)
    distance = np.abs(np.abs(first - second) - tolerance)
    z = normal_quantile(confidence) + float(ndtri(power))
    with np.errstate(divide="ignore", invalid="ignore"):
        people = z**2 * (first * (1 - first) + second * (1 - second)) / distance**2
    return np.asarray(np.where(distance < 1e-9, np.nan, np.maximum(np.ceil(people), 2.0)))
