"""Money from the tally: totals with their standard errors, at a policy and along all thresholds.

A row's worth is 0 unless its label is known and it is decided on. With n labelled rows, a total has the variance
sum(v²) - sum(v)²/n: amounts that differ between rows count in full (counts alone are too narrow). With weights w and the
weighted mean m, it is sum(w²·(v - m)²), the same whatever unit the weights are in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, NO_SCORE, POSITIVE, UNKNOWN, Tally
from workbook.errors import InputError
from workbook.outcomes.payoff import OutcomeValue, Payoff
from workbook.outcomes.policy import Policy, reviewed, selected_share

Floats = NDArray[np.float64]
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Money:
    """A total over the labelled rows, with its standard error and 95 % interval (sampling error only).

    Attributes
    ----------
    total, standard_error : float
        Of weight x worth.
    rows : int
        Labelled rows, with those that the policy leaves undecided (they are worth 0).
    weight : float
        Sum of their weights: total / weight is the worth of one case.
    missing_amounts : int
        Rows without an amount that the payoff asks for: only their constant counts.
    """

    total: float
    standard_error: float
    rows: int
    weight: float
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
    weight : float
        As in `Money`.
    """

    thresholds: Floats
    total: Floats
    standard_error: Floats
    rows: int
    weight: float


@dataclass(frozen=True)
class Moments:
    """Sums over the rows of a cell or of a stretch, where w is a weight and v a worth: w·v, w²·v and w²·v²."""

    total: Floats
    cross: Floats
    squares: Floats


@dataclass(frozen=True, eq=False)
class Counted:
    """The labelled rows that money is counted on: which cells, and how much they weigh."""

    cells: NDArray[np.bool_]
    rows: int
    weight: float
    weight_squared: float

    def error(self, sums: Moments) -> Floats:
        """Standard error of a total: its rows and, with a worth of 0, all others."""
        mean = sums.total / self.weight if self.weight else 0.0 * sums.total
        return np.sqrt(np.maximum(sums.squares - 2 * mean * sums.cross + mean**2 * self.weight_squared, 0.0))


def counted(tally: Tally, split: str | None) -> Counted:
    """The cells with a known label, of one split or of all."""
    cells = tally.cells
    found = cells.label != UNKNOWN
    if split is not None:
        found = found & (cells.split == tally.split_names.index(split))
    return Counted(
        found, int(cells.count[found].sum()), float(cells.weight[found].sum()), float(cells.weight_squared[found].sum())
    )


def worth(tally: Tally, value: OutcomeValue) -> Moments:
    """What the rows of each cell are worth with one outcome."""
    cells, constant = tally.cells, value.constant
    found = Moments(constant * cells.weight, constant * cells.weight_squared, constant**2 * cells.weight_squared)
    if not (value.amount and value.per_unit):
        return found
    if value.amount not in cells.amounts:
        known = ", ".join(tally.amount_names) or "none"
        raise InputError(
            f"There is no amount called “{value.amount}” in these rows ({known}).", "Name it on the Start page."
        )
    sums, share = cells.amounts[value.amount], value.per_unit
    squares = found.squares + 2 * constant * share * sums.cross + share**2 * sums.squares
    return Moments(found.total + share * sums.total, found.cross + share * sums.cross, squares)


def by_label(tally: Tally, if_positive: Moments, if_negative: Moments) -> Moments:
    """The one where the label is positive, the other where it is negative, 0 where it is unknown."""
    label = tally.cells.label
    known = [label == POSITIVE, label == NEGATIVE]
    pairs = ((getattr(if_positive, name), getattr(if_negative, name)) for name in ("total", "cross", "squares"))
    return Moments(*(np.asarray(np.select(known, pair, 0.0)) for pair in pairs))


def worths(tally: Tally, payoff: Payoff) -> tuple[Moments, Moments]:
    """What each cell is worth if it is selected, and if it is not; 0 where the label is unknown."""
    if_selected = by_label(tally, worth(tally, payoff.true_positive), worth(tally, payoff.false_positive))
    if_not = by_label(tally, worth(tally, payoff.false_negative), worth(tally, payoff.true_negative))
    return if_selected, if_not


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
    share, on = selected_share(tally, policy), counted(tally, split)
    yes, no = worths(tally, payoff)
    decided = on.cells & np.isfinite(share)
    mixed = Moments(
        *(
            np.where(
                decided, getattr(yes, name) * np.nan_to_num(share) + getattr(no, name) * np.nan_to_num(1 - share), 0.0
            )
            for name in ("total", "cross", "squares")
        )
    )
    sums = without_reviews(tally, policy, mixed, on)
    missing = sum(int(tally.cells.amounts[name].missing[decided].sum()) for name in payoff.amounts)
    return Money(float(sums.total), float(on.error(sums)), on.rows, on.weight, missing)


def without_reviews(tally: Tally, policy: Policy, each: Moments, on: Counted) -> Moments:
    """The sums over all counted cells, each reviewed row made cheaper by what its review costs."""
    cost = np.where(reviewed(tally, policy) & on.cells, policy.review.cost if policy.review else 0.0, 0.0)
    weight, weight_squared = tally.cells.weight, tally.cells.weight_squared
    return Moments(
        np.asarray((each.total - cost * weight).sum()),
        np.asarray((each.cross - cost * weight_squared).sum()),
        np.asarray((each.squares - 2 * cost * each.cross + cost**2 * weight_squared).sum()),
    )


def by_bin(tally: Tally, values: Floats, on: Counted) -> Floats:
    """Sums over the counted rows of each score bin."""
    scored = on.cells & (tally.cells.bin != NO_SCORE)
    return np.asarray(
        np.bincount(tally.cells.bin[scored], weights=values[scored], minlength=len(tally.edges)), dtype=float
    )


def along(tally: Tally, yes: Moments, no: Moments, on: Counted) -> Moments:
    """Sums of `yes` over the selected and of `no` over the others, at every place of the threshold."""
    above, below = (yes, no) if tally.selected == "at_or_above" else (no, yes)
    zero = np.zeros(1)

    def sums(name: str) -> Floats:
        from_here = np.cumsum(by_bin(tally, getattr(above, name), on)[::-1])[::-1]
        until_here = np.cumsum(by_bin(tally, getattr(below, name), on))
        return np.asarray(np.concatenate([from_here, zero]) + np.concatenate([zero, until_here]))

    return Moments(sums("total"), sums("cross"), sums("squares"))


def places(tally: Tally) -> Floats:
    """The threshold at each place: the edges, and one above every score."""
    return np.concatenate([tally.edges, [np.inf]])


def money_along(tally: Tally, payoff: Payoff, split: str | None = None) -> MoneyCurve:
    """What every threshold is worth on the labelled rows that have a score."""
    on = counted(tally, split)
    sums = along(tally, *worths(tally, payoff), on)
    return MoneyCurve(places(tally), sums.total, on.error(sums), on.rows, on.weight)
