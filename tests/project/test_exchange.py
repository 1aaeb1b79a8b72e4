from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.project.sections import Range
from tests.project.test_repository import REFERENCE
from workbook.errors import InputError
from workbook.project import Fingerprints, Person, Repository, open_repository, staleness, verify_export

ELSEWHERE = Person("ines", "Inês")


@pytest.fixture
def exported(repository: Repository, project_id: str, dana: Person, tmp_path: Path) -> Path:
    """An exported project: rows, answers, a result, one result about one person, a decision, an erased entry."""
    repository.attach_data(project_id, dana, REFERENCE)
    record = repository.save(project_id, dana, Range, {"low": 0.1, "note": "Ørsted €"})
    marks = Fingerprints("rows-1", "model-1", record.answer_fingerprints(["range.low"]), 2)
    kept: dict[str, Any] = {"stage": "fairness", "fingerprints": marks}
    repository.add_evidence(project_id, dana, name="fairness.audit", sentence="A gap.", result={"gap": 1 / 3}, **kept)
    repository.add_evidence(
        project_id,
        dana,
        name="why",
        sentence="SECRET-NAME was refused.",
        result={"who": "SECRET-NAME"},
        personal=True,
        **kept,
    )
    repository.note(project_id, dana, "decided", {"decision": "go"})
    repository.note(project_id, dana, "remarked", {"text": "SECRET-NAME was here"})
    repository.erase_payload(project_id, dana, 7, "asked")
    return repository.export_project(project_id, dana, tmp_path / "loans.json")


def test_an_export_verifies_alone_and_against_the_head_of_the_project(
    repository: Repository, project_id: str, dana: Person, exported: Path
) -> None:
    record = repository.record(project_id, dana)
    found = verify_export(exported, head=record.head)
    assert (found.ok, found.entries, found.head) == (True, record.revision, record.head)
    assert not verify_export(exported, head="0" * 64).ok


def test_an_export_holds_no_way_to_rows_and_nothing_about_one_person(exported: Path) -> None:
    text = exported.read_text("utf-8")
    assert "/private" not in text and '"bank"' not in text
    assert "SECRET-NAME" not in text
    assert json.loads(text)["data"]["state"] == "only with owner"
    assert [path.name for path in exported.parent.iterdir() if path.suffix == ".part"] == []


def test_a_project_taken_over_has_the_same_answers_results_and_decisions(
    repository: Repository, project_id: str, dana: Person, exported: Path, tmp_path: Path
) -> None:
    original = repository.record(project_id, dana)
    other = open_repository(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    taken = other.import_project(exported, ELSEWHERE)
    record = other.record(taken, ELSEWHERE)
    assert taken != project_id and record.permission == "owner"
    assert (record.name, record.answers, record.created_by) == (original.name, original.answers, dana)
    assert record.evidence == tuple(one for one in original.evidence if not one.personal)
    assert record.data == replace(REFERENCE, location="", connection=None, state="only with owner")
    audit = record.latest("fairness.audit")
    assert audit is not None and staleness(audit, record, revision=2) == ()
    assert other.log(taken, ELSEWHERE)[:-1] == repository.log(project_id, dana)
    other.close()


def test_the_chain_goes_on_and_stays_verifiable_through_two_imports(
    repository: Repository, exported: Path, dana: Person, tmp_path: Path
) -> None:
    printed = json.loads(exported.read_text("utf-8"))["project"]["head"]
    first = repository.import_project(exported, ELSEWHERE)
    repository.save(first, ELSEWHERE, Range, {"low": 0.2})
    again = repository.export_project(first, ELSEWHERE, tmp_path / "again.json")
    second = repository.import_project(again, dana)
    assert verify_export(again, head=printed).ok
    assert repository.verify(second, head=printed).ok
    last = repository.log(second, dana)[-1]
    assert (last.action, last.person) == ("took the project over", dana)
    assert repository.record(second, dana).section(Range).low == 0.2


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], int]] = {
    "an answer": (lambda file: file["answers"][0].update(value=99.0), 3),
    "an answer added": (lambda file: file["answers"].append(file["answers"][0] | {"field": "counter"}), 10),
    "an answer left out": (lambda file: file["answers"].clear(), 3),
    "a result": (lambda file: file["evidence"][0]["result"].update(gap=0.0), 4),
    "a result left out": (lambda file: file["evidence"].clear(), 4),
    "the rows": (lambda file: file["data"].update(fingerprint="rows-2"), 2),
    "who did it": (lambda file: file["log"][5].update(person_id="robin"), 6),
    "an entry left out": (lambda file: file["log"].pop(4), 5),
    "the tail left out": (lambda file: file["log"].pop(), 9),
    "a payload taken away": (lambda file: file["log"][5].update(payload=None, salt=None), 6),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_changed_export_is_found_out_and_not_taken_over(repository: Repository, exported: Path, change: str) -> None:
    alter, broken = CHANGES[change]
    content = json.loads(exported.read_text("utf-8"))
    alter(content)
    exported.write_text(json.dumps(content), "utf-8")
    found = verify_export(exported)
    assert (found.ok, found.first_broken) == (False, broken)
    with pytest.raises(InputError, match="was changed after it was exported"):
        repository.import_project(exported, ELSEWHERE)
    assert repository.projects(ELSEWHERE) == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "not JSON"),
        ("age,amount\n1,2\n", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not an exported project of this version"),
        ('{"format": "ai-use-case-workbook project, 99"}', "of this version"),
        ('{"format": "ai-use-case-workbook project, 1", "project": 3}', "not a whole export"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_words(
    repository: Repository, tmp_path: Path, content: str, told: str
) -> None:
    path = tmp_path / "some.json"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=told):
        repository.import_project(path, ELSEWHERE)


def test_a_file_that_is_not_there_is_told(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not be read"):
        verify_export(tmp_path / "nothing.json")


def test_a_folder_that_cannot_be_written_leaves_no_trace_in_the_log(
    repository: Repository, project_id: str, dana: Person, tmp_path: Path
) -> None:
    before = repository.revision(project_id)
    with pytest.raises(InputError, match="could not be written"):
        repository.export_project(project_id, dana, tmp_path / "missing" / "loans.json")
    assert repository.revision(project_id) == before


ODD: tuple[Any, ...] = (
    None, [], {}, [[]], {"a": 1}, True, 0, -1, 1e308, 10**400, "9" * 50, "", "\x00", "\ud800", "\x1b[2J", "2020-99-99",
)  # fmt: skip


def places(node: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in JSON, by the steps that lead to it."""
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [at, *(place for step, inner in steps for place in places(inner, (*at, step)))]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_stands_in_a_file_is_refused_in_words_or_can_be_read(
    seed: int, repository: Repository, exported: Path
) -> None:
    """A value of another kind in any one place: an error that people can read, or a project that opens."""
    whole, dice = exported.read_text("utf-8"), random.Random(seed)
    taken = 0
    for place in dice.sample(places(json.loads(whole))[1:], 40):
        content = json.loads(whole)
        around = content
        for step in place[:-1]:
            around = around[step]
        around[place[-1]] = dice.choice(ODD)
        exported.write_text(json.dumps(content), "utf-8")
        try:
            verified = verify_export(exported).ok
            project_id = repository.import_project(exported, ELSEWHERE)
        except InputError as problem:
            assert problem.remedy
            continue
        assert verified
        record = repository.record(project_id, ELSEWHERE)
        assert repository.verify(project_id).ok and record.answers and repository.log(project_id, ELSEWHERE)
        taken += 1
    assert taken < 20
