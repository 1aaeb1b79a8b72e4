"""Columns as a few levels each: numbers in quantiles, words by value, missing as a value; and which levels a condition joins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbook.models.conditions import Condition, as_numbers, as_words, holds_numbers
from workbook.models.folds import Codes, Floats, Mask

if TYPE_CHECKING:
    import pandas as pd

MOST_BINS, ROWS_A_BIN = 6, 60
"""A number falls into at most so many ranges, each with about so many rows."""
FEW_NUMBERS = 6
"""A number with no more values than this is taken value by value."""
MOST_WORDS = 12
DIGITS = 3
"""Ends of ranges are rounded to so many digits, as people would say them."""


@dataclass(frozen=True, eq=False)
class Levels:
    """A column as levels.

    Attributes
    ----------
    codes : array of int, shape (rows,)
        The level of each row, from 0.
    conditions : tuple of Condition
        What can be said of the column.
    joins : array of bool, shape (conditions, levels)
        Which levels each condition holds for.
    """

    codes: Codes
    conditions: tuple[Condition, ...]
    joins: Mask

    @property
    def many(self) -> int:
        """How many levels there are."""
        return int(self.joins.shape[1])


def levels_of(
    features: pd.DataFrame, group: Codes, group_names: tuple[str, ...]
) -> tuple[tuple[Levels, ...], tuple[str, ...]]:
    """Every column as levels, and the group as one more; and the columns that could not be cut into levels.

    Parameters
    ----------
    features : DataFrame
        The rows that choose: ends of ranges and frequent values are theirs.
    group : array of int
    group_names : tuple of str
    """
    found, left_out = [], []
    for name in map(str, features.columns):
        column = features[name]
        one = _of_numbers(name, as_numbers(column)) if holds_numbers(column) else _of_words(name, column)
        if one is None:
            left_out.append(name)
        else:
            found.append(one)
    if len(group_names) > 1:
        groups = tuple(Condition("", equals=name) for name in group_names)
        found.append(Levels(group, groups, np.eye(len(groups), dtype=bool)))
    return tuple(found), tuple(left_out)


def _of_numbers(name: str, values: Floats) -> Levels | None:
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    distinct = np.unique(known)
    singly = 1 < len(distinct) <= FEW_NUMBERS
    edges = distinct[1:] if singly else _edges(known)
    lacking = np.isnan(values)
    if not len(edges) and not lacking.any():
        return None
    many = len(edges) + 1
    codes = np.where(lacking, many, np.searchsorted(edges, values, side="right"))
    ends = [None, *map(float, edges), None]
    single = [
        Condition(name, equals=float(distinct[place])) if singly else Condition(name, ends[place], ends[place + 1])
        for place in range(many)
    ]
    one_sided = [(Condition(name, below=ends[place]), range(place)) for place in range(2, many)]
    one_sided += [(Condition(name, at_least=ends[place]), range(place, many)) for place in range(1, many - 1)]
    spans = [(one, range(place, place + 1)) for place, one in enumerate(single)] if many > 1 else []
    spans += one_sided
    spans.append((Condition(name, missing=True), range(many, many + 1)))
    return _joined(codes, spans, many + 1)


def _of_words(name: str, column: pd.Series[Any]) -> Levels | None:
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(column):
        return None
    lacking, (codes, words) = column.isna().to_numpy(), pd.factorize(as_words(column))
    rows = np.bincount(codes[~lacking], minlength=len(words))
    kept = [place for place in np.argsort(-rows, kind="stable")[:MOST_WORDS] if rows[place]]
    if len(kept) < 2 and not lacking.any():
        return None
    gone, rest = len(kept), len(kept) + 1
    level = np.full(len(words), rest)
    level[kept] = range(len(kept))
    spans = [(Condition(name, equals=str(words[place])), range(code, code + 1)) for code, place in enumerate(kept)]
    spans.append((Condition(name, missing=True), range(gone, gone + 1)))
    return _joined(np.where(lacking, gone, level[codes]), spans, rest + 1)


def _joined(codes: NDArray[Any], spans: list[tuple[Condition, range]], many: int) -> Levels:
    joins = np.zeros((len(spans), many), dtype=bool)
    for place, (_, span) in enumerate(spans):
        joins[place, list(span)] = True
    return Levels(codes.astype(np.int64), tuple(one for one, _ in spans), joins)


def _edges(known: Floats) -> Floats:
    """Inner ends of quantile ranges, rounded where that keeps them apart."""
    bins = min(MOST_BINS, max(2, len(known) // ROWS_A_BIN))
    exact = np.unique(np.quantile(known, np.arange(1, bins) / bins, method="closest_observation"))
    exact = exact[exact > known.min()]
    rounded = np.array([float(f"{end:.{DIGITS}g}") for end in exact])
    apart = len(np.unique(rounded)) == len(exact) and (rounded > known.min()).all() and (rounded <= known.max()).all()
    return rounded if apart else exact
