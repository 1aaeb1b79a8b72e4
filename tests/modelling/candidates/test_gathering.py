"""Who takes part: today's process in all the ways it can be answered, recipes on the same folds, and what was brought."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from tests.modelling.candidates.made_up import made
from workbook.data.roles import Equals
from workbook.errors import WorkbookError
from workbook.modelling.candidates.gathering import (
    ANEW,
    DECLARED,
    IN_USE,
    SCORE_COLUMN,
    Today,
    decided_today,
    fits,
    gather,
)
from workbook.modelling.candidates.taking_part import levelled
from workbook.modelling.candidates.using import InUse
from workbook.models.folds import out_of_fold
from workbook.models.model import EstimatorModel
from workbook.models.recipes import preparation
from workbook.models.records import ModelRecord
from workbook.models.steps import Steps
from workbook.stats.ranking import auc

ROWS = pd.DataFrame({"decided": ["yes", "no", None], "right": ["a", "b", "c"], "sent": ["a", "c", None]})
DECIDED = {"decision": "decided", "decision_positive": "yes"}


@pytest.mark.parametrize(
    ("roles", "answer", "decided", "note"),
    [
        ({}, "accept all", [1, 1, 1], ""),
        ({}, "accept none", [0, 0, 0], ""),
        (DECIDED, "given decision", [1, 0, np.nan], ""),
        (DECIDED, "not said", [1, 0, np.nan], "decision column stands for it"),
        ({"decision": Equals("right", "sent"), "decision_positive": 1}, "given decision", [1, 0, np.nan], ""),
        ({}, "typed value", None, ""),
        ({}, "given decision", None, "say on the Value page"),
        ({}, "not said", None, "say on the Value page"),
    ],
)
def test_todays_process_is_what_was_answered(roles, answer, decided, note):
    found = decided_today(ROWS, roles, answer)
    assert note in found.note and bool(found.note) == bool(note)
    assert found.decided is None if decided is None else found.decided == pytest.approx(decided, nan_ok=True)


def names(candidates):
    return [one.name for one in candidates]


def test_the_plainest_come_first_and_the_recipe_in_use_is_marked():
    study, _ = made(300)
    used = InUse(ModelRecord("recipe", "Gradient boosting", "f", recipe="boosting", seed=3))
    everybody = Today(np.ones(300), "Today: everybody")
    found, notes = gather(study, ("logistic",), used, everybody, Steps(1))
    assert names(found) == ["today", "base rate", "logistic", IN_USE, SCORE_COLUMN, DECLARED] and not notes
    assert found[3].title == "Gradient boosting, in use"
    assert fits(study, ("logistic",), used) == 3 * len(study.folds)


def test_copies_of_the_base_rate_rank_nothing():
    """The copies of the folds rank backwards by themselves; levelled, they rank nobody before anybody."""
    label = np.random.default_rng(0).integers(0, 2, 101)
    study, _ = made(101)
    raw = out_of_fold(
        lambda rows, known, group: lambda new: np.full(len(new), known.mean()), study.features, label, label * 0, 10
    )
    assert auc(raw, label == 1) < 0.5 and auc(levelled(raw), label == 1) == 0.5


def test_recipes_find_what_is_in_the_columns():
    study, _ = made(800)
    found, _ = gather(study, ("logistic",), InUse(), Today(), Steps(1))
    logistic = next(one for one in found if one.name == "logistic")
    assert auc(logistic.score, study.label == 1) > 0.75


def brought(study):
    model = make_pipeline(preparation(study.features, linear=True), LogisticRegression())
    model.fit(study.features, study.label)
    record = ModelRecord("estimator", "Ours", "f", tuple(study.features.columns))
    return InUse(record, EstimatorModel(model, tuple(study.features.columns), "Ours"), study.features)


def test_a_model_that_was_brought_stands_as_it_is_and_trained_anew():
    study, _ = made(300)
    used = brought(study)
    found, _ = gather(study, (), used, Today(), Steps(1))
    assert names(found)[-2:] == [IN_USE, ANEW] and fits(study, (), used) == 2 * len(study.folds)
    as_it_is, anew = found[-2:]
    assert as_it_is.score == pytest.approx(used.model.score(study.features))
    assert auc(as_it_is.score, study.label == 1) > auc(anew.score, study.label == 1)


def test_a_model_that_is_not_in_memory_is_missed_with_what_to_do():
    study, _ = made(300)
    used = InUse(ModelRecord("onnx file", "Ours", "f"), why_not="It is not in memory. Press “Make the model ready”.")
    found, notes = gather(study, (), used, Today(), Steps(1))
    assert IN_USE not in names(found) and "Make the model ready" in notes[0]


def test_without_the_package_the_others_are_compared(monkeypatch):
    monkeypatch.setitem(sys.modules, "interpret.glassbox", None)
    study, _ = made(200)
    found, notes = gather(study, ("explainable boosting",), InUse(), Today(), Steps(1))
    assert "explainable boosting" not in names(found) and "pip install" in notes[0]


def test_it_stops_when_somebody_asks():
    study, _ = made(200)
    with pytest.raises(WorkbookError, match="Stopped"):
        gather(study, ("logistic",), InUse(), Today(), Steps(1, None, lambda: True))


def test_where_the_event_is_wrong_models_select_the_others():
    study, _ = made(300, money=False, roles={"selected": "below"})
    found, _ = gather(study, ("logistic",), InUse(), Today(), Steps(1))
    assert not study.event_is_right and {one.side for one in found} == {"below"}
