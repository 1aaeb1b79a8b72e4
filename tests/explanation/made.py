"""Made-up studies and models for tests of explanations: small, with words, missing values and a column that does nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from workbook.explanation.attributing.attributions import Attributions
from workbook.models.folds import SEED, even_folds
from workbook.models.model import EstimatorModel, Model
from workbook.models.recipes import preparation
from workbook.models.study import Study
from workbook.models.training import TrainedModel, train
from workbook.outcomes import Wording

WORDING = Wording(units="applicants", selected_means="approved", not_selected_means="refused", positive_means="repaid")


def frame(rows: int = 400, seed: int = 0) -> pd.DataFrame:
    """Two numbers that matter and go together, one with missing values, a word that matters, and noise."""
    generator = np.random.default_rng(seed)
    income = generator.normal(size=rows)
    return pd.DataFrame(
        {
            "income": income,
            "rent": 0.8 * income + 0.6 * generator.normal(size=rows),
            "age": np.where(generator.random(rows) < 0.1, np.nan, generator.integers(20, 70, rows)),
            "job": generator.choice(["fixed", "free", "none"], rows, p=[0.6, 0.3, 0.1]),
            "noise": generator.normal(size=rows),
        }
    )


def odds(features: pd.DataFrame) -> np.ndarray:
    """The log-odds behind the made-up outcomes."""
    young = np.where(features["age"].fillna(45) < 35, -0.8, 0.3)
    job = features["job"].map({"fixed": 0.6, "free": -0.2, "none": -1.4}).to_numpy(dtype=float)
    return 1.2 * features["income"].to_numpy() + young + job


def study(
    features: pd.DataFrame | None = None, *, seed: int = 0, folds: int = 3, groups: bool = True, **more: Any
) -> Study:
    """A study of made-up rows; the groups are young, middle and old, and follow age."""
    features = frame(seed=seed) if features is None else features
    generator, rows = np.random.default_rng([seed, 9]), len(features)
    likely = odds(features) if {"income", "age", "job"} <= set(features) else generator.normal(size=rows)
    label = (generator.random(rows) < 1 / (1 + np.exp(-likely))).astype(np.int64)
    names = ("young", "middle", "old") if groups else ("everybody",)
    group = np.digitize(features["age"].fillna(45), [35, 55]) if groups and "age" in features else np.zeros(rows, int)
    given: dict[str, Any] = {
        "cut": np.full(rows, 0.5),
        "half": np.arange(rows) % 2,
        "weight": np.ones(rows),
        "folds": even_folds(label, group, folds),
        "wording": WORDING,
        "data": "made up",
    }
    return Study(features, label, group, names, **(given | more))


def trained(held: Study, estimator: Any = "boosting", seed: int = SEED) -> TrainedModel:
    """A recipe by its name, or an estimator behind the recipes' preparation for trees."""
    if isinstance(estimator, str):
        return train(estimator, held.features, held.label, held.folds, seed=seed, data=held.data)
    return train("", held.features, held.label, held.folds, estimator=estimator, data=held.data)


def behind(features: pd.DataFrame, last: Any, *, linear: bool = False) -> Any:
    """An estimator as the last step of a pipeline."""
    from sklearn.pipeline import make_pipeline

    return make_pipeline(preparation(features, linear=linear), last)


class Told(Model):
    """A model that is only a function from features to scores."""

    kind = "function"

    def __init__(self, says: Any, columns: tuple[str, ...], title: str = "Told") -> None:
        self.says, self.columns, self.title, self.fingerprint = says, columns, title, f"told {title}"

    def score(self, rows: pd.DataFrame) -> np.ndarray:
        """What the function says."""
        return np.asarray(self.says(rows[list(self.columns)]), dtype=float)


def brought(held: Study, estimator: Any) -> EstimatorModel:
    """An estimator fitted elsewhere: nobody knows on which rows."""
    estimator.fit(held.features, held.label)
    return EstimatorModel(estimator, tuple(held.features.columns), "Brought", "brought")


def attributions(values: np.ndarray, columns: tuple[str, ...], **more: Any) -> Attributions:
    """Attributions that are written down."""
    rows = len(values)
    given: dict[str, Any] = {
        "method": "tree shap", "columns": columns, "rows": np.arange(rows), "values": values, "bases": np.zeros(rows),
        "explained": values.sum(axis=1), "scale": "score", "background": "some", "seed": 1,
        "unseen": np.ones(rows, dtype=bool),
    }  # fmt: skip
    return Attributions(**(given | more))
