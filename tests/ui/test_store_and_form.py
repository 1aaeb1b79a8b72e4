"""The store and the form: one truth, one notification, drafts that stay, conflicts that are told."""

from __future__ import annotations

import pytest

from tests.ui.conftest import DANA
from workbook.fairness.answers import FairnessAnswers
from workbook.project import Conflict, Refused
from workbook.roi.answers import RoiAnswers
from workbook.ui.form import Form
from workbook.ui.store import Store


@pytest.fixture
def store(repository, project):
    return Store(repository, project, DANA)


def test_an_edit_is_saved_and_told_once(store):
    seen = []
    store.subscribe(lambda record: seen.append(record.revision))
    form = Form(store, FairnessAnswers)
    form.fields["tolerance"].value = "3"
    assert store.record.section(FairnessAnswers).tolerance == 0.03
    assert len(seen) == 2


def test_what_does_not_fit_stays_visible_and_is_not_saved(store):
    form = Form(store, FairnessAnswers)
    form.fields["tolerance"].value = "300"
    assert form.fields["tolerance"].value == "300" and "at most" in form.fields["tolerance"].error
    assert store.record.section(FairnessAnswers).tolerance == 0.05
    form.fields["tolerance_reason"].value = "agreed"
    assert store.record.section(FairnessAnswers).tolerance_reason != "agreed"
    form.fields["tolerance"].value = "4"
    saved = store.record.section(FairnessAnswers)
    assert (saved.tolerance, saved.tolerance_reason) == (0.04, "agreed") and not form.errors


def test_limits_of_several_fields_are_told_for_the_section(store):
    form = Form(store, RoiAnswers, ("costs",))
    form.fields["costs"].value = [{"title": "Build", "when": "once", "low": "9", "likely": "5", "high": "7"}]
    assert "low must not exceed likely" in form.message + " ".join(form.errors.values())


def test_two_forms_show_the_same(store):
    first, second = Form(store, FairnessAnswers), Form(store, FairnessAnswers)
    first.fields["tolerance_reason"].value = "because"
    assert second.fields["tolerance_reason"].value == "because"


def test_different_fields_of_two_people_both_win(repository, project):
    mine, other = Store(repository, project, DANA), Store(repository, project, DANA)
    mine.update(FairnessAnswers, tolerance=0.02)
    other.update(FairnessAnswers, tolerance_reason="law")
    assert mine.refresh()
    saved = mine.record.section(FairnessAnswers)
    assert (saved.tolerance, saved.tolerance_reason) == (0.02, "law")


def test_the_same_field_is_a_conflict_that_shows_both(repository, project):
    mine, other = Store(repository, project, DANA), Store(repository, project, DANA)
    other.update(FairnessAnswers, tolerance_reason="theirs")
    with pytest.raises(Conflict) as told:
        mine.update(FairnessAnswers, tolerance_reason="mine")
    assert told.value.theirs == "theirs" and "theirs" in str(told.value)
    mine.overwrite(FairnessAnswers, tolerance_reason="mine")
    assert mine.record.section(FairnessAnswers).tolerance_reason == "mine"


def test_undo_takes_the_last_edit_back(store):
    store.update(FairnessAnswers, tolerance=0.02)
    store.update(FairnessAnswers, tolerance=0.03)
    assert store.undo() and store.record.section(FairnessAnswers).tolerance == 0.02
    assert store.undo() and store.record.section(FairnessAnswers).tolerance == 0.05
    assert not store.undo()


def test_a_refused_edit_cannot_be_undone(store):
    with pytest.raises(Refused):
        store.update(FairnessAnswers, tolerance=9.0)
    assert not store.can_undo


def test_a_browser_cannot_write_a_field_that_the_form_does_not_show(store):
    form = Form(store, FairnessAnswers, ("tolerance",))
    form.receive({"edit": "threshold", "value": 0.1})
    assert store.record.section(FairnessAnswers).threshold == 0.5


def contest(repository, project):
    """Two forms on one field: what was typed over the old value arrives after somebody else saved another."""
    mine, other = Store(repository, project, DANA), Store(repository, project, DANA)
    form = Form(mine, FairnessAnswers)
    before = form.fields["tolerance_reason"].value
    other.update(FairnessAnswers, tolerance_reason="theirs")
    mine.refresh()
    form.receive({"edit": "tolerance_reason", "value": "mine", "over": before, "mark": "1"})
    return mine, form


def test_an_edit_over_a_value_that_changed_meanwhile_is_a_conflict(repository, project):
    mine, form = contest(repository, project)
    told = form.fields["tolerance_reason"].error
    assert "theirs" in told and "mine" in told and DANA.name in told and form.answered == "1"
    assert mine.record.section(FairnessAnswers).tolerance_reason == "theirs"
    assert form.fields["tolerance_reason"].value == "mine"


def test_another_edit_does_not_carry_an_open_conflict_over_theirs(repository, project):
    mine, form = contest(repository, project)
    form.fields["tolerance"].value = "3"
    saved = mine.record.section(FairnessAnswers)
    assert (saved.tolerance, saved.tolerance_reason) == (0.03, "theirs")
    assert "theirs" in form.fields["tolerance_reason"].error and form.conflicts == ["tolerance_reason"]


@pytest.mark.parametrize("whose", ["mine", "theirs"])
def test_a_conflict_ends_as_the_person_chooses(repository, project, whose):
    mine, form = contest(repository, project)
    form.receive({"settle": "tolerance_reason", "whose": whose})
    assert mine.record.section(FairnessAnswers).tolerance_reason == whose == form.fields["tolerance_reason"].value
    assert not form.errors and not form.conflicts


def test_an_edit_over_what_is_stored_is_no_conflict(repository, project):
    mine, other = Store(repository, project, DANA), Store(repository, project, DANA)
    form = Form(mine, FairnessAnswers)
    other.update(FairnessAnswers, tolerance_reason="theirs")
    mine.refresh()
    form.receive({"edit": "tolerance_reason", "value": "mine", "over": "theirs", "mark": "2"})
    assert mine.record.section(FairnessAnswers).tolerance_reason == "mine" and not form.errors


def test_a_browser_writes_whole_numbers_without_a_fraction(store):
    store.update(FairnessAnswers, threshold=1.0)
    form = Form(store, FairnessAnswers)
    form.receive({"edit": "threshold", "value": 0.4, "over": 1, "mark": "3"})
    assert store.record.section(FairnessAnswers).threshold == 0.4 and not form.errors
