"""Decision curves: the net benefit of a probability score against that of selecting everybody and nobody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import Tally
from workbook.errors import WorkbookError
from workbook.outcomes import Payoff, elkan_threshold
from workbook.roi.value import net_benefit

Floats = NDArray[np.float64]
AT = np.round(np.arange(0.01, 1.0, 0.01), 2)


@dataclass(frozen=True, eq=False)
class DecisionCurve:
    """Net benefit at each threshold probability (Vickers & Elkin 2006).

    Attributes
    ----------
    thresholds, model, everybody : array, shape (99,)
    useful : tuple of float or None
        Lowest and highest threshold at which the model is better than both; None where it never is.
    own : float or None
        The threshold probability that the team's constant worths imply (Elkan 2001).
    """

    thresholds: Floats
    model: Floats
    everybody: Floats
    useful: tuple[float, float] | None
    own: float | None


def decision_curve(tally: Tally, payoff: Payoff) -> DecisionCurve:
    """The decision curve of a score that is a probability of the event.

    Raises
    ------
    WorkbookError
        The score is no probability, or it selects from below.
    """
    if not tally.has_score or float(tally.edges[0]) < 0 or float(tally.edges[-1]) > 1:
        raise WorkbookError("A decision curve needs a score that is a probability.", "Connect one from 0 to 1.")
    if tally.selected == "below":
        raise WorkbookError(
            "A decision curve needs the probability of the event for which cases are selected.",
            "Here the low scores are selected: use one minus the score, and the other outcome as the event.",
        )
    model = net_benefit(tally, AT)
    base = float(net_benefit(tally, np.array([0.0]))[0])
    everybody = base - (1 - base) * AT / (1 - AT)
    better = model > np.maximum(everybody, 0.0) + 1e-12
    useful = (float(AT[better][0]), float(AT[better][-1])) if better.any() else None
    return DecisionCurve(AT, model, everybody, useful, elkan_threshold(payoff))
