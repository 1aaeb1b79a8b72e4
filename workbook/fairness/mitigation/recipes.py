"""The workbook's own models, with honest preprocessing, and how any model is scored out of fold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbook.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Fit = Callable[["pd.DataFrame", NDArray[np.int64], NDArray[np.int64]], Callable[["pd.DataFrame"], Floats]]
"""Features, label and group code of the training rows -> a function that scores features."""
FEW_VALUES = 50
"""A column of words with more values than this, and than a fifth of the rows, is taken for an identifier."""
SEED = 7


def usable(frame: pd.DataFrame, leave_out: set[str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The columns that a model may learn from, and those taken for identifiers or empty.

    Numbers stay as they are; all else becomes words, a missing one the word "missing".
    """
    import pandas as pd

    kept, unfit = {}, []
    for name in frame.columns:
        column = frame[name]
        if name in leave_out:
            continue
        if pd.api.types.is_bool_dtype(column):
            column = column.astype(float)
        elif pd.api.types.is_datetime64_any_dtype(column):
            column = column.astype("int64").where(column.notna()).astype(float)
        elif not pd.api.types.is_numeric_dtype(column):
            column = column.astype(object).where(column.notna(), "missing").astype(str)
            if column.nunique() > max(FEW_VALUES, len(column) / 5):
                unfit.append(str(name))
                continue
        if column.notna().sum() and column.nunique() > 1:
            kept[str(name)] = column
        else:
            unfit.append(str(name))
    if not kept:
        raise InputError("No column is left to learn from.", "Leave fewer columns out.")
    return pd.DataFrame(kept), tuple(unfit)


def preparation(features: pd.DataFrame, *, linear: bool) -> Any:
    """How columns become numbers; fitted on training rows only, as the first step of a pipeline."""
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

    words = features.select_dtypes(exclude="number").columns.tolist()
    numbers = features.select_dtypes(include="number").columns.tolist()
    if not linear:
        ordered = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
        return make_column_transformer(("passthrough", numbers), (ordered, words))
    scaled = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    coded = OneHotEncoder(handle_unknown="ignore", max_categories=FEW_VALUES)
    return make_column_transformer((scaled, numbers), (coded, words))


def logistic(features: pd.DataFrame) -> Any:
    """Logistic regression."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(preparation(features, linear=True), LogisticRegression(max_iter=2000))


def boosting(features: pd.DataFrame) -> Any:
    """Gradient boosted trees."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.pipeline import make_pipeline

    trees = HistGradientBoostingClassifier(random_state=SEED, max_iter=120, learning_rate=0.06)
    return make_pipeline(preparation(features, linear=False), trees)


def scored(model: Any, features: pd.DataFrame) -> Floats:
    """The score of the event: a probability, or the model's own decision function where it has none."""
    if hasattr(model, "predict_proba"):
        return np.asarray(model.predict_proba(features)[:, 1], dtype=float)
    if hasattr(model, "decision_function"):
        return np.asarray(model.decision_function(features), dtype=float)
    raise InputError(
        f"{type(model).__name__} gives no score, only a decision.",
        "Give a model with predict_proba or decision_function.",
    )


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
    label: NDArray[np.int64],
    group: NDArray[np.int64],
    folds: int,
    tick: Callable[[], None],
) -> Floats:
    """A score for each row from a model that saw neither it nor its label.

    Parameters
    ----------
    fit : callable
    features : DataFrame
    label : array of int
        0, 1, or 2 where it is not known: such rows train nothing and are scored.
    group : array of int
    folds : int
    tick : callable
        Called after each fit.
    """
    result = np.full(len(label), np.nan)
    for test in fold_of(label, group, folds):
        train = ~test & (label < 2)
        if len(np.unique(label[train])) < 2:
            raise InputError("A fold holds only one kind of outcome.", "Connect more rows, or use fewer folds.")
        score = fit(features[train], label[train], group[train])
        result[test] = score(features[test])
        tick()
    return result


def fold_of(label: NDArray[np.int64], group: NDArray[np.int64], folds: int) -> list[NDArray[np.bool_]]:
    """The rows of each fold: every group and label spread evenly over all folds, at random within."""
    shuffled = np.random.default_rng(SEED).permutation(len(label))
    order = shuffled[np.lexsort((label[shuffled], group[shuffled]))]
    number = np.empty(len(label), dtype=np.int64)
    number[order] = np.arange(len(label)) % folds
    return [number == fold for fold in range(folds)]
