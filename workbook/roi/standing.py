"""Where the team stands on the curve: the threshold in force, its value and what it adds to today's process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import UNKNOWN, Tally
from workbook.errors import WorkbookError
from workbook.outcomes import (
    Payoff,
    Policy,
    Wording,
    difference_along,
    difference_between,
    difference_from_decision_along,
    money_at,
    position,
    snapped,
)
from workbook.outcomes.money import NORMAL_95
from workbook.roi.answers import RoiAnswers
from workbook.roi.business import BusinessCase, business_case
from workbook.roi.payoffs import Assumption, assumptions, payoff_of, unowned
from workbook.roi.value import VALUE, ValueCurve, value_curve
from workbook.roi.wronged import Harmed, harmed

Floats = NDArray[np.float64]
Trained = Literal["not said", "no", "yes"]


@dataclass(frozen=True, eq=False)
class Over:
    """What every threshold adds to today's process, in pairs: total, low and high at each place (95 %)."""

    total: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class Ground:
    """All that does not move with the threshold, so that a slider only looks things up.

    Attributes
    ----------
    curve : ValueCurve
    today : float or None
        Value of today's process; None where it was not said or cannot be known.
    over_today : Over or None
    harmed : Harmed
    missing_amounts, unlabelled, unscored : int
        Rows of the tally without an amount that counts, without a label, and with a label but no score.
    means : mapping of str to float
        Mean of each amount over the rows that have it.
    trained_on_these_rows : {"not said", "no", "yes"}
    """

    curve: ValueCurve
    today: float | None
    over_today: Over | None
    harmed: Harmed
    missing_amounts: int
    unlabelled: int
    unscored: int
    means: dict[str, float]
    trained_on_these_rows: Trained


def ground(
    tally: Tally, payoff: Payoff, answers: RoiAnswers, wording: Wording, trained: Trained = "not said"
) -> Ground:
    """The curve, today's process and those whom thresholds wrong.

    Parameters
    ----------
    tally : Tally
    payoff : Payoff
    answers : RoiAnswers
    wording : Wording
    trained : {"not said", "no", "yes"}
        Whether the model was trained on these rows.
    """
    curve, cells = value_curve(tally, payoff, yearly_volume=answers.yearly_volume), tally.cells
    over = over_today(tally, payoff, answers, curve)
    labelled = cells.label != UNKNOWN
    missing = sum(int(cells.amounts[name].missing[labelled & (cells.bin >= 0)].sum()) for name in payoff.amounts)
    return Ground(
        curve=curve,
        today=today_value(tally, payoff, answers, curve),
        over_today=over,
        harmed=harmed(tally, wording),
        missing_amounts=missing,
        unlabelled=int(cells.count[~labelled].sum()),
        unscored=int(cells.count[labelled & (cells.bin < 0)].sum()),
        means=mean_amounts(tally),
        trained_on_these_rows=trained,
    )


def mean_amounts(tally: Tally) -> dict[str, float]:
    """The mean of each amount over the rows that have it."""
    present = {
        name: float((tally.cells.weight * (1 - sums.missing / tally.cells.count)).sum())
        for name, sums in tally.cells.amounts.items()
    }
    return {
        name: float(sums.total.sum()) / present[name] for name, sums in tally.cells.amounts.items() if present[name] > 0
    }


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
        everybody, nobody = (0, len(tally.edges)) if tally.selected == "at_or_above" else (len(tally.edges), 0)
        paired = difference_along(tally, payoff, everybody if answers.today == "accept all" else nobody, split)
        return _over(paired.total * curve.scale, paired.standard_error * curve.scale)
    if answers.today == "given decision" and tally.has_decision:
        total, error, _ = difference_from_decision_along(tally, payoff, split)
        return _over(total * curve.scale, error * curve.scale)
    if answers.today == "typed value" and answers.today_value is not None and curve.per_year:
        return Over(*(one - answers.today_value for one in (curve.total, curve.low, curve.high)))
    return None


def _over(total: Floats, error: Floats) -> Over:
    return Over(total, total - NORMAL_95 * error, total + NORMAL_95 * error)


@dataclass(frozen=True, eq=False)
class Standing:
    """The ground with the threshold in force: where it lies, what it is worth, what it adds to today's process.

    Attributes
    ----------
    threshold : float or None
        The one really used: where scores were binned it lies on an edge.
    place : int or None
    value, benefit : tuple of float or None
        With the ends of the 95 % interval; sampling error only.
    """

    ground: Ground
    threshold: float | None
    place: int | None
    value: tuple[float, float, float] | None
    benefit: tuple[float, float, float] | None
    today_is: str
    unowned: tuple[str, ...]
    wording: Wording

    @property
    def curve(self) -> ValueCurve:
        """Money along the thresholds."""
        return self.ground.curve

    @property
    def claimed(self) -> bool:
        """Whether these rows show a gain over treating everybody alike, on rows that chose and trained nothing."""
        return self.curve.claimed and self.ground.trained_on_these_rows != "yes"


def standing(found: Ground, tally: Tally, policy: Policy | None, answers: RoiAnswers, wording: Wording) -> Standing:
    """Everything that the picture of money against threshold shows.

    Parameters
    ----------
    found : Ground
    tally : Tally
    policy : Policy or None
        The declared one, or the one that is tried; None before any was declared.
    answers : RoiAnswers
    wording : Wording
    """
    threshold = policy.threshold if policy is not None else None
    missing = unowned(answers, found.means)
    if policy is not None and not (policy.one_threshold or policy.given):
        value, benefit = off_the_curve(found, tally, policy, answers)
        return Standing(found, None, None, value, benefit, answers.today, missing, wording)
    if threshold is None:
        return Standing(found, None, None, None, None, answers.today, missing, wording)
    place = position(tally, threshold)
    value = _at(place, found.curve)
    benefit = _at(place, found.over_today) if found.over_today is not None else None
    return Standing(found, snapped(tally, threshold), place, value, benefit, answers.today, missing, wording)


def off_the_curve(
    found: Ground, tally: Tally, policy: Policy, answers: RoiAnswers
) -> tuple[tuple[float, float, float], tuple[float, float, float] | None]:
    """Value and benefit over today of a policy that is no place on the curve: thresholds by group, or a review band."""
    payoff, split, scale = payoff_of(answers), VALUE if found.curve.held_out else None, found.curve.scale
    money = money_at(tally, payoff, policy, split)
    value = (money.total * scale, money.low * scale, money.high * scale)
    if answers.today == "typed value":
        known = answers.today_value is not None and found.curve.per_year
        middle, low, high = (one - (answers.today_value or 0.0) for one in value)
        return value, (middle, low, high) if known else None
    lowest, above_all = float(tally.edges[0]), float(tally.edges[-1] + max(1.0, np.ptp(tally.edges)))
    everybody, nobody = (lowest, above_all) if tally.selected == "at_or_above" else (above_all, lowest)
    references = {"accept all": Policy.at(everybody), "accept none": Policy.at(nobody)}
    if tally.has_decision:
        references["given decision"] = Policy.given_decision()
    if answers.today not in references:
        return value, None
    paired = difference_between(tally, payoff, policy, references[answers.today], split)
    return value, (paired.total * scale, paired.low * scale, paired.high * scale)


def _at(place: int, along: ValueCurve | Over) -> tuple[float, float, float]:
    return float(along.total[place]), float(along.low[place]), float(along.high[place])


@dataclass(frozen=True)
class Case:
    """The business case at the declared threshold, with its assumptions."""

    case: BusinessCase
    benefit: float
    benefit_low: float
    benefit_high: float
    assumptions: tuple[Assumption, ...]
    unowned: tuple[str, ...]


def case_of(found: Standing, answers: RoiAnswers) -> Case:
    """The business case of the threshold in force over today's process.

    Raises
    ------
    WorkbookError
        The threshold, the yearly volume or today's process is not known yet.
    """
    if found.value is None:
        raise WorkbookError("No threshold has been declared yet.", "Declare one with the slider above.")
    if not found.curve.per_year:
        raise WorkbookError(
            "The number of cases a year is not known yet.", "Enter it above: a business case needs years."
        )
    if found.benefit is None and found.today_is == "given decision":
        raise WorkbookError(
            "These rows carry no decision of today's process.",
            "Name its column on the Start page, or enter today's value a year.",
        )
    if found.benefit is None:
        raise WorkbookError(
            "What happens today is not known yet.",
            "Say above what happens without the model: that is what it is compared with.",
        )
    means = found.ground.means
    return Case(
        business_case(answers, *found.benefit), *found.benefit, assumptions(answers, means), unowned(answers, means)
    )
