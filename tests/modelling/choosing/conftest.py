"""Uploads go into a folder of the test's own; a fitted model of the practice rows, as a team would bring it."""

from __future__ import annotations

import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.choosing.using import train_recipe
from workbook.models.recipes import preparation
from workbook.opening import page_of

READS = ["amount", "income", "job"]


def nothing(*_):
    """No progress to tell, and nobody who cancels."""
    return False


@pytest.fixture(autouse=True)
def uploads(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "uploads"))
    return tmp_path / "uploads"


@pytest.fixture
def page(desk):
    return page_of(desk, "modelling")


@pytest.fixture
def trained(desk):
    """A desk with logistic regression trained and in memory: quicker than boosting."""
    desk.store.update(ModelChoice, recipe="logistic")
    train_recipe(desk, nothing, nothing)
    return desk


@pytest.fixture
def own(desk):
    """Logistic regression on three columns of the practice rows, fitted on their first half."""
    frame = desk.read("frame")
    half = frame.iloc[: len(frame) // 2]
    return make_pipeline(preparation(half[READS], linear=True), LogisticRegression(max_iter=500)).fit(
        half[READS], half["repaid"]
    )
