"""What waiting costs, and the same project in other stories, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbook.roi.answers import CostLine, RoiAnswers
from workbook.roi.business import BusinessCase, business_case
from workbook.roi.promises import Scenario
from workbook.roi.simulating import Benefit
from workbook.stats.cash_flows import level_payment, net_present_value, payback_period

MONTHS = (0, 3, 6, 9, 12)


@dataclass(frozen=True)
class Story:
    """One scenario with what comes out of it."""

    name: str
    benefit: float
    npv: float
    payback: float | None
    cash_flows: tuple[float, ...]


@dataclass(frozen=True)
class Stories:
    """All scenarios, as entered first.

    Attributes
    ----------
    months, cost_of_delay : tuple of float
        What a start so many months later takes off the net present value (see `delayed`).
    """

    stories: tuple[Story, ...]
    months: tuple[float, ...]
    cost_of_delay: tuple[float, ...]
    currency: str


def delayed(case: BusinessCase, months: float) -> tuple[float, ...]:
    """Cash flows by year if everything starts so many months later while the window of years stays where it is.

    What is spent once is spent later (and weighs less today); what would have come in the last months falls out of the
    window. Within a year money is spread evenly.
    """
    late, whole = months / 12, int(months // 12)
    part = late - whole
    yearly = np.asarray(case.cash_flows[1:])
    pushed = np.concatenate([np.zeros(whole + 1), yearly])
    flows = (1 - part) * pushed[1 : len(yearly) + 1] + part * pushed[: len(yearly)]
    now = case.cash_flows[0] / (1 + case.discount_rate) ** late
    return (float(now), *(float(flow) for flow in flows))


def tell(answers: RoiAnswers, benefit: Benefit, scenarios: Sequence[Scenario] = ()) -> Stories:
    """The project as entered, careful, hopeful, and in the team's own stories.

    Careful and hopeful: the end of the benefit's 95 % interval with the high or low end of every cost.
    """
    told = [
        _story("As entered", answers, benefit.value),
        _story("Careful: low benefit, high costs", _ends(answers, "high"), benefit.low),
        _story("Hopeful: high benefit, low costs", _ends(answers, "low"), benefit.high),
    ]
    for one in scenarios:
        if one.name.strip():
            changed = _times(answers, one.costs)
            told.append(_story(one.name, changed, benefit.value * one.benefit, one.delay_months))
    case = business_case(answers, benefit.value)
    lost = tuple(case.npv - net_present_value(case.discount_rate, delayed(case, months)) for months in MONTHS)
    return Stories(tuple(told), tuple(float(one) for one in MONTHS), lost, answers.currency)


def yearly_cost(answers: RoiAnswers) -> float:
    """What the project costs a year at likely values, the cost at the start spread evenly at the discount rate."""
    case = business_case(answers, 0.0)
    spent = net_present_value(case.discount_rate, case.costs)
    return level_payment(case.discount_rate, answers.years, spent)


def _story(name: str, answers: RoiAnswers, benefit: float, months: float = 0.0) -> Story:
    case = business_case(answers, benefit)
    flows = delayed(case, months)
    return Story(name, benefit, net_present_value(case.discount_rate, flows), payback_period(flows), flows)


def _ends(answers: RoiAnswers, end: str) -> RoiAnswers:
    costs = tuple(line.model_copy(update={"likely": getattr(line, end)}) for line in answers.costs)
    return answers.model_copy(update={"costs": costs})


def _times(answers: RoiAnswers, factor: float) -> RoiAnswers:
    def scaled(line: CostLine) -> CostLine:
        return line.model_copy(update={name: getattr(line, name) * factor for name in ("low", "likely", "high")})

    return answers.model_copy(update={"costs": tuple(scaled(line) for line in answers.costs)})
