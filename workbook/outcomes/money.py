"""Money from the tally: totals with their standard errors, at a policy and along all thresholds.

A row's worth is 0 unless its label is known and it is decided on. With n labelled rows, a total has the variance
sum(v²) - sum(v)²/n: amounts that differ between rows count in full (counts alone are too narrow).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, NO_SCORE, POSITIVE, UNKNOWN, Tally
from workbook.errors import InputError
from workbook.outcomes.payoff import OutcomeValue, Payoff
from workbook.outcomes.policy import SELECTED, UNDECIDED, Policy, selection

Floats = NDArray[np.float64]
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Money:
    """A total over the labelled rows, with its standard error and 95 % interval (sampling error only)."""

    total: float
    standard_error: float
    rows: int
    missing_amounts: int

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval."""
        return self.total - NORMAL_95 * self.standard_error

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return self.total + NORMAL_95 * self.standard_error


@dataclass(frozen=True, eq=False)
class MoneyCurve:
    """Totals at every threshold of the tally: place i selects from edge i on; the last place lies above every score.

    Attributes
    ----------
    thresholds : array, shape (places,)
        The last one is infinite.
    total, standard_error : array, shape (places,)
    rows : int
    """

    thresholds: Floats
    total: Floats
    standard_error: Floats
    rows: int


def worth(tally: Tally, value: OutcomeValue) -> tuple[Floats, Floats]:
    """Sum and sum of squares of what the rows of each cell are worth with one outcome."""
    cells = tally.cells
    total, squares = value.constant * cells.weight, value.constant**2 * cells.weight_squared
    if value.amount and value.per_unit:
        if value.amount not in cells.amounts:
            known = ", ".join(tally.amount_names) or "none"
            raise InputError(
                f"There is no amount called “{value.amount}” in these rows ({known}).", "Name it on the Start page."
            )
        sums = cells.amounts[value.amount]
        total = total + value.per_unit * sums.total
        squares = squares + 2 * value.constant * value.per_unit * sums.cross + value.per_unit**2 * sums.squares
    return total, squares


def _worths(tally: Tally, payoff: Payoff) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """What each cell is worth if it is selected, and if it is not; 0 where the label is unknown."""
    label = tally.cells.label
    sides = []
    for if_positive, if_negative in (
        (payoff.true_positive, payoff.false_positive),
        (payoff.false_negative, payoff.true_negative),
    ):
        (gain, gain_squares), (loss, loss_squares) = worth(tally, if_positive), worth(tally, if_negative)
        total = np.select([label == POSITIVE, label == NEGATIVE], [gain, loss], 0.0)
        squares = np.select([label == POSITIVE, label == NEGATIVE], [gain_squares, loss_squares], 0.0)
        sides.append((total, squares))
    return sides[0], sides[1]


def _counted(tally: Tally, split: str | None) -> NDArray[np.bool_]:
    labelled = tally.cells.label != UNKNOWN
    return np.asarray(labelled if split is None else labelled & (tally.cells.split == tally.split_names.index(split)))


def _error(total: Floats | float, squares: Floats | float, n: float) -> Floats:
    return np.sqrt(np.maximum(np.asarray(squares) - np.asarray(total) ** 2 / max(n, 1.0), 0.0))


def money_at(tally: Tally, payoff: Payoff, policy: Policy, split: str | None = None) -> Money:
    """What a policy is worth on the labelled rows.

    Parameters
    ----------
    tally : Tally
    payoff : Payoff
    policy : Policy
    split : str, optional
        Only the rows of this split.
    """
    chosen, counted = selection(tally, policy), _counted(tally, split)
    (yes, yes_squares), (no, no_squares) = _worths(tally, payoff)
    decided = counted & (chosen != UNDECIDED)
    total = np.where(chosen == SELECTED, yes, no)[decided].sum()
    squares = np.where(chosen == SELECTED, yes_squares, no_squares)[decided].sum()
    missing = sum(int(tally.cells.amounts[name].missing[decided].sum()) for name in payoff.amounts)
    n = float(tally.cells.weight[counted].sum())
    return Money(float(total), float(_error(total, squares, n)), int(tally.cells.count[counted].sum()), missing)


def _by_bin(tally: Tally, values: Floats, counted: NDArray[np.bool_]) -> Floats:
    scored = counted & (tally.cells.bin != NO_SCORE)
    return np.asarray(
        np.bincount(tally.cells.bin[scored], weights=values[scored], minlength=len(tally.edges)), dtype=float
    )


def _along(tally: Tally, yes: Floats, no: Floats, counted: NDArray[np.bool_]) -> Floats:
    """Sum of `yes` over the selected and of `no` over the others, at every place of the threshold."""
    above = np.concatenate(
        [np.cumsum(_by_bin(tally, yes if tally.selected == "at_or_above" else no, counted)[::-1])[::-1], [0.0]]
    )
    below = np.concatenate([[0.0], np.cumsum(_by_bin(tally, no if tally.selected == "at_or_above" else yes, counted))])
    return np.asarray(above + below)


def money_along(tally: Tally, payoff: Payoff, split: str | None = None) -> MoneyCurve:
    """What every threshold is worth on the labelled rows that have a score."""
    (yes, yes_squares), (no, no_squares) = _worths(tally, payoff)
    counted = _counted(tally, split)
    total = _along(tally, yes, no, counted)
    squares = _along(tally, yes_squares, no_squares, counted)
    n = float(tally.cells.weight[counted].sum())
    rows = int(tally.cells.count[counted].sum())
    return MoneyCurve(np.concatenate([tally.edges, [np.inf]]), total, _error(total, squares, n), rows)


def difference_along(tally: Tally, payoff: Payoff, reference: int, split: str | None = None) -> MoneyCurve:
    """What every threshold is worth more than the one at place `reference`, in pairs.

    Only the rows between the two thresholds differ, so the difference is far surer than the two totals.
    """
    (yes, _), (no, _) = _worths(tally, payoff)
    counted = _counted(tally, split)
    flip = 1.0 if tally.selected == "at_or_above" else -1.0
    gain = flip * _by_bin(tally, yes - no, counted)
    squares = _by_bin(tally, _squares_of_difference(tally, payoff), counted)
    totals, spread = np.concatenate([[0.0], np.cumsum(gain)]), np.concatenate([[0.0], np.cumsum(squares)])
    total, between = totals[reference] - totals, np.abs(spread - spread[reference])
    n = float(tally.cells.weight[counted].sum())
    rows = int(tally.cells.count[counted].sum())
    return MoneyCurve(np.concatenate([tally.edges, [np.inf]]), total, _error(total, between, n), rows)


def _squares_of_difference(tally: Tally, payoff: Payoff) -> Floats:
    """Sum over each cell of the squared difference between being selected and not."""
    label = tally.cells.label
    positive = _spread(tally, payoff.true_positive, payoff.false_negative)
    negative = _spread(tally, payoff.false_positive, payoff.true_negative)
    return np.asarray(np.select([label == POSITIVE, label == NEGATIVE], [positive, negative], 0.0))


def _spread(tally: Tally, yes: OutcomeValue, no: OutcomeValue) -> Floats:
    varying = [one for one in (yes, no) if one.amount and one.per_unit]
    if len({one.amount for one in varying}) > 1:
        raise InputError(
            "Two different amounts stand for the two sides of one outcome.",
            "Make one amount of them, as arithmetic over columns.",
        )
    per_unit = (yes.per_unit if yes in varying else 0.0) - (no.per_unit if no in varying else 0.0)
    amount = varying[0].amount if varying else None
    return worth(tally, OutcomeValue(constant=yes.constant - no.constant, amount=amount, per_unit=per_unit))[1]
