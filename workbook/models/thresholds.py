"""The threshold of each candidate: chosen on the half of the rows that chooses, for the other half to judge."""

from __future__ import annotations

import numpy as np

from workbook.models.folds import Codes, Floats, Mask
from workbook.models.study import Study


def best_by_money(study: Study, facing: Floats, rows: Mask) -> float:
    """The cut from which selecting is worth most on these rows: those at or above it are selected.

    Parameters
    ----------
    study : Study
        With money.
    facing : array, shape (rows of the study,)
        Scores, the highest selected first.
    rows : array of bool
        Labelled rows that choose.
    """
    assert study.if_selected is not None and study.if_not is not None, "asked only where there is money"
    gain = ((study.if_selected - study.if_not) * study.weight)[rows]
    score, places, sums = _along(facing[rows], gain)
    return _cut(score, int(places[sums.argmax()]))


def same_share(study: Study, facing: Floats, rows: Mask, share: float) -> float:
    """The cut that comes nearest to selecting a given share of these rows, by weight."""
    weight = study.weight[rows]
    score, places, sums = _along(facing[rows], weight)
    return _cut(score, int(places[np.abs(sums / weight.sum() - share).argmin()]))


def share_today(study: Study, rows: Mask, today: Floats | None = None) -> float:
    """The share that today's decisions select; else the declared policy; else those who should be selected."""
    weight = study.weight[rows]
    decided = None if today is None else np.nan_to_num(today[rows]) > 0
    if decided is not None and 0 < decided.sum() < len(decided):
        selected = decided
    elif study.score is not None:
        selected = study.decided(study.score)[rows]
    else:
        selected = (study.label[rows] == 1) == study.event_is_right
    return float((weight * selected).sum() / weight.sum())


def _along(facing: Floats, value: Floats) -> tuple[Floats, Codes, Floats]:
    """Scores from the highest down, how many are selected at each possible cut, and the sum of values over these."""
    order = np.argsort(-facing, kind="stable")
    score, sums = facing[order], np.concatenate([[0.0], np.cumsum(value[order])])
    ends = np.flatnonzero(np.append(score[1:] != score[:-1], True)) + 1  # equal scores are selected together
    places = np.concatenate([[0], ends]).astype(np.int64)
    return score, places, sums[places]


def _cut(score: Floats, place: int) -> float:
    """Half way between two scores, so that a score on the edge is no matter of rounding."""
    if place == 0:
        return float("inf")
    return float("-inf") if place == len(score) else float((score[place - 1] + score[place]) / 2)
