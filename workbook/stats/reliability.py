"""Whether a score that is a probability means what it says: bands of it against what happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.stats.intervals import rate, wilson

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
BANDS = 10
CHANCE_DRAWS = 1000


@dataclass(frozen=True, eq=False)
class Reliability:
    """Score bands, a line for each group.

    Attributes
    ----------
    n, score, share, low, high : array, shape (groups, bands)
        Rows, their mean score, the share of them with the event, and its Wilson interval.
    rests_on : array, shape (groups, bands)
        Effective rows: fewer than `n` where weights differ.
    error, error_low, error_high : array, shape (groups,)
        Mean distance of score and share over the bands, weighted by rows (expected calibration error), and where it lies.
    by_chance : array, shape (groups,)
        What 95 of 100 perfectly calibrated scores would stay below, with so few rows.
    base_rate, mean_score : array, shape (groups,)
    """

    n: Floats
    score: Floats
    share: Floats
    low: Floats
    high: Floats
    rests_on: Floats
    error: Floats
    error_low: Floats
    error_high: Floats
    by_chance: Floats
    base_rate: Floats
    mean_score: Floats


def reliability(
    score: Floats,
    positive: Floats,
    band: Codes,
    *,
    bands: int = BANDS,
    group: Codes | None = None,
    groups: int = 1,
    count: Floats | None = None,
    weight: Floats | None = None,
    weight_squared: Floats | None = None,
    seed: int = 0,
) -> Reliability:
    """Hold scores against what happened, in bands and by group.

    Parameters
    ----------
    score, positive : array, shape (places,)
        A probability, and 1 where the event happened; a place is a row, or several alike.
    band : array of int, shape (places,)
        As `bands_of` gives them.
    bands : int
    group : array of int, shape (places,), optional
    groups : int
    count, weight, weight_squared : array, shape (places,), optional
        Rows in each place, the sum of their weights and of the squares of these; 1 each without them.
    seed : int
        Of the draws that say what chance does.
    """
    ones = np.ones(len(score))
    counts, weights = (ones if one is None else one for one in (count, weight))
    squares = (weights**2 if weight is not None else ones) if weight_squared is None else weight_squared
    place = (np.zeros(len(score), dtype=np.int64) if group is None else group) * bands + band

    def total(of: Floats) -> Floats:
        return np.asarray(np.bincount(place, weights=of, minlength=groups * bands), dtype=float).reshape(groups, bands)

    n, held, scored, events, squared = (
        total(one) for one in (counts, weights, weights * score, weights * positive, squares)
    )
    rests_on = np.nan_to_num(rate(held**2, squared))
    mean, share = rate(scored, held), rate(events, held)
    low, high = wilson(share, rests_on)
    part = rate(held, held.sum(axis=1, keepdims=True))
    error = rate(np.nansum(np.abs(mean - share) * held, axis=1), held.sum(axis=1))
    typical, most = by_chance(part, rests_on, mean, seed)
    reach = np.sqrt(np.nansum((part * np.maximum(share - low, high - share)) ** 2, axis=1))
    base, middle = (rate(one.sum(axis=1), held.sum(axis=1)) for one in (events, scored))
    return Reliability(
        n, mean, share, low, high, rests_on, error, np.maximum(error - most, 0.0), np.minimum(error + reach, 1.0),
        typical, base, middle,
    )  # fmt: skip


def bands_of(score: Floats, weight: Floats, bands: int) -> Codes:
    """The band of each score: about as much weight in each, and the same score always in the same band."""
    values, inverse = np.unique(score, return_inverse=True)
    held = np.bincount(inverse, weights=weight, minlength=len(values))
    below = (np.cumsum(held) - held) / held.sum()  # of the shares alone: copies of the rows change no band
    return np.asarray(np.minimum((below * bands + 1e-9).astype(np.int64), bands - 1)[inverse])


def by_chance(part: Floats, rests_on: Floats, mean: Floats, seed: int) -> tuple[Floats, Floats]:
    """What 95 and what 97.5 of 100 scores that are right stay below, by drawing the events anew.

    The mean distance has no interval from the plain bootstrap: distances only add up, so every draw lies above the truth
    and a true zero is never covered. Two bounds hold instead, whatever the true distances are. Upwards a sum of distances
    is never less than the same sum with the true signs, which is as sure as the shares are (their Wilson ends, squared
    and added). Downwards it is never more than the truth plus what chance alone adds, which these draws say.
    """
    rows, chance = np.rint(rests_on).astype(np.int64), np.clip(np.nan_to_num(mean), 0, 1)
    drawn = np.random.default_rng(seed).binomial(rows, chance, size=(CHANCE_DRAWS, *rows.shape))
    apart = np.abs(np.divide(drawn, rows, out=np.zeros(drawn.shape), where=rows > 0) - chance) * (rows > 0)
    errors = np.where(np.isfinite(part).any(axis=1), (apart * np.nan_to_num(part)).sum(axis=2), np.nan)
    typical, most = np.quantile(errors, (0.95, 0.975), axis=0)
    return typical, most
