"""Money against threshold when only so many selected cases can be handled a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.data.tallies import Tally
from workbook.errors import WorkbookError
from workbook.outcomes import Payoff
from workbook.outcomes.money import Floats, money_along
from workbook.outcomes.prevalence import at_prevalence
from workbook.roi.answers import RoiAnswers
from workbook.roi.standing import Ground
from workbook.roi.value import CHOOSE


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


def under_capacity(found: Ground, tally: Tally, payoff: Payoff, answers: RoiAnswers) -> Capacity:
    """The curve under the limit: the selected are served as they come, those beyond are treated as not selected.

    Errors of the served and of the other part are added (never too narrow).

    Raises
    ------
    WorkbookError
        The limit or the volume is not known.
    """
    if answers.capacity_a_day is None:
        raise WorkbookError("No limit was entered.", "Enter how many selected cases can be handled a day.")
    if answers.yearly_volume is None:
        raise WorkbookError("The number of cases a year is not known yet.", "Enter it above.")
    curve, nobody = found.curve, len(tally.edges) if tally.selected == "at_or_above" else 0
    selected = found.selected.share * answers.yearly_volume / answers.working_days
    with np.errstate(divide="ignore"):
        served = np.minimum(1.0, answers.capacity_a_day / np.maximum(selected, 1e-300))
    chosen = money_along(at_prevalence(tally, answers.population_share), payoff, CHOOSE if curve.held_out else None)

    def mixed(values: Floats) -> Floats:
        return np.asarray(served * values + (1 - served) * values[nobody])

    return Capacity(
        thresholds=curve.thresholds, unlimited=curve.total, total=mixed(curve.total), low=mixed(curve.low),
        high=mixed(curve.high), served=served, best=int(np.argmax(mixed(chosen.total))), best_unlimited=curve.best,
        a_day=answers.capacity_a_day, selected_a_day=selected, currency=curve.currency,
    )  # fmt: skip
