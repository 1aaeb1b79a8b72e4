"""Second opinions on labels on the project's record: once, with fingerprints, and no vote of anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.room.test_second_rater import FILES, TRUTH, decided, turned
from workbook.errors import WorkbookError
from workbook.opening import begin_sample
from workbook.project import Person, staleness
from workbook.room.opinions import EVIDENCE, READS, REVISION, keep_opinions
from workbook.start.answers import Columns

ANSWERS = decided([TRUTH, TRUTH, turned(TRUTH, 0), turned(TRUTH, 0, 4), turned(TRUTH, 0)])


@pytest.fixture
def on_loans(rooms, repository, dana):
    return rooms.open(begin_sample(repository, dana), dana)


def kept(repository, here, who):
    return repository.record(here.project_id, who).latest(EVIDENCE)


def test_files_that_are_the_projects_own_rows_rest_on_its_data_and_its_label(on_loans, repository, dana):
    assert keep_opinions(repository, dana, on_loans, FILES, ANSWERS)
    record = repository.record(on_loans.project_id, dana)
    found = record.latest(EVIDENCE)
    assert found.result["of_these_rows"] and found.fingerprints.data == record.data.fingerprint
    assert set(found.fingerprints.answers) == set(READS) and found.person == dana
    assert found.result["people"] == 5 and len(found.result["files"]) == len(FILES.files)
    assert found.result["room"] == on_loans.code and not found.personal
    assert staleness(found, record, revision=REVISION) == ()
    repository.save(on_loans.project_id, dana, Columns, {"label_positive": ("bad",)})
    assert staleness(found, repository.record(on_loans.project_id, dana), revision=REVISION)


def test_files_of_a_sample_are_said_to_be_practice_in_another_project(here, repository, dana):
    assert keep_opinions(repository, dana, here, FILES, ANSWERS)
    found = kept(repository, here, dana)
    assert not found.result["of_these_rows"] and found.fingerprints.data is None and not found.fingerprints.answers
    assert "not of this project" in found.sentence


def test_it_is_recorded_once_and_anew_where_something_changed(here, repository, dana):
    assert keep_opinions(repository, dana, here, FILES, ANSWERS)
    assert not keep_opinions(repository, dana, here, FILES, ANSWERS[::-1]), "the decision was only worded anew"
    assert keep_opinions(repository, dana, replace(here, round=2), FILES, ANSWERS)
    names = [one.name for one in repository.record(here.project_id, dana).evidence]
    assert names == [EVIDENCE] * 2 and repository.verify(here.project_id).ok


def test_neither_names_nor_single_votes_are_in_any_part_of_the_record(here, repository, dana):
    keep_opinions(repository, dana, here, FILES, ANSWERS)
    everything = repr((repository.record(here.project_id, dana), repository.log(here.project_id, dana)))
    assert EVIDENCE in everything and "secret-" not in everything and "'decisions':" not in everything


def test_other_questions_few_people_and_strangers_record_nothing(here, repository, dana):
    assert not keep_opinions(repository, dana, here, here.deck.activities[0], ANSWERS)
    assert not keep_opinions(repository, dana, here, None, ANSWERS)
    assert not keep_opinions(repository, dana, here, FILES, ANSWERS[:2])
    with pytest.raises(WorkbookError):
        keep_opinions(repository, Person("eve", "Eve"), here, FILES, ANSWERS)
    assert kept(repository, here, dana) is None
