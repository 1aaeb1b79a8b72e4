"""Many comparisons at once: p-values and intervals that hold for all of them together."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def holm(p: ArrayLike) -> Floats:
    """Adjusted p-values (Holm 1979): calling those at or below 0.05 findings, even one false one has a chance of 5 %.

    Parameters
    ----------
    p : array_like, shape (tests,)
        Of any tests, however they hang together.

    Returns
    -------
    array, shape (tests,)
        In the order of `p`; never above 1.
    """
    given = np.asarray(p, dtype=float)
    order = np.argsort(given, kind="stable")
    steps = given[order] * np.arange(len(given), 0, -1)
    adjusted = np.empty_like(given)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def simultaneous(confidence: float, intervals: int) -> float:
    """Confidence of each of several intervals so that all hold at once with `confidence` (Bonferroni)."""
    return 1 - (1 - confidence) / max(intervals, 1)
