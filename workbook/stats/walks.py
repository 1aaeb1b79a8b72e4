"""How far a random walk strays from zero for its length, over all of its lengths at once."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy.optimize import brentq


def walk_quantile(spans: Sequence[float], alpha: float = 0.05) -> float:
    """The z that no standardised sum of a walk exceeds on one side, at any length, with probability 1 - alpha.

    A place z for which P(max of B(t)/√t over t0 <= t <= t1 exceeds z) is alpha in all, one walk for each span:
    ½ [(z - 1/z) φ(z) ln(t1/t0) + 4 φ(z)/z] each (James, James & Siegmund 1987, Biometrika 74, halved for one side).
    A walk of rows jumps where B does not, so it stays below this more often still.

    Parameters
    ----------
    spans : sequence of float
        t1/t0 of each walk: its largest over its smallest variance; 1 and less for a walk of no length.
    alpha : float

    Returns
    -------
    float
        At least the quantile of a single look.
    """
    logs = [math.log(span) for span in spans if span > 1]
    if not logs:
        logs = [0.0]

    def excess(z: float) -> float:
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        return sum((z - 1 / z) * density * log + 4 * density / z for log in logs) / 2 - alpha

    return float(brentq(excess, 1.2, 40.0))
