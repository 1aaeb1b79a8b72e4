"""The live parts of the Value page."""

from __future__ import annotations

from typing import Any

from workbook.errors import WorkbookError
from workbook.project import Record
from workbook.roi.answers import RoiAnswers
from workbook.roi.business import REVISION as CASE_REVISION
from workbook.roi.figures import cash_flow, flat_top
from workbook.roi.payoffs import assumptions, payoff_of, unowned
from workbook.roi.quality import parts as quality
from workbook.roi.standing import Case, Standing, case_of, ground, standing
from workbook.roi.uncertainty import parts as uncertainty
from workbook.roi.value import REVISION as VALUE_REVISION
from workbook.roi.words import assumption_table, assumptions_in_words, case_in_words, value_in_words
from workbook.ui.live import Ask, Explore, Live, Provided

TITLE = "Value"
QUESTION = "What is each decision worth, and does the project pay?"
MINUTES = 25
SECTIONS = (RoiAnswers, quality.SECTION)
REVISIONS = {
    "roi.value": VALUE_REVISION,
    "roi.business_case": CASE_REVISION,
    uncertainty.EVIDENCE: uncertainty.REVISION,
}


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
        "best_threshold": curve.best_threshold,
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


WORTHS = ("currency", "true_positive", "false_positive", "false_negative", "true_negative")
PROCESS = ("yearly_volume", "volume_owner", "volume_source", "today", "today_value", "today_owner")
PROJECT = ("costs", "years", "discount_rate", "discount_owner", "first_year_share")

PARTS = (
    Ask("worth", RoiAnswers, WORTHS),
    Ask("process", RoiAnswers, PROCESS),
    Live(
        "flat_top",
        reads=("standing",),
        analyse=lambda found: found,
        show=flat_top,
        say=value_in_words,
        records="roi.value",
        keep=kept_value,
    ),
    Explore("threshold", "Threshold", "fairness.threshold"),
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
    *uncertainty.PARTS,
    *quality.PARTS,
)

PROVIDES = {
    "payoff": Provided(("roi",), payoff_of),
    "ground": Provided(("tally", "payoff", "roi", "wording", "columns.trained_on_these_rows"), ground),
    "standing": Provided(("ground", "tally", "policy_or_none", "roi", "wording"), standing),
    "picture": Provided(("standing",), flat_top),
    **uncertainty.provided(),
    **quality.provided(),
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
        found.append(f"Find an owner for: {', '.join(ownerless[:3])}{' …' if len(ownerless) > 3 else ''}.")
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
