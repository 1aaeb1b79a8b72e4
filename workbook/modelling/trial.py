"""What stands trial, row by row: the rows that have a score, where they stand among all, and whom the score selects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from workbook.errors import WorkbookError
from workbook.models.folds import Codes, Mask
from workbook.models.model import Model
from workbook.models.on_trial import Drawn, OnTrial
from workbook.models.study import Study

PREDICTIONS = "the score in these rows"
WHERE: Mapping[Drawn, str] = {
    "declared": "",
    "matched": ", at the threshold that selects as many as the declared one",
    "as many as should be": ", at a threshold that selects as many as should be, since none is declared yet",
}


@dataclass(frozen=True, eq=False)
class Trial:
    """Rows with a score that did not learn from them, and what may be asked about it.

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
    drawn : str
        As in `OnTrial`.
    """

    study: Study
    places: Codes
    decided: Mask
    title: str
    model: Model | None = None
    unscored: int = 0
    drawn: Drawn = "declared"

    def at(self, rows: Codes) -> Trial:
        """The same for some of its rows, by their positions in it."""
        mask = np.zeros(self.study.rows, dtype=bool)
        mask[rows] = True
        return replace(self, study=self.study.where(mask), places=self.places[mask], decided=self.decided[mask])

    @property
    def said(self) -> str:
        """What is on trial, and where it decides, for a sentence."""
        return f"{self.title}{WHERE[self.drawn]}"


def trial_of(standing: OnTrial) -> Trial:
    """The rows of what stands trial that have a score. Raises `WorkbookError` where none has."""
    scored = np.isfinite(standing.score)
    if not scored.any():
        raise WorkbookError("No row has a score.", "Look at the column with the score, or train the recipe anew.")
    some = standing.study.where(scored)
    return Trial(
        study=some,
        places=np.flatnonzero(scored),
        decided=standing.decided[scored],
        title=standing.model.title if standing.model is not None else PREDICTIONS,
        model=standing.model,
        unscored=int((~scored).sum()),
        drawn=standing.drawn,
    )
