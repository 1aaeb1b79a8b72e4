"""The price of reading on the practice project: on record, read without rows, stale when the model changes."""

from __future__ import annotations

import pytest

from workbook.errors import WorkbookError
from workbook.explanation.glass_box import parts
from workbook.explanation.glass_box.answers import GlassBoxAnswers
from workbook.explanation.glass_box.using import EDITED, EVIDENCE, price_reading, try_edits
from workbook.modelling.answers import ModellingAnswers
from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.choosing.using import train_recipe
from workbook.opening import page_of
from workbook.project import staleness

pytest.importorskip("interpret", reason="the extra “explain” is not installed")
pytestmark = pytest.mark.slow


def quiet(*_):
    return False


@pytest.fixture
def few_folds(desk):
    """With two folds only: the machine takes its time."""
    desk.store.update(ModellingAnswers, folds=2)
    train_recipe(desk, quiet, quiet)
    return desk


def test_the_price_is_recorded_and_shown(few_folds):
    price_reading(few_folds, quiet, quiet)
    found = parts.recorded(few_folds.record.latest(EVIDENCE))
    assert [one.recipe for one in found.prices] == [
        "logistic",
        "explainable boosting",
    ] and found.in_use == "Gradient boosting"
    assert found.terms and all(one.money and one.gap for one in found.prices)
    page = page_of(few_folds, "explanation")
    assert "Logistic regression" in page.glass_box.state and "reads" in page.curves.state
    few_folds.store.update(ModelChoice, recipe="logistic")
    train_recipe(few_folds, quiet, quiet)
    assert staleness(few_folds.record.latest(EVIDENCE), few_folds.record, revision=1)


def test_changed_curves_are_tried(few_folds):
    with pytest.raises(WorkbookError, match="No curve is to be changed"):
        try_edits(few_folds, quiet, quiet)
    few_folds.store.update(
        GlassBoxAnswers, edits=[{"column": "income", "to": "rises only", "why": "pay never counts against"}]
    )
    said = try_edits(few_folds, quiet, quiet)
    assert said.startswith("Changed: income: rises only (pay never counts against). The changed model: ")
    assert "edited_curves" in few_folds.record.latest(EDITED).name


def test_nothing_yet_is_told():
    for ask in (parts.recorded, parts.recorded_edit):
        with pytest.raises(WorkbookError):
            ask(None)
