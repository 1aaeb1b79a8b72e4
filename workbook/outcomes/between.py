"""Two policies in pairs: what one is worth more than the other, and whose decision differs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.data.tallies import Tally
from workbook.errors import InputError
from workbook.outcomes.money import NORMAL_95, Floats, Moments, counted, without_reviews
from workbook.outcomes.paired import by_label_difference
from workbook.outcomes.payoff import Payoff
from workbook.outcomes.policy import Policy, selected_share


@dataclass(frozen=True)
class Difference:
    """What a policy is worth more than another one on the labelled rows, in pairs (sampling error only).

    Attributes
    ----------
    total, standard_error : float
        The error is the cautious one: at least what as many rows would spread if score and outcome were unrelated. A
        few rows that all happen to agree look certain by their own spread (see `paired.Differences`).
    rows : int
    weight : float
        Of all labelled rows: total / weight is the difference in one case.
    """

    total: float
    standard_error: float
    rows: int
    weight: float

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval."""
        return self.total - NORMAL_95 * self.standard_error

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return self.total + NORMAL_95 * self.standard_error


@dataclass(frozen=True, eq=False)
class Moved:
    """Rows of each group code that come to be selected (`gained`) or cease to be (`lost`), by label.

    Attributes
    ----------
    gained, lost : array, shape (groups, 3)
        By label: negative, positive, unknown.
    """

    gained: Floats
    lost: Floats


def shares(tally: Tally, policy: Policy, reference: Policy) -> tuple[Floats, Floats]:
    """The share of each cell that the policy selects and the reference does not, and the other way round."""
    new, old = (np.nan_to_num(selected_share(tally, one)) for one in (policy, reference))
    return new * (1 - old), old * (1 - new)


def difference_between(
    tally: Tally, payoff: Payoff, policy: Policy, reference: Policy, split: str | None = None
) -> Difference:
    """What a policy is worth more than a reference.

    Only rows that the two treat differently count. A row without a score is treated alike as not selected: where the
    reference is a given decision, the policy counts as not selecting it.

    Parameters
    ----------
    tally : Tally
    payoff : Payoff
    policy, reference : Policy
    split : str, optional
        Only the rows of this split.

    Raises
    ------
    InputError
        Two different amounts stand for the two sides of one outcome, or the reference has reviews that cost something.
    """
    on, gain = counted(tally, split), by_label_difference(tally, payoff)
    gained, lost = (np.where(on.cells, one, 0.0) for one in shares(tally, policy, reference))
    net, differs = gained - lost, gained + lost
    each = Moments(net * gain.total, net * gain.cross, differs * gain.squares)
    sums = without_reviews(tally, policy, each, on)
    if reference.review is not None and reference.review.cost:
        raise InputError("A policy with paid reviews cannot be the reference.", "Compare the other way round.")
    weights = np.where(on.cells, tally.cells.weight_squared, 0.0)
    mean_square = float(np.where(on.cells, gain.squares, 0.0).sum()) / weights.sum() if weights.sum() else 0.0
    cautious = float(np.sqrt((differs * weights).sum() * mean_square))
    return Difference(float(sums.total), max(float(on.error(sums)), cautious), on.rows, on.weight)


def moved(tally: Tally, policy: Policy, reference: Policy) -> Moved:
    """Whose decision differs between a policy and a reference, by group and label."""
    cells, many = tally.cells, len(tally.groups)
    places = cells.group * 3 + cells.label

    def by_group(part: Floats) -> Floats:
        sums = np.bincount(places, weights=part * cells.weight, minlength=3 * many)
        return np.asarray(sums, dtype=float).reshape(many, 3)

    return Moved(*(by_group(one) for one in shares(tally, policy, reference)))
