"""From a pipeline to its last step, and from what it made of the columns back to the columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.errors import InputError
from workbook.models.folds import Codes, Floats

if TYPE_CHECKING:
    import pandas as pd

NOWHERE = -1
"""What no column changes: it has no part in any difference between rows."""


@dataclass(frozen=True, eq=False)
class Parted:
    """An estimator in two: what prepares the columns, and the model that reads what came of them.

    Attributes
    ----------
    preparation : tuple of transformers
    last : estimator
    whole : estimator
        Both together.
    """

    preparation: tuple[Any, ...]
    last: Any
    whole: Any = None

    def prepared(self, features: pd.DataFrame) -> Floats:
        """What the model reads, as an array of shape (rows, inputs)."""
        made: Any = readable(self.whole, features)
        for step in self.preparation:
            made = step.transform(made)
        made = made.toarray() if hasattr(made, "toarray") else made
        return np.asarray(made, dtype=float)


def parted(estimator: Any) -> Parted:
    """A pipeline (perhaps one in another) as its preparation and its last step; any other estimator stands alone."""
    before: list[Any] = []
    whole = estimator
    while steps := getattr(estimator, "steps", None):
        before += [step for _, step in steps[:-1] if step is not None and step != "passthrough"]
        estimator = steps[-1][1]
    return Parted(tuple(before), estimator, whole)


def readable(estimator: Any, features: pd.DataFrame) -> Any:
    """Features as an estimator was fitted: by their names, or as an array, where it warns of names."""
    named = estimator is None or hasattr(estimator, "feature_names_in_") or not hasattr(estimator, "fit")
    return features if named else features.to_numpy()


def origins(whole: Parted, features: pd.DataFrame) -> Codes:
    """Which column each input of the last step comes from, found by changing one column after the other.

    Each column in turn is moved up by one place, so that nearly every row gets another value; inputs that change with it
    come from it.

    Parameters
    ----------
    whole : Parted
    features : DataFrame, shape (rows, columns)
        Rows with as many different values as there are.

    Returns
    -------
    array of int, shape (inputs,)
        Place of the column; -1 for what never changes.

    Raises
    ------
    InputError
        An input mixes several columns.
    """
    if not whole.preparation:
        return np.arange(features.shape[1])
    usual = whole.prepared(features)
    found = np.full(usual.shape[1], NOWHERE)
    for place, name in enumerate(features.columns):
        rolled = features[name].array.take(np.roll(np.arange(len(features)), 1))
        moved = features.assign(**{name: rolled})
        differs = ~_alike(whole.prepared(moved), usual).all(axis=0)
        if (found[differs] != NOWHERE).any():
            raise InputError(
                "The model's preparation mixes columns (as a principal component does), so what it made of them cannot "
                "be summed back.",
                "Use permutation shap.",
            )
        found[differs] = place
    return found


def summed(values: Floats, origin: Codes, columns: int) -> Floats:
    """Attributions of inputs summed back to their columns."""
    back = np.zeros((values.shape[0], columns))
    for place in range(columns):
        back[:, place] = values[:, origin == place].sum(axis=1)
    return back


def _alike(one: Floats, other: Floats) -> Any:
    return (one == other) | (np.isnan(one) & np.isnan(other))
