"""The search: every slice of one or two columns at once, from one table of counts; the worst first, each without those before.

One row of the table is a level of a column, so a one-way slice stands on its diagonal and a two-way slice beside it. Every
pair of columns is counted once; ranges of levels are sums in that table, and taking a slice out subtracts that of its rows.
The idea of covering, each next slice judged on the rows that none before explains, is that of CN2-SD (Lavrač et al. 2004).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbook.errors import WorkbookError
from workbook.modelling.slices.levels import Levels
from workbook.models.conditions import Condition
from workbook.models.folds import Codes, Floats, Mask

MOST = 10
"""So many slices at most are carried over to the other half: each one more makes the correction harder for all."""
SMALLEST, SMALLEST_SHARE = 20, 0.002
"""Rows of the choosing half that a slice needs, and the share of it."""
LARGEST_SHARE = 2 / 3
"""What holds for more rows than this is no slice: its opposite is the strong one."""
WORSE_THAN_PARENT = 1.0
"""By so many standard errors a two-way slice must stand out more than either of its columns alone, to be worth naming."""
WORTH_CARRYING = 2.5
"""Standard errors from which a slice is carried over: among thousands, chance alone makes larger ones."""


@dataclass(frozen=True)
class Search:
    """What was found on the choosing half.

    Attributes
    ----------
    found : tuple of tuple of Condition
        Slices, the worst first.
    one_way, two_way : int
        How many were looked at.
    """

    found: tuple[tuple[Condition, ...], ...]
    one_way: int
    two_way: int


@dataclass(frozen=True, eq=False)
class _Grid:
    """All conditions of all columns: what they say, of which column, which levels they join, which pairs make a slice."""

    conditions: tuple[Condition, ...]
    column: Codes
    joins: Floats
    allowed: Mask
    starts: Codes

    def holds(self, condition: int, codes: Codes) -> Mask:
        """The rows, by their codes in each column, for which a condition holds."""
        column = int(self.column[condition])
        return np.asarray(self.joins[condition, self.starts[column] + codes[column]] > 0)


def search(
    levels: tuple[Levels, ...],
    wronged: Mask,
    weight: Floats,
    *,
    most: int = MOST,
    stopped: Callable[[], bool] = lambda: False,
) -> Search:
    """The slices in which most goes wrong.

    Parameters
    ----------
    levels : tuple of Levels
        Of the rows of the choosing half.
    wronged : array of bool
    weight : array of float
    most : int
    stopped : callable

    Raises
    ------
    WorkbookError
        It was cancelled.
    """
    if not levels or not len(wronged):
        return Search((), 0, 0)
    grid, codes = _grid(levels), np.stack([one.codes for one in levels])
    weight = weight / weight.mean()
    open_rows, found = np.ones(len(wronged), dtype=bool), list[tuple[Condition, ...]]()
    counts, errors = _tables(codes, grid, wronged, weight, stopped)
    seen = (counts >= _smallest(len(wronged))) & grid.allowed
    while len(found) < most:
        pair = _worst(grid, counts, errors, float(weight[open_rows].sum()), float(weight[open_rows & wronged].sum()))
        if pair is None:
            break
        found.append(tuple(grid.conditions[place] for place in dict.fromkeys(pair)))
        taken = open_rows & grid.holds(pair[0], codes) & grid.holds(pair[1], codes)
        less, fewer = _tables(codes[:, taken], grid, wronged[taken], weight[taken], stopped)
        counts, errors, open_rows = counts - less, errors - fewer, open_rows & ~taken
    alone = int(np.diag(seen).sum())
    return Search(tuple(found), alone, int((seen.sum() - alone) / 2))


def _smallest(rows: int) -> float:
    return max(SMALLEST, SMALLEST_SHARE * rows)


def _grid(levels: tuple[Levels, ...]) -> _Grid:
    conditions = tuple(one for each in levels for one in each.conditions)
    starts = np.cumsum([0, *(each.many for each in levels)])
    joins = np.zeros((len(conditions), starts[-1]))
    column = np.repeat(np.arange(len(levels)), [len(each.conditions) for each in levels])
    for place, each in enumerate(levels):
        joins[column == place, starts[place] : starts[place + 1]] = each.joins
    allowed = column[:, None] != column[None, :]
    np.fill_diagonal(allowed, True)
    return _Grid(conditions, column, joins, allowed, starts)


def _tables(
    codes: Codes, grid: _Grid, wronged: Mask, weight: Floats, stopped: Callable[[], bool]
) -> tuple[Floats, Floats]:
    """Weighted rows, and weighted rows that were wronged, of every pair of conditions; alone on the diagonal."""
    from scipy.sparse import csr_array

    counts = _pairs(codes, grid.starts, weight, stopped)
    errors = _pairs(codes[:, wronged], grid.starts, weight[wronged], stopped)
    joins = csr_array(grid.joins)
    return joins @ counts @ joins.T, joins @ errors @ joins.T


def _pairs(codes: Codes, starts: Codes, weight: Floats, stopped: Callable[[], bool]) -> Floats:
    """Weighted rows of every pair of levels."""
    table = np.zeros((starts[-1], starts[-1]))
    for one in range(len(codes)):
        if stopped():
            raise WorkbookError("Stopped. Nothing of it was kept.", "Start it again when you want it.")
        here, wide = slice(starts[one], starts[one + 1]), int(starts[one + 1] - starts[one])
        table[here, here] = np.diag(np.bincount(codes[one], weight, wide))
        for other in range(one):
            there, high = slice(starts[other], starts[other + 1]), int(starts[other + 1] - starts[other])
            crossed = np.bincount(codes[one] * high + codes[other], weight, wide * high).reshape(wide, high)
            table[here, there], table[there, here] = crossed, crossed.T
    return table


def _worst(grid: _Grid, counts: Floats, errors: Floats, rows: float, wrong: float) -> tuple[int, int] | None:
    """The slice that stands out most among those worth naming; None where none is worth carrying over."""
    with np.errstate(divide="ignore", invalid="ignore"):
        inside, outside = errors / counts, (wrong - errors) / (rows - counts)
        together = wrong / rows if rows else 0.0
        spread = np.sqrt(together * (1 - together) * (1 / counts + 1 / (rows - counts)))
        apart = (inside - outside) / spread
    fits = (counts >= _smallest(int(rows))) & (counts <= LARGEST_SHARE * rows) & grid.allowed & np.isfinite(apart)
    apart = np.where(fits, apart, -np.inf)
    alone = np.diag(apart)
    parents = np.maximum(np.where(np.isfinite(alone), alone, 0.0)[:, None], np.where(np.isfinite(alone), alone, 0.0))
    worth = apart >= parents + WORSE_THAN_PARENT
    np.fill_diagonal(worth, True)
    apart = np.where(worth, apart, -np.inf)
    one, other = np.unravel_index(int(np.argmax(apart)), apart.shape)
    if not apart[one, other] >= WORTH_CARRYING:
        return None
    return (int(one), int(other)) if one <= other else (int(other), int(one))
