"""Asking a model about rows that it may not be able to read: that it does not answer is a finding, not an error."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from workbook.errors import WorkbookError
from workbook.modelling.trial import Trial
from workbook.models.folds import Floats

if TYPE_CHECKING:
    import pandas as pd

REFUSALS = (WorkbookError, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError)
"""What models raise when they cannot read a row."""
LONGEST = 160


class DoesNotAnswer(Exception):
    """The model refuses these rows; the message is its own, shortened."""


def scores_of(trial: Trial, rows: pd.DataFrame) -> Floats:
    """Scores of the rows on trial with other values.

    Raises
    ------
    DoesNotAnswer
        The model cannot read them.
    """
    from threadpoolctl import threadpool_limits

    assert trial.model is not None, "asked only where there is a model"
    # One thread: many small questions on a busy machine take ten times as long with threads that wait for each other.
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # encoders warn of words that they have not seen: that is what is tried
        try:
            return trial.model.again_at(rows, trial.places)
        except REFUSALS as error:
            raise DoesNotAnswer(_shortened(str(error) or type(error).__name__)) from error


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def what_missing_does(trial: Trial, columns_of_words: bool, columns_of_numbers: bool) -> tuple[str, ...]:
    """What the model does with a missing value, as far as it can be seen from outside or from its steps."""
    if trial.model is None:
        return ()
    names = _steps(trial.model.estimator)
    said = []
    if columns_of_numbers:
        said.append(_numbers(names))
    if columns_of_words:
        said.append(_words(names, trial.model.kind == "recipe"))
    return tuple(said)


def _numbers(names: dict[str, Any]) -> str:
    if not names:
        return "What it does with a missing number cannot be seen from outside; the lines show what comes of it."
    imputer = names.get("SimpleImputer")
    if imputer is not None:
        what = {"most_frequent": "most frequent value", "constant": "fixed value"}.get(
            imputer.strategy, imputer.strategy
        )
        marked = " and a mark that it was missing" if getattr(imputer, "add_indicator", False) else ""
        return f"A missing number becomes the {what} of the rows that it learned from{marked}."
    for name in ("KNNImputer", "IterativeImputer"):
        if name in names:
            return "A missing number is guessed from the other columns of the row."
    native = (
        "HistGradientBoosting",
        "XGB",
        "LGBM",
        "CatBoost",
        "ExplainableBoosting",
        "RandomForest",
        "DecisionTree",
        "ExtraTrees",
    )
    if any(known in name for name in names for known in native):
        return "A missing number goes its own way through the trees: the model has learned what missing means, if any was missing then."
    if "DummyClassifier" in names:
        return "It reads no column, so nothing is missing to it."
    return "Nothing fills in a missing number before the model: it may refuse the row."


def _words(names: dict[str, Any], recipe: bool) -> str:
    encoder = names.get("OneHotEncoder") or names.get("OrdinalEncoder")
    if "DummyClassifier" in names and encoder is None:
        return "It reads no words either."
    start = "A missing word is read as the word “missing”" if recipe else "A missing word is read as it comes"
    handled = getattr(encoder, "handle_unknown", "")
    if handled in ("ignore", "use_encoded_value", "infrequent_if_exist"):
        return f"{start}; where it was not among those it learned from, it is an unknown word that speaks for nothing."
    return f"{start}; an unknown word may be refused." if encoder is not None else f"{start}."


def _steps(estimator: Any) -> dict[str, Any]:
    """Every estimator inside a pipeline, by the name of its class."""
    found: dict[str, Any] = {}
    waiting = [estimator] if estimator is not None else []
    while waiting:
        one = waiting.pop()
        steps = [step for _, step in getattr(one, "steps", ())]
        parts = [part[1] for part in getattr(one, "transformers_", getattr(one, "transformers", ()))]
        found.setdefault(type(one).__name__, one)
        waiting += [inner for inner in (*steps, *parts) if hasattr(inner, "get_params")]
    return found
