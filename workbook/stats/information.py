"""What knowing one uncertain number before deciding is worth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 50


def value_of_knowing(values: Floats, known: Floats, bins: int = BINS) -> float:
    """Expected value of perfect information on one input of a decision to go ahead (worth `values`) or not (worth 0).

    E[max(0, E[value | input])] - max(0, E[value]), the inner mean taken over neighbouring draws of the input (Strong &
    Oakley 2013, Medical Decision Making 33, 755-766). The estimate is biased upwards where bins are few in draws, since the larger
    of two noisy means flatters itself (see `noise_of_knowing`), and downwards where they are wide.

    Parameters
    ----------
    values : array, shape (draws,)
        Net present value of each draw.
    known : array, shape (draws,)
        The input in the same draws; a certain one is worth nothing.
    bins : int
        Neighbourhoods of equal size.

    Returns
    -------
    float
        Never negative.
    """
    if len(values) == 0 or float(known.max()) == float(known.min()):
        return 0.0
    ordered = values[np.argsort(known, kind="stable")]
    starts = np.linspace(0, len(values), min(bins, len(values)) + 1).astype(int)
    sizes = np.diff(starts)
    means = np.add.reduceat(ordered, starts[:-1]) / sizes
    informed = float((np.maximum(means, 0.0) * sizes).sum() / len(values))
    return _beyond_rounding(informed - max(0.0, float(values.mean())), values)


def noise_of_knowing(values: Floats, seed: int, bins: int = BINS) -> float:
    """What an input that has nothing to do with the value seems to be worth: the upward bias of `value_of_knowing`."""
    unrelated = np.random.default_rng(seed).random(len(values))
    return value_of_knowing(values, unrelated, bins)


def value_of_knowing_all(values: Floats) -> float:
    """Expected value of perfect information on everything: E[max(0, value)] - max(0, E[value])."""
    return _beyond_rounding(float(np.maximum(values, 0.0).mean()) - max(0.0, float(values.mean())), values)


def _beyond_rounding(gain: float, values: Floats) -> float:
    """Nothing where a gain is no more than what adding many numbers loses."""
    return gain if gain > 1e-9 * float(np.abs(values).mean()) else 0.0
