"""The business case many times over: every uncertain number drawn from its range, the model's from its sampling error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from workbook.roi.uncertainty.spreads import Spread, Yearly
from workbook.stats.information import value_of_knowing, value_of_knowing_all
from workbook.stats.many_cash_flows import internal_rates_of_return, net_present_values, payback_periods
from workbook.stats.triangular import triangular

Floats = NDArray[np.float64]
DRAWS = 100_000
SHARES = (0.1, 0.5, 0.9)
FOR_RATES = 10_000
"""Draws of which the rate of return is sought: it takes sixty passes, and its quantiles need no more."""
WORST = 0.1


@dataclass(frozen=True)
class Swing:
    """What one number does to the net present value when it goes from one end to the other, all others likely."""

    spread: Spread
    at_low: float
    at_high: float
    worth_knowing: float

    @property
    def size(self) -> float:
        """How far the net present value moves."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, eq=False)
class Simulation:
    """What follows from all draws.

    Attributes
    ----------
    npv : array of float, shape (draws,)
    likely : float
        Net present value with every number at its likely value: the deterministic case.
    mean, low, high : float
        Of the net present value; the middle 80 %.
    loss : float
        Chance that it is below zero.
    worst_tenth : float
        Its mean over the worst tenth of the draws.
    returned, rate, payback, discounted_payback : tuple of float
        10 %, 50 % and 90 % quantiles: money back for money spent less one, rate of return, years. NaN where they do
        not exist.
    never : float
        Chance that it does not pay back in these years.
    flow_low, flow_mean, flow_high : array of float, shape (years + 1,)
        Cash flow of each year.
    swings : tuple of Swing
        The weightiest first.
    knowing_all : float
        What knowing every number before deciding would be worth.
    """

    npv: Floats
    likely: float
    mean: float
    low: float
    high: float
    loss: float
    worst_tenth: float
    returned: tuple[float, float, float]
    rate: tuple[float, float, float]
    payback: tuple[float, float, float]
    discounted_payback: tuple[float, float, float]
    never: float
    flow_low: Floats
    flow_mean: Floats
    flow_high: Floats
    swings: tuple[Swing, ...]
    knowing_all: float
    currency: str
    years: int


def simulate(yearly: Yearly, draws: int = DRAWS, seed: int = 0) -> Simulation:
    """Draw the case `draws` times.

    Triangular ranges (low, likely, high) for what people estimated, a normal distribution for the sampling error of
    the model's money: the same standard error that the picture of money against threshold shows. All numbers are
    drawn independently of each other.

    Parameters
    ----------
    yearly : Yearly
    draws : int
    seed : int
    """
    drawn = _drawn(yearly, draws, np.random.default_rng(seed))
    flows, spent = _flows(yearly, drawn)
    npv = net_present_values(yearly.rate, flows)
    factors = (1 + yearly.rate) ** -np.arange(yearly.years + 1, dtype=float)
    cost = spent @ factors
    with np.errstate(divide="ignore", invalid="ignore"):
        returned = np.where(cost > 0, npv / cost, np.nan)
    paid, discounted = payback_periods(flows), payback_periods(flows * factors)
    worst = np.sort(npv)[: max(1, round(WORST * draws))]
    likely = [np.array([one.likely]) for one in yearly.spreads]
    return Simulation(
        npv=npv,
        likely=float(net_present_values(yearly.rate, _flows(yearly, likely)[0])[0]),
        mean=float(npv.mean()),
        low=float(np.quantile(npv, 0.1)),
        high=float(np.quantile(npv, 0.9)),
        loss=float((npv < 0).mean()),
        worst_tenth=float(worst.mean()),
        returned=_quantiles(returned),
        rate=_of_those_that_exist(internal_rates_of_return(flows[:FOR_RATES])),
        payback=_quantiles(paid),
        discounted_payback=_quantiles(discounted),
        never=float(np.isnan(paid).mean()),
        flow_low=np.quantile(flows, 0.1, axis=0),
        flow_mean=flows.mean(axis=0),
        flow_high=np.quantile(flows, 0.9, axis=0),
        swings=_swings(yearly, drawn, npv),
        knowing_all=value_of_knowing_all(npv),
        currency=yearly.currency,
        years=yearly.years,
    )


def _drawn(yearly: Yearly, draws: int, random: np.random.Generator) -> list[Floats]:
    found = []
    for one in yearly.spreads:
        uniform = random.random(draws)
        if one.certain:
            found.append(np.full(draws, one.likely))
        elif one.kind == "sampling":
            found.append(yearly.standard_error * ndtri(np.clip(uniform, 1e-12, 1 - 1e-12)))
        else:
            found.append(triangular(uniform, one.low, one.likely, one.high))
    return found


def _flows(yearly: Yearly, drawn: list[Floats]) -> tuple[Floats, Floats]:
    """Cash flows and costs by year for each draw: year 0 pays what is paid once, the others what is paid yearly."""
    rows = len(drawn[0])
    benefit, volume = np.full(rows, yearly.benefit), np.ones(rows)
    first, once, running = np.ones(rows), np.zeros(rows), np.zeros(rows)
    for spread, values in zip(yearly.spreads, drawn, strict=True):
        if spread.kind == "sampling":
            benefit = benefit + values
        elif spread.kind == "worth":
            benefit = benefit + (values - 1) * spread.weight
        elif spread.kind == "volume":
            volume = values
        elif spread.kind == "first year":
            first = values
        elif spread.kind == "once":
            once = once + values
        else:
            running = running + values
    benefit = benefit * volume
    costs = np.column_stack([once, *([running] * yearly.years)])
    gains = np.column_stack([np.zeros(rows), benefit * first, *([benefit] * (yearly.years - 1))])
    return gains - costs, costs


def _swings(yearly: Yearly, drawn: list[Floats], npv: Floats) -> tuple[Swing, ...]:
    likely = [one.likely for one in yearly.spreads]
    found = []
    for place, spread in enumerate(yearly.spreads):
        if spread.certain:
            continue
        ends = [
            np.array([end if other == place else value for other, value in enumerate(likely)])
            for end in (spread.low, spread.high)
        ]
        rows = np.array(ends)
        low, high = net_present_values(yearly.rate, _flows(yearly, [rows[:, at] for at in range(len(likely))])[0])
        found.append(Swing(spread, float(low), float(high), value_of_knowing(drawn[place], npv)))
    return tuple(sorted(found, key=lambda one: -one.size))


def _of_those_that_exist(rates: Floats) -> tuple[float, float, float]:
    """Quantiles of rates of return; none where more than one draw in twenty has no rate."""
    if np.isnan(rates).mean() > 0.05:
        return (np.nan, np.nan, np.nan)
    low, middle, high = np.nanquantile(rates, SHARES)
    return float(low), float(middle), float(high)


def _quantiles(values: Floats) -> tuple[float, float, float]:
    """10 %, 50 % and 90 % over all draws; a draw without a value counts as beyond any."""
    ranked = np.sort(np.where(np.isnan(values), np.inf, values))
    low, middle, high = (float(ranked[int(share * (len(ranked) - 1))]) for share in SHARES)
    return tuple(one if np.isfinite(one) else float("nan") for one in (low, middle, high))  # type: ignore[return-value]
