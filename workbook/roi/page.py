"""The live parts of the Value page."""

from __future__ import annotations

from math import isfinite
from typing import Any

from workbook.errors import WorkbookError
from workbook.outcomes.amounts_in_words import named
from workbook.outcomes.prevalence import at_prevalence
from workbook.project import Record
from workbook.roi.answers import RoiAnswers
from workbook.roi.business import REVISION as CASE_REVISION
from workbook.roi.capacity import under_capacity
from workbook.roi.depth_figures import (
    capacity_figure,
    decision_curve_figure,
    draws_figure,
    meaning_figure,
    months_figure,
    stories_figure,
    tornado,
)
from workbook.roi.depth_words import (
    break_even_in_words,
    break_even_table,
    capacity_in_words,
    decision_curve_in_words,
    knowing_in_words,
    knowing_table,
    meaning_in_words,
    months_in_words,
    simulation_in_words,
    simulation_table,
    stories_in_words,
)
from workbook.roi.figures import cash_flow
from workbook.roi.flat_top import flat_top
from workbook.roi.joining import against, claimed, curve_of_decisions, months, simulated, told
from workbook.roi.payoffs import assumptions, payoff_of, payoff_or_none, unowned
from workbook.roi.promises import Launch, WhatIf
from workbook.roi.readout import read_out, readout_table
from workbook.roi.realised import take_months
from workbook.roi.simulating import REVISION as SIMULATION_REVISION
from workbook.roi.simulating import Simulation
from workbook.roi.standing import Case, Standing, case_of, ground, standing
from workbook.roi.together import together, together_in_words
from workbook.roi.typical import typical_costs, typical_in_words
from workbook.roi.value import REVISION as VALUE_REVISION
from workbook.roi.words import assumption_table, assumptions_in_words, case_in_words, value_in_words
from workbook.ui.live import Ask, Custom, Explore, Live, Provided

TITLE = "Value"
QUESTION = "What is each decision worth, and does the project pay?"
MINUTES = 25
SECTIONS = (RoiAnswers, WhatIf, Launch)
REVISIONS = {"roi.value": VALUE_REVISION, "roi.business_case": CASE_REVISION, "roi.simulation": SIMULATION_REVISION}


def kept_value(found: Standing) -> dict[str, Any]:
    """What the evidence keeps: aggregates only."""
    curve = found.curve
    if found.value is None:
        raise WorkbookError("No threshold has been declared yet.", "Declare one with the slider, then record.")
    value, low, high = found.value
    return {
        "threshold": found.threshold,
        "value": value,
        "value_low": low,
        "value_high": high,
        "benefit": found.benefit[0] if found.benefit else None,
        "gain": curve.gain,
        "gain_low": curve.gain_low,
        "gain_high": curve.gain_high,
        "claimed": found.claimed,
        "best_threshold": curve.best_threshold if isfinite(curve.best_threshold) else None,
        "treat_all": curve.treat_all,
        "treat_none": curve.treat_none,
        "today": found.ground.today,
        "currency": curve.currency,
        "per_year": curve.per_year,
        "held_out": curve.held_out,
        "trained_on_these_rows": found.ground.trained_on_these_rows,
        "rows": curve.rows,
        "label_is": found.wording.label_is,
        "unowned": list(found.unowned),
    }


def kept_case(found: Case) -> dict[str, Any]:
    """What the evidence keeps of the business case."""
    case = found.case
    return {
        "npv_likely": case.npv,
        "npv_low": case.npv_low,
        "npv_high": case.npv_high,
        "roi": case.roi,
        "payback": case.payback,
        "benefit": found.benefit,
        "benefit_low": found.benefit_low,
        "benefit_high": found.benefit_high,
        "cash_flows": list(case.cash_flows),
        "currency": case.currency,
        "unowned": list(found.unowned),
        "assumptions": [{"name": one.name, "value": one.value, "owner": one.owner} for one in found.assumptions[:8]],
    }


def kept_simulation(found: Simulation) -> dict[str, Any]:
    """What the evidence keeps of the draws."""
    low, middle, high = found.between(found.npv)
    return {
        "npv_low": low,
        "npv_middle": middle,
        "npv_high": high,
        "chance_of_loss": found.chance_of_loss,
        "worst_tenth": found.worst_tenth,
        "draws": len(found.npv),
        "seed": found.seed,
        "currency": found.currency,
        "strongest": [{"name": one.name, "low": one.low, "high": one.high} for one in found.influences[:8]],
        "look_first": max(found.influences, key=lambda one: one.worth_knowing).name if found.influences else None,
    }


def as_it_is(found: Any) -> Any:
    """What was read is the result."""
    return found


WORTHS = ("currency", "true_positive", "false_positive", "false_negative", "true_negative")
PROCESS = ("yearly_volume", "volume_owner", "volume_source", "today", "today_value", "today_owner")
PROJECT = ("costs", "years", "discount_rate", "discount_owner", "first_year_share")
LIMITS = ("capacity_a_day", "working_days", "minutes_each", "population_share")
RAMP = ("yearly_volume_low", "yearly_volume_high", "adoption")
PROMISE = ("claim", "claim_value", "share_low", "share_high", "also_known", "also_value")

FIRST_VIEW = (
    Ask("worth", RoiAnswers, WORTHS),
    Ask("process", RoiAnswers, PROCESS),
    Live(
        "flat_top",
        reads=("standing",),
        analyse=as_it_is,
        show=flat_top,
        say=value_in_words,
        records="roi.value",
        keep=kept_value,
    ),
    Explore("threshold", "Threshold", "fairness.threshold"),
    Live("readout", reads=("standing", "look", "roi"), analyse=read_out, show=readout_table),
    Ask("costs", RoiAnswers, PROJECT),
    Live(
        "case",
        reads=("standing", "roi"),
        analyse=case_of,
        show=cash_flow,
        say=case_in_words,
        records="roi.business_case",
        keep=kept_case,
    ),
    Live("assumptions", reads=("roi",), analyse=assumptions, show=assumption_table, say=assumptions_in_words),
)

DEPTH = (
    Ask("harms", RoiAnswers, ("harms",)),
    Ask("limits", RoiAnswers, LIMITS),
    Live(
        "capacity",
        reads=("ground", "roi"),
        analyse=under_capacity,
        show=capacity_figure,
        say=capacity_in_words,
    ),
    Live(
        "break_even",
        reads=("declared_standing", "population", "payoff", "roi"),
        analyse=against,
        show=break_even_table,
        say=break_even_in_words,
    ),
    Live(
        "decision_curve",
        reads=("population", "roi"),
        analyse=curve_of_decisions,
        show=decision_curve_figure,
        say=decision_curve_in_words,
    ),
    Ask("promise", WhatIf, PROMISE),
    Live(
        "meaning",
        reads=("declared_standing", "payoff", "roi", "roi_what_if"),
        analyse=claimed,
        show=meaning_figure,
        say=meaning_in_words,
    ),
    Live("typical", reads=(), analyse=typical_costs, show=as_it_is, say=typical_in_words),
    Ask("ramp", RoiAnswers, RAMP),
    Live(
        "draws",
        reads=("simulation",),
        analyse=as_it_is,
        show=draws_figure,
        say=simulation_in_words,
        records="roi.simulation",
        keep=kept_simulation,
    ),
    Live("draws_table", reads=("simulation",), analyse=as_it_is, show=simulation_table),
    Live("together", reads=("simulation", "gap_in_draws"), analyse=together, say=together_in_words),
    Live("tornado", reads=("simulation",), analyse=as_it_is, show=tornado, say=knowing_in_words),
    Live("knowing", reads=("simulation",), analyse=as_it_is, show=knowing_table),
    Ask("scenarios", WhatIf, ("scenarios",)),
    Live(
        "stories",
        reads=("declared_standing", "roi", "roi_what_if"),
        analyse=told,
        show=stories_figure,
        say=stories_in_words,
    ),
    Ask("launch", Launch),
    Custom("months_file", "file", take_months, "A file with the months"),
    Live(
        "months",
        reads=("declared_standing", "roi", "roi_launch"),
        analyse=months,
        show=months_figure,
        say=months_in_words,
    ),
)

PARTS = (*FIRST_VIEW, *DEPTH)

PROVIDES = {
    "payoff": Provided(("roi",), payoff_of),
    "payoff_or_none": Provided(("roi",), payoff_or_none),
    "population": Provided(("tally", "roi.population_share"), at_prevalence),
    "ground": Provided(("population", "payoff", "roi", "wording", "columns.trained_on_these_rows"), ground),
    "standing": Provided(("ground", "population", "policy_or_none", "roi", "wording"), standing),
    "declared_standing": Provided(("ground", "population", "policy_in_force", "roi", "wording"), standing),
    "simulation": Provided(("declared_standing", "population", "payoff", "roi", "samples"), simulated),
    "picture": Provided(("standing",), flat_top),
}


def blockers(record: Record) -> tuple[str, ...]:
    """What the money side still lacks."""
    answers = record.section(RoiAnswers)
    found = []
    if not any(
        (
            answers.true_positive.constant,
            answers.true_positive.amount,
            answers.false_positive.constant,
            answers.false_positive.amount,
        )
    ):
        found.append("Enter what a rightly and a wrongly selected case is worth.")
    if not answers.yearly_volume:
        found.append("Enter how many cases there are a year.")
    if answers.today == "not said":
        found.append("Say what happens today, without the model.")
    ownerless = unowned(answers)
    if ownerless and not found:
        found.append(f"Find an owner for: {named(ownerless, 3)}.")
    return tuple(found)


def progress(record: Record) -> float:
    """Share of the page's steps that are done: worth, volume, today, costs, and the value on record."""
    answers = record.section(RoiAnswers)
    steps = (
        bool(answers.true_positive.constant or answers.true_positive.amount),
        answers.yearly_volume is not None,
        answers.today != "not said",
        bool(answers.costs),
        record.latest("roi.value") is not None,
    )
    return sum(steps) / len(steps)
