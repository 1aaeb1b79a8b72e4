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

Drawn = Literal["declared", "matched"]
ALIKE = 0.5
"""Two scores are on one scale where their ranges share at least this part of what both cover."""


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
    drawn : {"declared", "matched"}
        Whether the thresholds are those that the team declared, or one that selects as many rows as they do.
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

    A model gives more for the event. Where the declared threshold speaks of another scale (points, or the other side),
    the line is drawn so that as many rows are selected as the declared threshold selects.

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
    if side == study.selected and (study.score is None or one_scale(score, study.score)):
        return OnTrial(replace(study, score=score), model)
    share = float(study.decided(study.score).mean()) if study.score is not None else 0.5
    cut = selecting(score, share, side)
    return OnTrial(replace(study, score=score, selected=side, cut=np.full(study.rows, cut)), model, "matched")


def one_scale(score: Floats, other: Floats) -> bool:
    """Whether two scores can be held against one threshold: both are shares, or they cover nearly the same range."""
    (low, high), (other_low, other_high) = (np.nanquantile(one, (0.01, 0.99)) for one in (score, other))
    if min(low, other_low) >= 0 and max(high, other_high) <= 1:
        return True
    covered = max(high, other_high) - min(low, other_low)
    return bool(covered > 0 and min(high, other_high) - max(low, other_low) >= ALIKE * covered)


def selecting(score: Floats, share: float, selected: Side) -> float:
    """The threshold that selects about a share of the scores."""
    known = np.sort(score[np.isfinite(score)])
    many = round(share * len(known))
    if selected == "at_or_above":
        return float(known[len(known) - many]) if many else float(np.nextafter(known[-1], np.inf))
    return float(known[many]) if many < len(known) else float(np.nextafter(known[-1], np.inf))
