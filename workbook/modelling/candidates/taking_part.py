"""What takes part in a comparison: something that ranks the rows, or decides about them. As confidential as the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbook.data.tallies import Side
from workbook.models.folds import Floats, Mask
from workbook.models.study import Study

Kind = Literal["today", "naive", "recipe", "score column", "as declared", "in use"]


@dataclass(frozen=True, eq=False)
class Candidate:
    """One of those that are compared.

    Attributes
    ----------
    name : str
    title : str
        As people call it.
    kind : str
    score : array of float or None, shape (rows,)
        NaN where a row has none; None for a process that only decides.
    side : {"at_or_above", "below"}
        On which side of a threshold of its own this score selects.
    decided : array of float or None, shape (rows,)
        1 selected, 0 not, NaN not known: where the decisions are given, and no threshold is chosen.
    readable : bool
        Whether a person can read the whole of it.
    """

    name: str
    title: str
    kind: Kind
    score: Floats | None = None
    side: Side = "at_or_above"
    decided: Floats | None = None
    readable: bool = False

    @property
    def facing(self) -> Floats | None:
        """The score turned so that the highest are selected first; None for a process that only decides."""
        if self.score is None:
            return None
        return self.score if self.side == "at_or_above" else -self.score

    @property
    def covers(self) -> Mask:
        """Rows that it says something about."""
        told = self.score if self.score is not None else self.decided
        return np.isfinite(told) if told is not None else np.zeros(0, dtype=bool)


def side_of_the_event(study: Study) -> Side:
    """On which side the chance of the event selects: those with it, or those without."""
    return "at_or_above" if study.event_is_right else "below"


def levelled(score: Floats) -> Floats:
    """One score for all, where a model gives everybody the same: the copies of the folds differ by a hair.

    Such copies rank backwards: a fold that holds more events leaves fewer to learn from, and so scores lower.
    """
    known = score[np.isfinite(score)]
    return np.where(np.isfinite(score), known.mean(), np.nan) if len(known) else score


def chance_of_event(study: Study, candidate: Candidate, rows: Mask) -> Floats | None:
    """Its scores as chances of the event; None where they are none.

    A score column from 0 to 1 that falls where the event is frequent is taken for the chance of the other outcome.
    """
    if candidate.score is None or candidate.kind == "as declared":
        return None
    score, happened = candidate.score[rows], study.label[rows] == 1
    if score.min() < 0 or score.max() > 1:
        return None
    if candidate.kind == "score column" and score[happened].mean() < score[~happened].mean():
        return np.asarray(1 - score)
    return np.asarray(score)
