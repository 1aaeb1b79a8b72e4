"""A small regression tree whose questions people can read: rounded limits of numbers, single values of words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.data.privacy import LIMIT
from workbook.explanation.attributing.drivers import is_number
from workbook.models.folds import Floats, Mask

if TYPE_CHECKING:
    import pandas as pd

WORTH = 1e-3
"""A question that explains less than this share of the spread of the scores is not asked."""
FLAT = 1e-5
"""Scores whose squared spread is below this share of their squared size are taken for equal."""
WORDS = 12
"""Values of a column of words that the tree may ask for."""


@dataclass(frozen=True)
class Question:
    """What a fork of the tree asks.

    Attributes
    ----------
    column : str
    limit : float
        Numbers: those up to it go to the first branch. It is rounded, and what is judged is the rounded tree.
    word : str
        Words: this one goes to the second branch, all others to the first; "" for numbers.
    missing_first : bool
        Where a missing number goes.
    whole : bool
        Whether the column holds whole numbers only.
    other : str
        The other word, where there are two.
    """

    column: str
    limit: float = 0.0
    word: str = ""
    missing_first: bool = True
    whole: bool = False
    other: str = ""

    def first(self, features: pd.DataFrame) -> Mask:
        """Which rows go to the first branch."""
        column = features[self.column]
        if self.word:
            return np.asarray(column.astype(str) != self.word)
        values = column.to_numpy(dtype=float, na_value=np.nan)
        with np.errstate(invalid="ignore"):
            return np.asarray(np.where(np.isnan(values), self.missing_first, values <= self.limit))


@dataclass(frozen=True, eq=False)
class Node:
    """A fork, or an end, of a tree."""

    score: float
    question: Question | None = None
    branches: tuple[Node, ...] = field(default_factory=tuple)

    def ends(self, features: pd.DataFrame) -> list[tuple[tuple[tuple[Question, bool], ...], float, Mask]]:
        """Every end: the way there, its score, and the rows that come there."""
        if self.question is None:
            return [((), self.score, np.ones(len(features), dtype=bool))]
        first = self.question.first(features)
        found = []
        for branch, taken, here in ((self.branches[0], True, first), (self.branches[1], False, ~first)):
            for path, score, rows in branch.ends(features):
                found.append((((self.question, taken), *path), score, rows & here))
        return found

    def says(self, features: pd.DataFrame) -> Floats:
        """The score of each row."""
        found = np.empty(len(features))
        for _, score, rows in self.ends(features):
            found[rows] = score
        return found


def grown(features: pd.DataFrame, score: Floats, depth: int) -> Node:
    """A regression tree of some depth, with rounded limits, that asks words for single values."""
    from sklearn.tree import DecisionTreeRegressor

    questions, columns, spreads = [], [], dict[str, float]()
    for name in features.columns:
        for question, values in _questions(str(name), features[name]):
            questions.append(question)
            columns.append(values)
        spreads[str(name)] = _spread(columns[-1]) if columns else 0.0
    least = max(LIMIT, len(score) // 100)
    worth = max(WORTH * float(np.var(score)), FLAT * float(np.mean(score**2)), 1e-15)
    tree = DecisionTreeRegressor(max_depth=depth, min_samples_leaf=least, min_impurity_decrease=worth, random_state=0)
    fitted = tree.fit(np.column_stack(columns), score).tree_

    def node(place: int) -> Node:
        value, left = float(fitted.value[place].ravel()[0]), int(fitted.children_left[place])
        if left < 0:
            return Node(value)
        asked: Question = questions[fitted.feature[place]]
        if not asked.word:
            limit = rounded(float(fitted.threshold[place]), spreads[asked.column], asked.whole)
            asked = Question(asked.column, limit, "", bool(fitted.missing_go_to_left[place]), asked.whole)
        return Node(value, asked, (node(left), node(int(fitted.children_right[place]))))

    return node(0)


def _questions(name: str, column: pd.Series[Any]) -> list[tuple[Question, Floats]]:
    if is_number(column):
        values = column.to_numpy(dtype=float, na_value=np.nan)
        known = values[np.isfinite(values)]
        return [(Question(name, whole=bool((known == np.round(known)).all())), values)]
    words = column.astype(str)
    counts = words.value_counts()
    asked = [str(word) for word in counts.index[counts >= LIMIT][:WORDS]]
    if len(counts) == 2 and len(asked) == 2:  # one question says it all
        return [(Question(name, word=asked[1], other=asked[0]), np.asarray(words == asked[1], dtype=float))]
    return [(Question(name, word=word), np.asarray(words == word, dtype=float)) for word in asked]


def _spread(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.ptp(np.quantile(known, [0.05, 0.95]))) if len(known) else 0.0


def rounded(limit: float, spread: float, whole: bool) -> float:
    """A limit as people say it: whole numbers down, others to about a hundredth of how far the column's values spread."""
    if whole:
        return float(np.floor(limit))
    if not spread:
        return limit
    digits = int(np.ceil(2 - np.log10(spread)))
    return round(limit, digits)
