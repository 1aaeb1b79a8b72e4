"""Which rows are explained, in which order: every first part of them holds each group and each height of the score evenly."""

from __future__ import annotations

import numpy as np

from workbook.explanation.attributing.background import scores_of
from workbook.models.folds import Codes, Floats, Mask
from workbook.models.model import Model
from workbook.models.study import Study
from workbook.models.training import TrainedModel

BANDS = 10
"""Heights of the score."""


def unseen_rows(model: Model, study: Study) -> Mask:
    """Rows that some copy of the model did not learn from; all rows where no row is known to be such."""
    found = np.zeros(study.rows, dtype=bool)
    if isinstance(model, TrainedModel):
        for mask, _ in model.by_fold:
            if len(mask) == study.rows:
                found |= mask
    return found if found.any() else np.ones(study.rows, dtype=bool)


def evenly_drawn(study: Study, score: Floats, among: Mask, seed: int) -> Codes:
    """Rows in a drawn order, each first part of which holds every group and every height of the score in proportion.

    Never the first rows of a table: whoever sorted it would choose the explanation.

    Parameters
    ----------
    study : Study
    score : array, shape (rows,)
        NaN where it is not known: such rows are a height of their own.
    among : array of bool
        Rows that may be drawn.
    seed : int
    """
    rows = np.flatnonzero(among)
    generator = np.random.default_rng([seed, 4])
    known = score[rows][np.isfinite(score[rows])]
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, BANDS + 1)[1:-1])) if len(known) else np.zeros(0)
    height = np.where(np.isfinite(score[rows]), np.searchsorted(cuts, score[rows], side="right"), len(cuts) + 1)
    return rows[_in_turn(study.group[rows] * (len(cuts) + 2) + height, generator)]


def drawn_from_each_group(study: Study, among: Mask, most: int, seed: int) -> dict[int, Codes]:
    """Up to `most` rows of each group, at random."""
    generator = np.random.default_rng([seed, 5])
    found = {}
    for code in range(len(study.group_names)):
        here = np.flatnonzero(among & (study.group == code))
        found[code] = np.sort(generator.permutation(here)[:most])
    return found


def sample_scores(study: Study, model: Model, seed: int) -> Floats:
    """The model's own scores, NaN for rows that were not scored because there are too many."""
    return scores_of(study, model, np.random.default_rng([seed, 6]))[0]


def _in_turn(stratum: Codes, generator: np.random.Generator) -> Codes:
    """An order in which each stratum comes in proportion: within it at random, at even distances along the whole."""
    shuffled = generator.permutation(len(stratum))
    by_stratum = shuffled[np.argsort(stratum[shuffled], kind="stable")]
    _, starts, counts = np.unique(stratum[by_stratum], return_index=True, return_counts=True)
    within = np.arange(len(stratum)) - np.repeat(starts, counts)
    offset = np.repeat(generator.random(len(starts)), counts)
    return np.asarray(by_stratum[np.argsort((within + offset) / np.repeat(counts, counts), kind="stable")])
