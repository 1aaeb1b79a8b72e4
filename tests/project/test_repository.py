from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from tests.project.sections import Range
from workbook.errors import InputError, NotAllowed, NotFound, WorkbookError
from workbook.project import (
    Activity,
    Conflict,
    DataReference,
    Fingerprints,
    Person,
    Refused,
    Repository,
    open_repository,
)

REFERENCE = DataReference(
    kind="upload",
    label="loans.csv",
    location="/private/loans.csv",
    fingerprint="rows-1",
    rows=1990,
    columns=("age", "amount"),
    owner=Person("dana", "Dana Ørsted"),
    connection="bank",
    model_fingerprint="model-1",
)
ROBIN = Person("robin", "Robin")


def invite(repository: Repository, project_id: str, who: Person, permission: str) -> None:
    """Give a permission; until projects can be shared by their pages, by hand."""
    with repository.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text("INSERT INTO person VALUES (:id, :name)"), {"id": who.id, "name": who.name})
        row = {"project": project_id, "person": who.id, "permission": permission}
        connection.execute(text("INSERT INTO membership VALUES (:project, :person, :permission)"), row)


def test_a_new_project_belongs_to_who_began_it(repository: Repository, project_id: str, dana: Person) -> None:
    record = repository.record(project_id, dana)
    assert (record.name, record.permission, record.created_by, record.revision) == ("Consumer loans", "owner", dana, 1)
    assert (record.answers, record.evidence, record.data) == ({}, (), None)
    (summary,) = repository.projects(dana)
    assert (summary.id, summary.name, summary.permission) == (project_id, "Consumer loans", "owner")
    assert repository.projects(ROBIN) == ()


@pytest.mark.parametrize("name", ["", "  "])
def test_a_project_needs_a_name(repository: Repository, dana: Person, name: str) -> None:
    with pytest.raises(WorkbookError, match="needs a name"):
        repository.create_project(name, dana)


def test_any_text_of_people_or_data_can_be_stored(repository: Repository, dana: Person) -> None:
    project_id = repository.create_project("Løans 🏦 \x00 \ud800 'quoted' <script>", dana)
    assert repository.record(project_id, dana).name == "Løans 🏦 \ufffd ? 'quoted' <script>"
    record = repository.save(project_id, dana, Range, {"note": "null \x00, right-to-left שלום"})
    assert record.section(Range).note == "null \x00, right-to-left שלום"
    assert repository.verify(project_id).ok


def test_a_saved_field_is_there_with_its_version_writer_and_time(
    repository: Repository, project_id: str, dana: Person
) -> None:
    repository.save(project_id, dana, Range, {"low": 1})
    record = repository.save(project_id, dana, Range, {"low": 2.5})
    answer = record.answers["range"]["low"]
    assert (answer.value, answer.version, answer.person) == (2.5, 2, dana)
    assert answer.at >= record.created_at
    assert record.section(Range) == Range(low=2.5)
    assert record.answered("range") == {"low"}
    assert repository.record(project_id, dana) == record


def test_every_change_raises_the_revision_by_one_and_moves_the_head(
    repository: Repository, project_id: str, dana: Person
) -> None:
    first = repository.record(project_id, dana)
    second = repository.save(project_id, dana, Range, {"low": 1, "note": "both in one act"})
    unchanged = repository.save(project_id, dana, Range, {"low": 1})
    assert (second.revision, unchanged.revision) == (first.revision + 1, first.revision + 1)
    assert second.head != first.head and unchanged.head == second.head
    assert repository.revision(project_id) == second.revision
    assert repository.log(project_id, dana)[-1].hash == second.head


def test_fields_that_two_people_change_both_win(repository: Repository, project_id: str, dana: Person) -> None:
    invite(repository, project_id, ROBIN, "contributor")
    repository.save(project_id, dana, Range, {"low": 1}, seen={})
    record = repository.save(project_id, ROBIN, Range, {"high": 50}, seen={})
    assert (record.section(Range).low, record.section(Range).high) == (1, 50)
    assert record.answers["range"]["high"].person == ROBIN


def test_the_same_field_is_a_conflict_and_nothing_is_saved(
    repository: Repository, project_id: str, dana: Person
) -> None:
    invite(repository, project_id, ROBIN, "contributor")
    saved = repository.save(project_id, dana, Range, {"note": "mine"}, seen={"note": 0})
    with pytest.raises(Conflict) as conflict:
        repository.save(project_id, ROBIN, Range, {"note": "yours", "low": 3}, seen={"note": 0})
    assert (conflict.value.theirs, conflict.value.by) == ("mine", dana)
    assert repository.record(project_id, dana) == saved
    again = repository.save(project_id, ROBIN, Range, {"note": "yours"}, seen={"note": 1})
    assert again.section(Range).note == "yours"


def test_jointly_invalid_edits_are_refused_though_each_saw_a_valid_section(
    repository: Repository, project_id: str, dana: Person
) -> None:
    invite(repository, project_id, ROBIN, "contributor")
    saved = repository.save(project_id, dana, Range, {"low": 8}, seen={"low": 0})
    with pytest.raises(Refused) as refused:
        repository.save(project_id, ROBIN, Range, {"high": 5}, seen={"high": 0})
    assert set(refused.value.fields) == {""}
    assert repository.record(project_id, dana) == saved


def test_of_many_jointly_invalid_edits_at_once_one_side_wins(
    repository: Repository, project_id: str, dana: Person
) -> None:
    def save(number: int) -> str:
        changes = {"low": 9.0} if number % 2 else {"high": 5.0}
        try:
            repository.save(project_id, dana, Range, changes)
        except Refused:
            return "refused"
        return "low" if number % 2 else "high"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(save, range(16)))
    assert len(set(outcomes) - {"refused"}) == 1
    assert outcomes.count("refused") == 8
    assert repository.record(project_id, dana).refused(Range) == {}
    assert repository.verify(project_id).ok


def test_one_repository_serves_several_threads(repository: Repository, project_id: str, dana: Person) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: repository.save(project_id, dana, Range, {"counter": number}), range(1, 41)))
    assert repository.revision(project_id) == 41
    assert repository.record(project_id, dana).answers["range"]["counter"].version == 40
    assert repository.verify(project_id).entries == 41


def test_a_project_of_others_and_one_that_is_not_there_look_the_same(repository: Repository, project_id: str) -> None:
    for wanted in (project_id, "0" * 32):
        with pytest.raises(NotFound, match="no such project for you"):
            repository.record(wanted, ROBIN)
        with pytest.raises(NotFound, match="no such project for you"):
            repository.save(wanted, ROBIN, Range, {"low": 1})
        with pytest.raises(NotFound, match="no such project for you"):
            repository.log(wanted, ROBIN)
    with pytest.raises(NotFound):
        repository.revision("0" * 32)
    with pytest.raises(NotFound):
        repository.verify("0" * 32)


MAY = {
    "owner": {"read", "write", "see rows", "connect data", "sign", "administer"},
    "contributor": {"read", "write", "see rows", "connect data", "sign"},
    "approver": {"read", "write", "sign"},
    "facilitator": {"read", "write"},
    "viewer": {"read"},
    "participant": {"read"},
}


@pytest.mark.parametrize("permission", list(MAY))
def test_each_act_asks_for_its_permission(
    repository: Repository, project_id: str, dana: Person, permission: str
) -> None:
    invite(repository, project_id, ROBIN, permission)
    repository.attach_data(project_id, dana, REFERENCE)
    kept: dict[str, Any] = {"name": "x", "stage": "s", "sentence": "", "result": {}, "fingerprints": Fingerprints()}
    acts: dict[Activity, Callable[[], object]] = {
        "read": lambda: repository.note(project_id, ROBIN, "reported", {}),
        "write": lambda: repository.save(project_id, ROBIN, Range, {"low": 1}),
        "see rows": lambda: repository.add_evidence(project_id, ROBIN, **kept, personal=True),
        "connect data": lambda: repository.forget_rows(project_id, ROBIN, "asked"),
        "sign": lambda: repository.note(project_id, ROBIN, "signed", {}),
        "administer": lambda: repository.erase_payload(project_id, ROBIN, 1, "asked"),
    }
    for activity, act in acts.items():
        if activity in MAY[permission]:
            repository.require(project_id, ROBIN, activity)
            act()
            continue
        with pytest.raises(NotAllowed):
            repository.require(project_id, ROBIN, activity)
        with pytest.raises(NotAllowed):
            act()
    assert repository.verify(project_id).ok


def test_only_those_who_may_see_rows_learn_where_they_lie(
    repository: Repository, project_id: str, dana: Person
) -> None:
    invite(repository, project_id, ROBIN, "viewer")
    assert repository.attach_data(project_id, dana, REFERENCE).data == REFERENCE
    assert repository.record(project_id, ROBIN).data == replace(REFERENCE, location="", connection=None)
    kept = {"name": "one person", "stage": "explanation", "sentence": "", "result": {}, "fingerprints": Fingerprints()}
    assert len(repository.add_evidence(project_id, dana, **kept, personal=True).evidence) == 1  # type: ignore[arg-type]
    assert repository.record(project_id, ROBIN).evidence == ()


def test_rows_that_were_erased_are_named_but_the_way_to_them_is_gone(
    repository: Repository, project_id: str, dana: Person
) -> None:
    repository.attach_data(project_id, dana, REFERENCE)
    record = repository.forget_rows(project_id, dana, "the contract ended")
    assert record.data == replace(REFERENCE, state="erased", location="", connection=None)
    assert repository.verify(project_id).ok


def test_evidence_is_kept_in_order_and_comes_back_as_it_was(
    repository: Repository, project_id: str, dana: Person
) -> None:
    marks = Fingerprints("rows-1", None, {"range.low": "abc"}, 3)
    for number in (1, 2):
        result = {"gap": 0.1 + 0.2, "n": number, "groups": ["a", None]}
        record = repository.add_evidence(
            project_id,
            dana,
            name="fairness.audit",
            stage="fairness",
            sentence="A gap.",
            result=result,
            fingerprints=marks,
        )
    assert [one.result["n"] for one in record.evidence] == [1, 2]
    latest = record.latest("fairness.audit")
    assert latest is not None and latest.result == {"gap": 0.30000000000000004, "n": 2, "groups": ["a", None]}
    assert (latest.fingerprints, latest.person, latest.personal) == (marks, dana, False)
    assert record.latest("roi.case") is None


def test_a_result_with_an_undefined_number_is_refused(repository: Repository, project_id: str, dana: Person) -> None:
    before = repository.record(project_id, dana)
    kept: dict[str, Any] = {"name": "x", "stage": "s", "sentence": "", "fingerprints": Fingerprints()}
    with pytest.raises(InputError, match="cannot be kept"):
        repository.add_evidence(project_id, dana, result={"rate": float("nan")}, **kept)
    assert repository.record(project_id, dana) == before


def test_a_note_may_not_pose_as_an_act_of_the_project(repository: Repository, project_id: str, dana: Person) -> None:
    with pytest.raises(WorkbookError, match="another name"):
        repository.note(project_id, dana, "answered", {"section": "range", "to": {"low": 1}})


def test_what_was_written_is_there_after_closing_and_opening(
    repository: Repository, project_id: str, dana: Person, url: str
) -> None:
    saved = repository.save(project_id, dana, Range, {"low": 1})
    repository.close()
    again = open_repository(url)
    assert again.record(project_id, dana) == saved
    again.close()


def test_the_answers_of_a_record_cannot_be_changed_in_place(
    repository: Repository, project_id: str, dana: Person
) -> None:
    record = repository.save(project_id, dana, Range, {"low": 1})
    with pytest.raises(TypeError):
        record.answers["range"]["low"] = record.answers["range"]["low"]  # type: ignore[index]
