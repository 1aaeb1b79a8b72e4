"""How much each column alone says about what happened, by a small tree that did not see the row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbook.modelling.doubts.learning.areas import held_out
from workbook.models.changes import Interval
from workbook.models.folds import Floats, trainable
from workbook.models.recipes import preparation
from workbook.models.study import Study

DEPTH = 5
LARGEST_LEAF, SMALLEST_LEAF = 50, 5


@dataclass(frozen=True)
class OneColumn:
    """What one column says alone.

    Attributes
    ----------
    column : str
    ranking : Interval
        Share of pairs ranked rightly, out of fold.
    """

    column: str
    ranking: Interval


def one_column_scores(study: Study, column: str) -> Floats:
    """A score for each row from one column, by trees that did not see the row; NaN where no fold tests it."""
    from sklearn.pipeline import make_pipeline
    from sklearn.tree import DecisionTreeClassifier

    values, found = study.features[[column]], np.full(study.rows, np.nan)
    leaf = int(np.clip(study.rows // 100, SMALLEST_LEAF, LARGEST_LEAF))
    for fold in study.folds:
        train = trainable(fold, study.label)
        tree = DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=leaf, random_state=0)
        model = make_pipeline(preparation(values, linear=False), tree).fit(values[train], study.label[train])
        found[fold.test] = model.predict_proba(values[fold.test])[:, 1]
    return found


def each_column(study: Study, tick: Callable[[], None] = lambda: None) -> tuple[OneColumn, ...]:
    """What each column says alone, the strongest first."""
    found = []
    for column in map(str, study.features.columns):
        score = one_column_scores(study, column)
        found.append(OneColumn(column, held_out(study, study.folds, [score]).interval(0)))
        tick()
    return tuple(sorted(found, key=lambda one: -one.ranking[0]))
