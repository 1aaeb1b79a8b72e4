"""How a rival is fitted and scores the rows that it did not learn from."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from workbook.models.folds import Codes, Fit, Floats, fitted, out_of_fold, scored
from workbook.models.recipes import recipe
from workbook.models.study import Study

if TYPE_CHECKING:
    import pandas as pd

SHOWN_ELSEWHERE = "Missing values detected"
"""The explainable boosting machine warns that its own pictures leave missing values out; ours do not use them."""


def plainly(estimator: Any) -> Fit:
    """Training as always, with nothing added."""

    def fit(rows: pd.DataFrame, label: Codes, _group: Codes) -> Callable[[pd.DataFrame], Floats]:
        with quietly():
            model = fitted(estimator, rows, label)
        return lambda new: scored(model, new)

    return fit


def scores_of(study: Study, estimator: Any, tick: Callable[[], None] = lambda: None) -> Floats:
    """A score for each row of a study by what did not learn from it; NaN where no fold tests it."""
    return out_of_fold(plainly(estimator), study.features, study.label, study.group, study.folds, tick)


def recipe_scores(study: Study, name: str, seed: int, tick: Callable[[], None] = lambda: None) -> Floats:
    """The same for a recipe of the workbook."""
    return scores_of(study, recipe(name).make(study.features, seed), tick)


@contextmanager
def quietly() -> Iterator[None]:
    """One thread a fit, and no warning that is of no use here.

    Where several people train on one machine, threads that wait for each other make a fit ten times slower.
    """
    with warnings.catch_warnings(), _threads().limit(limits=1, user_api="openmp"):
        warnings.filterwarnings("ignore", message=SHOWN_ELSEWHERE)
        yield


@cache
def _threads() -> Any:
    """What holds the threads of the libraries that are loaded: looked for once, after the trees are there."""
    import sklearn.ensemble  # noqa: F401
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

    return ThreadpoolController()
