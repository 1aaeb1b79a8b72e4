"""Where the edges of the score bins lie, and which bin a score falls into: exact against the edges as floats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NO_SCORE

if TYPE_CHECKING:
    from narwhals import Expr


OUTSIDE = -2
"""The bin of a score that lies outside the range which was assumed."""


@dataclass(frozen=True)
class Binning:
    """How scores become bins.

    Attributes
    ----------
    edges : array, shape (bins,)
        Ascending left edges.
    exact : bool
        The edges are all the distinct scores.
    step : tuple of (low, width, parts), or None
        Edge k is ``low + k * width`` (or ``k / parts`` where low is 0 and width is 0): then a bin is found by
        arithmetic. None: it has to be looked up among the edges.
    """

    edges: NDArray[np.float64]
    exact: bool
    step: tuple[float, float, int] | None = None
    high: float = np.inf
    """The largest score that may occur."""


def plan(low: float, high: float, distinct: list[float] | None, bins: int) -> Binning:
    """Choose the edges.

    Parameters
    ----------
    low, high : float
        Smallest and largest score, finite.
    distinct : list of float or None
        All distinct scores, ascending, where there are no more than `bins` of them.
    bins : int
        How many bins at most.
    """
    if distinct is not None and len(distinct) <= bins:
        return Binning(np.array(distinct, dtype=np.float64), exact=True)
    if low >= 0.0 and high <= 1.0:
        return Binning(np.arange(bins, dtype=np.float64) / float(bins), exact=False, step=(0.0, 0.0, bins), high=1.0)
    width = high / bins - low / bins
    edges = np.asarray(np.arange(bins, dtype=np.float64) * width + low, dtype=np.float64)
    finest = np.spacing(max(abs(low), abs(high)) / 2) * 2
    reachable = high / 2 - low / 2 < np.finfo(np.float64).max / 4  # else the distance from the lowest overflows
    if width > 16 * finest and reachable:
        return Binning(edges, exact=False, step=(low, width, bins), high=high)
    return Binning(np.unique(edges), exact=False)


def bin_expression(binning: Binning, score: Expr) -> Expr:
    """The bin of a score by arithmetic, corrected by comparing with the edges on both sides.

    ``floor(0.57 * 100)`` is 56 although 0.57 lies on the edge 57 / 100: the estimate may be one off, so the
    comparison with the edges decides, which makes it equal to ``numpy.searchsorted(edges, score, "right") - 1``.
    """
    import narwhals as nw

    assert binning.step is not None
    low, width, parts = binning.step

    def edge(position: Any) -> Any:
        return position / float(parts) if width == 0.0 else position * width + low

    place = (score * float(parts) if width == 0.0 else (score - low) / width).floor()
    too_low = (score < edge(place)).cast(nw.Int32)
    too_high = (score >= edge(place + 1.0)).cast(nw.Int32)
    top, last = len(binning.edges) - 1, float(binning.high)
    inside = nw.min_horizontal(place.cast(nw.Int32) + too_high - too_low, nw.lit(top))
    known = (score >= float(binning.edges[0])) & (score <= last)
    outside = nw.when(score.is_null()).then(nw.lit(NO_SCORE)).otherwise(nw.lit(OUTSIDE))
    return nw.when(known).then(inside).otherwise(outside)


def bins_of(edges: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.int32]:
    """The bin of each score by search; NaN becomes `NO_SCORE`."""
    if not len(edges):
        return np.full(len(scores), NO_SCORE, dtype=np.int32)
    found = np.searchsorted(edges, scores, side="right") - 1
    return np.where(np.isnan(scores), NO_SCORE, found).astype(np.int32)
