"""Shares of rows that carry weights, each with its interval, none of fewer than ten people; and how they are said."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from workbook.models.changes import Interval
from workbook.models.folds import Floats
from workbook.outcomes.amounts_in_words import money, money_range, percent, points, points_range
from workbook.stats.intervals import wilson

FEWEST = 10
"""Fewer people than this are not shown as a number."""
UNKNOWN: Interval = (float("nan"), float("nan"), float("nan"))


def effective(weight: Floats) -> float:
    """How many rows of equal weight would tell as much (Kish 1965)."""
    squares = float((weight**2).sum())
    return float(weight.sum()) ** 2 / squares if squares else 0.0


def weighted_share(which: NDArray[np.bool_] | Floats, weight: Floats, confidence: float = 0.95) -> Interval:
    """Share of rows by weight, with Wilson's interval on as many rows as they tell as much as.

    Parameters
    ----------
    which : array, shape (rows,)
        True or False; or the chance of each row, where people decide.
    weight : array, shape (rows,)
    confidence : float
    """
    rows = effective(weight)
    if not rows:
        return UNKNOWN
    value = float(np.average(np.asarray(which, dtype=float), weights=weight))
    low, high = wilson(value, rows, confidence)
    return value, float(low), float(high)


def shown(people: int) -> int | None:
    """A number of people that may be shown; None from one to nine."""
    return None if 0 < people < FEWEST else people


def without_small_counts(share: Interval, rows: int | None) -> Interval:
    """A share for the record, which everybody reads; unknown where it, or what it leaves, counts one to nine people.

    Parameters
    ----------
    share : Interval
    rows : int or None
        Those that it is a share of.
    """
    if rows is None or not math.isfinite(share[0]):
        return UNKNOWN
    counted = (share[0] * rows, (1 - share[0]) * rows)
    return UNKNOWN if any(0.5 <= one < FEWEST - 0.5 for one in counted) else share


def people_in_words(people: int | None) -> str:
    """A number of people, or that they are fewer than ten."""
    return f"fewer than {FEWEST}" if people is None else f"{people:,}"


def share_in_words(share: Interval) -> str:
    """A share with its interval: 12 % (10 to 14 %)."""
    value, low, high = share
    if not math.isfinite(value):
        return "unknown"
    return f"{percent(value)} ({percent(low).removesuffix(' %')} to {percent(high)})"


def points_in_words(difference: Interval) -> str:
    """A difference of shares with its interval: 3 points (−1 to 7 points)."""
    value, low, high = difference
    if not math.isfinite(value):
        return "unknown"
    return f"{points(value)} ({points_range(low, high)})"


def more_in_words(found: Interval, currency: str, per_year: bool, than: str = "") -> str:
    """Money more or less, with its interval: €84k more a year than today (€20k to €148k)."""
    value, low, high = found
    if low < 0 < high:
        ends = f"{money(-low, currency)} less to {money(high, currency)} more"
    else:
        first, last = sorted((abs(low), abs(high)))
        ends = money_range(first, last, currency)
    told = f" than {than}" if than else ""
    return f"{money(abs(value), currency)} {'more' if value >= 0 else 'less'}{' a year' if per_year else ''}{told} ({ends})"
