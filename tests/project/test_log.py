from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.project.sections import Range
from tests.project.test_repository import REFERENCE
from workbook.errors import NotFound, WorkbookError
from workbook.project import Fingerprints, Person, Repository, sentences


def run(repository: Repository, statement: str, **values: object) -> None:
    with repository.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text(statement), values)


def unprotected(repository: Repository, statement: str) -> None:
    """What somebody with the whole database in hand can do: drop the triggers first."""
    if repository.engine.dialect.name == "sqlite":
        run(repository, "DROP TRIGGER log_is_never_changed")
        run(repository, "DROP TRIGGER log_is_never_deleted")
    else:
        run(repository, "ALTER TABLE log DISABLE TRIGGER USER")
    run(repository, statement)


@pytest.fixture
def busy(repository: Repository, project_id: str, dana: Person) -> str:
    """A project whose log has five entries: began, connected, answered, recorded, answered."""
    repository.attach_data(project_id, dana, REFERENCE)
    record = repository.save(project_id, dana, Range, {"low": 1})
    repository.add_evidence(
        project_id,
        dana,
        name="fairness.audit",
        stage="fairness",
        sentence="The gap is 12 points.\nMore below.",
        result={"gap": 0.12},
        fingerprints=Fingerprints("rows-1", None, record.answer_fingerprints(["range.low"])),
    )
    repository.save(project_id, dana, Range, {"low": 2, "note": "second"})
    return project_id


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM log",
        "DELETE FROM log WHERE sequence = 5",
        "UPDATE log SET action = 'x' WHERE sequence = 2",
        "UPDATE log SET payload = '{}' WHERE sequence = 2",
        "UPDATE log SET payload = NULL WHERE sequence = 2",
        "UPDATE log SET salt = NULL WHERE sequence = 2",
        "UPDATE log SET payload = NULL, salt = NULL, at = 'x' WHERE sequence = 2",
        "UPDATE log SET payload = NULL, salt = NULL, sequence = 9 WHERE sequence = 5",
        "UPDATE log SET hash = 'x' WHERE sequence = 5",
    ],
)
def test_the_database_refuses_to_change_the_log(
    repository: Repository, busy: str, dana: Person, statement: str
) -> None:
    before = repository.log(busy, dana)
    with pytest.raises(DBAPIError, match="append-only"):
        run(repository, statement)
    assert repository.log(busy, dana) == before


def test_the_log_cannot_be_replaced_or_emptied_in_the_ways_that_triggers_miss(
    repository: Repository, busy: str, dana: Person
) -> None:
    before = repository.log(busy, dana)
    columns = "project_id, sequence, at, person_id, action, payload, salt, payload_hash, previous, hash"
    row = f"SELECT {columns.replace('action', repr('x'))} FROM log WHERE sequence = 5"
    if repository.engine.dialect.name == "sqlite":
        statement = f"INSERT OR REPLACE INTO log ({columns}) {row}"
    else:
        statement = "TRUNCATE log"
    with pytest.raises(DBAPIError, match="append-only"):
        run(repository, statement)
    assert repository.log(busy, dana) == before


def test_an_untouched_log_verifies(repository: Repository, busy: str, dana: Person) -> None:
    found = repository.verify(busy)
    assert (found.ok, found.entries, found.head) == (True, 5, repository.record(busy, dana).head)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE log SET person_id = 'robin' WHERE sequence = 2", 2),
        ("UPDATE log SET payload = replace(payload, '1990', '1991') WHERE sequence = 2", 2),
        ("UPDATE log SET at = '2026-01-01T00:00:00+00:00' WHERE sequence = 4", 4),
        ("DELETE FROM log WHERE sequence = 3", 3),
        ("DELETE FROM log WHERE sequence >= 4", 4),
        ("UPDATE log SET payload = NULL, salt = NULL WHERE sequence = 2", 2),
        ("UPDATE answer SET value = '7.0' WHERE field = 'low'", 5),
        ("DELETE FROM answer WHERE field = 'note'", 5),
        ("UPDATE answer SET field = 'high' WHERE field = 'note'", 5),
        ("UPDATE evidence SET result = replace(result, '0.12', '0.01')", 4),
        ("UPDATE evidence SET sentence = 'No gap.'", 4),
        ("DELETE FROM evidence", 4),
        ("UPDATE data SET reference = replace(reference, 'rows-1', 'rows-2')", 2),
    ],
)
def test_tampering_behind_the_triggers_is_found_and_the_first_broken_entry_named(
    repository: Repository, busy: str, statement: str, broken: int
) -> None:
    unprotected(repository, statement)
    found = repository.verify(busy)
    assert (found.ok, found.first_broken) == (False, broken)
    assert found.problem.endswith(".")


def test_a_cut_tail_is_found_against_a_printed_head_even_if_the_project_was_changed_to_fit(
    repository: Repository, busy: str, dana: Person
) -> None:
    log = repository.log(busy, dana)
    unprotected(repository, "DELETE FROM log WHERE sequence = 5")
    run(repository, "DELETE FROM answer WHERE field = 'note'")
    run(repository, "UPDATE answer SET value = '1.0' WHERE field = 'low'")
    run(repository, "UPDATE project SET revision = 4, head = :head", head=log[3].hash)
    assert repository.verify(busy).ok
    found = repository.verify(busy, head=log[4].hash)
    assert (found.ok, found.first_broken) == (False, 5)


def test_an_erased_payload_is_gone_everywhere_and_the_chain_still_verifies(
    repository: Repository, busy: str, dana: Person
) -> None:
    head = repository.record(busy, dana).head
    repository.erase_payload(busy, dana, 4, "asked by the person concerned")
    with repository.engine.connect() as connection:
        row = connection.execute(text("SELECT payload, salt FROM log WHERE sequence = 4")).one()
    assert tuple(row) == (None, None)
    assert repository.record(busy, dana).evidence == ()
    assert repository.verify(busy, head=head).ok
    last = repository.log(busy, dana)[-1]
    assert last.payload == {"entry": 4, "reason": "asked by the person concerned"}


def test_an_erased_answer_does_not_live_on_in_the_entries_after_it(
    repository: Repository, project_id: str, dana: Person
) -> None:
    repository.save(project_id, dana, Range, {"note": "SECRET-NAME"})
    repository.save(project_id, dana, Range, {"note": "a name"})
    repository.erase_payload(project_id, dana, 2, "asked")
    assert repository.verify(project_id).ok
    with repository.engine.connect() as connection:
        for table in ("log", "answer", "evidence", "project", "data"):
            assert "SECRET-NAME" not in str(connection.execute(text(f"SELECT * FROM {table}")).all())


def test_an_erasure_needs_something_to_erase_and_stays_itself(repository: Repository, busy: str, dana: Person) -> None:
    repository.erase_payload(busy, dana, 2, "asked")
    with pytest.raises(WorkbookError, match="erased already"):
        repository.erase_payload(busy, dana, 2, "asked")
    with pytest.raises(WorkbookError, match="stays"):
        repository.erase_payload(busy, dana, 6, "asked")
    with pytest.raises(NotFound):
        repository.erase_payload(busy, dana, 99, "asked")
    assert repository.verify(busy).ok


def test_the_log_reads_as_who_what_when_from_which_file_and_stale_since(
    repository: Repository, busy: str, dana: Person
) -> None:
    repository.note(busy, dana, "signed", {"decision": "go", "because": "the gap is known", "empty": ""})
    repository.erase_payload(busy, dana, 3, "asked")
    log = repository.log(busy, dana)
    when = [f"{entry.at.astimezone():%d %b %Y, %H:%M}" for entry in log]
    assert sentences(log) == (
        f"{when[0]}: Dana Ørsted began the project “Consumer loans”.",
        f"{when[1]}: Dana Ørsted connected 1,990 rows from loans.csv.",
        f"{when[2]}: Dana Ørsted answered (what was said was erased on request).",
        f"{when[3]}: Dana Ørsted recorded “fairness.audit”, from loans.csv: The gap is 12 points"
        f" (stale since {when[4]}: range, low was changed).",
        f"{when[4]}: Dana Ørsted answered in range: low = 2.0, note = second.",
        f"{when[5]}: Dana Ørsted signed (because: the gap is known, decision: go).",
        f"{when[6]}: Dana Ørsted erased what entry 3 said, because: asked.",
    )


def test_a_result_is_stale_since_other_rows_were_connected(repository: Repository, busy: str, dana: Person) -> None:
    repository.attach_data(busy, dana, REFERENCE)
    assert "stale since" in sentences(repository.log(busy, dana))[3]  # since entry 5, not by the same rows again
    assert "other rows" not in sentences(repository.log(busy, dana))[3]
