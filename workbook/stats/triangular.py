"""Three-point estimates as triangular distributions: low, likely, high."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbook.errors import InputError

Floats = NDArray[np.float64]


def triangular(uniform: Floats, low: float, likely: float, high: float) -> Floats:
    """Draws of a triangular distribution, by its inverse distribution function.

    Parameters
    ----------
    uniform : array of float
        Draws from 0 to 1; the same draws give the same values, so that scenarios can be compared in pairs.
    low, likely, high : float
        Where low equals high every draw is exactly `likely`.

    Raises
    ------
    InputError
        They are not in this order.
    """
    if not low <= likely <= high:
        raise InputError(f"{low:g}, {likely:g}, {high:g} are not low, likely and high.", "Put them in this order.")
    if low == high:
        return np.full(len(uniform), float(likely))
    width, up, down = high - low, likely - low, high - likely
    rising = uniform < up / width
    return np.where(
        rising, low + np.sqrt(uniform * width * up), high - np.sqrt(np.maximum((1 - uniform) * width * down, 0.0))
    )


def triangular_mean(low: float, likely: float, high: float) -> float:
    """The mean of a triangular distribution: (low + likely + high) / 3."""
    return likely if low == high else (low + likely + high) / 3
