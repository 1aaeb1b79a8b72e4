"""A small table with words, numbers and gaps, and fitted models of it, as a team would bring them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from workbook.data import ProjectFiles

ROWS = 400


def made_up(seed: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = pd.DataFrame(
        {
            "income": rng.normal(30, 8, ROWS).round(1),
            "loan amount": rng.normal(10, 3, ROWS).round(1),
            "home": rng.choice(["own", "rent", "other"], ROWS),
        }
    )
    chance = 1 / (1 + np.exp(-(rows["income"] - 30) / 6 + (rows["loan amount"] - 10) / 4))
    rows["repaid"] = np.where(rng.random(ROWS) < chance, "good", "bad")
    return rows


def pipeline(estimator=None):
    numbers = make_pipeline(SimpleImputer(), StandardScaler())
    prepared = make_column_transformer(
        (numbers, ["income", "loan amount"]), (OneHotEncoder(handle_unknown="ignore"), ["home"])
    )
    return make_pipeline(prepared, LogisticRegression() if estimator is None else estimator)


READS = ["income", "loan amount", "home"]


@pytest.fixture(scope="session")
def rows():
    return made_up()


@pytest.fixture(scope="session")
def fitted(rows):
    """Logistic regression on raw columns, that tells "bad" from "good"."""
    return pipeline().fit(rows[READS], rows["repaid"])


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "uploads"))
    return ProjectFiles("p1")
