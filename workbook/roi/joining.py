"""What the parts of the page have in common: the declared position, its benefit in parts, and a claim in numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from workbook.data.tallies import Tally
from workbook.errors import WorkbookError
from workbook.outcomes import Payoff, Samples
from workbook.outcomes.payoff import OUTCOMES
from workbook.roi.answers import RoiAnswers
from workbook.roi.breaking_even import BreakEven, break_even
from workbook.roi.decision_curve import DecisionCurve, decision_curve
from workbook.roi.meaning import Claim, Known, Meaning, meaning
from workbook.roi.promises import Launch, WhatIf
from workbook.roi.realised import Realised, compare
from workbook.roi.simulating import Benefit, Simulation, simulate
from workbook.roi.standing import Standing, case_of, share_of_labelled
from workbook.roi.stories import Stories, tell
from workbook.roi.together import benefit_draws

SEED = 20261
"""Of the draws that the page shows: the same for everybody who looks at the same numbers."""


def benefit_of(found: Standing, answers: RoiAnswers) -> Benefit:
    """The benefit of a position with what each outcome's worth brings to it.

    Raises
    ------
    WorkbookError
        What a business case needs is not known yet.
    """
    case = case_of(found, answers)
    if found.place is None:  # an adopted policy that is no place on the curve: its parts are not told apart
        return Benefit(case.benefit, case.benefit_low, case.benefit_high, {}, _typed(answers))
    parts = {name: float(values[found.place]) for name, values in found.ground.by_outcome.items()}
    return Benefit(case.benefit, case.benefit_low, case.benefit_high, parts, _typed(answers))


def _typed(answers: RoiAnswers) -> float:
    """Today's value where it was typed, taken off: it does not grow with the volume."""
    return -(answers.today_value or 0.0) if answers.today == "typed value" else 0.0


def simulated(
    found: Standing, tally: Tally, payoff: Payoff, answers: RoiAnswers, samples: Samples | None
) -> Simulation:
    """All draws at the declared threshold; the benefit's from draws of the rows, the same that serve the error rates."""
    benefit = benefit_of(found, answers)
    drawn = benefit_draws(found, tally, payoff, answers, samples, benefit)
    return simulate(answers, replace(benefit, draws=drawn), seed=SEED)


def told(found: Standing, answers: RoiAnswers, what_if: WhatIf) -> Stories:
    """The stories at the declared threshold."""
    return tell(answers, benefit_of(found, answers), what_if.scenarios)


def against(found: Standing, tally: Tally, payoff: Payoff, answers: RoiAnswers) -> BreakEven:
    """Breaking even at the declared threshold. Raises `WorkbookError` before any was declared."""
    if found.place is None:
        raise WorkbookError("No threshold has been declared yet.", "Declare one with the slider above.")
    return break_even(found, tally, payoff, answers)


def curve_of_decisions(tally: Tally, answers: RoiAnswers) -> DecisionCurve:
    """The decision curve, with the share of positives in real life where it was entered."""
    return decision_curve(tally, answers.population_share)


def months(found: Standing, answers: RoiAnswers, launch: Launch) -> Realised:
    """The months after the launch against the plan at the declared threshold."""
    return compare(answers, benefit_of(found, answers), launch)


def claimed(found: Standing, payoff: Payoff, answers: RoiAnswers, what_if: WhatIf) -> Meaning:
    """What the promised quality can mean; without a promise, the quality of these rows at the declared threshold.

    Worths are those of a case with the mean amount.

    Raises
    ------
    WorkbookError
        The volume is not known, or nothing was promised and nothing declared.
    """
    if answers.yearly_volume is None:
        raise WorkbookError("The number of cases a year is not known yet.", "Enter it above.")
    value = what_if.claim_value
    if value is None:
        value = quality(found, what_if.claim)
    worths = {}
    for name in OUTCOMES:
        worth = getattr(payoff, name)
        worths[name] = worth.constant + (
            worth.per_unit * found.ground.means.get(worth.amount, 0.0) if worth.amount else 0
        )
    known: dict[Known, float] = {}
    if what_if.also_known != "nothing more" and what_if.also_value is not None:
        known[what_if.also_known] = what_if.also_value
    p = share_of_labelled(found.ground)
    share = (
        p if what_if.share_low is None else what_if.share_low,
        p if what_if.share_high is None else what_if.share_high,
    )
    meant = meaning(
        what_if.claim, value, (min(share), max(share)), worths, answers.yearly_volume, known=known,
        minutes_each=answers.minutes_each, currency=answers.currency,
    )  # fmt: skip
    return replace(meant, promised=what_if.claim_value is not None)


def quality(found: Standing, claim: Claim) -> float:
    """The same measure on these rows: accuracy and F1 at the declared threshold, the area over all of them."""
    at = found.ground.selected
    recall, false_alarms = at.positives / at.all_positives, at.negatives / at.all_negatives
    if claim == "area under the curve":
        area = float(np.trapezoid(recall, false_alarms))
        return area if recall[-1] > recall[0] else -area
    if found.place is None:
        raise WorkbookError("Nothing was promised yet.", "Enter what was promised, or declare a threshold.")
    p, t, f = share_of_labelled(found.ground), float(recall[found.place]), float(false_alarms[found.place])
    if claim == "accuracy":
        return p * t + (1 - p) * (1 - f)
    return 2 * p * t / (p * t + (1 - p) * f + p)
