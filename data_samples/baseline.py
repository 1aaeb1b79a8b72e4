"""The baseline models whose scores every sample carries: out-of-fold, and blind to the protected columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

SEED = 7
FOLDS = 5


def out_of_fold(model: Pipeline, features: pd.DataFrame, label: NDArray[np.int64]) -> NDArray[np.float64]:
    """Probability of the event for each row, from a model that did not see it, rounded to four digits."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    return cross_val_predict(model, features, label, cv=folds, method="predict_proba")[:, 1].round(4)


def add_scores(rows: pd.DataFrame, label: NDArray[np.int64], hidden: Sequence[str]) -> pd.DataFrame:
    """The rows with `score_logistic` and `score_boosting`, fitted without the columns in `hidden`."""
    features = rows.drop(columns=list(hidden))
    words = features.select_dtypes(exclude="number").columns.tolist()
    numbers = features.select_dtypes(include="number").columns.tolist()
    logistic = make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers),
            (
                make_pipeline(
                    SimpleImputer(strategy="constant", fill_value="missing"), OneHotEncoder(handle_unknown="ignore")
                ),
                words,
            ),
        ),
        LogisticRegression(max_iter=2000),
    )
    boosting = make_pipeline(
        make_column_transformer(
            ("passthrough", numbers), (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), words)
        ),
        HistGradientBoostingClassifier(random_state=SEED, max_iter=120, learning_rate=0.06),
    )
    return rows.assign(
        score_logistic=out_of_fold(logistic, features, label), score_boosting=out_of_fold(boosting, features, label)
    )
