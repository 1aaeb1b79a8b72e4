"""Whether groups differ in what it takes: in the share with a way at all, and in the effort."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from workbook.modelling.cases.finding import Asked, Between, GroupRecourse
from workbook.stats.intervals import normal_quantile, square_and_add, wilson
from workbook.stats.ranking import auc_interval


def chance_of_a_way(groups: Sequence[GroupRecourse], tolerance: float) -> Between | None:
    """The largest difference of shares with a way, by intervals that hold for all pairs at once."""
    if len(groups) < 2:
        return None
    confidence = 1 - 0.05 / (len(groups) * (len(groups) - 1) / 2)
    differences = []
    for one, other in combinations(groups, 2):
        high, low = (one, other) if one.found[0] >= other.found[0] else (other, one)
        ends = [wilson(each.found[0], float(each.asked or 1), confidence) for each in (high, low)]
        bottom, top = square_and_add(high.found[0], ends[0], low.found[0], ends[1])
        top = top + high.unsettled + low.unsettled
        differences.append((high.group, low.group, (high.found[0] - low.found[0], float(bottom), float(top))))
    if any(value[1] > tolerance for *_, value in differences):
        verdict = "gap"
    else:
        verdict = "no gap" if all(value[2] <= tolerance for *_, value in differences) else "cannot tell"
    highest, lowest, value = max(differences, key=lambda one: one[2][0])
    return Between(highest, lowest, value, verdict)


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
