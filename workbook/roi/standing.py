"""Where the team stands on the curve: the threshold in force, its value and what it adds to today's process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbook.data.tallies import UNKNOWN, Tally
from workbook.errors import WorkbookError
from workbook.outcomes import (
    Payoff,
    Policy,
    Wording,
    difference_between,
    money_at,
    position,
    snapped,
)
from workbook.outcomes.money import Floats, counted
from workbook.roi.answers import RoiAnswers
from workbook.roi.business import BusinessCase, business_case
from workbook.roi.payoffs import Assumption, assumptions, payoff_of, unowned
from workbook.roi.today import Over, Selected, by_outcome, over_today, reference_policy, selected_along, today_value
from workbook.roi.value import VALUE, ValueCurve, limited, value_curve
from workbook.roi.wronged import Harmed, harmed

FEW_AMOUNTS = 250
"""With fewer equal amounts than this the 95 % interval of a paired difference held the truth 89 to 93 times in 100 on
simulated populations (tests/bench/coverage_money.md)."""
Trained = Literal["not said", "no", "yes"]


@dataclass(frozen=True, eq=False)
class Ground:
    """All that does not move with the threshold, so that a slider only looks things up.

    Attributes
    ----------
    curve : ValueCurve
    today : float or None
        Value of today's process; None where it was not said or cannot be known.
    over_today : Over or None
    by_outcome : mapping of str to array
        The part of it that each outcome's worth brings.
    selected : Selected
    harmed : Harmed
    missing_amounts, unlabelled, unscored : int
        Rows of the tally without an amount that counts, without a label, and with a label but no score.
    means : mapping of str to float
        Mean of each amount over the rows that have it.
    equal_amounts : float or None
        How many equal amounts the most uneven amount is worth; None where no amount counts. Few of them make the
        intervals too narrow (see `FEW_AMOUNTS`).
    trained_on_these_rows : {"not said", "no", "yes"}
    unlimited : ValueCurve
        The curve as if everybody selected could be handled; the same as `curve` where no limit was entered.
    served : array, shape (places,), or None
        The share of the selected who can be handled at each place; None without a limit.
    reweighed : tuple of float or None
        As in the tally: share of positives in the rows, and the one they were weighted to.
    """

    curve: ValueCurve
    today: float | None
    over_today: Over | None
    by_outcome: dict[str, Floats]
    selected: Selected
    harmed: Harmed
    missing_amounts: int
    unlabelled: int
    unscored: int
    means: dict[str, float]
    trained_on_these_rows: Trained
    unlimited: ValueCurve
    equal_amounts: float | None = None
    served: Floats | None = None
    reweighed: tuple[float, float] | None = None


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
    unlimited = value_curve(tally, payoff, yearly_volume=answers.yearly_volume)
    selected, cells = selected_along(tally), tally.cells
    served, nobody = served_along(answers, selected.share), -1 if tally.selected == "at_or_above" else 0
    curve = unlimited
    if served is not None:
        curve = value_curve(tally, payoff, yearly_volume=answers.yearly_volume, served=served)
    over = over_today(tally, payoff, answers, unlimited)
    parts = by_outcome(tally, payoff, answers, unlimited)
    labelled = cells.label != UNKNOWN
    missing = sum(int(cells.amounts[name].missing[labelled & (cells.bin >= 0)].sum()) for name in payoff.amounts)
    return Ground(
        curve=curve,
        today=today_value(tally, payoff, answers, unlimited),
        over_today=None if over is None else over.limited(served, nobody),
        by_outcome={name: limited(one, served, nobody) for name, one in parts.items()},
        selected=selected,
        harmed=harmed(tally, wording),
        missing_amounts=missing,
        unlabelled=int(cells.count[~labelled].sum()),
        unscored=int(cells.count[labelled & (cells.bin < 0)].sum()),
        means=mean_amounts(tally),
        trained_on_these_rows=trained,
        equal_amounts=equal_amounts(tally, payoff, VALUE if curve.held_out else None),
        unlimited=unlimited,
        served=served,
        reweighed=tally.reweighed,
    )


def equal_amounts(tally: Tally, payoff: Payoff, split: str | None) -> float | None:
    """(sum of w·a)² / sum of (w·a)² over the labelled rows, for the payoff's most uneven amount (after Kish 1965)."""
    on, found = counted(tally, split).cells, []
    for name in payoff.amounts:
        sums = tally.cells.amounts[name]
        squares = float(sums.squares[on].sum())
        if squares > 0:
            found.append(float(sums.total[on].sum()) ** 2 / squares)
    return min(found, default=None)


def mean_amounts(tally: Tally) -> dict[str, float]:
    """The mean of each amount over the rows that have it."""
    present = {
        name: float((tally.cells.weight * (1 - sums.missing / tally.cells.count)).sum())
        for name, sums in tally.cells.amounts.items()
    }
    return {
        name: float(sums.total.sum()) / present[name] for name, sums in tally.cells.amounts.items() if present[name] > 0
    }


@dataclass(frozen=True, eq=False)
class Standing:
    """The ground with the threshold in force: where it lies, what it is worth, what it adds to today's process.

    Attributes
    ----------
    threshold : float or None
        The one really used: where scores were binned it lies on an edge.
    place : int or None
    value, benefit : tuple of float or None
        With the ends of the 95 % interval; sampling error only. Under the capacity, where one was entered.
    served : float
        Share of the selected whom the capacity can handle, first come first served; 1 without a limit.
    selected_a_year : float or None
    """

    ground: Ground
    threshold: float | None
    place: int | None
    value: tuple[float, float, float] | None
    benefit: tuple[float, float, float] | None
    today_is: str
    unowned: tuple[str, ...]
    wording: Wording
    served: float = 1.0
    selected_a_year: float | None = None

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
    volume = answers.yearly_volume
    selected = None if volume is None else float(found.selected.share[place]) * volume
    served = 1.0 if found.served is None else float(found.served[place])
    value = _at(found.curve, place)
    benefit = _at(found.over_today, place) if found.over_today is not None else None
    used = snapped(tally, threshold)
    return Standing(found, used, place, value, benefit, answers.today, missing, wording, served, selected)


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
    reference = reference_policy(tally, answers)
    if reference is None:
        return value, None
    paired = difference_between(tally, payoff, policy, reference, split)
    return value, (paired.total * scale, paired.low * scale, paired.high * scale)


def served_along(answers: RoiAnswers, selected: Floats) -> Floats | None:
    """The share of the selected whom the entered capacity can handle at each place; None without a limit or a volume."""
    if answers.capacity_a_day is None or not answers.yearly_volume:
        return None
    a_day = selected * answers.yearly_volume / answers.working_days
    return np.minimum(1.0, answers.capacity_a_day / np.maximum(a_day, 1e-300))


def _at(along: ValueCurve | Over, place: int) -> tuple[float, float, float]:
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


def share_of_labelled(found: Ground) -> float:
    """Share of positives, in the sample or, where it was entered, in real life."""
    selected = found.selected
    return selected.all_positives / (selected.all_positives + selected.all_negatives)
