"""Tries a model on some of the rows before it is put to use: what it gives must be scores, and its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.data.sources import digest
from workbook.errors import InputError
from workbook.models.folds import SEED, Codes, Floats
from workbook.models.model import Model
from workbook.stats.ranking import auc_interval

if TYPE_CHECKING:
    import pandas as pd

PROBED = 200
FEW = 5
CLOSE = 1e-4
"""Relative difference that single precision explains."""


@dataclass(frozen=True)
class Probed:
    """What the trial showed.

    Attributes
    ----------
    behaviour : str
        A fingerprint of the scores: another model gives another one, whatever it is called.
    notes : tuple of str
        What the team should know.
    """

    behaviour: str
    notes: tuple[str, ...] = ()


def sampled(frame: pd.DataFrame, many: int = PROBED) -> pd.DataFrame:
    """Some rows, at random and always the same."""
    return frame.sample(min(many, len(frame)), random_state=SEED) if len(frame) else frame


def probe(model: Model, frame: pd.DataFrame, label: Codes | None = None) -> Probed:
    """Try a model on some rows.

    Parameters
    ----------
    model : Model
    frame : DataFrame
    label : array of int, shape (len(frame),), optional
        1 with the event, 0 without it, 2 where it is not known.

    Raises
    ------
    InputError
        It gives no scores, other ones the second time, or changes the rows it is given.
    """
    rows = sampled(frame)
    if not len(rows):
        raise InputError("There are no rows to try the model on.", "Connect rows first.")
    kept = rows.copy(deep=True)
    first = as_scores(model, model.score(rows), len(rows))
    if list(rows.columns) != list(kept.columns) or not rows.equals(kept):
        raise InputError(
            f"“{model.title}” changes the rows that it is given.", "Let it work on a copy: rows = rows.copy()."
        )
    if not _alike(first, as_scores(model, model.score(rows), len(rows))):
        raise InputError(
            f"“{model.title}” gives the same rows other scores each time.", "Fix its seed, or switch its dropout off."
        )
    known = None if label is None else label[frame.index.get_indexer(rows.index)]
    notes = [*_alone(model, rows, first), *_odd(first), *(_wrong_way(first, known) if known is not None else ())]
    return Probed(behaviour_of(first), tuple(notes))


def behaviour(model: Model, frame: pd.DataFrame) -> str:
    """The fingerprint of what a model says about these rows, as `probe` gives it."""
    rows = sampled(frame)
    return behaviour_of(as_scores(model, model.score(rows), len(rows)))


def behaviour_of(scores: Floats) -> str:
    """A fingerprint of scores, to four digits."""
    return digest("behaviour", *(f"{score:.4g}" for score in scores))


def as_scores(model: Model, given: Any, rows: int) -> Floats:
    """What a model gave, as one number a row. Raises `InputError` where it is something else."""
    try:
        found = np.asarray(given, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"“{model.title}” gives something else than numbers.",
            "It has to give one score a row, higher for more of the event, not the name of a class.",
        ) from error
    if found.shape == (rows, 1):
        found = found[:, 0]
    if found.shape != (rows,):
        shape = " × ".join(map(str, found.shape)) or "one number"
        raise InputError(
            f"“{model.title}” was given {rows} rows and gave {shape}.",
            "It has to give one score a row, in their order.",
        )
    if not np.isfinite(found).any():
        raise InputError(f"“{model.title}” gives no number for any row.", "Check how it treats missing values.")
    return found


def _alike(one: Floats, other: Floats) -> bool:
    return bool(np.allclose(one, other, rtol=CLOSE, atol=1e-6, equal_nan=True))


def _alone(model: Model, rows: pd.DataFrame, scores: Floats) -> tuple[str, ...]:
    few = as_scores(model, model.score(rows.iloc[:FEW]), min(FEW, len(rows)))
    if _alike(few, scores[:FEW]):
        return ()
    return ("A row's score depends on the rows that are scored with it: explanations of one row cannot be trusted.",)


def _odd(scores: Floats) -> tuple[str, ...]:
    known = scores[np.isfinite(scores)]
    notes = []
    if len(known) < len(scores):
        notes.append(f"{(1 - len(known) / len(scores)):.0%} of the rows tried got no score: they are never selected.")
    different = len(np.unique(known))
    if different == 1:
        notes.append("Every row tried got the same score.")
    elif different == 2:
        notes.append("It gave only two different scores: this looks like a decision, not a score.")
    return tuple(notes)


def _wrong_way(scores: Floats, label: Codes) -> tuple[str, ...]:
    """A note where those with the event score lower than the others by more than chance explains."""
    usable = np.isfinite(scores) & (label < 2)
    positive = label[usable] == 1
    if min(positive.sum(), (~positive).sum()) < FEW or auc_interval(scores[usable], positive)[2] >= 0.5:
        return ()
    return (
        "Rows with the event score lower than the others: is this the score of the other class? "
        "In a notebook, page.use_model(…, event=…) says which class counts.",
    )
