"""Why the model says what it says of single rows: one call for every method, and one form for what comes out.

The explanation of a study's row comes from the copy of the model that did not learn from it, where there is one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbook.errors import InputError
from workbook.explanation.attributing.background import EVERYBODY, ROWS, ROWS_OF_QUICK, Background, Whom, background_of
from workbook.explanation.attributing.methods import MANY, METHODS, Method
from workbook.explanation.attributing.voices import Scale, scale_of, voices
from workbook.models.folds import SEED, Codes, Floats, Mask
from workbook.models.model import Model, as_usual
from workbook.models.study import Study
from workbook.models.threads import one_thread

if TYPE_CHECKING:
    import pandas as pd

EXACT = 1e-9
LAST = "permutation shap"
"""Fits every model."""


@dataclass(frozen=True, eq=False)
class Attributions:
    """How much each column moved the model's output of some rows, seen from the usual output of a background.

    Attributes
    ----------
    method : str
        Name of the method, as in `methods_for`.
    columns : tuple of str
        The study's columns; what a model made of one column is summed back to it.
    rows : array of int, shape (rows,)
        Their places in the study.
    values : array of float, shape (rows, columns)
    bases : array of float, shape (rows,)
        What the values are counted from. Copies of the model from different folds have their own.
    explained : array of float, shape (rows,)
        The model's output that is explained, on `scale`.
    scale : {"log-odds", "probability", "score"}
        Of values, bases and explained.
    background : str
        In words: whom the rows are compared with, how many they are, how they were chosen.
    seed : int
    unseen : array of bool, shape (rows,)
        Rows whose explanation comes from a copy that did not learn from them; elsewhere nobody knows, or it did.
    fit : array of float or None, shape (rows,)
        R² of the local line, for methods that fit one.
    """

    method: str
    columns: tuple[str, ...]
    rows: Codes
    values: Floats
    bases: Floats
    explained: Floats
    scale: Scale
    background: str
    seed: int
    unseen: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    fit: Floats | None = None

    @property
    def base(self) -> float:
        """What the values are counted from, over all rows."""
        return float(self.bases.mean()) if len(self.bases) else float("nan")

    @property
    def gap(self) -> float:
        """By how much base and values miss the model's output at most. Local lines miss it by design."""
        missed = np.abs(self.bases + self.values.sum(axis=1) - self.explained)
        return float(missed.max()) if len(missed) else 0.0

    @property
    def additive(self) -> bool:
        """Whether base and values add up to the model's output, in every row."""
        return self.gap <= EXACT * max(1.0, float(np.abs(self.explained).max(initial=0.0)))

    def at(self, row: int) -> dict[str, float]:
        """The attributions of one row of the study by column. Raises KeyError where it was not explained."""
        places = np.flatnonzero(self.rows == row)
        if not len(places):
            raise KeyError(f"row {row} was not explained")
        return dict(zip(self.columns, map(float, self.values[places[0]]), strict=True))


class Offered(NamedTuple):
    """A method by its name, and why it is not available ("" where it is)."""

    name: str
    why_not: str


def methods_for(model: Model) -> tuple[Offered, ...]:
    """Every method, the most exact first, and why it does not fit this model or this installation."""
    return tuple(Offered(one.name, one.why_not(model)) for one in METHODS.values())


def first_method(model: Model) -> str:
    """The most exact method that is available. There is always one: permutation SHAP asks for scores only."""
    return next(one.name for one in methods_for(model) if not one.why_not)


def enough_rows(model: Model, wanted: int = ROWS_OF_QUICK) -> int:
    """Rows of a background: as many as are wanted where they cost next to nothing, else at most 100."""
    quick = METHODS[first_method(model)].most(model) >= MANY
    return wanted if quick else min(wanted, ROWS)


def method_named(name: str) -> Method:
    """The method of that name. Raises `InputError` with the names there are."""
    if name not in METHODS:
        raise InputError(f"There is no method “{name}”.", f"There are: {', '.join(METHODS)}.")
    return METHODS[name]


def explain(
    study: Study,
    model: Model,
    rows: Codes,
    method: str,
    *,
    seed: int = SEED,
    background: int | Background = ROWS,
    compared_with: Whom = EVERYBODY,
    features: pd.DataFrame | None = None,
    tick: Callable[[], None] = lambda: None,
) -> Attributions:
    """Attributions of some rows by one method.

    Parameters
    ----------
    study : Study
    model : Model
    rows : array of int
        Places in the study.
    method : str
        Name of a method that `methods_for` offers.
    seed : int
        Of the background and of methods that draw.
    background : int or Background
        How many rows to compare with, at most; or rows that were chosen before.
    compared_with : {"everybody", "selected", "not selected"}
        From whom they are chosen.
    features : DataFrame, optional
        Other values for these rows, in their order: what the model would say then, and why.
    tick : callable
        Called between steps; may raise to stop.

    Raises
    ------
    InputError, MissingExtra
        The method does not fit the model, or a package is missing; the message says which one does.
    """
    known, asked = method_named(method), np.asarray(rows, dtype=np.int64)
    reason = known.why_not(model)
    if reason:
        raise InputError(reason, f"Use {first_method(model)}.")
    columns = tuple(model.columns) or tuple(map(str, study.features.columns))
    chosen = (
        background
        if isinstance(background, Background)
        else background_of(study, model, background, compared_with, seed)
    )
    scale = scale_of(model, chosen.rows)
    shown = as_usual(study.features.iloc[asked] if features is None else features)
    values = np.zeros((len(asked), len(columns)))
    bases, explained, unseen = np.zeros(len(asked)), np.zeros(len(asked)), np.zeros(len(asked), dtype=bool)
    fit = np.full(len(asked), np.nan) if known.local_line else None
    for voice in voices(model, study, asked, scale):
        here = voice.here
        with one_thread():
            found = known.run(voice, shown.iloc[here][list(columns)], chosen.rows[list(columns)], seed, tick)
        values[here], bases[here], explained[here], unseen[here] = (
            found.values,
            found.base,
            found.explained,
            voice.unseen,
        )
        if fit is not None and found.fit is not None:
            fit[here] = found.fit
    result = Attributions(method, columns, asked, values, bases, explained, scale, chosen.words, seed, unseen, fit)
    if result.gap > known.within * max(1.0, float(np.abs(explained).max(initial=0.0))):
        raise InputError(
            f"{known.title} does not add up to what this model says: it does not fit this model.", f"Use {LAST}."
        )
    return result
