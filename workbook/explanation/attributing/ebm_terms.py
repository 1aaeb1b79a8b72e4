"""The terms of an explainable boosting machine: what it adds up for a row, less what it adds up for the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from workbook.explanation.attributing.found import Found
from workbook.explanation.attributing.parted import origins, parted, readable, summed
from workbook.explanation.attributing.voices import Voice
from workbook.models.model import Model

if TYPE_CHECKING:
    import pandas as pd


def why_not(model: Model) -> str:
    """Why a model has no terms to be read, as a sentence; "" where it has."""
    if hasattr(parted(model.estimator).last, "eval_terms"):
        return ""
    return "Only an explainable boosting machine has terms of its own; train that recipe to read them."


def run(voice: Voice, rows: pd.DataFrame, background: pd.DataFrame, seed: int, tick: Callable[[], None]) -> Found:
    """Each term less its mean over the background; a term of several columns is shared among them evenly."""
    import pandas as pd

    whole = parted(voice.estimator)
    read = whole.last
    ours, others = (
        np.asarray(read.eval_terms(whole.prepared(one) if whole.preparation else readable(read, one)), dtype=float)
        for one in (rows, background)
    )
    usual = others.mean(axis=0)
    shares = np.zeros((ours.shape[1], len(read.feature_names_in_)))
    for place, columns in enumerate(read.term_features_):
        shares[place, list(columns)] = 1 / len(columns)
    tick()
    values = (ours - usual) @ shares
    origin = origins(whole, pd.concat([rows, background]))
    base = float(np.ravel(read.intercept_)[0] + usual.sum())
    found = Found(summed(values, origin, rows.shape[1]), base, voice.output(rows))
    return replace(found.turned(voice.sign, False), explained=found.explained)
