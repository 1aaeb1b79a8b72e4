"""Models that we know by heart, and models that refuse."""

from __future__ import annotations

import numpy as np

from tests.modelling.slices.simulated import study, trial_of
from workbook.models.model import Model, readable_columns


class Reads(Model):
    """Its score is one column, 0 where that is missing."""

    def __init__(self, column="x0", columns=("x0", "x1", "x2", "c0", "c1", "c2")):
        self.column, self.columns, self.title, self.fingerprint = column, columns, "Reads one column", column

    def score(self, rows):
        return readable_columns(self, rows)[self.column].fillna(0.0).to_numpy(dtype=float)


class Refuses(Reads):
    """It raises as soon as anything is missing, unknown or out of range."""

    def __init__(self, error=ValueError, **more):
        super().__init__(**more)
        self.error = error

    def score(self, rows):
        if rows[list(self.columns)].isna().any().any():
            raise self.error("Input contains NaN")
        if not rows["c0"].isin(list("abcd")).all():
            raise self.error("Found unknown categories")
        return super().score(rows)


class Silent(Reads):
    """It gives no score where the column is missing."""

    def score(self, rows):
        return rows[self.column].to_numpy(dtype=float)


def on_trial(model=None, seed=0, rows=1200, **more):
    """A study whose score is the first column, on trial with a model that reads it."""
    here = study(seed, rows, **more)
    side = here.features["x0"].to_numpy() > 0
    label = np.where(np.random.default_rng(seed + 1).random(rows) < 0.8, side, ~side).astype(np.int64)
    return trial_of(
        type(here)(**{**vars(here), "label": label, "cut": np.zeros(rows), "score": here.features["x0"].to_numpy()}),
        model,
    )
