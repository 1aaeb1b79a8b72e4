"""A few whole cases side by side, and what a month of waiting costs."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.roi.answers import CostLine, RoiAnswers
from workbook.roi.business import BusinessCase, business_case

LATE = 0.5
"""Years that the late scenario begins later."""


@dataclass(frozen=True)
class Scenario:
    """One whole case under a name."""

    name: str
    what: str
    case: BusinessCase


@dataclass(frozen=True)
class Scenarios:
    """Cases side by side, and the cost of a month's delay in today's money."""

    all: tuple[Scenario, ...]
    month_of_delay: float
    currency: str


def scenarios(answers: RoiAnswers, benefit: tuple[float, float, float]) -> Scenarios:
    """The likely case beside a careful, a hopeful, a smaller and a later one.

    Parameters
    ----------
    answers : RoiAnswers
    benefit : (float, float, float)
        A year over today's process, with the ends of its 95 % interval.
    """
    middle, low, high = benefit
    volume = answers.yearly_volume or 1.0
    least, most = (answers.volume_low or volume) / volume, (answers.volume_high or volume) / volume
    first_low = answers.first_year_low if answers.first_year_low is not None else answers.first_year_share
    first_high = answers.first_year_high if answers.first_year_high is not None else answers.first_year_share
    careful = answers.model_copy(update={"costs": _all_at(answers, "high"), "first_year_share": first_low})
    hopeful = answers.model_copy(update={"costs": _all_at(answers, "low"), "first_year_share": first_high})
    later = answers.model_copy(update={"first_year_share": answers.first_year_share * (1 - LATE)})
    found = (
        Scenario("Likely", "every number as entered", business_case(answers, middle)),
        Scenario(
            "Careful",
            "benefit and volume at their low ends, costs at their high ends",
            business_case(careful, min(low * least, low * most)),
        ),
        Scenario(
            "Hopeful",
            "benefit and volume at their high ends, costs at their low ends",
            business_case(hopeful, max(high * least, high * most)),
        ),
        Scenario("Half the cases", "as entered, with half the cases a year", business_case(answers, middle / 2)),
        Scenario("Half a year late", "costs as planned, benefit half a year later", business_case(later, middle)),
    )
    return Scenarios(found, month_of_delay(answers, middle), answers.currency)


def month_of_delay(answers: RoiAnswers, benefit: float) -> float:
    """What a month of waiting costs today, where the end stays: a month of full benefit less a month of running costs.

    Parameters
    ----------
    answers : RoiAnswers
    benefit : float
        A year, at full roll-out.
    """
    running = sum(line.likely for line in answers.costs if line.when == "yearly")
    return (benefit - running) / 12 / (1 + answers.discount_rate) ** answers.years


def _all_at(answers: RoiAnswers, end: str) -> tuple[CostLine, ...]:
    return tuple(line.model_copy(update={"likely": getattr(line, end)}) for line in answers.costs)
