"""How well models rank the rows that they learned from, and others: within each fold, then averaged over the folds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbook.errors import InputError
from workbook.models.folds import Floats, Fold, Mask, trainable
from workbook.models.study import Study
from workbook.stats.paired_ranking import Ranked, influence, together

Part = tuple[Mask, Floats]
"""Which rows of a study are ranked, and the scores of all its rows by one copy."""


def usable_folds(study: Study) -> tuple[Fold, ...]:
    """The folds that train on at least half as many rows as the largest: the first stretches of time fall away.

    Raises
    ------
    InputError
        There are no folds, or one holds one kind of outcome only.
    """
    many = [int(trainable(one, study.label).sum()) for one in study.folds]
    found = tuple(one for one, rows in zip(study.folds, many, strict=True) if 2 * rows >= max(many))
    if not found:
        raise InputError("There are no folds to learn from.", "Connect rows with outcomes.")
    return found


def tested(study: Study, folds: Sequence[Fold]) -> Mask:
    """Labelled rows that some fold tests."""
    return np.asarray(study.known & np.logical_or.reduce([one.test for one in folds]))


def held_out(study: Study, folds: Sequence[Fold], scores: Sequence[Floats], rows: Mask | None = None) -> Ranked:
    """How well scores rank the labelled rows that each fold tests.

    Parameters
    ----------
    study : Study
    folds : sequence of Fold
    scores : sequence of arrays, shape (rows,)
        Of each row by a copy that did not learn from it.
    rows : array of bool, optional
        Only these.
    """
    some = study.known if rows is None else study.known & rows
    return ranked_in_parts(study, [[(fold.test & some, score) for fold in folds] for score in scores])


def ranked_in_parts(study: Study, models: Sequence[Sequence[Part]]) -> Ranked:
    """For each of several models the mean area over its parts, with how these means vary together.

    Scores of different copies are not compared with each other: copies that learned from few rows differ in scale, and
    a common ranking would blame the rows for it. A part with one kind of outcome says nothing and is left out.

    Raises
    ------
    InputError
        No part of a model holds both outcomes.
    """
    right = (study.label == 1) == study.event_is_right
    found = [_mean_area(study, right, parts) for parts in models]
    return together([one[0] for one in found], [one[1] for one in found], right & study.known, study.weight)


def _mean_area(study: Study, right: Mask, parts: Sequence[Part]) -> tuple[float, Floats]:
    facing, total, moved, many = (1.0 if study.event_is_right else -1.0), 0.0, np.zeros(study.rows), 0
    for rows, score in parts:
        value, each = influence(facing * score[rows], right[rows], study.weight[rows])
        if np.isfinite(value):
            total, many = total + value, many + 1
            moved[rows] += each
    if not many:
        raise InputError("No part of the rows holds both outcomes.", "Use fewer folds, or connect more rows.")
    return total / many, moved / many
