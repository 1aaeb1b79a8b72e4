"""Trees of a file that somebody else made: every node must lead onwards and look at a column that is there.

scikit-learn follows the numbers in a tree without looking whether what they name exists. A made-up file could lead it
out of its memory, so they are looked at here, before the first score.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from workbook.errors import InputError

DEEPEST = 60
LEAF = -1


def check_trees(model: Any, name: str) -> int:
    """Look at every tree within a model; returns how many there are.

    Parameters
    ----------
    model : object
    name : str
        What people call the file.

    Raises
    ------
    InputError
        A node leads backwards or nowhere, or looks at a column that is not there; or splits by category, which cannot
        be checked.
    """
    many = 0
    for tree, columns in _within(model, None, set(), 0):
        many += 1
        if not (
            _tree_is_sound(tree, columns) if hasattr(tree, "children_left") else _histogram_is_sound(tree, columns)
        ):
            raise InputError(
                f"“{name}” holds a tree whose nodes lead nowhere: it is damaged, or made to do harm.",
                "Ask for it again from whoever made it.",
            )
    return many


def _within(
    thing: Any, columns: int | None, seen: set[tuple[int, int | None]], depth: int
) -> Iterator[tuple[Any, int]]:
    """Every tree with the number of columns that it may look at, wherever it is within a model."""
    if (id(thing), columns) in seen or isinstance(thing, str | bytes | int | float | type):
        return
    if depth > DEEPEST:
        raise InputError("This model is nested deeper than any model has to be.", "Save a plainer one.")
    seen.add((id(thing), columns))
    if _is_tree(thing):
        yield thing, min(int(thing.n_features), int(thing.n_features) if columns is None else columns)
        return
    if hasattr(thing, "_predictors"):
        yield from _histograms(thing)
    if not isinstance(thing, dict | list | tuple | set | np.ndarray):
        columns = _bound(thing, columns)
    for inner in _inner(thing):
        yield from _within(inner, columns, seen, depth + 1)


def _is_tree(thing: Any) -> bool:
    from sklearn.tree._tree import Tree

    return isinstance(thing, Tree)


def _bound(owner: Any, columns: int | None) -> int | None:
    """How many columns the trees of this object get to see; None where it looks at that itself.

    One that does not say how many it was fitted on would not look at all: its trees may look at none.
    """
    module, own = type(owner).__module__, int(getattr(owner, "n_features_in_", 0))
    if module.startswith("sklearn.ensemble._gb"):
        stages = getattr(owner, "estimators_", None)
        if stages is not None and (not isinstance(stages, np.ndarray) or stages.shape[1:] != (1,)):
            raise InputError("This gradient boosting has no single score for each row.", "Train it on two classes.")
        return own
    if module.startswith("sklearn.ensemble._forest"):
        return own
    if module.startswith("sklearn.tree"):
        return own if columns is None else min(own, columns)
    return None


def _histograms(model: Any) -> Iterator[tuple[Any, int]]:
    """The trees of histogram gradient boosting."""
    if getattr(model, "_preprocessor", None) is not None:
        raise InputError(
            "This gradient boosting splits by category, which cannot be checked in a file.",
            "Put an OrdinalEncoder before it, and leave out categorical_features.",
        )
    for several in model._predictors:
        yield from ((one, int(getattr(model, "n_features_in_", 0))) for one in several)


def _inner(thing: Any) -> Iterator[Any]:
    if isinstance(thing, dict):
        yield from thing.values()
    elif isinstance(thing, list | tuple | set):
        yield from thing
    elif isinstance(thing, np.ndarray):
        if thing.dtype == object:
            yield from thing.ravel()
    elif hasattr(thing, "__dict__"):
        yield from vars(thing).values()


def _tree_is_sound(tree: Any, columns: int) -> bool:
    left, right, many = tree.children_left, tree.children_right, tree.node_count
    here, inner = np.arange(many), left != LEAF
    onwards = (left > here) & (right > here) & (left < many) & (right < many)
    known = (tree.feature >= 0) & (tree.feature < columns)
    return bool(many > 0 and len(tree.value) == many and np.all(onwards[inner]) and np.all(known[inner]))


def _histogram_is_sound(predictor: Any, columns: int) -> bool:
    nodes = predictor.nodes
    here, inner = np.arange(len(nodes)), nodes["is_leaf"] == 0
    left, right, column = (nodes[name].astype(np.int64) for name in ("left", "right", "feature_idx"))
    onwards = (left > here) & (right > here) & (left < len(nodes)) & (right < len(nodes))
    known = (column >= 0) & (column < columns) & (nodes["is_categorical"] == 0)
    return bool(len(nodes) and np.all(onwards[inner]) and np.all(known[inner]))
