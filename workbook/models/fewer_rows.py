"""Some of the rows of a large study, drawn at random, so that training many times stays bearable."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from workbook.models.folds import SEED, Fold, Mask
from workbook.models.study import Study


def fewer(study: Study, most: int, seed: int = SEED) -> tuple[Study, Mask]:
    """A study of at most so many rows, every label and group in its share, with the same folds.

    Parameters
    ----------
    study : Study
    most : int
    seed : int

    Returns
    -------
    Study
        The same one where it is small enough.
    array of bool, shape (rows,)
        Which rows were drawn.
    """
    if study.rows <= most:
        return study, np.ones(study.rows, dtype=bool)
    # Folds shuffle by the same seed alone: drawn by it, too, every tenth row would lie in one and the same fold.
    shuffled = np.random.default_rng([seed, most]).permutation(study.rows)
    order = shuffled[np.lexsort((study.label[shuffled], study.group[shuffled]))]
    drawn = np.zeros(study.rows, dtype=bool)
    drawn[order[np.arange(most) * study.rows // most]] = True
    folds = tuple(Fold(one.train[drawn], one.test[drawn]) for one in study.folds)
    return replace(study.where(drawn), folds=folds), drawn
