"""What each of the four outcomes adds to the benefit over today's process."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbook.data.tallies import Tally
from workbook.outcomes import OutcomeValue, Payoff, Policy, money_at
from workbook.outcomes.payoff import OUTCOMES
from workbook.roi.answers import RoiAnswers
from workbook.roi.payoffs import payoff_of
from workbook.roi.standing import Standing
from workbook.roi.value import VALUE


def contributions(found: Standing, tally: Tally, policy: Policy | None, answers: RoiAnswers) -> Mapping[str, float]:
    """Benefit a year over today by outcome, on the rows that value; they add up to the benefit.

    Parameters
    ----------
    found : Standing
    tally : Tally
    policy : Policy or None
        In force; none of it is known before one is.
    answers : RoiAnswers

    Returns
    -------
    mapping of str to float
        By name of the outcome; empty where today's process is not known.
    """
    if policy is None or found.benefit is None:
        return {}
    payoff, split, scale = payoff_of(answers), VALUE if found.curve.held_out else None, found.curve.scale
    today = _today(tally, answers)
    alone = {name: _only(payoff, name) for name in OUTCOMES}
    gained = {name: money_at(tally, one, policy, split).total * scale for name, one in alone.items()}
    if today is None:  # a typed value of today's process is not made of outcomes
        return gained
    return {name: gained[name] - money_at(tally, one, today, split).total * scale for name, one in alone.items()}


def _only(payoff: Payoff, name: str) -> Payoff:
    nothing = {other: OutcomeValue() for other in OUTCOMES if other != name}
    return payoff.model_copy(update=nothing)


def _today(tally: Tally, answers: RoiAnswers) -> Policy | None:
    if answers.today == "typed value":
        return None
    if answers.today == "given decision":
        return Policy.given_decision()
    lowest, above_all = float(tally.edges[0]), float(tally.edges[-1] + max(1.0, float(np.ptp(tally.edges))))
    everybody, nobody = (lowest, above_all) if tally.selected == "at_or_above" else (above_all, lowest)
    return Policy.at(everybody if answers.today == "accept all" else nobody)
