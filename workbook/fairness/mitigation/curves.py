"""What every threshold does to every group: rates and worth along the places of a tally."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, NO_SCORE, POSITIVE, GroupKey, Tally
from workbook.outcomes import GroupThreshold, Payoff, Policy
from workbook.outcomes.counts import crossed
from workbook.outcomes.money import places
from workbook.outcomes.paired import by_label_difference
from workbook.stats.intervals import rate

Floats = NDArray[np.float64]
ENOUGH = 30
"""Rows with and without the event that a group needs on the choosing half for a threshold of its own."""


@dataclass(frozen=True, eq=False)
class Curves:
    """Sums over the selected of each group, at every place of the threshold.

    Attributes
    ----------
    groups : tuple of GroupKey
    selected, true_positive, false_positive, worth : array, shape (groups, places)
        Weights of the selected, of those with and without the event, and what selecting them is worth.
    count : array, shape (groups, 2)
        Rows by label, whatever their weight.
    thresholds : array, shape (places,)
        All finite: the last one lies above every score.
    everybody : int
        The place that selects all.
    """

    groups: tuple[GroupKey, ...]
    selected: Floats
    true_positive: Floats
    false_positive: Floats
    worth: Floats
    count: Floats
    thresholds: Floats
    everybody: int

    @property
    def enough(self) -> NDArray[np.int64]:
        """Groups with a value and with enough rows of both labels."""
        known = [None not in key for key in self.groups]
        return np.flatnonzero((self.count.min(axis=1) >= ENOUGH) & known)

    def rates(self, metric: str) -> Floats:
        """A rate of each group along the places, shape (groups, places); NaN where it has no rows."""
        sums = {
            "selection_rate": self.selected,
            "true_positive_rate": self.true_positive,
            "false_positive_rate": self.false_positive,
        }[metric]
        return rate(sums, np.broadcast_to(sums[:, [self.everybody]], sums.shape))

    @property
    def pooled(self) -> Curves:
        """All groups together."""
        names = ("selected", "true_positive", "false_positive", "worth", "count")
        sums = {name: getattr(self, name).sum(axis=0, keepdims=True) for name in names}
        return replace(self, groups=(), **sums)


def curves(tally: Tally, payoff: Payoff, by: Sequence[str] | None) -> Curves:
    """Add up the scored rows of a tally from each threshold on."""
    cells = tally.cells
    _, keys, codes = crossed(tally, by)
    scored, many = cells.bin != NO_SCORE, len(tally.edges)
    where = codes[cells.group] * many + cells.bin

    def along(values: NDArray[np.float64] | NDArray[np.int64], of: NDArray[np.bool_]) -> Floats:
        binned = np.bincount(where[of], weights=values[of], minlength=len(keys) * many).reshape(len(keys), many)
        from_start = np.concatenate([np.zeros((len(keys), 1)), np.cumsum(binned, axis=1)], axis=1)
        return from_start[:, [-1]] - from_start if tally.selected == "at_or_above" else from_start

    positive, negative = scored & (cells.label == POSITIVE), scored & (cells.label == NEGATIVE)
    everybody = 0 if tally.selected == "at_or_above" else many
    counted = [along(cells.count, one)[:, everybody] for one in (negative, positive)]
    return Curves(
        keys,
        along(cells.weight, scored),
        along(cells.weight, positive),
        along(cells.weight, negative),
        along(by_label_difference(tally, payoff).total, positive | negative),
        np.stack(counted, axis=1),
        finite(tally),
        everybody,
    )


def finite(tally: Tally) -> Floats:
    """The threshold at each place; the last one lies above every score and can be written down."""
    found, edges = places(tally).copy(), tally.edges
    step = float(edges[-1] - edges[-2]) if len(edges) > 1 else 1.0
    found[-1] = edges[-1] + max(1.0, 2 * step)
    return found


def by_group(tally: Tally, by: Sequence[str] | None, common: float, own: dict[GroupKey, float]) -> Policy:
    """Thresholds of their own for some groups, the common one for all others."""
    _, keys, codes = crossed(tally, by)
    found = (
        GroupThreshold(group=full, threshold=own[keys[code]])
        for full, code in zip(tally.groups, codes, strict=True)
        if keys[code] in own
    )
    return Policy(threshold=common, thresholds=tuple(found))
