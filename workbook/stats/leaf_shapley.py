"""Shapley values of shallow trees from a table for each leaf: as exact as the walk, at a cost that forgets the background.

A leaf asks its path's inputs for intervals. Which of them a row meets is a pattern of bits; what the leaf adds to the
Shapley values depends on that pattern alone. So each leaf gets a table of all its patterns, filled once from the
background, and a row is explained by looking it up in every leaf (the idea of Nadel and Wettenstein 2025).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from workbook.stats.tree_shapley import Trees

Floats = NDArray[np.float64]
MOST_INPUTS = 14
"""A tree with more inputs on one path has no tables: they double with each input."""
MOST_CELLS = 2**24
"""All tables together hold at most so many numbers (128 MB); trees beyond that have none."""


@dataclass(frozen=True, eq=False)
class Leaves:
    """Every leaf of some trees with the intervals that its path asks for.

    Attributes
    ----------
    starts : array of int, shape (leaves + 1,)
        Where the intervals of each leaf begin in the arrays below.
    inputs : array of int
    above, most : array of float
        An input is in its interval where above < value <= most.
    missing : array of bool
        Whether a missing value is in it, too.
    values : array of float, shape (leaves,)
    """

    starts: NDArray[np.int64]
    inputs: NDArray[np.int32]
    above: Floats
    most: Floats
    missing: NDArray[np.bool_]
    values: Floats

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many inputs each leaf asks for."""
        return np.diff(self.starts)


Interval = tuple[float, float, bool]
Paths = list[tuple[float, dict[int, Interval]]]


def leaves_of(trees: Trees) -> tuple[Leaves, NDArray[np.bool_]]:
    """The leaves of the trees whose tables are small enough, and which trees these are."""
    paths = [_paths(trees, tree) for tree in range(len(trees.left))]
    sizes = [[len(path) for _, path in tree] for tree in paths]
    cells = np.array([sum(size << min(size, 40) for size in tree) for tree in sizes], dtype=float)
    cells[[max(tree) > MOST_INPUTS for tree in sizes]] = np.inf
    order = np.argsort(cells, kind="stable")
    taken = np.zeros(len(paths), dtype=bool)
    taken[order] = np.cumsum(cells[order]) <= MOST_CELLS
    kept = [leaf for tree, small in zip(paths, taken, strict=True) if small for leaf in tree]
    ends = [one for _, path in kept for one in path.values()]
    above, most, missing = zip(*ends, strict=True) if ends else ((), (), ())
    leaves = Leaves(
        np.cumsum([0, *(len(path) for _, path in kept)]),
        np.array([asked for _, path in kept for asked in path], dtype=np.int32),
        np.array(above, dtype=float),
        np.array(most, dtype=float),
        np.array(missing, dtype=bool),
        np.array([value for value, _ in kept]),
    )
    return leaves, taken


def _paths(trees: Trees, tree: int) -> Paths:
    """The value of each leaf of a tree, and the interval it asks for of each input on its path."""
    found: Paths = []
    waiting: list[tuple[int, dict[int, Interval]]] = [(0, {})]
    while waiting:
        node, path = waiting.pop()
        left, right, goes = (int(one[tree, node]) for one in (trees.left, trees.right, trees.missing))
        if left < 0:
            found.append((float(trees.values[tree, node]), path))
            continue
        asked, limit = int(trees.inputs[tree, node]), float(trees.thresholds[tree, node])
        above, most, missing = path.get(asked, (-np.inf, np.inf, True))
        waiting.append((right, path | {asked: (max(above, limit), most, missing and goes == right)}))
        waiting.append((left, path | {asked: (above, min(most, limit), missing and goes == left)}))
    return found


def tables(leaves: Leaves, background: Floats, weights: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Where the table of each leaf begins, and all tables in a row: what a pattern adds to each input of the leaf."""
    sizes = leaves.sizes
    begins = np.concatenate([[0], np.cumsum(sizes << sizes)])
    filled = np.zeros(begins[-1])
    _compiled("fill")(*_arrays(leaves), leaves.values, background, weights, begins, filled)
    filled /= max(len(background), 1)
    return begins, filled


def looked_up(leaves: Leaves, begins: NDArray[np.int64], filled: Floats, rows: Floats, out: Floats) -> None:
    """Add to `out`, shape (rows, inputs), what each row finds in the tables."""
    found = np.zeros(rows.T.shape)
    _compiled("look up")(*_arrays(leaves), begins, filled, np.ascontiguousarray(rows.T), found)
    out += found.T


def _arrays(leaves: Leaves) -> tuple[Any, ...]:
    return leaves.starts, leaves.inputs, leaves.above, leaves.most, leaves.missing


@cache
def _compiled(what: str) -> Any:
    from workbook.stats.compiling import compiled

    return compiled(_fill) if what == "fill" else compiled(_look_up)


def _fill(starts, inputs, above, most, missing, values, background, weights, begins, filled):  # type: ignore[no-untyped-def]
    """For each pattern of the background (bits it meets) and each pattern of a row that reaches the leaf with it."""
    for leaf in range(values.shape[0]):
        first, size = starts[leaf], starts[leaf + 1] - starts[leaf]
        counts = np.zeros(1 << size, dtype=np.int64)
        for other in range(background.shape[0]):
            pattern = 0
            for bit in range(size):
                value = background[other, inputs[first + bit]]
                inside = missing[first + bit] if np.isnan(value) else above[first + bit] < value <= most[first + bit]
                if inside:
                    pattern |= 1 << bit
            counts[pattern] += 1
        for theirs in range(1 << size):
            if not counts[theirs]:
                continue
            failed = ~theirs & ((1 << size) - 1)
            ours = 0
            for bit in range(size):
                ours += (failed >> bit) & 1
            shared = theirs
            while True:
                lacking = 0
                for bit in range(size):
                    lacking += ((theirs & ~shared) >> bit) & 1
                amount = values[leaf] * counts[theirs]
                gain = amount * weights[ours - 1, lacking] if ours else 0.0
                loss = amount * weights[ours, lacking - 1] if lacking else 0.0
                place = begins[leaf] + (failed | shared) * size
                for bit in range(size):
                    if (failed >> bit) & 1:
                        filled[place + bit] += gain
                    elif not (shared >> bit) & 1:
                        filled[place + bit] -= loss
                if shared == 0:
                    break
                shared = (shared - 1) & theirs


def _look_up(starts, inputs, above, most, missing, begins, filled, columns, out):  # type: ignore[no-untyped-def]
    """Each row's pattern in each leaf, and what the table says of it; `columns` and `out` have a line for each input."""
    pattern = np.zeros(columns.shape[1], dtype=np.int64)
    for leaf in range(starts.shape[0] - 1):
        first, size = starts[leaf], starts[leaf + 1] - starts[leaf]
        pattern[:] = 0
        for bit in range(size):
            column, low, high = columns[inputs[first + bit]], above[first + bit], most[first + bit]
            lacking = missing[first + bit]
            for row in range(columns.shape[1]):
                value = column[row]
                inside = (low < value and value <= high) or (lacking and value != value)
                pattern[row] |= inside << bit
        for bit in range(size):
            target, begin = out[inputs[first + bit]], begins[leaf] + bit
            for row in range(columns.shape[1]):
                target[row] += filled[begin + pattern[row] * size]
