"""Learning on the page: for recipes, for a model that was brought, and a plain word where it cannot be trained here."""

from __future__ import annotations

import json

import pytest

from tests.modelling.shown import checked
from workbook.errors import WorkbookError
from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.choosing.using import put_to_use
from workbook.modelling.doubts.learning.curve import LearningCurve
from workbook.modelling.doubts.learning.parts import CURVE, PARTS, SETTINGS, draw_learning, try_settings
from workbook.modelling.doubts.subject import subject_of
from workbook.models.model import EstimatorModel, Model
from workbook.models.recipes import recipe
from workbook.models.records import ModelRecord
from workbook.project.results import from_kept, to_kept

LIVES = {one.name: one for one in PARTS if hasattr(one, "analyse")}


def nothing(*_):
    return False


@pytest.fixture
def quick(desk):
    desk.store.update(ModelChoice, recipe="logistic")
    return desk


def test_the_chosen_recipe_is_looked_at_where_none_is_in_use(quick):
    told = draw_learning(quick, nothing, nothing)
    found = quick.result(LIVES["learning_curve"])
    assert found.title == "Logistic regression" and found.sizes[-1] == 3563 and told.startswith("Logistic regression")
    assert from_kept(LearningCurve, json.loads(json.dumps(to_kept(found)))) == found
    checked(LIVES["learning_curve"], found)


def test_other_settings_are_on_record(quick):
    try_settings(quick, nothing, nothing)
    found = quick.result(LIVES["settings_curve"])
    assert found.now == 1 and len(found.values) == 6 and quick.record.latest(SETTINGS)
    checked(LIVES["settings_curve"], found)


@pytest.mark.parametrize(("name", "run"), [("learning_curve", draw_learning), ("settings_curve", try_settings)])
def test_cancelled_keeps_nothing(quick, name, run):
    with pytest.raises(WorkbookError, match="Nothing of it was kept"):
        run(quick, nothing, lambda: True)
    with pytest.raises(WorkbookError, match="Press “"):
        quick.result(LIVES[name])


def bring(desk, model):
    put_to_use(desk, model, ModelRecord(model.kind, model.title, model.fingerprint, model.columns, location="file"))


def test_a_model_that_was_brought_is_trained_again_with_any_seed(quick):
    study = quick.read("study")
    fitted = recipe("boosting").make(study.features, 1).fit(study.features, study.label)
    bring(quick, EstimatorModel(fitted, tuple(study.features.columns), "Ours", "f1"))
    found = subject_of(quick)
    assert found.title == "Ours" and not hasattr(found.make(study.features, 5), "classes_")
    assert found.make(study.features, 5).get_params()["histgradientboostingclassifier__random_state"] == 5


class Far(Model):
    """A model behind an address."""

    kind, title, columns, fingerprint = "endpoint", "Far", ("amount",), "f2"


def test_a_model_that_cannot_be_trained_here_says_what_to_do(quick):
    bring(quick, Far())
    with pytest.raises(WorkbookError, match=r"cannot be trained again here.*Bring it as a scikit-learn estimator"):
        draw_learning(quick, nothing, nothing)
    assert quick.record.latest(CURVE) is None
