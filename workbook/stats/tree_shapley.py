"""Exact Shapley values of sums of decision trees, against each row of a background: plain arrays in and out.

A player is an input; with a set of players the model reads these inputs from the row that is explained and all others
from a row of the background ("interventional", Lundberg et al. 2020; the walk of two rows through a tree is that of
Laberge and Pequignot 2022). Computed in double precision with node numbers of any size: the routine of shap 0.51 rounds
thresholds and leaves to single precision and breaks on trees of more than 32,767 nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbook.stats.compiling import compiled, in_threads
from workbook.stats.leaf_shapley import MOST_INPUTS, Leaves, leaves_of, looked_up, tables

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
PIECE = 16
"""Rows a thread takes at a time."""
MANY = 400_000
"""From so many pairs of rows, for all trees together, filling tables pays."""
LARGE = 2_000
"""Trees with more nodes than this are walked: their paths ask for too many inputs anyway."""


@dataclass(frozen=True, eq=False)
class Trees:
    """A sum of decision trees as arrays of shape (trees, nodes); node 0 is the root.

    Attributes
    ----------
    left, right, missing : array of int
        The node to go to where the input is at most the threshold, above it, or missing; -1 in a leaf.
    inputs : array of int
        Which input a node asks for.
    thresholds : array of float
    values : array of float
        Of the leaves.
    offset : float
        What is added to the sum of the leaves.
    """

    left: Ints
    right: Ints
    missing: Ints
    inputs: Ints
    thresholds: Floats
    values: Floats
    offset: float = 0.0

    @property
    def depth(self) -> int:
        """How many nodes a path can hold at most."""
        return _depth(self.left, self.right)

    def some(self, which: NDArray[np.bool_]) -> Trees:
        """Some of the trees, without the offset."""
        left, right, missing, inputs = (one[which] for one in (self.left, self.right, self.missing, self.inputs))
        return Trees(left, right, missing, inputs, self.thresholds[which], self.values[which])


def tree_shapley(
    trees: Trees,
    rows: Floats,
    background: Floats,
    *,
    apart: bool = False,
    tick: Callable[[], None] = lambda: None,
) -> Floats:
    """Shapley values of each row, the mean over the background or against each of its rows.

    Many rows of shallow trees are looked up in tables, all else is walked; the results are the same.

    Parameters
    ----------
    trees : Trees
    rows : array, shape (rows, inputs)
    background : array, shape (others, inputs)
    apart : bool
        Keep the rows of the background apart.
    tick : callable
        Called after every few rows; may raise to stop.

    Returns
    -------
    array, shape (rows, inputs) or (rows, others, inputs)
    """
    rows, background = (np.ascontiguousarray(one, dtype=np.float64) for one in (rows, background))
    pairs = len(rows) * len(background) * len(trees.left)
    if apart or pairs < MANY or trees.left.shape[1] > LARGE:
        return _walked(trees, rows, background, apart, tick)
    leaves, tabled = leaves_of(trees)
    found = _tabled(leaves, rows, background, tick)
    return found if tabled.all() else found + _walked(trees.some(~tabled), rows, background, False, tick)


def _walked(trees: Trees, rows: Floats, background: Floats, apart: bool, tick: Callable[[], None]) -> Floats:
    many = len(background)
    group = np.arange(many) if apart else np.zeros(many, dtype=np.int64)
    out = np.zeros((len(rows), many if apart else 1, rows.shape[1]))
    room = trees.depth + 2
    walk, weights = _walk(), _weights(min(room, rows.shape[1]) + 1)
    parts = (trees.left, trees.right, trees.missing, trees.inputs, trees.thresholds, trees.values)

    def some(piece: slice) -> None:
        walk(*parts, rows[piece], background, group, weights, room, out[piece])

    in_threads(some, len(rows), PIECE, tick)
    return out if apart else out[:, 0] / max(many, 1)


def _tabled(leaves: Leaves, rows: Floats, background: Floats, tick: Callable[[], None]) -> Floats:
    out = np.zeros(rows.shape)
    begins, filled = tables(leaves, background, _weights(MOST_INPUTS + 1))
    tick()
    in_threads(lambda piece: looked_up(leaves, begins, filled, rows[piece], out[piece]), len(rows), 64 * PIECE, tick)
    return out


def outputs(trees: Trees, rows: Floats) -> Floats:
    """What the trees say of each row: offset and leaves added up."""
    total = np.full(len(rows), trees.offset)
    every = np.arange(len(rows))
    for tree in range(len(trees.left)):
        node = np.zeros(len(rows), dtype=np.int64)
        while (inner := trees.left[tree, node] >= 0).any():
            asked = rows[every, np.where(inner, trees.inputs[tree, node], 0)]
            onward = np.where(asked <= trees.thresholds[tree, node], trees.left[tree, node], trees.right[tree, node])
            onward = np.where(np.isnan(asked), trees.missing[tree, node], onward)
            node = np.where(inner, onward, node)
        total += trees.values[tree, node]
    return total


def _depth(left: Ints, right: Ints) -> int:
    deepest = 0
    for tree in range(len(left)):
        level, depth = np.array([0]), 0
        while len(level := level[left[tree, level] >= 0]):
            level, depth = np.concatenate([left[tree, level], right[tree, level]]), depth + 1
        deepest = max(deepest, depth)
    return deepest


@cache
def _weights(most: int) -> Floats:
    """s! t! / (s + t + 1)!: the weight of a player whom s of the row and t of the background accompany."""
    return np.array(
        [[factorial(s) * factorial(t) / factorial(s + t + 1) for t in range(most + 1)] for s in range(most + 1)]
    )


@cache
def _walk() -> Any:
    return compiled(_walk_pairs)


def _walk_pairs(  # type: ignore[no-untyped-def]  # compiled: its arguments are arrays
    left, right, missing, inputs, thresholds, values, rows, background, group, weights, room, out
):
    """Walk each row with each row of the background through each tree, and split where they part.

    `side` says for each input whose value it has on this path: 0 nobody's yet, 1 the row's, 2 the background's.
    """
    side = np.zeros(rows.shape[1], dtype=np.int8)
    on_path = np.zeros(room, dtype=np.int32)
    later_node, later_length = np.zeros(room, dtype=np.int32), np.zeros(room, dtype=np.int32)
    for tree in range(left.shape[0]):
        for place in range(rows.shape[0]):
            for other in range(background.shape[0]):
                length, ours, waiting, node = 0, 0, 0, 0
                while True:
                    while left[tree, node] >= 0:
                        asked = inputs[tree, node]
                        one, two = rows[place, asked], background[other, asked]
                        limit = thresholds[tree, node]
                        to_one = left[tree, node] if one <= limit else right[tree, node]
                        if np.isnan(one):
                            to_one = missing[tree, node]
                        to_two = left[tree, node] if two <= limit else right[tree, node]
                        if np.isnan(two):
                            to_two = missing[tree, node]
                        if to_one == to_two or side[asked] == 1:
                            node = to_one
                        elif side[asked] == 2:
                            node = to_two
                        else:
                            later_node[waiting], later_length[waiting] = to_two, length
                            waiting += 1
                            on_path[length], side[asked] = asked, 1
                            length, ours, node = length + 1, ours + 1, to_one
                    if length:
                        theirs, value = length - ours, values[tree, node]
                        gain = value * weights[ours - 1, theirs] if ours else 0.0
                        loss = value * weights[ours, theirs - 1] if theirs else 0.0
                        for step in range(length):
                            player = on_path[step]
                            out[place, group[other], player] += gain if side[player] == 1 else -loss
                    if not waiting:
                        break
                    waiting -= 1
                    while length > later_length[waiting] + 1:
                        length -= 1
                        ours -= 1 if side[on_path[length]] == 1 else 0
                        side[on_path[length]] = 0
                    side[on_path[length - 1]] = 2
                    ours, node = ours - 1, later_node[waiting]
                for step in range(length):
                    side[on_path[step]] = 0
