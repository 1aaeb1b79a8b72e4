"""What it is worth to know one uncertain number before deciding."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DEGREE = 3


def value_of_knowing(draws: Floats, worth: Floats) -> float:
    """Expected value of perfect information on one number, for the choice between going and not going.

    E[max(E[worth | number], 0)] - max(E[worth], 0), where not going is worth nothing. E[worth | number] is a cubic
    regression on the draws (Strong, Oakley, Brennan 2014 do the same with smoother curves); worth that bends more
    sharply than a cubic is smoothed, and the value of knowing it then comes out too small.

    Parameters
    ----------
    draws : array of float
        Of the number.
    worth : array of float
        Net present value in the same draws.

    Returns
    -------
    float
        At least 0, in the unit of `worth`; 0 where the number does not vary.
    """
    spread = float(draws.std())
    if spread <= 1e-12 * max(1.0, float(np.abs(draws).max())):
        return 0.0
    standard = (draws - draws.mean()) / spread
    powers = np.vander(standard, DEGREE + 1)
    fitted = powers @ np.linalg.lstsq(powers.T @ powers, powers.T @ worth, rcond=None)[0]
    return max(0.0, float(np.maximum(fitted, 0).mean()) - max(0.0, float(worth.mean())))


def value_of_knowing_all(worth: Floats) -> float:
    """The same for every uncertain number at once: E[max(worth, 0)] - max(E[worth], 0)."""
    return max(0.0, float(np.maximum(worth, 0).mean()) - max(0.0, float(worth.mean())))
