"""The tally: everything that error rates, gaps and money need from the rows, and nothing more.

A tally holds one entry for each occupied cell (split x stratum x group x label x decision x score bin).
It is as confidential as the rows: a cell may hold one person. It stays on the server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Side = Literal["at_or_above", "below"]

NEGATIVE, POSITIVE, UNKNOWN = 0, 1, 2
"""Codes of a label or of a decision; UNKNOWN is a missing value, or a role that was not given."""
NO_SCORE = -1
"""The bin of rows whose score is missing."""

OTHERS = "others together"
"""Every part of the key of groups that were merged, since they are too small to be shown by themselves."""

GroupKey = tuple[str | None, ...]
"""One value for each group column; None where it is missing."""


@dataclass(frozen=True)
class Sums:
    """Sums of one amount in each cell, where w is a row's weight (1 without weights) and a its amount.

    Attributes
    ----------
    total : array, shape (cells,)
        Sum of w·a.
    cross : array, shape (cells,)
        Sum of w²·a.
    squares : array, shape (cells,)
        Sum of w²·a².
    missing : array, shape (cells,)
        Rows whose amount is missing; they add nothing to the sums.
    """

    total: NDArray[np.float64]
    cross: NDArray[np.float64]
    squares: NDArray[np.float64]
    missing: NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """The occupied cells, as arrays of equal length."""

    split: NDArray[np.int32]
    stratum: NDArray[np.int32]
    group: NDArray[np.int32]
    label: NDArray[np.int8]
    decision: NDArray[np.int8]
    bin: NDArray[np.int32]
    count: NDArray[np.int64]
    weight: NDArray[np.float64]
    weight_squared: NDArray[np.float64]
    amounts: Mapping[str, Sums] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts, weights and sums of amounts for each cell of the rows.

    Attributes
    ----------
    cells : Cells
    edges : array, shape (bins,)
        Ascending left edges of the score bins: bin i holds scores from edges[i] up to, not including, edges[i + 1].
        Where `exact`, the distinct scores themselves. Empty without a score.
    exact : bool
        Every distinct score has a bin of its own, so any threshold is exact; else thresholds lie on `edges`.
    group_names, groups : tuple
        The group columns, and the key of each group code. A missing value is None and a group of its own.
    split_names, stratum_names : tuple of str or None
        What the codes of split and stratum stand for; one None entry where no such column was given.
    has_label, has_score, has_decision : bool
    selected : {"at_or_above", "below"}
        On which side of a threshold the decision is taken.
    weighted : bool
    reweighed : tuple of float or None
        Share of positives in the rows, and the one that they were weighted to; None where they were not.
    repeated_rows : int
        Rows that are an exact copy of an earlier row; -1 where it was not looked at.
    fingerprint : str
        Identifies the rows and the roles they were tallied with.
    """

    cells: Cells
    edges: NDArray[np.float64]
    exact: bool
    group_names: tuple[str, ...] = ()
    groups: tuple[GroupKey, ...] = ((),)
    split_names: tuple[str | None, ...] = (None,)
    stratum_names: tuple[GroupKey, ...] = ((),)
    has_label: bool = True
    has_score: bool = True
    has_decision: bool = False
    selected: Side = "at_or_above"
    weighted: bool = False
    repeated_rows: int = -1
    fingerprint: str = ""
    reweighed: tuple[float, float] | None = None

    @cached_property
    def rows(self) -> int:
        """How many rows were tallied."""
        return int(self.cells.count.sum())

    @property
    def amount_names(self) -> tuple[str, ...]:
        """The amounts that were summed."""
        return tuple(self.cells.amounts)
