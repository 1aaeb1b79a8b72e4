"""Differences of money in pairs: only rows that two policies treat differently count, so they are far surer than totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.data.tallies import NEGATIVE, POSITIVE, Tally
from workbook.errors import InputError
from workbook.outcomes.money import Counted, Floats, Moments, along, by_label, counted, places, worth, worths
from workbook.outcomes.payoff import OutcomeValue, Payoff
from workbook.outcomes.policy import UNDECIDED


@dataclass(frozen=True, eq=False)
class Differences:
    """What every threshold is worth more than a reference.

    Attributes
    ----------
    thresholds, total, standard_error : array, shape (places,)
        As in `MoneyCurve`.
    cautious_error : array, shape (places,)
        At least what the rows between would spread if score and outcome were unrelated. A few rows that all happen
        to agree look certain by their own spread: rare, large losses hide behind them.
    between : array, shape (places,)
        Rows between the threshold and the reference.
    rows : int
    weight : float
    """

    thresholds: Floats
    total: Floats
    standard_error: Floats
    cautious_error: Floats
    between: Floats
    rows: int
    weight: float


def difference_along(
    tally: Tally, payoff: Payoff, reference: int, split: str | None = None, served: Floats | None = None
) -> Differences:
    """What every threshold is worth more than the one at place `reference`, in pairs.

    Parameters
    ----------
    tally : Tally
    payoff : Payoff
    reference : int
        A place, from 0 (all at or above) to the number of edges (none at or above).
    split : str, optional
        Only the rows of this split.
    served : array, shape (places,), optional
        The share of the selected who can be handled at each place, whoever comes; the others are not selected.

    Raises
    ------
    InputError
        Two different amounts stand for the two sides of one outcome.
    """
    on, gain = counted(tally, split), by_label_difference(tally, payoff)
    cells = tally.cells
    nothing = _nothing(gain)
    selected = along(tally, gain, nothing, on)
    weights = along(tally, Moments(cells.count.astype(float), nothing.cross, cells.weight_squared), nothing, on)
    share = np.ones(len(tally.edges) + 1) if served is None else served
    sums = Moments(
        share * selected.total - share[reference] * selected.total[reference],
        share * selected.cross - share[reference] * selected.cross[reference],
        _apart(selected.squares, share, reference),
    )
    own, spread = on.error(sums), _apart(weights.squares, share, reference)
    cautious = np.sqrt(spread * _mean_square(selected.squares, weights.squares))
    between = np.abs(weights.total - weights.total[reference])
    return Differences(places(tally), sums.total, own, np.maximum(own, cautious), between, on.rows, on.weight)


def _apart(selected: Floats, share: Floats, reference: int) -> Floats:
    """Sums of squares over rows that two places treat differently: sets of selected rows lie one within the other."""
    both = np.minimum(selected, selected[reference])
    only = share**2 * (selected - both) + share[reference] ** 2 * (selected[reference] - both)
    return np.asarray(only + (share - share[reference]) ** 2 * both)


def _mean_square(squares: Floats, weights: Floats) -> float:
    """Of all scored rows: a few rows that all agree look certain by their own spread."""
    return float(squares.max() / weights.max()) if weights.max() > 0 else 0.0


def by_label_difference(tally: Tally, payoff: Payoff) -> Moments:
    """What being selected is worth more than not being selected, in each cell."""
    positive = worth(tally, value_of_difference(payoff.true_positive, payoff.false_negative))
    negative = worth(tally, value_of_difference(payoff.false_positive, payoff.true_negative))
    return by_label(tally, positive, negative)


def value_of_difference(one: OutcomeValue, other: OutcomeValue) -> OutcomeValue:
    """What one outcome is worth more than the other.

    Raises
    ------
    InputError
        They rest on two different amounts.
    """
    varying = [side for side in (one, other) if side.amount and side.per_unit]
    if len({side.amount for side in varying}) > 1:
        raise InputError(
            "Two different amounts stand for the two sides of one outcome.",
            "Make one amount of them, as arithmetic over columns.",
        )
    per_unit = (one.per_unit if one in varying else 0.0) - (other.per_unit if other in varying else 0.0)
    amount = varying[0].amount if varying else None
    return OutcomeValue(constant=one.constant - other.constant, amount=amount, per_unit=per_unit)


def difference_from_decision_along(
    tally: Tally, payoff: Payoff, split: str | None = None
) -> tuple[Floats, Floats, Counted]:
    """What every threshold is worth more than the decisions that the rows carry, in pairs.

    Returns
    -------
    total, standard_error : array, shape (places,)
    counted : Counted
    """
    on = counted(tally, split)
    (yes, no), gain = worths(tally, payoff), by_label_difference(tally, payoff)
    decision = tally.cells.decision
    if_selected = _by_decision(decision, yes, _nothing(gain), gain)
    if_not = _by_decision(decision, no, Moments(-gain.total, -gain.cross, gain.squares), _nothing(gain))
    sums = along(tally, if_selected, if_not, on)
    unscored = on.cells & (tally.cells.bin < 0)
    decided = _by_decision(decision, _nothing(gain), yes, no)
    lost = Moments(*(getattr(decided, name)[unscored].sum() for name in ("total", "cross", "squares")))
    sums = Moments(sums.total - lost.total, sums.cross - lost.cross, sums.squares + lost.squares)
    return sums.total, on.error(sums), on


def _by_decision(decision: np.ndarray, undecided: Moments, selected: Moments, not_selected: Moments) -> Moments:
    taken = [decision == UNDECIDED, decision == POSITIVE, decision == NEGATIVE]
    choices = (
        (getattr(one, name) for one in (undecided, selected, not_selected)) for name in ("total", "cross", "squares")
    )
    return Moments(*(np.asarray(np.select(taken, list(three), 0.0)) for three in choices))


def _nothing(like: Moments) -> Moments:
    zero = np.zeros_like(like.total)
    return Moments(zero, zero, zero)
