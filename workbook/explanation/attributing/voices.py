"""Who speaks for which row: the copies of a model, each for the rows that it did not learn from, and on which scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from workbook.explanation.attributing.parted import parted, readable
from workbook.explanation.attributing.reading_trees import OTHERS
from workbook.models.folds import Codes, Floats, scored
from workbook.models.model import Model, as_usual
from workbook.models.study import Study
from workbook.models.training import TrainedModel

if TYPE_CHECKING:
    import pandas as pd

Scale = Literal["log-odds", "probability", "score"]
Output = Callable[["pd.DataFrame"], Floats]
SURE = 1e-12
"""Probabilities this near to 0 and 1 are drawn in before their log-odds are taken."""
MOST_FEATURES_TO_TRY = 200


@dataclass(frozen=True, eq=False)
class Voice:
    """One fitted copy of a model, and the rows that it explains.

    Attributes
    ----------
    model : Model
        Whose copy it is.
    estimator : estimator or None
        The copy, where it is a scikit-learn estimator.
    score : callable
        Features -> its scores, as decisions use them.
    output : callable
        Features -> what is explained, on `scale`.
    scale : {"log-odds", "probability", "score"}
    here : array of int
        Which of the asked rows it explains.
    rows : array of int
        Their places in the study.
    unseen : bool
        Whether it is known that it did not learn from them.
    sign : float
        -1 where the event is the first of the estimator's classes, so that all it adds up counts the other way.
    """

    model: Model
    estimator: Any
    score: Output
    output: Output
    scale: Scale
    here: Codes
    rows: Codes
    unseen: bool
    sign: float = 1.0


def voices(model: Model, study: Study, rows: Codes, scale: Scale) -> tuple[Voice, ...]:
    """The copies that explain some rows of a study; together they explain each row once.

    A row that no copy leaves out (with folds by time, the earliest stretch) is explained by the whole model.
    """
    found, left = [], np.ones(len(rows), dtype=bool)
    if isinstance(model, TrainedModel) and all(len(mask) == study.rows for mask, _ in model.by_fold):
        for mask, copy in model.by_fold:
            here = np.flatnonzero(left & mask[rows])
            left[here] = False
            if len(here):
                found.append(_voice(model, copy, partial(scored, copy), scale, here, rows, True))
    rest = np.flatnonzero(left)
    if len(rest):
        found.append(_voice(model, model.estimator, model.score, scale, rest, rows, False))
    return tuple(found)


def _voice(model: Model, estimator: Any, score: Output, scale: Scale, here: Codes, rows: Codes, unseen: bool) -> Voice:
    sign = sign_of(model)
    return Voice(
        model, estimator, score, output_of(estimator, score, scale, sign), scale, here, rows[here], unseen, sign
    )


def sign_of(model: Model) -> float:
    """-1 where the event is the first of the estimator's two classes, else 1."""
    return 1.0 if getattr(model, "event", 1) else -1.0


def output_of(estimator: Any, score: Output, scale: Scale, sign: float) -> Output:
    """What is explained: log-odds as the model makes them where it does, else made from its probability."""
    if scale != "log-odds":
        return score
    if hasattr(estimator, "decision_function"):
        return lambda frame: sign * np.asarray(estimator.decision_function(readable(estimator, frame)), float).ravel()
    return lambda frame: log_odds(score(frame))


def scale_of(model: Model, rows: pd.DataFrame) -> Scale:
    """The scale on which a model adds things up.

    Log-odds where its probability is the logistic function of its decision function (logistic regression, boosting,
    EBM) or of its trees (XGBoost, LightGBM, CatBoost); probability where its score is one (forests; models known by their scores only); else its score as it is.

    Parameters
    ----------
    model : Model
    rows : DataFrame
        Some rows to try it on.
    """
    some = rows.iloc[:MOST_FEATURES_TO_TRY]
    score = model.score(some)
    if not (np.nanmin(score, initial=0.0) >= 0 and np.nanmax(score, initial=1.0) <= 1):
        return "score"
    estimator = model.estimator
    if type(parted(estimator).last).__name__ in OTHERS:
        return "log-odds"
    if hasattr(estimator, "decision_function") and hasattr(estimator, "predict_proba"):
        read = as_usual(some[list(model.columns)] if model.columns else some)
        raw = sign_of(model) * np.asarray(estimator.decision_function(readable(estimator, read)), dtype=float)
        if raw.shape == score.shape and np.allclose(probability(raw), score, atol=1e-6):
            return "log-odds"
    return "probability"


def log_odds(share: Floats) -> Floats:
    """log(p / (1 - p)), finite also at 0 and 1."""
    inside = np.clip(share, SURE, 1 - SURE)
    return np.asarray(np.log(inside / (1 - inside)))


def probability(odds: Floats) -> Floats:
    """The logistic function, inverse of the log-odds."""
    from scipy.special import expit

    return np.asarray(expit(odds), dtype=float)


def as_score(values: Floats, scale: Scale) -> Floats:
    """From the explained scale back to the score that decisions are made with."""
    return probability(values) if scale == "log-odds" else values
