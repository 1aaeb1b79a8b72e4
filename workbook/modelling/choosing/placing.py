"""Where another score takes the place of one: which side of which threshold it selects, so that the rest stays comparable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.data.tallies import Side
from workbook.models.folds import Floats
from workbook.models.study import Study
from workbook.stats.ranking import auc_interval


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
    share, share_before : float
        How many it selects, and how many the declared one did.
    """

    scores: Floats
    side: Side
    threshold: float | None
    share: float
    share_before: float

    @property
    def at_the_threshold(self) -> str:
        """How many the threshold selects, against how many the declared one did; "" where none was declared."""
        if self.threshold is None:
            return ""
        told = f"The threshold is {self.threshold:.4g} now: it selects {self.share:.0%}"
        same = f"{self.share:.0%}" == f"{self.share_before:.0%}"
        return (
            f"{told}, as many as the declared one did."
            if same
            else f"{told}; the declared one selected {self.share_before:.0%}, and none comes closer."
        )


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
        return Placed(scores, new_side, None, float("nan"), float("nan"))
    known = np.isfinite(earlier)
    chosen = earlier[known] >= threshold if side == "at_or_above" else earlier[known] < threshold
    return _at_the_same_share(scores, new_side, float(chosen.mean()) if known.any() else 0.5)


def _at_the_same_share(scores: Floats, side: Side, share: float) -> Placed:
    """At the threshold that comes closest to a share: where many rows share a score, none may hit it."""
    known = np.sort(scores[np.isfinite(scores)])
    many = round(share * len(known))
    at = min(max(len(known) - many if side == "at_or_above" else many, 0), len(known) - 1)
    above = known[known > known[at]]
    tried = [float(known[at]), *([float(above[0])] if len(above) else [])]
    found = [float(np.mean(known >= one if side == "at_or_above" else known < one)) for one in tried]
    best = int(np.argmin([abs(one - share) for one in found]))
    return Placed(scores, side, tried[best], found[best], share)


def _rises_with_event(study: Study, scores: Floats) -> bool:
    """Whether a higher score speaks for the event, unless the rows clearly say the opposite."""
    usable = np.isfinite(scores) & study.known
    positive = study.label[usable] == 1
    if not positive.any() or positive.all():
        return True
    return auc_interval(scores[usable], positive)[2] >= 0.5
