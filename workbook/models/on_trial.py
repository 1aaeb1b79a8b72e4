"""What stands trial: the scores of the model in use, or the predictions alone, with the line at which they decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from workbook.data.tallies import Side
from workbook.errors import WorkbookError
from workbook.models.folds import Floats, Mask
from workbook.models.model import Model
from workbook.models.study import Study

Drawn = Literal["declared", "matched", "as many as should be"]
SAME = 1e-6
"""Scores closer than this, in half of the rows, are the same score: the declared threshold then holds for the model."""


@dataclass(frozen=True)
class Line:
    """Where a score decides, and on which side it selects."""

    threshold: float
    selected: Side = "at_or_above"

    def decided(self, score: Floats) -> Mask:
        """Whether each score is selected; a missing one is not."""
        with np.errstate(invalid="ignore"):
            chosen = score >= self.threshold if self.selected == "at_or_above" else score < self.threshold
        return np.asarray(chosen & np.isfinite(score))

    def beyond(self, score: Floats) -> Floats:
        """How far each score lies on the selected side; negative on the other."""
        return np.asarray((score - self.threshold) * (1 if self.selected == "at_or_above" else -1))


@dataclass(frozen=True, eq=False)
class OnTrial:
    """A study whose scores are those that stand trial.

    Attributes
    ----------
    study : Study
        Its `score` is out of fold where a model was trained here.
    model : Model or None
        None where there are predictions alone.
    drawn : {"declared", "matched", "as many as should be"}
        Whether the thresholds are those that the team declared; or one that selects as many rows as they do; or, where
        neither a threshold nor a score tells how many are selected, one that selects as many as should be.
    """

    study: Study
    model: Model | None = None
    drawn: Drawn = "declared"

    @property
    def score(self) -> Floats:
        """The score of each row, NaN where there is none."""
        assert self.study.score is not None, "whatever stands trial has scores"
        return self.study.score

    @property
    def decided(self) -> Mask:
        """Who is selected now."""
        return self.study.decided(self.score)

    @property
    def more_means_event(self) -> bool:
        """Whether a higher score speaks for the event."""
        return (self.study.selected == "at_or_above") == self.study.event_is_right

    def line(self, place: int) -> Line:
        """The line for one row."""
        return Line(float(self.study.cut[place]), self.study.selected)

    @property
    def common_line(self) -> Line:
        """The line that holds for most rows: for a made-up case, which is in no group."""
        cuts, counts = np.unique(self.study.cut, return_counts=True)
        return Line(float(cuts[counts.argmax()]), self.study.selected)

    @property
    def several_lines(self) -> bool:
        """Whether groups have thresholds of their own."""
        return bool(np.ptp(self.study.cut) > 0)


def put_on_trial(study: Study, model: Model | None) -> OnTrial:
    """The study with the scores of a model, or with the scores of its rows where there is no model.

    A model gives more for the event. One whose scores are those in the rows keeps the declared thresholds. Another one
    is held against thresholds that select as many as the declared ones do, since its scores may lie on another scale.
    Without predictions it is held against the threshold of the study, or where none was declared against one that
    selects as many as should be.

    Raises
    ------
    WorkbookError
        There is neither a model nor a score.
    """
    if model is None:
        if study.score is None or not np.isfinite(study.score).any():
            raise WorkbookError(
                "These rows hold no score, and no model is in use.",
                "Train a recipe or bring your own model, or name the column of the score on the Start page.",
            )
        return OnTrial(study)
    score = np.asarray(model.again(study.features), dtype=float)
    if not np.isfinite(score).any():
        raise WorkbookError(f"“{model.title}” gave no score for any row.", "Look at what it returns for these rows.")
    side: Side = "at_or_above" if study.event_is_right else "below"
    if study.score is None and not study.declared:
        should = float((study.label[study.known] == 1).mean()) if study.known.any() else 0.5
        share = should if study.event_is_right else 1 - should
        cut = np.full(study.rows, selecting(score, share, side))
        return OnTrial(replace(study, score=score, selected=side, cut=cut), model, "as many as should be")
    if side == study.selected and (study.score is None or _same(score, study.score)):
        return OnTrial(replace(study, score=score), model)
    cut = _matched(study, score, side)
    return OnTrial(replace(study, score=score, selected=side, cut=cut), model, "matched")


def _same(score: Floats, other: Floats) -> bool:
    both = np.isfinite(score) & np.isfinite(other)
    return bool(both.any()) and float(np.median(np.abs(score[both] - other[both]))) < SAME


def _matched(study: Study, score: Floats, side: Side) -> Floats:
    """For the rows of each declared threshold, the one that selects as many of them; half of all without predictions."""
    given = np.full(study.rows, np.nan) if study.score is None else study.score
    chosen, cut = study.decided(given), study.cut.copy()
    for threshold in np.unique(study.cut):
        here = study.cut == threshold
        scored = here & np.isfinite(given)
        share = float(chosen[scored].mean()) if scored.any() else 0.5
        cut[here] = selecting(score[here], share, side)
    return cut


def selecting(score: Floats, share: float, selected: Side) -> float:
    """The threshold that selects about a share of the scores."""
    known = np.sort(score[np.isfinite(score)])
    if not len(known):
        return float("nan")
    many = round(share * len(known))
    if selected == "at_or_above":
        return float(known[len(known) - many]) if many else float(np.nextafter(known[-1], np.inf))
    return float(known[many]) if many < len(known) else float(np.nextafter(known[-1], np.inf))
