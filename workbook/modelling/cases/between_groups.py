"""Whether groups differ in what it takes: in the share with a way at all, and in the effort."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from workbook.modelling.cases.finding import Asked, GroupRecourse
from workbook.models.between import Between, Share, furthest_apart
from workbook.stats.intervals import normal_quantile
from workbook.stats.ranking import auc_interval


def chance_of_a_way(groups: Sequence[GroupRecourse], tolerance: float) -> Between | None:
    """The largest difference of shares with a way; what was not settled counts as unknown."""
    shares = {one.group: Share(one.found[0], float(one.asked or 1), one.unsettled) for one in groups}
    return furthest_apart(shares, tolerance)


def effort_needed(groups: dict[str, tuple[Asked, ...]]) -> Between | None:
    """How often one group needs more effort than another, for the two that differ most, widened for all pairs."""
    pairs = []
    for one, other in combinations(groups, 2):
        effort = np.array([each.effort for name in (one, other) for each in groups[name]])
        first = np.arange(len(effort)) < len(groups[one])
        value, low, high = auc_interval(effort, first)
        pairs.append((one, other, value, low, high) if value >= 0.5 else (other, one, 1 - value, 1 - high, 1 - low))
    if not pairs:
        return None
    more, less, value, low, high = max(pairs, key=lambda pair: pair[2])
    wider = normal_quantile(1 - 0.05 / len(pairs)) / normal_quantile(0.95)
    ends = (value, max(value - wider * (value - low), 0.0), min(value + wider * (high - value), 1.0))
    return Between(more, less, ends, "more" if ends[1] > 0.5 else "cannot tell")
