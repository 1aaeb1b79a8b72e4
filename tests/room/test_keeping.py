"""What a room settles reaches the answers that the stages read, by whoever may write them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.room.test_deck import GOOD
from workbook.errors import InputError, NotFound, WorkbookError
from workbook.fairness.answers import FairnessAnswers
from workbook.project import Person
from workbook.room.deck import activity_of, open_deck
from workbook.room.keeping import as_page, keep, target_of
from workbook.room.record import Given
from workbook.room.revealing import revealed, second_raters

DECK = open_deck()
TODAY = date(2026, 3, 1)
WRITING = [one for one in DECK.activities if one.writes]


def shown(identifier, *values):
    activity = activity_of(DECK, identifier)
    given = [Given(str(place), "data", value) for place, value in enumerate(values)]
    return activity, revealed(activity, 1, given)


def test_success_error_date_priorities_and_tolerance_are_settled_in_a_room():
    assert {one.writes for one in WRITING} == {
        "scoping.success", "scoping.not_worse", "scoping.target_date", "scoping.metric", "fairness.tolerance",
    }  # fmt: skip


@pytest.mark.parametrize("activity", WRITING, ids=lambda one: one.id)
def test_what_is_suggested_is_taken_by_the_stage(activity, repository, dana):
    project = repository.create_project("Loans", dana)
    offered = as_page(*shown(activity.id, *[GOOD[activity.id]] * 3), TODAY)
    assert ": " in offered["title"] and offered["suggested"]
    told = keep(repository, project, dana, activity, offered["suggested"])
    target = target_of(activity)
    stored = repository.record(project, dana).section(target.section)
    assert str(getattr(stored, target.field)) in (offered["suggested"], str(float(GOOD["tolerance"]["value"]) / 100))
    assert told == {"answer": activity.writes, "value": offered["suggested"]}


def test_points_become_a_share_and_the_middle_is_suggested(repository, dana):
    activity, found = shown("tolerance", *({"low": 1, "value": value, "high": 40} for value in (2, 6, 30)))
    assert as_page(activity, found, TODAY)["suggested"] == "6"
    project = repository.create_project("Loans", dana)
    keep(repository, project, dana, activity, "6")
    assert repository.record(project, dana).section(FairnessAnswers).tolerance == pytest.approx(0.06)


def test_months_become_a_date(repository):
    activity, found = shown("golive", *({"best": 1, "likely": 12, "worst": 24} for _ in range(3)))
    assert as_page(activity, found, TODAY)["suggested"] == "2027-03-01"


def test_too_few_answers_suggest_nothing():
    assert as_page(*shown("tolerance", GOOD["tolerance"], GOOD["tolerance"]), TODAY) is None


@pytest.mark.parametrize("written", ["many", "90", "-1", "nan"])
def test_what_the_stage_refuses_is_told_and_not_stored(repository, dana, written):
    project = repository.create_project("Loans", dana)
    before = repository.record(project, dana).answers
    with pytest.raises((InputError, WorkbookError)):
        keep(repository, project, dana, activity_of(DECK, "tolerance"), written)
    assert repository.record(project, dana).answers == before


def test_nothing_written_is_nothing_and_a_stranger_writes_nothing(repository, dana):
    project = repository.create_project("Loans", dana)
    assert keep(repository, project, dana, activity_of(DECK, "tolerance"), "  ") == {}
    assert keep(repository, project, dana, activity_of(DECK, "owners"), "x") == {}
    with pytest.raises(NotFound):
        keep(repository, project, Person("eve", "Eve"), activity_of(DECK, "tolerance"), "5")


def test_files_become_second_opinions_for_the_log():
    activity, found = shown("files", *[GOOD["files"]] * 3)
    told = second_raters(found)["second_raters"]
    assert len(told) == len(activity.files) and {one["yes"] for one in told} == {0, 3}
    assert second_raters(shown("tolerance", *[GOOD["tolerance"]] * 3)[1]) == {}
