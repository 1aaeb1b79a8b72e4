"""A model in use: on record with who trained it and with which rows, in memory, and told apart from another one."""

from __future__ import annotations

import pytest

from workbook.errors import WorkbookError
from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.choosing.using import make_ready, train_recipe
from workbook.stages import open_desk


def nothing(*_):
    return False


def test_who_trained_what_when_with_which_rows(trained_desk):
    record, data = trained_desk.read("model_record"), trained_desk.record.data
    assert record.recipe == "boosting" and record.by == "Dana" and record.at
    assert record.trained_on == data.fingerprint and record.fingerprint == data.model_fingerprint
    assert "amount" in record.columns and "age" not in record.columns


def test_after_a_reload_it_is_made_ready_again(trained_desk):
    store = trained_desk.store
    later = open_desk(store.repository, store.project_id, store.person)
    with pytest.raises(WorkbookError, match="Make the model ready"):
        later.read("model")
    make_ready(later, nothing, nothing)
    before, after = trained_desk.read("model"), later.read("model")
    rows = later.read("study").features
    assert before.again(rows) == pytest.approx(after.again(rows))


def test_other_columns_make_another_model(trained_desk):
    from workbook.modelling.answers import ModellingAnswers

    trained_desk.store.update(ModellingAnswers, leave_out=["income"])
    with pytest.raises(WorkbookError, match="not the same model"):
        make_ready(trained_desk, nothing, nothing)


def test_another_recipe_makes_what_rests_on_the_first_stale(trained_desk):
    from workbook.project import staleness

    desk = trained_desk
    desk.put_on_record("modelling.slices", "modelling", "Two weak slices.", {}, ("study",), 1)
    desk.store.update(ModelChoice, recipe="logistic")
    train_recipe(desk, nothing, nothing)
    told = staleness(desk.record.latest("modelling.slices"), desk.record, revision=1)
    assert "The model changed since it was recorded." in told


def test_cancelled_keeps_nothing(desk):
    with pytest.raises(WorkbookError, match="Stopped"):
        train_recipe(desk, nothing, lambda: True)
    assert desk.read("model_record") is None
