"""What is on trial: the score of the model in use, or the predictions in the rows, held against a threshold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from workbook.errors import WorkbookError
from workbook.models.folds import Codes, Floats, Mask
from workbook.models.model import Model
from workbook.models.study import Study

SAME = 1e-6
"""Scores closer than this, in half of the rows, are the same score: the declared threshold then holds for the model."""


@dataclass(frozen=True, eq=False)
class Trial:
    """A score of rows that it did not learn from, and what may be asked about it.

    Attributes
    ----------
    study : Study
        The rows that have a score, at the threshold that holds for it.
    places : array of int
        Their positions among the rows of the project, for `Model.again_at`.
    decided : array of bool
        Whom the score selects.
    title : str
        How people call what is on trial.
    model : Model or None
        None where only predictions were brought.
    unscored : int
        Rows without a score, which are left out.
    """

    study: Study
    places: Codes
    decided: Mask
    title: str
    model: Model | None = None
    unscored: int = 0

    def at(self, rows: Codes) -> Trial:
        """The same for some of its rows, by their positions in it."""
        mask = np.zeros(self.study.rows, dtype=bool)
        mask[rows] = True
        return replace(self, study=self.study.where(mask), places=self.places[mask], decided=self.decided[mask])


def trial_of(study: Study, model: Model | None) -> Trial:
    """Put a model on trial, or the predictions where there is none.

    A model whose scores are those in the rows keeps the declared threshold. Another one selects as many as they do, since
    its scores may lie on another scale; without predictions it is held against the threshold of the study.

    Raises
    ------
    WorkbookError
        There is neither a model nor a score, or no row has one.
    """
    score = study.score if model is None else model.again(study.features)
    if score is None:
        raise WorkbookError("These rows carry no score.", "Name the column with the score, or train a recipe above.")
    held = study if model is None else _at_its_threshold(study, score)
    scored = np.isfinite(score)
    if not scored.any():
        raise WorkbookError("No row has a score.", "Look at the column with the score, or train the recipe anew.")
    some = replace(held, score=score).where(scored)
    assert some.score is not None, "it was just put there"
    return Trial(
        study=some,
        places=np.flatnonzero(scored),
        decided=some.decided(some.score),
        title=model.title if model is not None else "the score in these rows",
        model=model,
        unscored=int((~scored).sum()),
    )


def on_trial(desk: Any) -> Trial:
    """What this project has on trial. Raises `WorkbookError` where the model in use is not in memory yet."""
    study = desk.read("study")
    return trial_of(study, desk.read("model") if desk.read("model_record") is not None else None)


def _at_its_threshold(study: Study, score: Floats) -> Study:
    given = study.score
    if given is None:
        return study
    both = np.isfinite(score) & np.isfinite(given)
    if not both.any() or float(np.median(np.abs(score[both] - given[both]))) < SAME:
        return study
    chosen = study.decided(given)
    cut = study.cut.copy()
    for threshold in np.unique(study.cut):
        here = study.cut == threshold
        cut[here] = _selecting(score[here & both], float(chosen[here & both].mean()), study.selected == "at_or_above")
    return replace(study, cut=cut)


def _selecting(score: Floats, share: float, above: bool) -> float:
    """The threshold that selects a share of these scores."""
    if not len(score):
        return float("nan")
    ranked, many = np.sort(score), round(share * len(score))
    if above:
        return float(ranked[len(score) - many]) if many else float(np.nextafter(ranked[-1], np.inf))
    return float(ranked[many]) if many < len(score) else float(np.nextafter(ranked[-1], np.inf))
