"""Policy x tally x payoff: counts, rates, money and draws. What fairness, ROI and later stages share."""

from workbook.outcomes.between import Difference, Moved, difference_between, moved
from workbook.outcomes.counts import Confusion, confusion
from workbook.outcomes.draws import Samples, draw_confusion, draw_money, draw_samples
from workbook.outcomes.money import Money, MoneyCurve, money_along, money_at
from workbook.outcomes.paired import Differences, difference_along, difference_from_decision_along
from workbook.outcomes.payoff import OutcomeValue, Payoff, elkan_threshold
from workbook.outcomes.policy import GroupThreshold, Policy, ReviewBand, as_policy, position, reviewed, snapped
from workbook.outcomes.wording import Wording, group_name, plain

__all__ = [
    "Confusion",
    "Difference",
    "Differences",
    "GroupThreshold",
    "Money",
    "MoneyCurve",
    "Moved",
    "OutcomeValue",
    "Payoff",
    "Policy",
    "ReviewBand",
    "Samples",
    "Wording",
    "as_policy",
    "confusion",
    "difference_along",
    "difference_between",
    "difference_from_decision_along",
    "draw_confusion",
    "draw_money",
    "draw_samples",
    "elkan_threshold",
    "group_name",
    "money_along",
    "money_at",
    "moved",
    "plain",
    "position",
    "reviewed",
    "snapped",
]
