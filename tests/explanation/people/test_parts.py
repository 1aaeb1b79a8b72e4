"""One case and the coverage on the practice project: personal, erasable, coverage read without rows."""

from __future__ import annotations

import json

import pytest

from workbook.errors import NotAllowed, NotFound, WorkbookError
from workbook.explanation.people import parts
from workbook.explanation.people.answers import PersonAnswers
from workbook.explanation.people.parts import COVERAGE, PERSON, cover_decisions, erase_cases, letter_file, look
from workbook.explanation.people.words import case_in_words, coverage_in_words
from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.choosing.using import train_recipe
from workbook.opening import page_of
from workbook.stages import open_desk

pytestmark = pytest.mark.slow


def quiet(*_):
    return False


@pytest.fixture
def desk(desk):
    """With logistic regression in use: quick, and exact reasons."""
    desk.store.update(ModelChoice, recipe="logistic")
    train_recipe(desk, quiet, quiet)
    return desk


def other(desk, role):
    person, _, _ = desk.store.repository.accept(
        desk.store.repository.invite(desk.store.project_id, desk.store.person, role.title(), role).code
    )
    return open_desk(desk.store.repository, desk.store.project_id, person)


def test_one_case_from_several_sides(desk):
    desk.store.update(PersonAnswers, choice="typical")
    look(desk, quiet, quiet)
    evidence = desk.record.latest(PERSON)
    shown = parts.shown_case(evidence, desk.read("wording"))
    found = shown.looked
    assert evidence.personal and found.against and not found.selected and found.score < found.cut
    assert len(found.methods) >= 2 and found.reasons and len(found.firm) == len(found.reasons)
    told = case_in_words(found, "approved", "refused")
    assert told.startswith(f"Row {found.number:,}: refused.") and "re-runs" in told
    assert found.would_take or found.nothing
    page = page_of(desk, "explanation")
    assert "refused" in page.case.state and "DRAFT" in page.letter.state and "Reasons against" in page.reasons.state
    name, _, content = letter_file(desk)
    assert name.endswith(".txt") and content.startswith(b"DRAFT")


def test_somebody_is_found_by_identifier_and_only_the_row_number_is_kept(desk):
    page, frame = page_of(desk, "explanation"), desk.read("frame")
    assert "Nobody has said which column" in page.find_case.find("Q-17")
    prices = frame["price"].astype(str)
    place = next(at for at, price in enumerate(prices) if (prices == price).sum() == 1 and int(price) > len(frame))
    desk.store.update(desk.readings.section_named("modelling"), identifier_column="price")
    assert f"This is row {place + 1:,};" in page.find_case.find(f" {prices[place]} ")
    assert (desk.read("person.choice"), desk.read("person.number")) == ("by number", place + 1)
    kept = [entry.payload for entry in desk.store.repository.log(desk.store.project_id, desk.store.person)]
    assert prices[place] not in json.dumps(kept)
    assert "There is no row “Q-17”" in page.find_case.find("Q-17") and page.find_case.state["problem"]
    assert desk.read("person.number") == place + 1
    viewer = page_of(other(desk, "viewer"), "explanation")
    viewer.find_case.find(prices[place])
    assert viewer.find_case.state["problem"]


def test_it_is_for_those_who_may_see_rows_and_never_exported(desk, tmp_path):
    look(desk, quiet, quiet)
    viewer = other(desk, "viewer")
    assert viewer.record.latest(PERSON) is None and "not for you to see" in page_of(viewer, "explanation").case.state
    with pytest.raises(NotAllowed):
        look(viewer, quiet, quiet)
    with pytest.raises(NotAllowed):
        cover_decisions(other(desk, "approver"), quiet, quiet)
    path = desk.store.repository.export_project(desk.store.project_id, desk.store.person, tmp_path / "project.zip")
    assert b"DRAFT" not in path.read_bytes()
    log = json.dumps([entry.payload for entry in desk.store.repository.log(desk.store.project_id, desk.store.person)])
    assert "DRAFT" not in log and "was looked at" not in log


def test_it_can_be_erased_and_the_log_still_verifies(desk):
    look(desk, quiet, quiet)
    assert erase_cases(desk).startswith("Erased: 1 case.")
    assert desk.record.latest(PERSON) is None
    assert desk.store.repository.verify(desk.store.project_id).ok
    with pytest.raises(NotFound):
        erase_cases(desk)


def test_coverage_is_read_without_rows_and_gates(desk):
    cover_decisions(desk, quiet, quiet)
    found = parts.recorded_coverage(desk.record.latest(COVERAGE))
    assert 0 <= found.share_low <= found.share <= found.share_high <= 1 and found.people <= found.of
    assert found.share <= found.stable[0] + 1e-12, "what may be told is part of what is stable"
    assert (
        coverage_in_words(found).split(" of the decisions against applicants")[0]
        in page_of(other(desk, "viewer"), "explanation").coverage.state
    )
    from workbook.decision.passing import gates

    gate = next(one for one in gates(desk.record, desk.read("revisions")).gates if one.gate.gate == "explanation")
    assert gate.outcome == ("pass" if found.share_low >= 0.9 else "fail")


def test_nothing_yet_is_told(desk):
    for ask in (lambda: parts.shown_case(None, desk.read("wording")), lambda: parts.recorded_coverage(None)):
        with pytest.raises(WorkbookError):
            ask()


@pytest.mark.parametrize("choice", ["confidently wrong", "nearest to a change", "passed over in a group", "borderline"])
def test_each_choice_can_be_looked_at(desk, choice):
    desk.store.update(PersonAnswers, choice=choice, group="under 30")
    assert "was looked at" in look(desk, quiet, quiet)
