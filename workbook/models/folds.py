"""How a model is fitted, and how rows are scored by models that saw neither them nor their outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbook.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]
Fit = Callable[["pd.DataFrame", Codes, Codes], Callable[["pd.DataFrame"], Floats]]
"""Features, label and group code of the training rows -> a function that scores features."""
SEED = 7


@dataclass(frozen=True, eq=False)
class Fold:
    """Rows that train, and rows that are scored by what they trained; both of shape (rows,)."""

    train: Mask
    test: Mask


def scored(model: Any, features: pd.DataFrame, event: int = 1) -> Floats:
    """The score of the event: a probability, the model's own decision function, or what a regression predicts.

    Parameters
    ----------
    model : estimator
    features : DataFrame
    event : {0, 1}
        Place of the event among the classes of a classifier.
    """
    if hasattr(model, "predict_proba"):
        return np.asarray(model.predict_proba(features), dtype=float)[:, event]
    if hasattr(model, "decision_function"):
        return np.asarray(model.decision_function(features), dtype=float) * (1.0 if event else -1.0)
    if _is_regression(model):
        return np.asarray(model.predict(features), dtype=float).reshape(len(features), -1)[:, 0]
    raise InputError(
        f"{type(model).__name__} gives no score, only a decision.",
        "Give a model with predict_proba or decision_function.",
    )


def _is_regression(model: Any) -> bool:
    from sklearn.base import is_regressor

    return hasattr(model, "__sklearn_tags__") and bool(is_regressor(model))


def fitted(model: Any, features: pd.DataFrame, label: NDArray[np.int64], weight: Floats | None = None) -> Any:
    """A fresh copy of a model, fitted; weights go to the last step of a pipeline.

    Raises
    ------
    InputError
        The model takes no weights.
    """
    from sklearn.base import clone
    from sklearn.utils.validation import has_fit_parameter

    copy = clone(model)
    if weight is None:
        return copy.fit(features, label)
    steps = getattr(copy, "steps", None)
    last = steps[-1][1] if steps else copy
    if not has_fit_parameter(last, "sample_weight"):
        raise InputError(f"{type(last).__name__} takes no row weights.", "Choose a model that does.")
    name = f"{steps[-1][0]}__sample_weight" if steps else "sample_weight"
    return copy.fit(features, label, **{name: weight})


def out_of_fold(
    fit: Fit,
    features: pd.DataFrame,
    label: Codes,
    group: Codes,
    folds: int | Sequence[Fold],
    tick: Callable[[], None] = lambda: None,
) -> Floats:
    """A score for each row from a model that saw neither it nor its label.

    Parameters
    ----------
    fit : callable
    features : DataFrame
    label : array of int
        0, 1, or 2 where it is not known: such rows train nothing and are scored.
    group : array of int
    folds : int or sequence of Fold
        How many even folds, or the folds themselves; a row that is in no test part has no score (NaN).
    tick : callable
        Called after each fit.

    Raises
    ------
    InputError
        The training rows of a fold hold only one kind of outcome.
    """
    result = np.full(len(label), np.nan)
    for fold in even_folds(label, group, folds) if isinstance(folds, int) else folds:
        train = trainable(fold, label)
        score = fit(features[train], label[train], group[train])
        result[fold.test] = score(features[fold.test])
        tick()
    return result


def trainable(fold: Fold, label: Codes) -> Mask:
    """The training rows of a fold whose label is known. Raises `InputError` where they hold one kind of outcome."""
    train = fold.train & (label < 2)
    if len(np.unique(label[train])) < 2:
        raise InputError("A fold holds only one kind of outcome.", "Connect more rows, or use fewer folds.")
    return np.asarray(train)


def fold_of(label: Codes, group: Codes, folds: int, seed: int = SEED) -> list[Mask]:
    """The rows of each fold: every group and label spread evenly over all folds, at random within."""
    shuffled = np.random.default_rng(seed).permutation(len(label))
    order = shuffled[np.lexsort((label[shuffled], group[shuffled]))]
    number = np.empty(len(label), dtype=np.int64)
    number[order] = np.arange(len(label)) % folds
    return [number == fold for fold in range(folds)]


def even_folds(label: Codes, group: Codes, many: int, seed: int = SEED) -> tuple[Fold, ...]:
    """Folds in which every group and label is spread evenly, at random within."""
    return tuple(Fold(~test, test) for test in fold_of(label, group, many, seed))


def folds_by_time(moment: NDArray[Any], many: int) -> tuple[Fold, ...]:
    """Folds that learn from the past only: each stretch of time is scored by what all earlier stretches trained.

    Rows of one moment stay together, so the stretches are about equally long; the first one only trains.

    Parameters
    ----------
    moment : array, shape (rows,)
        Anything that can be ordered, nowhere missing.
    many : int

    Raises
    ------
    InputError
        There are too few different moments.
    """
    moments, place = np.unique(moment, return_inverse=True)
    if len(moments) < many + 1:
        raise InputError(
            f"The time column holds {len(moments)} different moments: too few for {many} stretches to be tested.",
            "Choose another column, or fewer folds.",
        )
    before = np.cumsum(np.bincount(place)) - 1
    stretch = (before[place] * (many + 1) // len(moment)).astype(np.int64)
    known = np.unique(stretch)
    return tuple(Fold(stretch < one, stretch == one) for one in known[1:])


def folds_by_identifier(identifier: NDArray[Any], many: int, seed: int = SEED) -> tuple[Fold, ...]:
    """Folds in which all rows of one person or thing lie on the same side.

    Parameters
    ----------
    identifier : array, shape (rows,)
    many : int
    seed : int

    Raises
    ------
    InputError
        There are fewer different identifiers than folds.
    """
    known, place, counts = np.unique(identifier, return_inverse=True, return_counts=True)
    if len(known) < many:
        raise InputError(f"There are only {len(known)} different identifiers.", "Use fewer folds.")
    shuffled = np.random.default_rng(seed).permutation(len(known))
    order = shuffled[np.argsort(-counts[shuffled], kind="stable")]
    number, filled = np.empty(len(known), dtype=np.int64), np.zeros(many)
    for one in order:  # the longest first, each into the fold that holds least
        number[one] = int(filled.argmin())
        filled[number[one]] += counts[one]
    return tuple(Fold(number[place] != fold, number[place] == fold) for fold in range(many))
