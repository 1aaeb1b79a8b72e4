"""Net benefit of a probability against those of everybody and nobody, with intervals (Vickers & Elkin 2006)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from workbook.data.tallies import Tally
from workbook.errors import InputError, WorkbookError
from workbook.outcomes import Policy, confusion
from workbook.outcomes.money import NORMAL_95, Floats
from workbook.roi.value import net_benefit

MOST_THRESHOLDS = 99


@dataclass(frozen=True, eq=False)
class DecisionCurve:
    """Net benefit for each threshold, in true positives a case.

    Attributes
    ----------
    thresholds, model, low, high, everybody, avoided : array, shape (thresholds,)
        `avoided`: selections spared a case, without missing more positives, against selecting everybody.
    below, rows : int
        How many thresholds the model is worth less than the better of everybody and nobody; rows counted.
    """

    thresholds: Floats
    model: Floats
    low: Floats
    high: Floats
    everybody: Floats
    avoided: Floats
    below: int
    rows: int


def decision_curve(tally: Tally, prevalence: float | None = None) -> DecisionCurve:
    """The decision curve of a probability score, from 1 % to 99 %.

    Raises
    ------
    WorkbookError
        The score is no probability, or the positives are not on the side that is selected.
    """
    if not (tally.has_score and tally.has_label):
        raise WorkbookError("A decision curve needs a score and an outcome.", "Connect rows with both.")
    outside = len(tally.edges) == 0 or tally.edges[0] < 0 or tally.edges[-1] > 1
    if outside or tally.selected != "at_or_above":
        raise WorkbookError(
            "These scores are no probabilities of the event, selected from a threshold upwards.",
            "A decision curve weighs wrong against right by the threshold itself: it needs a probability.",
        )
    thresholds = np.arange(1, MOST_THRESHOLDS + 1) / 100
    model = net_benefit(tally, thresholds, prevalence=prevalence)
    everybody = treat_everybody(_share(tally) if prevalence is None else prevalence, thresholds)
    error = _errors(tally, thresholds, prevalence)
    return DecisionCurve(
        thresholds, model, model - NORMAL_95 * error, model + NORMAL_95 * error, everybody,
        interventions_avoided(model, everybody, thresholds),
        int((model < np.maximum(everybody, 0.0) - 1e-12).sum()), tally.rows,
    )  # fmt: skip


def treat_everybody(prevalence: float, thresholds: Floats) -> Floats:
    """Net benefit of selecting everybody: p - (1 - p) · t / (1 - t)."""
    return np.asarray(prevalence - (1 - prevalence) * thresholds / (1 - thresholds))


def interventions_avoided(model: Floats, everybody: Floats, thresholds: Floats) -> Floats:
    """Selections spared a case for the same positives found: (NB - NB of everybody) / (t / (1 - t))."""
    return np.asarray((model - everybody) * (1 - thresholds) / thresholds)


def trade_off_of_scoring(gain: float, threshold: float) -> tuple[int, int]:
    """Cases to be scored for one more true positive, and for one selection less (Van Calster et al. 2018).

    1 / gain and 1 / (gain · (1 - t) / t), rounded.

    Raises
    ------
    InputError
        There is no gain of net benefit, or the threshold is no probability between 0 and 1.
    """
    if gain <= 0 or not 0 < threshold < 1:
        raise InputError("Only a gain of net benefit can be traded.", "Compare with a model that is worse.")
    return round(1 / gain), round(threshold / (gain * (1 - threshold)))


def _share(tally: Tally) -> float:
    counted = confusion(tally, Policy.at(-math.inf), ()).weight[0]
    positives, negatives = counted[1, :2].sum(), counted[0, :2].sum()
    return float(positives / (positives + negatives))


def _errors(tally: Tally, thresholds: Floats, prevalence: float | None) -> Floats:
    """Standard errors: of a mean of 1 for a true and -odds for a false positive; by label where the prevalence is given."""
    found = []
    for threshold in thresholds:
        counted = confusion(tally, Policy.at(float(threshold)), ())
        weight, squared = counted.weight[0], counted.weight_squared[0]
        positives, negatives = weight[1, :2].sum(), weight[0, :2].sum()
        odds, (tp, fp) = threshold / (1 - threshold), (weight[1, 1], weight[0, 1])
        if prevalence is None:
            rows = (positives + negatives) ** 2 / squared[:2, :2].sum()
            share_tp, share_fp = tp / (positives + negatives), fp / (positives + negatives)
            variance = (share_tp + odds**2 * share_fp - (share_tp - odds * share_fp) ** 2) / rows
        else:
            t, f = tp / positives, fp / negatives
            of_t = t * (1 - t) * squared[1, :2].sum() / positives**2
            of_f = f * (1 - f) * squared[0, :2].sum() / negatives**2
            variance = prevalence**2 * of_t + ((1 - prevalence) * odds) ** 2 * of_f
        found.append(math.sqrt(max(float(variance), 0.0)))
    return np.asarray(found)
