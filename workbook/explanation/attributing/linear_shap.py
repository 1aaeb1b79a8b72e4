"""SHAP of a weighted sum: b_j (x_j - mean_j) with the mean of the background, exact (Štrumbelj and Kononenko 2014)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.explanation.attributing.found import Found
from workbook.explanation.attributing.parted import origins, parted, summed
from workbook.explanation.attributing.voices import Voice
from workbook.models.model import Model

if TYPE_CHECKING:
    import pandas as pd


def why_not(model: Model) -> str:
    """Why a model has no weights to be read, as a sentence; "" where it has."""
    last = parted(model.estimator).last
    weights = getattr(last, "coef_", None)
    if weights is None or not hasattr(last, "intercept_"):
        return "Linear SHAP reads weights, and this model has none."
    return "" if np.atleast_2d(weights).shape[0] == 1 else "Linear SHAP is for two outcomes; this model has more."


def run(voice: Voice, rows: pd.DataFrame, background: pd.DataFrame, seed: int, tick: Callable[[], None]) -> Found:
    """Weight times distance from the background's mean, in what the model reads, summed back to the columns."""
    whole = parted(voice.estimator)
    import pandas as pd

    inputs, others = whole.prepared(rows), whole.prepared(background)
    weights: Any = np.ravel(whole.last.coef_)
    usual = others.mean(axis=0)
    origin = origins(whole, pd.concat([rows, background]))
    tick()
    start = float(np.ravel(whole.last.intercept_)[0])
    values = summed(weights * (inputs - usual), origin, rows.shape[1])
    found = Found(values, start + float(weights @ usual), start + inputs @ weights)
    return replace(found.turned(voice.sign, False), explained=voice.output(rows))
