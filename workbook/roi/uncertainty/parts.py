"""The live parts of the business case under uncertainty, and what they read by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbook.data.tallies import Tally
from workbook.errors import WorkbookError
from workbook.outcomes import Policy
from workbook.roi.answers import RoiAnswers
from workbook.roi.standing import Standing, standing
from workbook.roi.uncertainty.contributing import contributions
from workbook.roi.uncertainty.figures import flows_by_year, npv_distribution, tornado
from workbook.roi.uncertainty.scenarios import Scenarios, scenarios
from workbook.roi.uncertainty.simulating import Simulation, simulate
from workbook.roi.uncertainty.spreads import Yearly, spreads_of
from workbook.roi.uncertainty.words import delay_in_words, knowing, knowing_table, scenario_table, simulation_in_words
from workbook.ui.live import Ask, Live, Provided

EVIDENCE, REVISION = "roi.uncertainty", 1
SEED = 2026
"""The same draws for everybody who looks at the same answers."""


def yearly_of(found: Standing, tally: Tally, policy: Policy | None, answers: RoiAnswers) -> Yearly:
    """What the case rests on, at the policy in force.

    Raises
    ------
    WorkbookError
        The benefit over today's process is not known yet.
    """
    return spreads_of(answers, known_benefit(found), contributions(found, tally, policy, answers))


def known_benefit(found: Standing) -> tuple[float, float, float]:
    """Benefit a year over today's process. Raises `WorkbookError` with what is missing."""
    if not found.curve.per_year:
        raise WorkbookError("Nobody has said how many cases there are a year.", "Enter it above.")
    if found.benefit is None:
        raise WorkbookError(
            "The benefit over today's process is not known yet.",
            "Declare a threshold, and say above what happens today.",
        )
    return found.benefit


def simulated(yearly: Yearly) -> Simulation:
    """The case many times over."""
    return simulate(yearly, seed=SEED)


def side_by_side(found: Standing, answers: RoiAnswers) -> Scenarios:
    """Scenarios at the policy in force."""
    return scenarios(answers, known_benefit(found))


def kept_simulation(found: Simulation) -> dict[str, Any]:
    """What the evidence keeps: quantiles and swings, no draws."""
    return {
        "npv_mean": found.mean,
        "npv_low": found.low,
        "npv_high": found.high,
        "npv_likely": found.likely,
        "loss": found.loss,
        "worst_tenth": found.worst_tenth,
        "never_pays_back": found.never,
        "currency": found.currency,
        "swings": [
            {"name": one.spread.name, "size": one.size, "worth_knowing": one.worth_knowing, "owner": one.spread.owner}
            for one in found.swings
        ],
    }


def same(found: Any) -> Any:
    """What is looked at is the result."""
    return found


RANGES = ("volume_low", "volume_high", "first_year_low", "first_year_high")
PARTS = (
    Ask("ranges", RoiAnswers, RANGES),
    Live(
        "odds",
        reads=("simulation",),
        analyse=same,
        show=npv_distribution,
        say=simulation_in_words,
        records=EVIDENCE,
        keep=kept_simulation,
    ),
    Live("tornado", reads=("simulation",), analyse=same, show=tornado),
    Live("knowing", reads=("simulation",), analyse=same, show=knowing_table, say=knowing),
    Live("flows", reads=("simulation",), analyse=same, show=flows_by_year),
    Live(
        "scenarios", reads=("standing_in_force", "roi"), analyse=side_by_side, show=scenario_table, say=delay_in_words
    ),
)


def provided() -> Mapping[str, Provided]:
    """What the parts above read by name: at the policy in force, so that a slider does not start the draws anew."""
    return {
        "standing_in_force": Provided(("ground", "tally", "policy_in_force", "roi", "wording"), standing),
        "yearly": Provided(("standing_in_force", "tally", "policy_in_force", "roi"), yearly_of),
        "simulation": Provided(("yearly",), simulated),
    }
