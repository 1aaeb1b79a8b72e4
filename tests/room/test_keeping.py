"""What a room settles reaches the answers that the stages read, by whoever may write them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.room.test_deck import GOOD
from workbook.errors import InputError, NotFound, WorkbookError
from workbook.fairness.answers import FairnessAnswers
from workbook.fairness.mitigation.answers import MitigationAnswers
from workbook.project import Conflict, Person
from workbook.room.deck import activity_of, open_deck
from workbook.room.keeping import as_page, keep, target_of
from workbook.room.record import Given
from workbook.room.revealing import revealed

DECK = open_deck()
TODAY = date(2026, 3, 1)
WRITING = [one for one in DECK.activities if one.writes]
IN_WORDS = [one for one in WRITING if one.kind != "veto"]
VETO = activity_of(DECK, "known_when")


def shown(identifier, *values):
    activity = activity_of(DECK, identifier)
    given = [Given(str(place), "data", value) for place, value in enumerate(values)]
    return activity, revealed(activity, 1, given)


@pytest.fixture
def project(repository, dana):
    return repository.create_project("Loans", dana)


def left_out(repository, project, who):
    return repository.record(project, who).section(MitigationAnswers).leave_out


def test_success_error_date_priorities_tolerance_and_columns_are_settled_in_a_room():
    assert {one.writes for one in WRITING} == {
        "scoping.success", "scoping.not_worse", "scoping.target_date", "scoping.metric", "fairness.tolerance",
        "mitigation.leave_out",
    }  # fmt: skip


@pytest.mark.parametrize("activity", IN_WORDS, ids=lambda one: one.id)
def test_what_is_suggested_is_taken_by_the_stage(activity, repository, project, dana):
    record = repository.record(project, dana)
    offered = as_page(*shown(activity.id, *[GOOD[activity.id]] * 3), record, TODAY)
    assert ": " in offered["title"] and offered["suggested"] and offered["seen"] == 0
    told = keep(repository, project, dana, activity, offered["suggested"])
    target = target_of(activity)
    stored = repository.record(project, dana).section(target.section)
    assert str(getattr(stored, target.field)) in (offered["suggested"], str(float(GOOD["tolerance"]["value"]) / 100))
    assert told == {"answer": activity.writes, "value": offered["suggested"]}


def test_points_become_a_share_and_the_middle_is_suggested(repository, project, dana):
    activity, found = shown("tolerance", *({"low": 1, "value": value, "high": 40} for value in (2, 6, 30)))
    assert as_page(activity, found, repository.record(project, dana), TODAY)["suggested"] == "6"
    keep(repository, project, dana, activity, "6")
    assert repository.record(project, dana).section(FairnessAnswers).tolerance == pytest.approx(0.06)


def test_months_become_a_date(repository, project, dana):
    activity, found = shown("golive", *({"best": 1, "likely": 12, "worst": 24} for _ in range(3)))
    assert as_page(activity, found, repository.record(project, dana), TODAY)["suggested"] == "2027-03-01"


@pytest.mark.parametrize("name", ["tolerance", "known_when"])
def test_too_few_answers_suggest_nothing(repository, project, dana, name):
    assert as_page(*shown(name, GOOD[name], GOOD[name]), repository.record(project, dana), TODAY) is None


def test_somebody_else_who_wrote_it_meanwhile_is_told_and_not_overwritten(repository, project, dana):
    activity = activity_of(DECK, "tolerance")
    keep(repository, project, dana, activity, "6", 0)
    with pytest.raises(Conflict, match="Dana changed this"):
        keep(repository, project, dana, activity, "9", 0)
    assert repository.record(project, dana).section(FairnessAnswers).tolerance == pytest.approx(0.06)
    keep(repository, project, dana, activity, "9", 1)
    assert repository.record(project, dana).section(FairnessAnswers).tolerance == pytest.approx(0.09)


def test_columns_are_ticked_with_the_votes_beside_them(repository, project, dana):
    repository.save(project, dana, MitigationAnswers, {"leave_out": ("age", "amount")})
    offered = as_page(*shown("known_when", *[GOOD["known_when"]] * 4), repository.record(project, dana), TODAY)
    assert (offered["kind"], offered["seen"]) == ("columns", 1)
    assert offered["title"] == "Fairness: Columns that no model may learn from"
    columns = {one["id"]: one for one in offered["columns"]}
    assert list(columns)[:2] == ["amount", "price"] and len(columns) == len(VETO.items)
    assert columns["amount"] | {"title": ""} == {
        "id": "amount", "title": "", "counts": [0, 4, 0], "vetoed": True, "out": True,
    }  # fmt: skip
    assert columns["records"]["counts"] == [0, 0, 4] and not columns["records"]["vetoed"]
    assert {name for name, one in columns.items() if one["out"]} == {"amount"}


def test_settled_columns_are_left_out_and_others_stay_as_they_were(repository, project, dana):
    repository.save(project, dana, MitigationAnswers, {"leave_out": ("age", "amount")})
    told = keep(repository, project, dana, VETO, ["price", "debt"])
    assert told == {"answer": "mitigation.leave_out", "value": "debt, price"}
    assert left_out(repository, project, dana) == ("age", "debt", "price"), "amount was asked about and not ticked"
    assert keep(repository, project, dana, VETO, []) == {
        "answer": "mitigation.leave_out",
        "value": "none of those asked",
    }
    assert left_out(repository, project, dana) == ("age",)
    assert keep(repository, project, dana, VETO, "") == {}


@pytest.mark.parametrize("odd", [["income", "nonsense"], ["age"], "income"])
def test_columns_that_nobody_was_asked_about_are_not_written(repository, project, dana, odd):
    with pytest.raises(InputError, match="odd"):
        keep(repository, project, dana, VETO, odd)
    assert left_out(repository, project, dana) == ()


def test_a_column_that_the_rows_do_not_have_is_told(repository, dana):
    from workbook.opening import begin_sample

    churn = begin_sample(repository, dana, "churn")
    with pytest.raises(InputError, match="no column “income”"):
        keep(repository, churn, dana, VETO, ["income"])


def test_what_the_room_settled_is_what_no_model_learns_from(repository, dana):
    """Through to the stage that reads it: retraining is given the rows without the column."""
    from workbook.fairness.mitigation.keeping import hidden
    from workbook.opening import begin_sample
    from workbook.stages import open_desk

    loans = begin_sample(repository, dana)
    before = open_desk(repository, loans, dana).read("mitigation").leave_out
    keep(repository, loans, dana, VETO, ["amount"])
    desk = open_desk(repository, loans, dana)
    answers = desk.read("mitigation")
    assert set(answers.leave_out) == {*before, "amount"}
    assert "amount" in hidden(dict(desk.read("tally_roles")), answers.leave_out, desk.record.data.columns)


@pytest.mark.parametrize("written", ["many", "90", "-1", "nan"])
def test_what_the_stage_refuses_is_told_and_not_stored(repository, project, dana, written):
    before = repository.record(project, dana).answers
    with pytest.raises((InputError, WorkbookError)):
        keep(repository, project, dana, activity_of(DECK, "tolerance"), written)
    assert repository.record(project, dana).answers == before


def test_nothing_written_is_nothing_and_a_stranger_writes_nothing(repository, project, dana):
    assert keep(repository, project, dana, activity_of(DECK, "tolerance"), "  ") == {}
    assert keep(repository, project, dana, activity_of(DECK, "owners"), "x") == {}
    with pytest.raises(NotFound):
        keep(repository, project, Person("eve", "Eve"), activity_of(DECK, "tolerance"), "5")
