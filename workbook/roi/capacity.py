"""Money against threshold when only so many selected cases can be handled a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.errors import WorkbookError
from workbook.outcomes.money import Floats
from workbook.roi.answers import RoiAnswers
from workbook.roi.standing import Ground


@dataclass(frozen=True, eq=False)
class Capacity:
    """The curve with and without the limit.

    Attributes
    ----------
    thresholds, unlimited, total, low, high, served : array, shape (places,)
        Money a year, on the valuing half; `served` is the share of the selected who are handled.
    best : int
        Best place under the limit, on the choosing half.
    best_unlimited : int
    a_day : float
    selected_a_day : array, shape (places,)
    """

    thresholds: Floats
    unlimited: Floats
    total: Floats
    low: Floats
    high: Floats
    served: Floats
    best: int
    best_unlimited: int
    a_day: float
    selected_a_day: Floats
    currency: str


def under_capacity(found: Ground, answers: RoiAnswers) -> Capacity:
    """The curve under the limit: the selected are served as they come, those beyond are treated as not selected.

    Raises
    ------
    WorkbookError
        The limit or the volume is not known.
    """
    if answers.capacity_a_day is None:
        raise WorkbookError("No limit was entered.", "Enter how many selected cases can be handled a day.")
    if answers.yearly_volume is None:
        raise WorkbookError("The number of cases a year is not known yet.", "Enter it above.")
    served = found.served if found.served is not None else np.ones_like(found.curve.total)
    return Capacity(
        thresholds=found.curve.thresholds, unlimited=found.unlimited.total, total=found.curve.total,
        low=found.curve.low, high=found.curve.high, served=served, best=found.curve.best,
        best_unlimited=found.unlimited.best, a_day=answers.capacity_a_day,
        selected_a_day=found.selected.share * answers.yearly_volume / answers.working_days,
        currency=found.curve.currency,
    )  # fmt: skip
