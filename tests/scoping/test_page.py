"""The Scoping page on a real project: what is missing, what is recorded, what makes a record stale."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from workbook.content import load
from workbook.errors import WorkbookError
from workbook.opening import page_of
from workbook.project import Person, open_repository, staleness
from workbook.scoping import page as wing
from workbook.scoping.answers import ScopingAnswers
from workbook.stages import open_desk

DANA = Person("dana", "Dana")
SOON = date.today() + timedelta(days=400)


@pytest.fixture
def desk(tmp_path):
    repository = open_repository(f"sqlite:///{tmp_path / 'record.db'}")
    project = repository.create_project("Loans", DANA)
    repository.save(project, DANA, ScopingAnswers, load("loan_example")["answers"])
    yield open_desk(repository, project, DANA)
    repository.close()


def part(name):
    return next(one for one in wing.PARTS if one.name == name)


def test_parts_that_others_name_are_there():
    names = [one.name for one in wing.PARTS]
    assert {"target", "need", "sourcing", "portfolio", "room", "brief", "sign", "creep"} <= set(names)
    assert len(names) == len(set(names))


def test_every_field_is_asked_exactly_once():
    asked = [field for one in wing.PARTS if hasattr(one, "fields") for field in one.fields]
    assert sorted(asked) == sorted(ScopingAnswers.model_fields)


def test_the_target_is_judged_by_every_field_that_it_reads(desk):
    live = part("target")
    assert desk.result(live) == wing.target_of(desk.read("scoping"))
    assert [one.field for one in desk.result(live).problems] == ["target_owner", "target_date"]


def test_filling_the_gaps_unblocks_the_page(desk):
    assert any("Name who answers" in one for one in wing.blockers(desk.record))
    desk.store.update(ScopingAnswers, target_date=SOON, target_owner="Head of credit")
    assert wing.blockers(desk.record) == ("Record the target.", "Nobody speaks for: Applicants under 30.")
    desk.keep(part("target"), "scoping", wing.TARGET_REVISION)
    affected = [one.model_dump() | {"voice": one.voice or "Advice centre"} for one in desk.read("scoping").affected]
    desk.store.update(ScopingAnswers, affected=affected)
    assert wing.blockers(desk.record) == ()
    assert wing.progress(desk.record) == pytest.approx(5 / 6)
    desk.keep(part("sign"), "scoping", wing.SIGNED_REVISION)
    assert wing.progress(desk.record) == 1


def test_only_what_the_target_reads_makes_it_stale(desk):
    desk.keep(part("target"), "scoping", wing.TARGET_REVISION)
    desk.store.update(ScopingAnswers, people=[], history="no")
    evidence = desk.record.latest("scoping.target")
    assert staleness(evidence, desk.record, revision=wing.TARGET_REVISION) == ()
    desk.store.update(ScopingAnswers, target_source="the ledger")
    (why,) = staleness(evidence, desk.record, revision=wing.TARGET_REVISION)
    assert "target source" in why


def test_creep_compares_with_the_first_signature(desk):
    with pytest.raises(WorkbookError, match="not been signed"):
        desk.result(part("creep"))
    desk.keep(part("sign"), "scoping", wing.SIGNED_REVISION)
    assert desk.result(part("creep")).changes == ()
    desk.store.update(ScopingAnswers, target=12)
    desk.keep(part("sign"), "scoping", wing.SIGNED_REVISION)
    desk.store.update(ScopingAnswers, not_worse="")
    assert [(one.kind, one.field) for one in desk.result(part("creep")).changes] == [
        ("changed", "target"),
        ("removed", "not_worse"),
    ]


def test_nothing_can_be_signed_before_the_decision_is_described(desk):
    desk.store.update(ScopingAnswers, decision=" ")
    with pytest.raises(WorkbookError, match="no scope to sign"):
        desk.keep(part("sign"), "scoping", wing.SIGNED_REVISION)


def test_an_empty_project_shows_every_part(tmp_path):
    repository = open_repository(f"sqlite:///{tmp_path / 'empty.db'}")
    project = repository.create_project("Empty", DANA)
    desk = open_desk(repository, project, DANA)
    page = page_of(desk, "scoping")
    assert all(getattr(page, one.name).model_id for one in wing.PARTS)
    assert wing.progress(desk.record) == 0 and len(wing.blockers(desk.record)) == 2
    repository.close()
