"""The curves of an explainable boosting machine: read off, and changed by hand where the team knows better."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from workbook.errors import InputError

Edit = Literal["rises only", "falls only", "flat"]
SHOWN = 60
"""At most so many steps of a curve go on record: finer ones could single somebody out."""
LEAST = 10
"""Steps that fewer rows lie in are joined with the next one."""


@dataclass(frozen=True)
class Term:
    """One curve: what a value adds to the score, in log-odds.

    Attributes
    ----------
    columns : tuple of str
        One column, or two.
    importance : float
        Mean absolute contribution over the rows it was trained on.
    kind : {"curve", "words", "two columns"}
    places : tuple of float or str
        Where each step of a curve begins, or the words; empty for two columns.
    adds, low, high : tuple of float
        What it adds there, with the spread over the machine's bags (two standard deviations).
    """

    columns: tuple[str, ...]
    importance: float
    kind: Literal["curve", "words", "two columns"]
    places: tuple[float | str, ...] = ()
    adds: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    missing: float | None = None
    """What a missing value adds; None where fewer than ten rows lack it."""

    @property
    def name(self) -> str:
        """How the term is called."""
        return " and ".join(self.columns)


def terms_of(machine: Any) -> tuple[Term, ...]:
    """Every curve of a fitted machine, the weightiest first."""
    told, importances = machine.explain_global(), machine.term_importances()
    names = [tuple(machine.feature_names_in_[one] for one in features) for features in machine.term_features_]
    found = [
        _term(columns, float(importances[place]), told.data(place), machine, place)
        for place, columns in enumerate(names)
    ]
    return tuple(sorted(found, key=lambda one: -one.importance))


def _term(columns: tuple[str, ...], importance: float, data: Mapping[str, Any], machine: Any, at: int) -> Term:
    named, weights, scores = tuple(map(str, columns)), machine.bin_weights_[at], machine.term_scores_[at]
    if len(named) > 1:
        return Term(named, importance, "two columns")
    missing = float(scores[0]) if weights[0] >= LEAST else None
    # An edited curve has no spread any more: nobody drew it from bags.
    sides = [
        data["scores"] if data[side] is None else data[side] for side in ("scores", "lower_bounds", "upper_bounds")
    ]
    held = weights[1 : len(data["scores"]) + 1]
    if data["names"] and isinstance(data["names"][0], str):
        kept = [place for place, weight in enumerate(held) if weight >= LEAST]
        words = tuple(str(data["names"][place]) for place in kept)
        adds, low, high = (tuple(float(side[place]) for place in kept) for side in sides)
        return Term(named, importance, "words", words, adds, low, high, missing)
    starts, groups = _steps([float(one) for one in data["names"]], held)
    adds, low, high = (_joined(np.asarray(side), held, groups) for side in sides)
    return Term(named, importance, "curve", starts, adds, low, high, missing)


def _steps(edges: list[float], weights: np.ndarray) -> tuple[tuple[float, ...], list[list[int]]]:
    """Steps of a curve joined until enough rows lie in each, and there are not too many."""
    least = max(float(LEAST), float(weights.sum()) / SHOWN)
    starts: list[float] = []
    groups: list[list[int]] = []
    held = 0.0
    for place, weight in enumerate(weights):
        if not groups or held >= least:
            starts.append(edges[place])
            groups.append([place])
            held = 0.0
        else:
            groups[-1].append(place)
        held += float(weight)
    if len(groups) > 1 and held < least:
        groups[-2] += groups.pop()
        starts.pop()
    return tuple(starts), groups


def _joined(values: np.ndarray, weights: np.ndarray, groups: Sequence[Sequence[int]]) -> tuple[float, ...]:
    found = []
    for group in groups:
        held = weights[list(group)]
        found.append(float(np.average(values[list(group)], weights=held if held.sum() else None)))
    return tuple(found)


def edited(machine: Any, edits: Mapping[str, Edit]) -> Any:
    """A copy of a machine with some of its curves changed by hand.

    Parameters
    ----------
    machine : ExplainableBoostingClassifier
    edits : mapping of str to str
        Column -> what its own curve is to be. Curves over two columns that include a flat one are flattened too.

    Raises
    ------
    InputError
        There is no such curve, or words cannot rise or fall.
    """
    changed = copy.deepcopy(machine)
    names = list(map(str, changed.feature_names_in_))
    for column, edit in edits.items():
        place = next(
            (at for at, features in enumerate(changed.term_features_) if [names[one] for one in features] == [column]),
            None,
        )
        if place is None:
            raise InputError(f"The machine has no curve of “{column}”.", f"It has: {', '.join(names[:12])}.")
        if edit == "flat":
            for at, features in enumerate(changed.term_features_):
                if column in [names[one] for one in features]:
                    changed.term_scores_[at] = np.zeros_like(changed.term_scores_[at])
        elif changed.feature_types_in_[names.index(column)] != "continuous":
            raise InputError(f"“{column}” holds words: its curve cannot rise or fall.", "Make it flat, or leave it.")
        else:
            changed.monotonize(place, increasing=edit == "rises only")
    return changed
