"""Draws at a policy: what other samples of the same size might have shown, in counts and in the money of the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import Tally
from workbook.outcomes.counts import Confusion, confusion, crossed
from workbook.outcomes.money import Counted, Floats, Moments, counted, worths
from workbook.outcomes.paired import by_label_difference
from workbook.outcomes.payoff import Payoff
from workbook.outcomes.policy import NOT_SELECTED, SELECTED, UNDECIDED, Policy, reviewed, selected_share


def draw_confusion(counted: Confusion, draws: int, seed: int) -> NDArray[np.int64]:
    """Multinomial bootstrap of the counts; the same draws serve rates and money.

    Parameters
    ----------
    counted : Confusion
    draws : int
    seed : int

    Returns
    -------
    array, shape (draws, groups, 3, 3)
    """
    cells = counted.count.ravel()
    total = int(cells.sum())
    generator = np.random.default_rng(seed)
    drawn = (
        generator.multinomial(total, cells / total, size=draws)
        if total
        else np.zeros((draws, cells.size), dtype=np.int64)
    )
    return np.asarray(drawn.reshape(draws, *counted.count.shape), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Samples:
    """The counts at a policy, and draws of them.

    Attributes
    ----------
    policy : Policy
    by : tuple of str or None
        The group columns that are crossed; None for all.
    counted : Confusion
    drawn : array, shape (draws, groups, 3, 3)
    seed : int
    """

    policy: Policy
    by: tuple[str, ...] | None
    counted: Confusion
    drawn: NDArray[np.int64]
    seed: int


def draw_samples(
    tally: Tally, policy: Policy, by: Sequence[str] | None = None, *, draws: int = 1000, seed: int = 0
) -> Samples:
    """Draw the counts at a policy: the same draws as the audit's with the same groups and seed."""
    found = confusion(tally, policy, by)
    return Samples(policy, None if by is None else tuple(by), found, draw_confusion(found, draws, seed), seed)


def draw_money(
    tally: Tally, payoff: Payoff, samples: Samples, reference: Policy | None = None, split: str | None = None
) -> Floats:
    """What the policy is worth in each draw, a case: of a payoff alone, or more than a reference policy.

    Given how many rows of a group, label and selection were drawn, the sum of their worths is drawn from the normal
    distribution with the mean and the spread of these rows' worths. Money is then a ratio, of worth to weight.

    Parameters
    ----------
    tally : Tally
    payoff : Payoff
    samples : Samples
        Of this tally.
    reference : Policy, optional
        Without reviews.
    split : str, optional
        Only the rows of this split have a worth and a weight.

    Returns
    -------
    array, shape (draws,)
        Not a number where a draw holds no labelled row of the split.
    """
    size = samples.counted.count.size
    place = crossed(tally, samples.by)[2][tally.cells.group] * 9 + tally.cells.label.astype(np.int64) * 3
    on, cells = counted(tally, split), tally.cells
    rows = np.zeros(size)
    sums = np.zeros((5, size))  # of w, w², w·v, w²·v and w²·v², where a row that does not count has neither w nor v
    for side, part in _sides(tally, samples.policy):
        worth = _worth(tally, payoff, samples.policy, side, reference, on)
        there = part > 0
        weights = np.where(on.cells, [cells.weight, cells.weight_squared], 0.0)
        for at, values in enumerate((*weights, worth.total, worth.cross, worth.squares)):
            sums[at] += np.bincount(place[there] + side, weights=(part * values)[there], minlength=size)
        rows += np.bincount(place[there] + side, weights=(part * cells.count)[there], minlength=size)
    known = rows > 0
    weight, weight_squared, total, cross, squares = sums[:, known] / rows[known]
    drawn = samples.drawn.reshape(len(samples.drawn), size)[:, known].astype(float)
    spread, weight_spread = squares - total**2, weight_squared - weight**2
    return _ratio(drawn, (total, weight), (spread, weight_spread, cross - total * weight), samples.seed)


def _ratio(drawn: Floats, means: tuple[Floats, Floats], spreads: tuple[Floats, Floats, Floats], seed: int) -> Floats:
    """Worth over weight in each draw: both normal given the rows drawn, with the spreads and how they go together."""
    (worth, weight), (worth_spread, weight_spread, together) = means, spreads
    noise = np.random.default_rng([seed, 1]).standard_normal((2, len(drawn)))
    spread, weight_spread, together = (drawn @ one for one in (worth_spread, weight_spread, together))
    own = np.sqrt(np.maximum(weight_spread, 0.0))
    slope = np.divide(together, own, out=np.zeros_like(own), where=own > 0)
    left = np.sqrt(np.maximum(spread - slope**2, 0.0))
    weights, worths_drawn = drawn @ weight + own * noise[0], drawn @ worth + slope * noise[0] + left * noise[1]
    return np.asarray(np.divide(worths_drawn, weights, out=np.full(len(drawn), np.nan), where=weights > 0))


def _sides(tally: Tally, policy: Policy) -> tuple[tuple[int, Floats], ...]:
    """The share of each cell that comes to be selected, not selected, and undecided."""
    share = selected_share(tally, policy)
    undecided = np.isnan(share)
    chosen = np.nan_to_num(share)
    return (SELECTED, chosen), (NOT_SELECTED, np.where(undecided, 0.0, 1 - chosen)), (UNDECIDED, undecided * 1.0)


def _worth(tally: Tally, payoff: Payoff, policy: Policy, side: int, reference: Policy | None, on: Counted) -> Moments:
    """The worth of each cell's rows on one side of the policy, less what its reviews cost."""
    if reference is None:
        yes, no = worths(tally, payoff)
        zero = np.zeros_like(yes.total)
        worth = {SELECTED: yes, NOT_SELECTED: no, UNDECIDED: Moments(zero, zero, zero)}[side]
    else:
        gain = by_label_difference(tally, payoff)
        net = (side == SELECTED) - np.nan_to_num(selected_share(tally, reference))
        worth = Moments(net * gain.total, net * gain.cross, net**2 * gain.squares)
    cost = np.where(reviewed(tally, policy), policy.review.cost if policy.review else 0.0, 0.0)
    weight, squared = tally.cells.weight, tally.cells.weight_squared
    return Moments(
        np.where(on.cells, worth.total - cost * weight, 0.0),
        np.where(on.cells, worth.cross - cost * squared, 0.0),
        np.where(on.cells, worth.squares - 2 * cost * worth.cross + cost**2 * squared, 0.0),
    )
