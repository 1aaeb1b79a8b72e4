"""Present value, rate of return and payback of many cash flows at once, a row each; column 0 is now, undiscounted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbook.errors import InputError

Floats = NDArray[np.float64]
LOWEST, HIGHEST = -0.99, 1000.0
HALVINGS = 60


def net_present_values(rate: float, flows: Floats) -> Floats:
    """As `cash_flows.net_present_value`, for each row.

    Parameters
    ----------
    rate : float
        A year; above -1.
    flows : array of float, shape (rows, years + 1)
    """
    if rate <= -1:
        raise InputError("A discount rate of −100 % or less has no meaning.", "Give a rate such as 0.1 for 10 %.")
    factors: Floats = (1 + rate) ** -np.arange(flows.shape[1], dtype=float)
    return np.asarray(flows @ factors, dtype=float)


def payback_periods(flows: Floats) -> Floats:
    """As `cash_flows.payback_period`, for each row; NaN where what is owed is never paid back.

    Parameters
    ----------
    flows : array of float, shape (rows, years + 1)
    """
    rows, years = flows.shape
    total, owed = np.zeros(rows), np.zeros(rows, dtype=bool)
    period, found = np.zeros(rows), np.zeros(rows, dtype=bool)
    for year in range(years):
        flow = flows[:, year]
        back = owed & ~found & (total + flow >= 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            period = np.where(back, year - 1 - total / flow, period)
        found |= back
        total = total + flow
        owed |= total < 0
    return np.where(found | ~owed, period, np.nan)


def internal_rates_of_return(flows: Floats) -> Floats:
    """The rate at which each row is worth nothing today, by bisection from -99 % to 100,000 % a year.

    NaN where the signs of a row change more than once (then there can be several rates), never, or outside that span.
    """
    signs = np.sign(flows)
    signs = np.where(signs == 0, np.nan, signs)
    changes = np.zeros(len(flows), dtype=int)
    last = np.full(len(flows), np.nan)
    for year in range(flows.shape[1]):
        known = ~np.isnan(signs[:, year])
        changes += known & ~np.isnan(last) & (signs[:, year] != last)
        last = np.where(known, signs[:, year], last)
    low, high = np.full(len(flows), LOWEST), np.full(len(flows), HIGHEST)
    first = _values(low, flows)
    usable = (changes == 1) & (np.sign(first) != np.sign(_values(high, flows)))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        same = np.sign(_values(middle, flows)) == np.sign(first)
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.where(usable, (low + high) / 2, np.nan)


def _values(rates: Floats, flows: Floats) -> Floats:
    """Net present value of each row at its own rate (Horner's scheme, from the last year back)."""
    factor, value = 1 / (1 + rates), np.zeros(len(flows))
    for year in range(flows.shape[1] - 1, 0, -1):
        value = (value + flows[:, year]) * factor
    return value + flows[:, 0]
