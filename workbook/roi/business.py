"""The business case: benefit a year against costs, as cash flows, with the few numbers that people ask for."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.roi.answers import AdoptionYear, CostLine, RoiAnswers
from workbook.stats.cash_flows import (
    discounted_payback_period,
    internal_rate_of_return,
    net_present_value,
    payback_period,
)

REVISION = 2


@dataclass(frozen=True)
class BusinessCase:
    """Cash flows by year and what follows from them.

    Attributes
    ----------
    benefits, costs, cash_flows : tuple of float, length years + 1
        Year 0 is now.
    npv : float
    npv_low, npv_high : float
        Everything at its worst, and everything at its best, at once: a range, not an interval of probability.
    roi : float or None
        (present value of benefits - of costs) / present value of costs.
    payback, discounted_payback : float or None
        Years.
    irr : float, tuple of float or None
    """

    benefits: tuple[float, ...]
    costs: tuple[float, ...]
    cash_flows: tuple[float, ...]
    npv: float
    npv_low: float
    npv_high: float
    roi: float | None
    payback: float | None
    discounted_payback: float | None
    irr: float | tuple[float, ...] | None
    discount_rate: float
    currency: str


def business_case(
    answers: RoiAnswers, benefit: float, benefit_low: float | None = None, benefit_high: float | None = None
) -> BusinessCase:
    """The case for a benefit a year over what happens today.

    Parameters
    ----------
    answers : RoiAnswers
        Costs, years, discount rate and the share of the first year.
    benefit, benefit_low, benefit_high : float
        A year, with its interval; certain where no interval is given.
    """
    low = benefit if benefit_low is None else benefit_low
    high = benefit if benefit_high is None else benefit_high
    benefits, costs = _benefits(answers, benefit), _costs(answers, "likely")
    flows = tuple(gain - cost for gain, cost in zip(benefits, costs, strict=True))
    rate = answers.discount_rate
    spent = net_present_value(rate, costs)
    worst = net_present_value(
        rate, [g - c for g, c in zip(_benefits(answers, low), _costs(answers, "high"), strict=True)]
    )
    finest = net_present_value(
        rate, [g - c for g, c in zip(_benefits(answers, high), _costs(answers, "low"), strict=True)]
    )
    return BusinessCase(
        benefits=benefits,
        costs=costs,
        cash_flows=flows,
        npv=net_present_value(rate, flows),
        npv_low=worst,
        npv_high=finest,
        roi=(net_present_value(rate, benefits) - spent) / spent if spent > 0 else None,
        payback=payback_period(flows),
        discounted_payback=discounted_payback_period(rate, flows),
        irr=internal_rate_of_return(flows),
        discount_rate=rate,
        currency=answers.currency,
    )


def _benefits(answers: RoiAnswers, benefit: float) -> tuple[float, ...]:
    return (0.0, *(benefit * year.likely for year in adoption(answers)))


def adoption(answers: RoiAnswers) -> tuple[AdoptionYear, ...]:
    """The share of the benefit in each year: as entered, the last line going on; else the first year's, then all."""
    first = answers.first_year_share
    entered = answers.adoption or (AdoptionYear(likely=first), AdoptionYear())
    return tuple(entered[min(year, len(entered) - 1)] for year in range(answers.years))


def _costs(answers: RoiAnswers, estimate: str) -> tuple[float, ...]:
    once = sum(_estimate(line, estimate) for line in answers.costs if line.when == "once")
    yearly = sum(_estimate(line, estimate) for line in answers.costs if line.when == "yearly")
    return (once, *([yearly] * answers.years))


def _estimate(line: CostLine, estimate: str) -> float:
    value: float = getattr(line, estimate)
    return value
