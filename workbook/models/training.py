"""A model made here: fitted on all rows, and once for each fold, so that no row is scored by what learned from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.data.sources import digest
from workbook.models.folds import SEED, Codes, Floats, Fold, Mask, fitted, scored, trainable
from workbook.models.model import Kind, Model, readable_columns
from workbook.models.recipes import recipe
from workbook.models.threads import one_thread

if TYPE_CHECKING:
    import pandas as pd


@dataclass(eq=False)
class TrainedModel(Model):
    """A model with its copies from the folds.

    Attributes
    ----------
    whole : estimator
        Fitted on every row whose label is known: it scores new rows.
    by_fold : tuple of (mask, estimator)
        Which rows of the study each copy did not learn from, and the copy.
    recipe : str
        Name of the recipe; "" for the team's own estimator.
    seed : int
    """

    whole: Any
    by_fold: tuple[tuple[Mask, Any], ...]
    columns: tuple[str, ...]
    title: str
    fingerprint: str
    recipe: str = ""
    seed: int = SEED
    kind: Kind = "recipe"

    def score(self, rows: pd.DataFrame) -> Floats:
        """The score of new rows."""
        return scored(self.whole, readable_columns(self, rows))

    def again(self, rows: pd.DataFrame) -> Floats:
        """Scores of the study's own rows, in their order, each by the copy that did not learn from it; NaN where none is."""
        return self.again_at(rows, np.arange(len(rows)))

    def again_at(self, rows: pd.DataFrame, places: Codes) -> Floats:
        """The same for some of the study's rows, at these positions."""
        read, found = readable_columns(self, rows), np.full(len(rows), np.nan)
        for rows_of_fold, copy in self.by_fold:
            here = rows_of_fold[places]
            if here.any():
                found[here] = scored(copy, read[here])
        return found

    def fresh(self) -> Any:
        """A copy that was not fitted."""
        from sklearn.base import clone

        return clone(self.whole)

    @property
    def estimator(self) -> Any:
        """The estimator that was fitted on all rows."""
        return self.whole


def train(
    name: str,
    features: pd.DataFrame,
    label: Codes,
    folds: Sequence[Fold],
    *,
    data: str = "",
    estimator: Any = None,
    title: str = "",
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
) -> TrainedModel:
    """Train a recipe, or the team's own estimator.

    Parameters
    ----------
    name : str
        Of the recipe; "" with an estimator.
    features : DataFrame
        As `usable` gives them for recipes.
    label : array of int
        1 with the event, 0 without it, 2 where it is not known.
    folds : sequence of Fold
    data : str
        Fingerprint of the rows.
    estimator : scikit-learn estimator, optional
    title : str, optional
    seed : int
    tick : callable
        Called after each of the len(folds) + 1 fits.

    Raises
    ------
    InputError, MissingExtra
        There is no such recipe, a fold holds one kind of outcome, or a package is missing.
    """
    made = estimator if estimator is not None else recipe(name).make(features, seed)
    with one_thread():
        whole = fitted(made, features[label < 2], label[label < 2])
    tick()
    copies = []
    for fold in folds:
        rows = trainable(fold, label)
        with one_thread():
            copies.append((fold.test, fitted(made, features[rows], label[rows])))
        tick()
    told = title or (recipe(name).title if name else type(made).__name__)
    marks = digest("trained", name or repr(made), str(seed), data, *features.columns)
    return TrainedModel(whole, tuple(copies), tuple(map(str, features.columns)), told, marks, name, seed)
