"""SHAP of trees: exact Shapley values of every tree against every row of the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from workbook.errors import InputError
from workbook.explanation.attributing.found import Found
from workbook.explanation.attributing.parted import origins, parted, summed
from workbook.explanation.attributing.reading_trees import READ, trees_of
from workbook.explanation.attributing.voices import Voice
from workbook.models.model import Model
from workbook.stats.tree_shapley import outputs, tree_shapley

if TYPE_CHECKING:
    import pandas as pd

MANY, SOME = 20_000, 1_024
"""Rows that are explained at most: of shallow trees, which are looked up in tables, and of deep ones, which are walked."""
DEEP = 2_000
"""Nodes of a deep tree."""
OFF = 1e-4
"""Where the trees that were read say something else than the model by more than this, they were misread."""


def why_not(model: Model) -> str:
    """Why a model has no trees to be read, as a sentence; "" where it has."""
    last = parted(model.estimator).last
    return (
        "" if type(last).__name__ in READ else "SHAP for trees reads trees, and this model has none that it can read."
    )


def most(model: Model) -> int:
    """Rows that can be explained in a minute or two."""
    grown = getattr(parted(model.estimator).last, "estimators_", None)
    sizes = [one.tree_.node_count for one in np.ravel(grown) if hasattr(one, "tree_")] if grown is not None else [0]
    return SOME if max(sizes, default=0) > DEEP else MANY


def run(voice: Voice, rows: pd.DataFrame, background: pd.DataFrame, seed: int, tick: Callable[[], None]) -> Found:
    """Exact Shapley values of every tree against every row of the background, summed back to the columns."""
    import pandas as pd

    whole = parted(voice.estimator)
    trees, kind = trees_of(whole.last)
    inputs, others = (whole.prepared(one).astype(kind).astype(float) for one in (rows, background))
    nothing = Found(np.zeros((0, 0)), float(outputs(trees, others).mean()), outputs(trees, inputs))
    said = nothing.turned(voice.sign, voice.scale == "probability").explained
    if float(np.abs(said - voice.output(rows)).max(initial=0.0)) > OFF:
        raise InputError(
            "The trees of this model cannot be read exactly (columns of words that it splits itself, for example).",
            "Use permutation shap.",
        )
    origin = origins(whole, pd.concat([rows, background]))
    values = tree_shapley(trees, inputs, others, tick=tick)
    found = replace(nothing, values=summed(values, origin, rows.shape[1]))
    return found.turned(voice.sign, voice.scale == "probability")
