"""Tallies made from counts, without rows: simulations need thousands of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from workbook.data.tallies import Cells, GroupKey, Tally


def tally_of(counts: ArrayLike, groups: Sequence[GroupKey] | None = None, names: tuple[str, ...] = ("group",)) -> Tally:
    """A tally of decisions.

    Parameters
    ----------
    counts : array_like, shape (groups, labels, decisions)
        Rows by label (negative, positive, unknown) and decision (not selected, selected, unknown); the unknown may be
        left out.
    groups : sequence of GroupKey, optional
        g0, g1 … where None.
    names : tuple of str
    """
    cube = np.asarray(counts, dtype=np.int64)
    group, label, decision = (axis.ravel() for axis in np.indices(cube.shape))
    many = cube.ravel()
    kept = many > 0
    blank = np.zeros(int(kept.sum()), dtype=np.int32)
    cells = Cells(
        split=blank,
        stratum=blank,
        group=group[kept].astype(np.int32),
        label=label[kept].astype(np.int8),
        decision=decision[kept].astype(np.int8),
        bin=blank - 1,
        count=many[kept],
        weight=many[kept].astype(float),
        weight_squared=many[kept].astype(float),
    )
    keys = tuple(groups) if groups is not None else tuple((f"g{place}",) for place in range(len(cube)))
    return Tally(cells, np.empty(0), True, names, keys, has_score=False, has_decision=True)


def scored(
    score: np.ndarray, label: np.ndarray, group: np.ndarray | None = None, weight: np.ndarray | None = None
) -> Tally:
    """A tally with a cell for each row; groups are codes, named g0, g1 …"""
    edges, blank = np.unique(score), np.zeros(len(score), dtype=np.int32)
    codes = blank if group is None else group.astype(np.int32)
    w = np.ones(len(score)) if weight is None else weight
    cells = Cells(
        split=blank, stratum=blank, group=codes, label=label.astype(np.int8), decision=np.full(len(score), 2, dtype=np.int8),
        bin=np.searchsorted(edges, score).astype(np.int32), count=np.ones(len(score), dtype=np.int64), weight=w,
        weight_squared=w**2,
    )  # fmt: skip
    keys = tuple((f"g{place}",) for place in range(int(codes.max()) + 1))
    return Tally(cells, edges, True, ("group",), keys, weighted=weight is not None)


def drawn(
    generator: np.random.Generator,
    sizes: ArrayLike,
    positive: ArrayLike,
    if_negative: ArrayLike,
    if_positive: ArrayLike,
) -> np.ndarray:
    """Counts of groups whose true rates are known, shape (groups, 2, 2)."""
    positives = generator.binomial(sizes, positive)
    negatives = np.asarray(sizes) - positives
    false, true = generator.binomial(negatives, if_negative), generator.binomial(positives, if_positive)
    return np.stack([np.stack([negatives - false, false], -1), np.stack([positives - true, true], -1)], -2)
