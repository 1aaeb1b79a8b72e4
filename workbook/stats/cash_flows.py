"""Present value, internal rate of return and payback of cash flows by year; flow 0 is now and undiscounted."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from workbook.errors import InputError

TINY = 1e-9
NOTHING = 1e-15
"""Share of the greatest flow below which another is left out."""


def net_present_value(rate: float, cash_flows: Sequence[float]) -> float:
    """Sum of cash_flows[t] / (1 + rate)^t.

    Parameters
    ----------
    rate : float
        A year, 0.1 for 10 %; above -1.
    cash_flows : sequence of float

    Raises
    ------
    InputError
        The rate is -100 % or less.
    """
    if rate <= -1:
        raise InputError("A discount rate of −100 % or less has no meaning.", "Give a rate such as 0.1 for 10 %.")
    flows = np.asarray(cash_flows, dtype=float)
    return float((flows / (1 + rate) ** np.arange(len(flows))).sum())


def internal_rate_of_return(cash_flows: Sequence[float]) -> float | tuple[float, ...] | None:
    """Every rate above -100 % at which the net present value is zero.

    Returns
    -------
    float, tuple of float or None
        One rate, several in ascending order, or None where there is none.

    Raises
    ------
    InputError
        A flow is missing or infinite.
    """
    flows = np.asarray(cash_flows, dtype=float)
    if not np.all(np.isfinite(flows)):
        raise InputError("A cash flow is not a number.", "Give an amount for each year, 0 where nothing is paid.")
    # Beside the greatest flow the least ones are nothing, and dividing by them leaves the range of numbers.
    flows = np.trim_zeros(np.where(np.abs(flows) > NOTHING * np.abs(flows).max(initial=0.0), flows, 0.0), "b")
    if len(flows) < 2 or not (np.any(flows > 0) and np.any(flows < 0)):
        return None
    roots = np.roots(flows[::-1])
    growth = [
        float(1 / root.real) for root in roots if abs(root.imag) < 1e-7 * max(1.0, abs(root)) and root.real > TINY
    ]
    refined = sorted(_refined(one - 1, flows) for one in growth)
    # A rate at which the value only touches zero is found twice, a hair apart.
    apart = tuple(rate for place, rate in enumerate(refined) if place == 0 or rate - refined[place - 1] > 1e-6)
    if not apart:
        return None
    return apart[0] if len(apart) == 1 else apart


def _refined(rate: float, flows: np.ndarray) -> float:
    """One to three Newton steps: the polynomial's roots lose digits where they lie close together."""
    years = np.arange(len(flows))
    for _ in range(3):
        if 1 + rate < TINY:  # as good as losing everything: powers of it are no numbers
            break
        value = float((flows / (1 + rate) ** years).sum())
        slope = float((-years * flows / (1 + rate) ** (years + 1)).sum())
        if abs(slope) < TINY:
            break
        step = value / slope
        if abs(step) > 1e-3:
            break
        rate -= step
    return rate


def payback_period(cash_flows: Sequence[float]) -> float | None:
    """Years until the flows add up to zero for the first time, linear within a year.

    Returns
    -------
    float or None
        0 where nothing is ever owed; None where what is owed is never paid back.
    """
    total, owed = 0.0, False
    for year, flow in enumerate(cash_flows):
        if owed and total + flow >= 0:
            return year - 1 + (-total) / flow
        total += flow
        owed = owed or total < 0
    return None if owed else 0.0


def discounted_payback_period(rate: float, cash_flows: Sequence[float]) -> float | None:
    """The payback period of the discounted flows; None where it does not exist."""
    return payback_period([flow / (1 + rate) ** year for year, flow in enumerate(cash_flows)])


def level_payment(rate: float, periods: int, present_value: float) -> float:
    """The equal payment at the end of each period that repays a present value: PV · r / (1 - (1 + r)^-n).

    Parameters
    ----------
    rate : float
        A period.
    periods : int
        At least 1.
    present_value : float

    Raises
    ------
    InputError
        There is no period, or the rate is -100 % or less.
    """
    if periods < 1 or rate <= -1:
        raise InputError("An equal payment needs a period and a rate above −100 %.", "Give at least one year.")
    if rate == 0:
        return present_value / periods
    return present_value * rate / (1 - (1 + rate) ** -periods)


def value_after(rate: float, periods: int, payment: float, present_value: float) -> float:
    """What a present value and equal payments at the end of each period grow to: PV (1 + r)^n + P ((1 + r)^n - 1) / r."""
    growth = (1 + rate) ** periods
    return present_value * growth + payment * ((growth - 1) / rate if rate else periods)


def periods_to_repay(rate: float, payment: float, present_value: float) -> float | None:
    """Periods until equal payments have repaid a present value; None where they never do."""
    if payment <= 0 or payment <= present_value * rate:
        return None
    return present_value / payment if rate == 0 else -math.log(1 - present_value * rate / payment) / math.log1p(rate)
