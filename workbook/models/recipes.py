"""The workbook's own models, with honest preprocessing that is fitted on training rows only."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbook.errors import InputError, MissingExtra
from workbook.models.folds import SEED

if TYPE_CHECKING:
    import pandas as pd

FEW_VALUES = 50
"""A column of words with more values than this, and than a fifth of the rows, is taken for an identifier."""
BAGS = 4
"""Bags of the explainable boosting machine: fewer than its usual 14, which take minutes on two cores."""


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


def base_rate(_features: pd.DataFrame, _seed: int = SEED) -> Any:
    """The share of the event, whoever it is: what every model has to beat."""
    from sklearn.dummy import DummyClassifier

    return DummyClassifier(strategy="prior")


def logistic(features: pd.DataFrame, _seed: int = SEED) -> Any:
    """Logistic regression."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(preparation(features, linear=True), LogisticRegression(max_iter=2000))


def boosting(features: pd.DataFrame, seed: int = SEED) -> Any:
    """Gradient boosted trees."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.pipeline import make_pipeline

    trees = HistGradientBoostingClassifier(random_state=seed, max_iter=120, learning_rate=0.06)
    return make_pipeline(preparation(features, linear=False), trees)


def explainable_boosting(_features: pd.DataFrame, seed: int = SEED) -> Any:
    """An explainable boosting machine: a sum of curves, one a column, that can be drawn and read.

    Raises
    ------
    MissingExtra
        Without the package `interpret-core`.
    """
    try:
        from interpret.glassbox import ExplainableBoostingClassifier
    except ImportError as error:
        raise MissingExtra("The explainable boosting machine", "explain") from error
    # It says that its own pictures leave missing values out. Ours do not.
    warnings.filterwarnings("ignore", message="Missing values detected", category=UserWarning)
    return ExplainableBoostingClassifier(random_state=seed, outer_bags=BAGS, interactions=5, n_jobs=1)


@dataclass(frozen=True)
class Recipe:
    """A way of making a model from columns.

    Attributes
    ----------
    name : str
        Its stable name.
    title : str
        How people call it.
    how : str
        What it does, in a sentence.
    make : callable
        Features and a seed -> an estimator that was not fitted.
    readable : bool
        Whether a person can read the whole model, not only explanations of it.
    """

    name: str
    title: str
    how: str
    make: Callable[[pd.DataFrame, int], Any]
    readable: bool = False


RECIPES: Mapping[str, Recipe] = {
    one.name: one
    for one in (
        Recipe("base rate", "Base rate", "Gives everybody the same score: the share of the event.", base_rate, True),
        Recipe("logistic", "Logistic regression", "A weighted sum of the columns.", logistic, True),
        Recipe("boosting", "Gradient boosting", "Many small trees, each mending the ones before.", boosting),
        Recipe(
            "explainable boosting", "Explainable boosting",
            "A sum of curves, one a column and a few of two, that can be drawn, read and edited.", explainable_boosting, True,
        ),
    )
}  # fmt: skip
"""Every recipe by its stable name, the plainest first."""


def recipe(name: str) -> Recipe:
    """The recipe of that name. Raises `InputError` with the names there are."""
    if name not in RECIPES:
        raise InputError(f"There is no recipe “{name}”.", f"There are: {', '.join(RECIPES)}.")
    return RECIPES[name]
