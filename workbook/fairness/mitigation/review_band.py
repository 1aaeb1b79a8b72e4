"""Human review: the stretch of scores that people should decide on, given how many they can, what it costs, and how they err."""

from __future__ import annotations

import numpy as np

from workbook.data.tallies import NEGATIVE, NO_SCORE, POSITIVE, Tally
from workbook.fairness.mitigation.candidate import Offer, Review
from workbook.fairness.mitigation.curves import Floats, finite
from workbook.outcomes import Payoff, Policy, ReviewBand
from workbook.outcomes.paired import by_label_difference

STEPS = 161


def review_band(tally: Tally, payoff: Payoff, review: Review, yearly_volume: float) -> Offer | None:
    """The band that is worth most on the given rows, the reviewers' cost taken off.

    Below the band and above it the score decides alone; the threshold lies inside, where it decides nothing. All
    bands between `STEPS` places are looked at, those beyond the reviewers' capacity left out.

    Returns
    -------
    Offer or None
        None where no review is worth more than the best threshold alone.
    """
    automatic, by_people, rows = _along(tally, payoff, review)
    steps = np.unique(np.linspace(0, len(tally.edges), STEPS).astype(np.int64))
    low, high = (grid.ravel() for grid in np.meshgrid(steps, steps, indexing="ij"))
    seen = rows[high] - rows[low]
    if tally.selected == "at_or_above":
        alone = automatic[-1] - automatic[high]
    else:
        alone = automatic[low]
    worth = alone + by_people[high] - by_people[low] - review.cost * seen
    share = review.capacity / yearly_volume
    allowed = (high >= low) & (seen <= share * rows[-1] + 1e-9)
    best = int(np.argmax(np.where(allowed, worth, -np.inf)))
    unaided = automatic[-1] - automatic if tally.selected == "at_or_above" else automatic
    if high[best] == low[best] or worth[best] <= unaided.max():
        return None
    thresholds = finite(tally)
    start, end = float(thresholds[low[best]]), float(thresholds[high[best]])
    policy = Policy(
        threshold=float(thresholds[(low[best] + high[best]) // 2]),
        review=ReviewBand(low=start, high=end, error_rate=review.error_rate, cost=review.cost),
    )
    how = f"People decide on scores from {start:.3g} to {end:.3g}; the score decides on the others."
    note = "That reviewers err equally often in every group is assumed, not measured: sample their decisions by group."
    return Offer("human review", policy, how, (note,))


def _along(tally: Tally, payoff: Payoff, review: Review) -> tuple[Floats, Floats, Floats]:
    """Running sums over the bins: worth of selecting all, of leaving all to reviewers, and rows; all begin at 0."""
    cells, gain = tally.cells, by_label_difference(tally, payoff).total
    scored = cells.bin != NO_SCORE

    def running(values: Floats) -> Floats:
        binned = np.bincount(cells.bin[scored], weights=values[scored], minlength=len(tally.edges))
        return np.concatenate([[0.0], np.cumsum(binned)])

    right, wrong = 1 - review.error_rate, review.error_rate
    people = gain * np.select([cells.label == POSITIVE, cells.label == NEGATIVE], [right, wrong], 0.0)
    return running(gain), running(people), running(cells.weight)
