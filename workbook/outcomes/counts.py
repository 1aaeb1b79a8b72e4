"""Counts at a policy: per group, label and selection; every rate is made from these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, POSITIVE, GroupKey, Tally
from workbook.errors import InputError
from workbook.outcomes.policy import NOT_SELECTED, SELECTED, UNDECIDED, Policy, selected_share

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Confusion:
    """Rows of each group by label (negative, positive, unknown) and selection (not, selected, undecided).

    Attributes
    ----------
    names : tuple of str
        The group columns that are crossed.
    groups : tuple of GroupKey
    count, weight, weight_squared : array, shape (groups, 3, 3)
        Rows, sums of weights, sums of squared weights; the last two equal the first without weights.
    """

    names: tuple[str, ...]
    groups: tuple[GroupKey, ...]
    count: Floats
    weight: Floats
    weight_squared: Floats

    @property
    def n(self) -> Floats:
        """Rows of each group."""
        return np.asarray(self.count.sum(axis=(1, 2)))

    @property
    def n_effective(self) -> Floats:
        """Effective rows of each group: (sum of weights)² / sum of squared weights (Kish)."""
        return effective(self.weight.sum(axis=(1, 2)), self.weight_squared.sum(axis=(1, 2)))

    @property
    def true_positive(self) -> Floats:
        """Positives that are selected."""
        return self.count[:, POSITIVE, SELECTED]

    @property
    def false_positive(self) -> Floats:
        """Negatives that are selected."""
        return self.count[:, NEGATIVE, SELECTED]

    @property
    def false_negative(self) -> Floats:
        """Positives that are not selected."""
        return self.count[:, POSITIVE, NOT_SELECTED]

    @property
    def true_negative(self) -> Floats:
        """Negatives that are not selected."""
        return self.count[:, NEGATIVE, NOT_SELECTED]

    @property
    def undecided(self) -> Floats:
        """Rows without score or decision: they are in no rate."""
        return np.asarray(self.count[:, :, UNDECIDED].sum(axis=1))

    @property
    def overall(self) -> Confusion:
        """All groups together."""
        return Confusion(
            (), ((),), *(one.sum(axis=0, keepdims=True) for one in (self.count, self.weight, self.weight_squared))
        )


def effective(weight: Floats, weight_squared: Floats) -> Floats:
    """Effective number of rows (Kish 1965); 0 where there are none."""
    return np.asarray(
        np.divide(weight**2, weight_squared, out=np.zeros_like(weight, dtype=float), where=weight_squared > 0)
    )


def confusion(tally: Tally, policy: Policy, by: Sequence[str] | None = None, split: str | None = None) -> Confusion:
    """Count what a policy does to each group.

    Parameters
    ----------
    tally : Tally
    policy : Policy
    by : sequence of str, optional
        Group columns to cross; all of them where None.
    split : str, optional
        Only the rows of this split.

    Raises
    ------
    InputError
        A column of `by` is not among the tally's groups.
    """
    names, keys, codes = crossed(tally, by)
    kept = None if split is None else tally.cells.split == tally.split_names.index(split)
    return Confusion(names, keys, *cubes(tally, policy, codes[tally.cells.group], len(keys), kept))


def cubes(
    tally: Tally, policy: Policy, place: NDArray[np.int64], size: int, kept: NDArray[np.bool_] | None = None
) -> tuple[Floats, Floats, Floats]:
    """Rows, weights and squared weights by place, label and selection, each of shape (size, 3, 3).

    Parameters
    ----------
    tally : Tally
    policy : Policy
    place : array of int
        Where each cell of the tally is counted: its group, or its group and score band.
    size : int
        How many places there are.
    kept : array of bool, optional
        Only these cells; all where None.
    """
    cells, share = tally.cells, selected_share(tally, policy)
    counted = np.ones(len(share), dtype=bool) if kept is None else kept
    where = place * 9 + cells.label.astype(np.int64) * 3
    sides = ((SELECTED, share), (NOT_SELECTED, 1 - share), (UNDECIDED, np.isnan(share).astype(float)))

    def total(of: NDArray[np.float64] | NDArray[np.int64]) -> Floats:
        sums = np.zeros(9 * size)
        for side, part in sides:  # a cell that reviewers decide on falls to both sides
            some = counted & (part > 0)
            sums += np.bincount(where[some] + side, weights=of[some] * part[some], minlength=9 * size)
        return sums.reshape(size, 3, 3)

    return total(cells.count), total(cells.weight), total(cells.weight_squared)


def crossed(tally: Tally, by: Sequence[str] | None) -> tuple[tuple[str, ...], tuple[GroupKey, ...], NDArray[np.int64]]:
    """The groups that crossing some of the tally's columns gives: names, keys, and the key of each group code."""
    names = tally.group_names if by is None else tuple(by)
    unknown = [name for name in names if name not in tally.group_names]
    if unknown:
        known = ", ".join(tally.group_names) or "none"
        raise InputError(
            f"“{unknown[0]}” is not among the groups of this tally ({known}).", "Choose it among the groups first."
        )
    places = [tally.group_names.index(name) for name in names]
    reduced = [tuple(key[place] for place in places) for key in tally.groups]
    keys = tuple(sorted(set(reduced), key=lambda key: tuple((part is None, part or "") for part in key)))
    order = {key: code for code, key in enumerate(keys)}
    return names, keys, np.array([order[key] for key in reduced], dtype=np.int64)
