"""Which stretch of scores people should decide: every stretch is weighed on one half of the rows, for every capacity at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.modelling.reviewing.reviewers import Reviewers, gains
from workbook.models.changes import Z
from workbook.models.folds import Floats, Mask
from workbook.models.on_trial import OnTrial

STEPS = 121
"""Places at which a band may begin or end: every so many of the rows."""


@dataclass(frozen=True)
class Band:
    """Scores that people decide on: from `low` up to, not including, `high`."""

    low: float
    high: float

    def holds(self, score: Floats) -> Mask:
        """Whether each score lies in it; a missing one does not."""
        with np.errstate(invalid="ignore"):
            return np.asarray((score >= self.low) & (score < self.high))


@dataclass(frozen=True, eq=False)
class Weighed:
    """Every band, with its share of the rows and what it gains on them.

    Attributes
    ----------
    low, high, share, gain, error : array, shape (bands,)
        The gain is money where there is any, else decisions that come out right more often; with its standard error.
    """

    low: Floats
    high: Floats
    share: Floats
    gain: Floats
    error: Floats

    def best(self, most: float) -> Band | None:
        """The band that gains most with at most a share of the rows; None where no gain stands out from chance.

        The best of thousands of bands looks good by luck alone: those within their own sampling error are left out.
        """
        visible = (self.share <= most + 1e-9) & (self.gain > Z * self.error)
        if not visible.any():
            return None
        place = int(np.argmax(np.where(visible, self.gain, -np.inf)))
        return Band(float(self.low[place]), float(self.high[place]))


def weigh(trial: OnTrial, rows: Mask, reviewers: Reviewers) -> Weighed:
    """Weigh every band on some rows; those that value a band must be others."""
    study, here = trial.study, rows & np.isfinite(trial.score)
    if not here.any():
        return Weighed(*(np.empty(0) for _ in range(5)))
    score, weight = trial.score[here], study.weight[here]
    money, wronged = gains(study, trial.decided, reviewers)
    each = weight * np.where(study.known, money if study.has_money else -wronged, 0.0)[here]
    edges = np.append(np.unique(np.quantile(score, np.linspace(0, 1, STEPS), method="inverted_cdf")), np.inf)
    place = np.searchsorted(edges, score, side="right") - 1

    def running(values: Floats) -> Floats:
        return np.concatenate([[0.0], np.cumsum(np.bincount(place, weights=values, minlength=len(edges) - 1))])

    share, gained, squares = running(weight) / weight.sum(), running(each), running(each**2)
    low, high = np.triu_indices(len(edges), 1)
    error = np.sqrt(np.maximum(squares[high] - squares[low], 0.0))
    return Weighed(edges[low], edges[high], share[high] - share[low], gained[high] - gained[low], error)


def best_threshold(trial: OnTrial, rows: Mask) -> float | None:
    """The threshold for all that is worth most on some rows without any reviewer; None where there is nothing to weigh."""
    study, here = trial.study, rows & np.isfinite(trial.score) & trial.study.known
    if not here.any():
        return None
    score, weight = trial.score[here], study.weight[here]
    if study.if_selected is not None and study.if_not is not None:
        gain = (study.if_selected - study.if_not)[here]
    else:
        gain = np.where((study.label == 1) == study.event_is_right, 1.0, -1.0)[here]
    edges = np.append(np.unique(np.quantile(score, np.linspace(0, 1, STEPS), method="inverted_cdf")), np.inf)
    place = np.searchsorted(edges, score, side="right") - 1
    binned = np.bincount(place, weights=weight * gain, minlength=len(edges) - 1)
    below = np.concatenate([[0.0], np.cumsum(binned)])
    selected = below if study.selected == "below" else below[-1] - below
    return float(edges[int(np.argmax(selected))])
