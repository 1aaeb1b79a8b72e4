"""How many rows would decide a question that these rows leave open. Arrays in, arrays out."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from workbook.stats.intervals import newcombe, normal_quantile

Floats = NDArray[np.float64]
MOST = 1e12
"""Beyond this many the question is taken to be the tolerance itself, which no number decides."""


def needed_n(
    p1: ArrayLike,
    p2: ArrayLike,
    tolerance: float,
    confidence: float,
    power: float = 0.8,
    *,
    share1: ArrayLike = 1.0,
    share2: ArrayLike = 1.0,
) -> Floats:
    """People per group that would decide, with this power, if the true rates are these.

    Where the largest difference is beyond the tolerance, n is what shows one pair to be beyond it; where it is within,
    n is what shows every pair to be within it (both ends of every interval). Normal power of a difference of two rates
    with variance p1 q1 / n1 + p2 q2 / n2 (Chow, Shao and Wang 2008, chapter 4); never fewer than Newcombe's interval
    itself would need if the rates were seen exactly.

    Parameters
    ----------
    p1, p2 : array_like, shape (..., pairs)
        Rates of the two groups of each pair.
    tolerance, confidence : float
        Confidence of each single interval, corrected already for the number of pairs.
    power : float
    share1, share2 : array_like, shape (..., pairs)
        Share of a group's people that its rate rests on (of all applicants, those who repaid).

    Returns
    -------
    array, shape (...)
        NaN where a rate is undefined, or where the largest difference is the tolerance: no number decides then.
    """
    first, second, rests1, rests2 = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(one, dtype=float)) for one in (p1, p2, share1, share2))
    )
    largest = np.max(np.abs(first - second), axis=-1)
    possible = np.isfinite(largest) & (np.min(np.minimum(rests1, rests2), axis=-1) > 0)
    possible &= ~np.isclose(largest, tolerance, rtol=0, atol=1e-9)
    enough = partial(_enough, first, second, rests1, rests2, tolerance, confidence, power)
    low, high = np.zeros(largest.shape), np.full(largest.shape, np.log(MOST))
    possible &= enough(np.exp(high))
    for _ in range(26):
        middle = (low + high) / 2
        decides = enough(np.exp(middle))
        low, high = np.where(decides, low, middle), np.where(decides, middle, high)
    return np.where(possible, np.maximum(np.ceil(np.exp(high) - 1e-6), 2.0), np.nan)


def _enough(
    p1: Floats, p2: Floats, share1: Floats, share2: Floats, tolerance: float, confidence: float, power: float, n: Floats
) -> NDArray[np.bool_]:
    """Whether n people per group decide; shape of n."""
    rows1, rows2 = n[..., None] * share1, n[..., None] * share2
    apart = np.abs(p1 - p2)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(p1 * (1 - p1) / rows1 + p2 * (1 - p2) / rows2)
        beyond = np.where(error > 0, (apart - tolerance) / error, np.where(apart > tolerance, np.inf, -np.inf))
        opposite = np.where(error > 0, (apart + tolerance) / error, np.inf)
    z = normal_quantile(confidence)
    low, high = newcombe(p1, rows1, p2, rows2, confidence)
    shown = ((low > tolerance) | (high < -tolerance)) & (beyond >= z + ndtri(power))
    missed = np.sum(ndtr(z + beyond) + ndtr(z - opposite), axis=-1)
    within = np.all((low >= -tolerance) & (high <= tolerance), axis=-1) & (missed <= 1 - power)
    return np.asarray(np.where(np.max(apart, axis=-1) > tolerance, np.any(shown, axis=-1), within))
