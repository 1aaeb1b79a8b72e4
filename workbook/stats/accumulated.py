"""Accumulated local effects of one input (Apley and Zhu 2020): what a small step of it changes, added up along its range.

Each row is moved only to the two ends of the interval that it lies in, so that no row is far from what it was. Partial
dependence moves every row everywhere, also to where no row ever was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Moved = Callable[[Codes, Floats], Floats]
"""Places of rows and a value of the input for each -> what the model says of them then."""
DRAWS = 400


@dataclass(frozen=True, eq=False)
class Accumulated:
    """A curve that is 0 on average over the rows.

    Attributes
    ----------
    edges : array, shape (points,)
        Values of the input.
    value, low, high : array, shape (points,)
        The effect there against the average row, and its 95 % interval (bootstrap over rows).
    """

    edges: Floats
    value: Floats
    low: Floats
    high: Floats


def edges_of(values: Floats, many: int, least: int = 10) -> Floats:
    """Ends of intervals with about as many rows each, and with at least `least` rows each.

    Parameters
    ----------
    values : array, shape (rows,)
        Missing ones count nowhere.
    many : int
        How many intervals, at most.
    least : int
        Fewest rows in an interval; so many also lie at or beyond either end.
    """
    known = np.sort(values[np.isfinite(values)])
    if len(known) < 2 * least:
        return np.zeros(0)
    known = known[least - 1 : len(known) - least + 1]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, many + 1), method="inverted_cdf"))
    kept = [0]
    for place in range(1, len(edges)):
        inside = int(((known > edges[kept[-1]]) & (known <= edges[place])).sum())
        if inside >= least:
            kept.append(place)
    if len(kept) > 1:
        kept[-1] = len(edges) - 1
    return np.asarray(edges[kept])


def accumulated(
    values: Floats,
    edges: Floats,
    moved: Moved,
    *,
    weight: Floats | None = None,
    seed: int = 0,
    draws: int = DRAWS,
) -> Accumulated:
    """The curve over some edges, with an interval from drawing the rows anew.

    Parameters
    ----------
    values : array, shape (rows,)
        Of the input.
    edges : array, shape (points,)
        Rising, as `edges_of` gives them; rows beyond the ends are not asked about.
    moved : callable
        Places of rows, values of the input -> outputs.
    weight : array, optional
    seed, draws : int

    Raises
    ------
    ValueError
        There are fewer than two edges.
    """
    if len(edges) < 2:
        raise ValueError("a curve needs at least two different values")
    with np.errstate(invalid="ignore"):
        rows = np.flatnonzero((values >= edges[0]) & (values <= edges[-1]))
    place = np.clip(np.searchsorted(edges, values[rows], side="left") - 1, 0, len(edges) - 2)
    step = moved(rows, edges[place + 1]) - moved(rows, edges[place])
    own = np.ones(len(rows)) if weight is None else weight[rows]
    generator = np.random.default_rng(seed)
    curves = [_curve(step, place, own, len(edges))]
    for _ in range(draws):
        times = generator.multinomial(len(rows), np.full(len(rows), 1 / len(rows)))
        curves.append(_curve(step, place, own * times, len(edges)))
    low, high = np.nanquantile(np.array(curves[1:] or curves), [0.025, 0.975], axis=0)
    return Accumulated(edges, curves[0], low, high)


def _curve(step: Floats, place: Codes, weight: Floats, points: int) -> Floats:
    """Mean step of each interval added up, less the mean of the curve over the rows."""
    mass = np.bincount(place, weight, points - 1)
    total = np.bincount(place, weight * step, points - 1)
    local = np.divide(total, mass, out=np.zeros(points - 1), where=mass > 0)
    curve = np.concatenate([[0.0], np.cumsum(local)])
    middle = (curve[1:] + curve[:-1]) / 2
    return np.asarray(curve - (middle * mass).sum() / max(float(mass.sum()), 1e-300))
