"""How a rival is fitted and scores the rows that it did not learn from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from workbook.models.folds import Codes, Fit, Floats, fitted, out_of_fold, scored
from workbook.models.recipes import recipe
from workbook.models.study import Study
from workbook.models.threads import one_thread

if TYPE_CHECKING:
    import pandas as pd


def plainly(estimator: Any) -> Fit:
    """Training as always, with nothing added."""

    def fit(rows: pd.DataFrame, label: Codes, _group: Codes) -> Callable[[pd.DataFrame], Floats]:
        with one_thread():
            model = fitted(estimator, rows, label)
        return lambda new: scored(model, new)

    return fit


def scores_of(study: Study, estimator: Any, tick: Callable[[], None] = lambda: None) -> Floats:
    """A score for each row of a study by what did not learn from it; NaN where no fold tests it."""
    return out_of_fold(plainly(estimator), study.features, study.label, study.group, study.folds, tick)


def recipe_scores(study: Study, name: str, seed: int, tick: Callable[[], None] = lambda: None) -> Floats:
    """The same for a recipe of the workbook."""
    return scores_of(study, recipe(name).make(study.features, seed), tick)
