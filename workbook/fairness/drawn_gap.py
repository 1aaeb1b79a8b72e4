"""The gap of the rate that matters most in each draw: so that money drawn from the same rows can stand beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.data.tallies import Tally
from workbook.fairness.rates import DEFINITIONS, IN_WORDS, Floats
from workbook.outcomes import Policy, Samples, Wording, draw_samples, group_name
from workbook.stats.intervals import rate


@dataclass(frozen=True, eq=False)
class DrawnGap:
    """Highest minus lowest rate, of the two groups that have them in the rows themselves.

    Attributes
    ----------
    rate : str
        In words.
    highest, lowest : str
    difference : array, shape (draws,)
        Of these two groups in each draw: it may be negative; not a number where a draw holds nobody to compare.
    tolerance : float
    """

    rate: str
    highest: str
    lowest: str
    difference: Floats
    tolerance: float


def samples_at(tally: Tally, policy: Policy | None, groups: tuple[str, ...]) -> Samples | None:
    """Draws at the policy in force, over the crossed groups; None before a policy was declared."""
    if policy is None:
        return None
    return draw_samples(tally, policy, tuple(name for name in groups if name in tally.group_names) or None)


def gap_in_draws(
    samples: Samples | None, metric: str, tolerance: float, tolerance_reason: str, wording: Wording
) -> DrawnGap | None:
    """The gap in each draw; None before a policy and a tolerance with its reason, or without two groups to compare.

    Parameters
    ----------
    samples : Samples or None
    metric : str
        A key of `DEFINITIONS`.
    tolerance : float
    tolerance_reason : str
        While it is empty the tolerance is not fixed, and nothing is held against it.
    wording : Wording
    """
    if samples is None or not tolerance_reason.strip():
        return None
    counted = samples.counted
    seen, drawn = _rates(counted.weight[None], metric)[0], _rates(_weights(samples), metric)
    known = [code for code, key in enumerate(counted.groups) if None not in key and np.isfinite(seen[code])]
    if len(known) < 2:
        return None
    highest = max(known, key=lambda code: seen[code])
    lowest = min((code for code in known if code != highest), key=lambda code: seen[code])
    names = [group_name(counted.groups[code], counted.names, wording.meanings) for code in (highest, lowest)]
    return DrawnGap(IN_WORDS[metric], names[0], names[1], drawn[:, highest] - drawn[:, lowest], tolerance)


def _weights(samples: Samples) -> Floats:
    """The weight that each draw holds: of as many rows as were drawn, whose weights differ as they do in the rows."""
    counted = samples.counted
    mean, squares = (rate(one, counted.count) for one in (counted.weight, counted.weight_squared))
    mean, own = np.nan_to_num(mean), np.sqrt(np.maximum(np.nan_to_num(squares - mean**2), 0.0))
    drawn = samples.drawn.astype(float)
    noise = np.random.default_rng([samples.seed, 2]).standard_normal(drawn.shape) if own.any() else 0.0
    return np.asarray(np.maximum(drawn * mean + np.sqrt(drawn) * own * noise, 0.0))


def _rates(counts: Floats, metric: str) -> Floats:
    """Rates of counts, shape (draws, groups, 3, 3), as (draws, groups)."""
    above, below = (sum(counts[..., label, side] for label, side in cells) for cells in DEFINITIONS[metric])
    return rate(np.asarray(above), np.asarray(below))
