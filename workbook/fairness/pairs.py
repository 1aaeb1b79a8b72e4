"""Gaps between every two groups, with intervals that hold for all of them at once, and the verdicts they allow.

Highest minus lowest is biased upward with many groups, and its percentile bootstrap never covers a true zero:
verdicts rest on intervals over pairs (Newcombe), corrected over pairs and metrics (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.fairness.rates import MIRRORED, Rates
from workbook.stats.intervals import koopman_ratio, square_and_add, widest
from workbook.stats.power import needed_n

Floats = NDArray[np.float64]
GAP, NO_GAP, CANNOT_TELL = "gap", "no gap", "cannot tell"


@dataclass(frozen=True, eq=False)
class PairGaps:
    """One metric between every two groups: first minus second, first over second.

    Attributes
    ----------
    first, second : array of int, shape (pairs,)
        Group codes.
    difference, low, high, ratio : array, shape (pairs,)
        The ratio is NaN where the second rate is 0.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    difference: Floats
    low: Floats
    high: Floats
    ratio: Floats


@dataclass(frozen=True)
class Gap:
    """The gap of one metric: highest minus lowest, lowest over highest, and what can be said of it.

    Attributes
    ----------
    highest, lowest : int
        Group codes; -1 where fewer than two groups have the rate.
    difference, ratio : float
    difference_low, difference_high : float
        Where the true highest-minus-lowest lies: from the largest lower end to the largest upper end of all pair
        intervals, never below 0. It covers the truth whenever all pair intervals do, and the verdict can be read off it.
    verdict : {"gap", "no gap", "cannot tell"}
    needed_n : float
        People per group that would decide with 80 % power, if the true rates are those seen; NaN where the verdict
        is decided, a rate is undefined, or the gap seen is the tolerance, so that no number decides.
    """

    highest: int
    lowest: int
    difference: float
    difference_low: float
    difference_high: float
    ratio: float
    verdict: str
    needed_n: float


NAN = float("nan")
NOTHING_TO_COMPARE = Gap(-1, -1, NAN, NAN, NAN, NAN, CANNOT_TELL, NAN)


def comparisons(metrics: Sequence[str], groups: int) -> int:
    """How many questions are asked at once: pairs of groups times metrics, mirrored metrics counted once."""
    return len({MIRRORED.get(metric, metric) for metric in metrics}) * groups * (groups - 1) // 2


def simultaneous(confidence: float, asked: int) -> float:
    """The confidence of each of several intervals that hold together with the given confidence (Bonferroni)."""
    return 1 - (1 - confidence) / max(asked, 1)


def compare(rates: Rates, codes: NDArray[np.int64], confidence: float) -> PairGaps:
    """Every two of the groups `codes`, with intervals at this (already corrected) confidence.

    Newcombe's, made from the wider of Wilson's and the exact ends of each rate: so far out in the tails Wilson's alone
    gave a false gap on up to one page in five (groups of ten beside groups of thousands, a tolerance of one point).
    """
    places = np.triu_indices(len(codes), k=1)
    first, second = codes[places[0]], codes[places[1]]
    ends = widest(rates.value, rates.rests_on, confidence)
    p1, p2 = rates.value[first], rates.value[second]
    low, high = square_and_add(p1, (ends[0][first], ends[1][first]), p2, (ends[0][second], ends[1][second]))
    ratio = np.divide(p1, p2, out=np.full(p1.shape, np.nan), where=p2 > 0)
    return PairGaps(first, second, p1 - p2, low, high, ratio)


def ratio_intervals(
    rates: Mapping[str, Rates], pairs: Mapping[str, PairGaps], confidence: float
) -> dict[str, tuple[Floats, Floats]]:
    """Koopman's intervals of first over second for every metric and pair, at this (already corrected) confidence."""
    if not pairs:
        return {}
    ends = [_ends(rates[metric].value, rates[metric].rests_on, gaps) for metric, gaps in pairs.items()]
    p1, n1, p2, n2 = (np.stack(one) for one in zip(*ends, strict=True))
    low, high = koopman_ratio(p1, n1, p2, n2, confidence)
    return {metric: (low[place], high[place]) for place, metric in enumerate(pairs)}


def _ends(value: Floats, rows: Floats, gaps: PairGaps) -> tuple[Floats, Floats, Floats, Floats]:
    """Rates and rows of both groups of every pair."""
    return value[gaps.first], rows[gaps.first], value[gaps.second], rows[gaps.second]


def smallest_ratio(low: Floats, high: Floats) -> tuple[float, float]:
    """Where the true lowest-over-highest lies, given simultaneous intervals of the ratio of every pair."""
    known = np.isfinite(low)
    if not known.any():
        return NAN, NAN
    with np.errstate(divide="ignore"):
        lower = np.minimum(low[known], 1 / high[known])
        upper = np.minimum(np.minimum(high[known], 1 / low[known]), 1.0)
    return float(lower.min()), float(upper.min())


def judge(rates: Rates, pairs: PairGaps, codes: NDArray[np.int64], tolerance: float) -> Gap:
    """The verdict of one metric over all pairs, and its highest and lowest group; `needed_n` is left for `decide`.

    Parameters
    ----------
    rates : Rates
    pairs : PairGaps
        Of the same metric, with simultaneous intervals.
    codes : array of int
        Groups that were compared.
    tolerance : float
        Declared before the result was seen.
    """
    defined = codes[np.isfinite(rates.value[codes])]
    if len(defined) < 2:
        return NOTHING_TO_COMPARE
    # Of groups with the same rate the one with more rows is named, whatever the groups are called.
    highest = int(max(defined, key=lambda code: (rates.value[code], rates.rests_on[code])))
    lowest = int(min(defined, key=lambda code: (rates.value[code], -rates.rests_on[code])))
    top, bottom = float(rates.value[highest]), float(rates.value[lowest])
    with np.errstate(invalid="ignore"):
        low = max(0.0, float(np.nanmax(np.maximum(pairs.low, -pairs.high))))
        high = float(np.nanmax(np.maximum(pairs.high, -pairs.low)))
    complete = len(defined) == len(codes)
    # A pair that cannot be computed (a group without positives, say) is never a pass.
    verdict = GAP if low > tolerance else NO_GAP if high <= tolerance and complete else CANNOT_TELL
    return Gap(highest, lowest, top - bottom, low, high, bottom / top if top > 0 else NAN, verdict, NAN)


def people_needed(
    rates: Mapping[str, Rates], pairs: Mapping[str, PairGaps], n: Floats, tolerance: float, confidence: float
) -> dict[str, float]:
    """People per group that would decide each of these metrics (see `needed_n`), all metrics at once.

    Parameters
    ----------
    rates, pairs : mapping of metric to Rates and PairGaps
        Only metrics that are not decided.
    n : array, shape (groups,)
        Rows of each group: with `Rates.rests_on` they say how many of a group's people a rate rests on.
    tolerance, confidence : float
        Confidence of each single interval, corrected already.
    """
    if not pairs:
        return {}
    ends = []
    for metric, gaps in pairs.items():
        share = np.divide(rates[metric].rests_on, n, out=np.zeros_like(n), where=n > 0)
        ends.append(_ends(rates[metric].value, share, gaps))
    p1, share1, p2, share2 = (np.stack(one) for one in zip(*ends, strict=True))
    found = needed_n(p1, p2, tolerance, confidence, share1=share1, share2=share2)
    return dict(zip(pairs, (float(one) for one in found), strict=True))
