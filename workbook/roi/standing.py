"""Where the team stands on the curve: the threshold in force, its value, today's process, and the people it refuses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, POSITIVE, Tally
from workbook.errors import WorkbookError
from workbook.outcomes import Payoff, Policy, Wording, group_name, money_at, position
from workbook.roi.answers import RoiAnswers
from workbook.roi.business import BusinessCase, business_case
from workbook.roi.payoffs import Assumption, assumptions, unowned
from workbook.roi.value import VALUE, ValueCurve, value_curve

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Harmed:
    """Those whom a threshold wrongs, by where their score lies: the dots under the hill.

    Attributes
    ----------
    names : tuple of str
        The two layers: a group that is watched, and all others.
    counts : array, shape (2, bins)
        Wronged ones of each layer in each score bin, if the threshold lay beyond them.
    so_far : array, shape (2, bins + 1)
        Wronged ones of each layer with the threshold at each place.
    """

    names: tuple[str, str]
    counts: Counts
    so_far: Counts


@dataclass(frozen=True, eq=False)
class Standing:
    """The curve with the threshold in force, today's value, and those it wrongs."""

    curve: ValueCurve
    threshold: float | None
    place: int | None
    value: float | None
    value_low: float | None
    value_high: float | None
    today: float | None
    today_is: str
    harmed: Harmed
    missing_amounts: int
    unowned: tuple[str, ...]
    wording: Wording


def standing(tally: Tally, policy: Policy | None, payoff: Payoff, answers: RoiAnswers, wording: Wording) -> Standing:
    """Everything that the picture of money against threshold shows.

    Parameters
    ----------
    tally : Tally
    policy : Policy or None
        The declared one, or the one that is tried; None before any was declared.
    payoff : Payoff
    answers : RoiAnswers
    wording : Wording
    """
    curve = value_curve(tally, payoff, yearly_volume=answers.yearly_volume)
    threshold = policy.threshold if policy is not None else None
    place = position(tally, threshold) if threshold is not None else None
    today = today_value(tally, payoff, answers, curve)
    amounts = money_at(tally, payoff, Policy.at(float(tally.edges[0]))).missing_amounts
    at = (
        (None, None, None)
        if place is None
        else tuple(float(one[place]) for one in (curve.total, curve.low, curve.high))
    )
    return Standing(
        curve,
        threshold,
        place,
        at[0],
        at[1],
        at[2],
        today,
        answers.today,
        harmed(tally, wording),
        amounts,
        unowned(answers),
        wording,
    )


def today_value(tally: Tally, payoff: Payoff, answers: RoiAnswers, curve: ValueCurve) -> float | None:
    """What today's process is worth on the same scale as the curve; None where it was not said or cannot be known."""
    if answers.today == "accept all":
        return curve.treat_all
    if answers.today == "accept none":
        return curve.treat_none
    if answers.today == "typed value":
        return answers.today_value if curve.per_year else None
    if answers.today == "given decision" and tally.has_decision:
        split = VALUE if curve.held_out else None
        given = money_at(tally, payoff, Policy.given_decision(), split)
        return given.total * (answers.yearly_volume / given.rows if answers.yearly_volume and given.rows else 1.0)
    return None


def harmed(tally: Tally, wording: Wording) -> Harmed:
    """The wronged on the side that costs them: those with the event who are not selected where being selected is
    good, those without it who are selected where it is bad; the group with most of them apart from the rest."""
    label = POSITIVE if wording.favourable else NEGATIVE
    cells = tally.cells
    counted = (cells.label == label) & (cells.bin >= 0)
    bins, groups = len(tally.edges), len(tally.groups)
    table = np.zeros((groups, bins), dtype=np.int64)
    np.add.at(table, (cells.group[counted], cells.bin[counted]), cells.count[counted])
    watched = _watched(tally, table)
    layers = (
        np.stack([table[watched], table.sum(axis=0) - table[watched]])
        if groups > 1
        else np.stack([table[0], np.zeros(bins, np.int64)])
    )
    wronged_below = wording.favourable == (tally.selected == "at_or_above")
    if wronged_below:
        so_far = np.concatenate([np.zeros((2, 1), np.int64), np.cumsum(layers, axis=1)], axis=1)
    else:
        so_far = np.concatenate([np.cumsum(layers[:, ::-1], axis=1)[:, ::-1], np.zeros((2, 1), np.int64)], axis=1)
    name = group_name(tally.groups[watched]) if groups > 1 else "all"
    return Harmed((name, "others"), layers, so_far)


def _watched(tally: Tally, table: Counts) -> int:
    """The group whose wronged ones have the most unfavourable scores: the one that a threshold hits first."""
    known = [code for code, key in enumerate(tally.groups) if None not in key and table[code].sum() >= 10]
    if not known:
        return 0
    centres = np.arange(table.shape[1])
    means = {code: float((table[code] * centres).sum() / table[code].sum()) for code in known}
    return (
        min(means, key=lambda code: means[code])
        if tally.selected == "at_or_above"
        else max(means, key=lambda code: means[code])
    )


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
    if found.value is None or found.value_low is None or found.value_high is None:
        raise WorkbookError("No threshold has been declared yet.", "Declare one with the slider above.")
    if not found.curve.per_year:
        raise WorkbookError(
            "The number of cases a year is not known yet.", "Enter it above: a business case needs years."
        )
    if found.today is None:
        raise WorkbookError(
            "What happens today is not known yet.",
            "Say above what happens without the model: that is what it is compared with.",
        )
    benefit, low, high = (one - found.today for one in (found.value, found.value_low, found.value_high))
    return Case(business_case(answers, benefit, low, high), benefit, low, high, assumptions(answers), unowned(answers))
