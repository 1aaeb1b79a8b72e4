"""Value: what each threshold is worth, how surely, and whether the project pays."""

from workbook.outcomes.payoff import elkan_threshold
from workbook.roi.business import BusinessCase, business_case
from workbook.roi.simulating import Benefit, Simulation, simulate
from workbook.roi.value import ValueCurve, net_benefit, value_curve
from workbook.stats.cash_flows import (
    discounted_payback_period,
    internal_rate_of_return,
    net_present_value,
    payback_period,
)

__all__ = [
    "Benefit",
    "BusinessCase",
    "Simulation",
    "ValueCurve",
    "business_case",
    "discounted_payback_period",
    "elkan_threshold",
    "internal_rate_of_return",
    "net_benefit",
    "net_present_value",
    "payback_period",
    "simulate",
    "value_curve",
]
