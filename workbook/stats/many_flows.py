"""Cash flows in many draws at once: what `cash_flows` says of one row of numbers, for a hundred thousand in a moment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LOWEST, HIGHEST = -0.99, 1000.0
"""Rates of return that are looked for."""


def triangular(uniform: Floats, low: float, likely: float, high: float) -> Floats:
    """A three-point estimate at these places of its distribution, each from 0 to 1; certain where low equals high."""
    if high <= low:
        return np.full(len(uniform), float(likely))
    bend = (likely - low) / (high - low)
    rising = low + np.sqrt(uniform * (high - low) * (likely - low))
    falling = high - np.sqrt((1 - uniform) * (high - low) * (high - likely))
    return np.asarray(np.where(uniform < bend, rising, falling))


def net_present_values(rate: float, flows: Floats) -> Floats:
    """Net present value of each row of flows, shape (draws, years + 1)."""
    return np.asarray((flows / (1 + rate) ** np.arange(flows.shape[1])).sum(axis=1))


def paybacks(flows: Floats) -> Floats:
    """Years until each row adds up to zero, linear within a year; infinite where it never does, 0 where nothing is owed."""
    running = np.cumsum(flows, axis=1)
    found = np.full(len(flows), np.nan)
    owed = np.zeros(len(flows), dtype=bool)
    before = np.zeros(len(flows))
    for year in range(flows.shape[1]):
        back = owed & np.isnan(found) & (running[:, year] >= 0)
        found[back] = year - 1 - before[back] / flows[back, year]
        owed |= running[:, year] < 0
        before = running[:, year]
    return np.where(np.isnan(found), np.where(owed, np.inf, 0.0), found)


def discounted_paybacks(rate: float, flows: Floats) -> Floats:
    """The same for the discounted flows."""
    return paybacks(flows / (1 + rate) ** np.arange(flows.shape[1]))


def internal_rates(flows: Floats) -> Floats:
    """The rate of return of each row whose flows change sign once; not a number for all others.

    With one change of sign the net present value has exactly one zero for rates above -100 % (Descartes), which is
    bracketed and halved; rows with several changes may have several rates, and rows without one have none.
    """
    signs = np.sign(flows)
    filled = signs.copy()
    for year in range(1, flows.shape[1]):
        filled[:, year] = np.where(signs[:, year] == 0, filled[:, year - 1], signs[:, year])
    changes = ((filled[:, 1:] != filled[:, :-1]) & (filled[:, :-1] != 0)).sum(axis=1)
    found = np.full(len(flows), np.nan)
    once = np.flatnonzero(changes == 1)
    if len(once):
        found[once] = _halved(np.ascontiguousarray(flows[once].T), filled[once, -1])
    return found


def _halved(flows: Floats, last_sign: Floats) -> Floats:
    """Zeros in the logarithm of the yearly discount factor, for columns that end with this sign."""
    low = np.full(flows.shape[1], -np.log1p(HIGHEST))
    high = np.full(flows.shape[1], -np.log1p(LOWEST))
    turned = flows * last_sign
    for _ in range(48):
        middle = (low + high) / 2
        factor, value = np.exp(middle), np.zeros_like(middle)
        for flow in turned[::-1]:
            value = value * factor + flow
        above = value > 0
        high, low = np.where(above, middle, high), np.where(above, low, middle)
    rates = np.expm1(-(low + high) / 2)
    outside = (rates > 0.999 * HIGHEST) | (rates < LOWEST + 1e-9)
    return np.asarray(np.where(outside, np.nan, rates))
