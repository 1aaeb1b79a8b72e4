"""Where another score takes the place of one: which side of which threshold it selects, so that the rest stays comparable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.data.tallies import Side
from workbook.models.folds import Floats
from workbook.models.study import Study


@dataclass(frozen=True, eq=False)
class Placed:
    """Scores that take the place of those which the rows came with.

    Attributes
    ----------
    scores : array, shape (rows,)
    side : {"at_or_above", "below"}
        On which side of the threshold they select.
    threshold : float or None
        That selects as many as the declared one did; None where none was declared.
    share : float
        How many it selects.
    """

    scores: Floats
    side: Side
    threshold: float | None
    share: float


def place(study: Study, scores: Floats, earlier: Floats | None, side: Side, threshold: float | None) -> Placed:
    """Which side of which threshold the new scores select: those who should be, and as many as before.

    Parameters
    ----------
    study : Study
    scores : array, shape (rows,)
        Higher for more of the event.
    earlier : array or None
        The scores that the rows came with.
    side : {"at_or_above", "below"}
        On which side those select.
    threshold : float or None
        The threshold declared for them.
    """
    if study.has_money:
        new_side: Side = "at_or_above" if study.event_is_right else "below"
    else:
        agree = earlier is None or _rises_with_event(study, earlier)
        new_side = side if agree else ("below" if side == "at_or_above" else "at_or_above")
    if threshold is None or earlier is None:
        return Placed(scores, new_side, None, float("nan"))
    known = np.isfinite(earlier)
    chosen = earlier[known] >= threshold if side == "at_or_above" else earlier[known] < threshold
    return _at_the_same_share(scores, new_side, float(chosen.mean()) if known.any() else 0.5)


def _at_the_same_share(scores: Floats, side: Side, share: float) -> Placed:
    known = np.sort(scores[np.isfinite(scores)])
    many = round(share * len(known))
    at = len(known) - many if side == "at_or_above" else many
    threshold = float(known[min(max(at, 0), len(known) - 1)])
    chosen = known >= threshold if side == "at_or_above" else known < threshold
    return Placed(scores, side, threshold, float(chosen.mean()))


def _rises_with_event(study: Study, scores: Floats) -> bool:
    usable = np.isfinite(scores) & study.known
    yes, no = scores[usable & (study.label == 1)], scores[usable & (study.label == 0)]
    return not (len(yes) and len(no)) or float(np.median(yes)) >= float(np.median(no))
