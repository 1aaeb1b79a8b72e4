"""Which of several groups differ most in a share, by intervals that hold for all pairs at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from workbook.models.changes import Interval
from workbook.stats.intervals import square_and_add, wilson


@dataclass(frozen=True)
class Between:
    """Two groups that differ.

    Attributes
    ----------
    highest, lowest : str
    value : Interval
        The highest minus the lowest; or the chance that one needs more than the other.
    verdict : str
        "gap", "no gap" or "cannot tell"; of a chance "more" or "cannot tell".
    """

    highest: str
    lowest: str
    value: Interval
    verdict: str


@dataclass(frozen=True)
class Share:
    """A share of a group: its value, the rows that it rests on, and a further share of which nobody knows."""

    value: float
    rows: float
    unknown: float = 0.0


def furthest_apart(shares: Mapping[str, Share], tolerance: float) -> Between | None:
    """The two groups that differ most, and whether any two differ by more than is tolerated.

    The difference of the highest and the lowest of many groups is large by chance alone: its interval, and the verdict,
    hold for all pairs at once (Bonferroni). Where there is a gap, the pair is told that shows it best.

    Returns
    -------
    Between or None
        None for fewer than two groups.
    """
    if len(shares) < 2:
        return None
    confidence = 1 - 0.05 / (len(shares) * (len(shares) - 1) / 2)
    pairs = [_pair(one, other, shares, confidence) for one, other in combinations(shares, 2)]
    surest = max(pairs, key=lambda pair: pair[2][1])
    if surest[2][1] > tolerance:
        return Between(*surest, "gap")
    largest = max(pairs, key=lambda pair: pair[2][0])
    alike = all(high <= tolerance for _, _, (_, _, high) in pairs)
    return Between(*largest, "no gap" if alike else "cannot tell")


def _pair(one: str, other: str, shares: Mapping[str, Share], confidence: float) -> tuple[str, str, Interval]:
    highest, lowest = (one, other) if shares[one].value >= shares[other].value else (other, one)
    high, low = shares[highest], shares[lowest]
    ends = [wilson(each.value, each.rows, confidence) for each in (high, low)]
    bottom, top = square_and_add(high.value, ends[0], low.value, ends[1])
    return highest, lowest, (high.value - low.value, float(bottom) - low.unknown, float(top) + high.unknown)
