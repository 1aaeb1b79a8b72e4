"""Proxies: columns that give the group away although the group itself was left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workbook.models.folds import fold_of
from workbook.models.recipes import preparation
from workbook.stats.ranking import auc_interval

if TYPE_CHECKING:
    import pandas as pd

BEYOND = 0.7
"""A column is called a proxy where its AUC lies above this, interval and all: a convention, not a finding."""
MOST_ROWS = 20_000
LEAST_IN_LEAF = 50
FOLDS = 5


@dataclass(frozen=True)
class Proxy:
    """How well one column predicts one group against the rest, out of fold.

    Attributes
    ----------
    column : str
    group : str
        The group that it gives away best.
    auc, low, high : float
        0.5 says nothing about the group, 1 everything (95 %, Hanley and McNeil 1982).
    """

    column: str
    group: str
    auc: float
    low: float
    high: float

    @property
    def beyond(self) -> bool:
        """Whether it is called a proxy here."""
        return self.low > BEYOND


def proxies(
    features: pd.DataFrame,
    group: NDArray[np.int64],
    names: tuple[str, ...],
    tick: Callable[[], None] = lambda: None,
) -> tuple[Proxy, ...]:
    """How well each column alone predicts the group, the strongest first.

    Parameters
    ----------
    features : DataFrame
    group : array of int
        Codes into `names`.
    names : tuple of str
    tick : callable
        Called after each column.
    """
    if len(group) > MOST_ROWS:
        kept = np.random.default_rng(0).choice(len(group), MOST_ROWS, replace=False)
        features, group = features.iloc[kept], group[kept]
    found = []
    for column in features.columns:
        found.append(_strongest(str(column), _guessed(features[[column]], group, len(names)), group, names))
        tick()
    return tuple(sorted(found, key=lambda one: -one.auc))


def _guessed(column: pd.DataFrame, group: NDArray[np.int64], many: int) -> NDArray[np.float64]:
    """The share of each group among rows like this one, from a small tree that did not see it."""
    from sklearn.pipeline import make_pipeline
    from sklearn.tree import DecisionTreeClassifier

    guessed = np.zeros((len(group), many))
    for test in fold_of(np.zeros_like(group), group, FOLDS):
        tree = DecisionTreeClassifier(max_depth=5, min_samples_leaf=LEAST_IN_LEAF, random_state=0)
        model = make_pipeline(preparation(column, linear=False), tree).fit(column[~test], group[~test])
        guessed[np.ix_(test, model.classes_)] = model.predict_proba(column[test])
    return guessed


def _strongest(column: str, guessed: NDArray[np.float64], group: NDArray[np.int64], names: tuple[str, ...]) -> Proxy:
    candidates = [
        Proxy(column, name, *auc_interval(guessed[:, code], group == code))
        for code, name in enumerate(names)
        if 0 < (group == code).sum() < len(group)
    ]
    return max(candidates, key=lambda one: one.auc, default=Proxy(column, "", 0.5, 0.0, 1.0))
