"""What every threshold adds to today's process, in pairs; in all, and for each outcome by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, POSITIVE, Tally
from workbook.outcomes import OutcomeValue, Payoff, Policy, difference_along, difference_from_decision_along, money_at
from workbook.outcomes.money import NORMAL_95, Moments, along, by_label, counted, money_along
from workbook.outcomes.payoff import OUTCOMES
from workbook.roi.answers import RoiAnswers
from workbook.roi.value import VALUE, ValueCurve, limited

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Over:
    """What every threshold adds to today's process, in pairs: total, low and high at each place (95 %)."""

    total: Floats
    low: Floats
    high: Floats

    def limited(self, served: Floats | None, nobody: int) -> Over:
        """The same where some of the selected cannot be handled; the errors of both parts are added (never too narrow)."""
        return Over(*(limited(one, served, nobody) for one in (self.total, self.low, self.high)))


@dataclass(frozen=True, eq=False)
class Selected:
    """Who is selected at each place of the threshold, as sums of weights.

    Attributes
    ----------
    positives, negatives : array, shape (places,)
        Of each label, among the selected.
    all_positives, all_negatives : float
    """

    positives: Floats
    negatives: Floats
    all_positives: float
    all_negatives: float

    @property
    def share(self) -> Floats:
        """Share of all labelled cases that are selected."""
        every = self.all_positives + self.all_negatives
        return np.asarray((self.positives + self.negatives) / every)


def today_value(tally: Tally, payoff: Payoff, answers: RoiAnswers, curve: ValueCurve) -> float | None:
    """What today's process is worth on the same scale as the curve; None where it was not said or cannot be known."""
    if answers.today == "accept all":
        return curve.treat_all
    if answers.today == "accept none":
        return curve.treat_none
    if answers.today == "typed value":
        return answers.today_value if curve.per_year else None
    if answers.today == "given decision" and tally.has_decision:
        return money_at(tally, payoff, Policy.given_decision(), VALUE if curve.held_out else None).total * curve.scale
    return None


def over_today(tally: Tally, payoff: Payoff, answers: RoiAnswers, curve: ValueCurve) -> Over | None:
    """What every threshold adds to today's process, on the valuing half.

    In pairs where today's process is known row by row: what both would decide alike cancels. A typed value is certain
    here; only the model's money varies.
    """
    split = VALUE if curve.held_out else None
    if answers.today in ("accept all", "accept none"):
        paired = difference_along(tally, payoff, _end(tally, answers.today), split)
        return _over(paired.total * curve.scale, paired.standard_error * curve.scale)
    if answers.today == "given decision" and tally.has_decision:
        total, error, _ = difference_from_decision_along(tally, payoff, split)
        return _over(total * curve.scale, error * curve.scale)
    if answers.today == "typed value" and answers.today_value is not None and curve.per_year:
        return Over(*(one - answers.today_value for one in (curve.total, curve.low, curve.high)))
    return None


def by_outcome(tally: Tally, payoff: Payoff, answers: RoiAnswers, curve: ValueCurve) -> dict[str, Floats]:
    """The part of `over_today` that each outcome's worth brings: together they are its total.

    A typed value of today's process is in none of them.
    """
    split, found = VALUE if curve.held_out else None, {}
    for name in OUTCOMES:
        alone = Payoff(currency=payoff.currency, **{name: getattr(payoff, name)})
        if getattr(payoff, name) == OutcomeValue():
            continue
        if answers.today in ("accept all", "accept none"):
            total = difference_along(tally, alone, _end(tally, answers.today), split).total
        elif answers.today == "given decision" and tally.has_decision:
            total = difference_from_decision_along(tally, alone, split)[0]
        else:
            total = money_along(tally, alone, split).total
        found[name] = total * curve.scale
    return found


def selected_along(tally: Tally) -> Selected:
    """Who is selected at each place of the threshold, on all labelled rows."""
    on, weight = counted(tally, None), tally.cells.weight
    zero = np.zeros_like(weight)
    nothing, one = Moments(zero, zero, zero), Moments(weight, weight, weight)
    positives = along(tally, by_label(tally, one, nothing), nothing, on).total
    negatives = along(tally, by_label(tally, nothing, one), nothing, on).total
    every = [float(weight[tally.cells.label == label].sum()) for label in (POSITIVE, NEGATIVE)]
    return Selected(positives, negatives, *every)


def reference_policy(tally: Tally, answers: RoiAnswers) -> Policy | None:
    """Today's process as a policy; None where it is known by its value only, or not at all."""
    if answers.today == "given decision" and tally.has_decision:
        return Policy.given_decision()
    if answers.today not in ("accept all", "accept none") or not tally.has_score:
        return None
    lowest, above_all = float(tally.edges[0]), float(tally.edges[-1] + max(1.0, np.ptp(tally.edges)))
    return Policy.at(above_all if (answers.today == "accept all") == (tally.selected == "below") else lowest)


def _end(tally: Tally, today: str) -> int:
    everybody, nobody = (0, len(tally.edges)) if tally.selected == "at_or_above" else (len(tally.edges), 0)
    return everybody if today == "accept all" else nobody


def _over(total: Floats, error: Floats) -> Over:
    return Over(total, total - NORMAL_95 * error, total + NORMAL_95 * error)
