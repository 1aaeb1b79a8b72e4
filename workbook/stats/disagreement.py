"""How far two explanations of the same rows agree: the six measures of Krishna et al. (2022), row by row.

An explanation is an array of shape (rows, columns); larger absolute values are stronger reasons. Ties keep the order of
the columns in both explanations, so that equal explanations always agree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]
Ranks = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Agreements:
    """Each measure for each row, between 0 (none) and 1 (full); a correlation reaches down to -1.

    Attributes
    ----------
    feature : array, shape (rows,)
        Share of the k strongest reasons of one that are among the k strongest of the other.
    rank : array
        Share of places 1 to k that hold the same reason.
    sign : array
        Share of the k strongest reasons that both name with the same sign.
    signed_rank : array
        Share of places 1 to k that hold the same reason with the same sign.
    rank_correlation : array
        Spearman's correlation of the strengths of all columns; NaN where one explanation is the same for all columns.
    pairwise_rank : array
        Share of all pairs of columns of which both say which is the stronger reason; NaN with one column.
    """

    feature: Floats
    rank: Floats
    sign: Floats
    signed_rank: Floats
    rank_correlation: Floats
    pairwise_rank: Floats


def agreements(one: Floats, other: Floats, k: int) -> Agreements:
    """The six measures between two explanations of the same rows.

    Parameters
    ----------
    one, other : array, shape (rows, columns)
    k : int
        How many of the strongest reasons count, at most as many as there are columns.

    Raises
    ------
    ValueError
        The shapes differ, or k is not possible.
    """
    first, second = (np.atleast_2d(np.asarray(each, dtype=float)) for each in (one, other))
    if first.shape != second.shape or not 1 <= k <= first.shape[1]:
        raise ValueError("two explanations of the same rows and columns are needed, and a k from 1 to their columns")
    ranks = ranking(first), ranking(second)
    both = (ranks[0] < k) & (ranks[1] < k)
    same_sign = np.sign(first) == np.sign(second)
    same_rank = (ranks[0] == ranks[1]) & both
    return Agreements(
        feature=both.sum(axis=1) / k,
        rank=same_rank.sum(axis=1) / k,
        sign=(both & same_sign).sum(axis=1) / k,
        signed_rank=(same_rank & same_sign).sum(axis=1) / k,
        rank_correlation=_correlation(np.abs(first), np.abs(second)),
        pairwise_rank=_pairs(np.abs(first), np.abs(second)),
    )


def ranking(values: Floats) -> Ranks:
    """The place of each column among the reasons of its row: 0 for the strongest."""
    order = np.argsort(-np.abs(values), axis=1, kind="stable")
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.broadcast_to(np.arange(values.shape[1]), values.shape), axis=1)
    return places


def _correlation(one: Floats, other: Floats) -> Floats:
    ranks = [np.asarray(rankdata(each, axis=1), dtype=float) for each in (one, other)]
    centred = [each - each.mean(axis=1, keepdims=True) for each in ranks]
    lengths = np.sqrt((centred[0] ** 2).sum(axis=1) * (centred[1] ** 2).sum(axis=1))
    shared = (centred[0] * centred[1]).sum(axis=1)
    return np.asarray(np.divide(shared, lengths, out=np.full(len(shared), np.nan), where=lengths > 0))


def _pairs(one: Floats, other: Floats) -> Floats:
    columns = one.shape[1]
    if columns < 2:
        return np.full(len(one), np.nan)
    agreed = np.zeros(len(one))
    for column in range(columns - 1):
        stronger = [np.sign(each[:, [column]] - each[:, column + 1 :]) for each in (one, other)]
        agreed += (stronger[0] == stronger[1]).sum(axis=1)
    return np.asarray(agreed / (columns * (columns - 1) / 2))
