"""Gaps between every two groups, with intervals that hold for all of them at once, and the verdicts they allow.

Highest minus lowest is biased upward with many groups, and its percentile bootstrap never covers a true zero:
verdicts rest on intervals over pairs (Newcombe), corrected over pairs and metrics (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.fairness.rates import MIRRORED, Rates
from workbook.stats.intervals import katz_ratio, needed_n, newcombe

Floats = NDArray[np.float64]
GAP, NO_GAP, CANNOT_TELL = "gap", "no gap", "cannot tell"


@dataclass(frozen=True, eq=False)
class PairGaps:
    """One metric between every two groups: first minus second, first over second.

    Attributes
    ----------
    first, second : array of int, shape (pairs,)
        Group codes.
    difference, low, high, ratio, ratio_low, ratio_high : array, shape (pairs,)
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    difference: Floats
    low: Floats
    high: Floats
    ratio: Floats
    ratio_low: Floats
    ratio_high: Floats


@dataclass(frozen=True)
class Gap:
    """The gap of one metric: highest minus lowest, lowest over highest, and what can be said of it.

    `needed_n` is the number of people per group that would decide, if the true gap is the one seen; NaN where the
    verdict is decided, or where the gap seen is the tolerance and no number decides.
    """

    highest: int
    lowest: int
    difference: float
    difference_low: float
    difference_high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    verdict: str
    needed_n: float


NAN = float("nan")
NOTHING_TO_COMPARE = Gap(-1, -1, NAN, NAN, NAN, NAN, NAN, NAN, CANNOT_TELL, NAN)


def comparisons(metrics: Sequence[str], groups: int) -> int:
    """How many questions are asked at once: pairs of groups times metrics, mirrored metrics counted once."""
    return len({MIRRORED.get(metric, metric) for metric in metrics}) * groups * (groups - 1) // 2


def simultaneous(confidence: float, asked: int) -> float:
    """The confidence of each of several intervals that hold together with the given confidence (Bonferroni)."""
    return 1 - (1 - confidence) / max(asked, 1)


def compare(rates: Rates, codes: NDArray[np.int64], confidence: float) -> PairGaps:
    """Every two of the groups `codes`, with intervals at this (already corrected) confidence."""
    places = np.triu_indices(len(codes), k=1)
    first, second = codes[places[0]], codes[places[1]]
    p1, n1, p2, n2 = rates.value[first], rates.rests_on[first], rates.value[second], rates.rests_on[second]
    low, high = newcombe(p1, n1, p2, n2, confidence)
    ratio_low, ratio_high = katz_ratio(p1, n1, p2, n2, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = p1 / p2
    return PairGaps(first, second, p1 - p2, low, high, ratio, ratio_low, ratio_high)


def judge(rates: Rates, pairs: PairGaps, codes: NDArray[np.int64], tolerance: float, confidence: float) -> Gap:
    """The verdict of one metric over all pairs, and its highest and lowest group.

    Parameters
    ----------
    rates : Rates
    pairs : PairGaps
        Of the same metric.
    codes : array of int
        Groups that were compared.
    tolerance : float
        Declared before the result was seen.
    confidence : float
        Of each single interval, already corrected.
    """
    defined = codes[np.isfinite(rates.value[codes])]
    if len(defined) < 2:
        return NOTHING_TO_COMPARE
    # Of groups with the same rate the one with more rows is named, whatever the groups are called.
    highest = int(max(defined, key=lambda code: (rates.value[code], rates.rests_on[code])))
    lowest = int(min(defined, key=lambda code: (rates.value[code], -rates.rests_on[code])))
    p1, n1, p2, n2 = rates.value[highest], rates.rests_on[highest], rates.value[lowest], rates.rests_on[lowest]
    low, high = newcombe(p1, n1, p2, n2, confidence)
    ratio_low, ratio_high = katz_ratio(p2, n2, p1, n1, confidence)
    verdict = _verdict(pairs, tolerance)
    people = float(needed_n(p1, p2, tolerance, confidence)) if verdict == CANNOT_TELL else float("nan")
    ratio = float(p2 / p1) if p1 > 0 else float("nan")
    ends = (float(low), float(high), ratio, float(ratio_low), float(ratio_high))
    return Gap(highest, lowest, float(p1 - p2), *ends, verdict, people)


def _verdict(pairs: PairGaps, tolerance: float) -> str:
    with np.errstate(invalid="ignore"):
        if bool(np.any((pairs.low > tolerance) | (pairs.high < -tolerance))):
            return GAP
        within = (pairs.low >= -tolerance) & (pairs.high <= tolerance)
    # A pair that cannot be computed (a group without positives, say) is never a pass.
    return NO_GAP if bool(np.all(within)) else CANNOT_TELL
