from __future__ import annotations

import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.project.sections import Range
from workbook.errors import InputError, MissingExtra, WorkbookError
from workbook.project import Person, Repository, open_repository
from workbook.project.backups import back_up, restore


@pytest.fixture
def empty(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Another database of the same kind, with nothing in it."""
    if url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'restored' / 'record.db'}"
    return str(request.getfixturevalue("server").new_database())


def test_a_backup_taken_while_people_write_is_restored_whole(
    repository: Repository, empty: str, project_id: str, dana: Person, tmp_path: Path
) -> None:
    repository.accept(repository.invite(project_id, dana, "Robin", "approver").code)
    stop, saved = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            saved.append(repository.save(project_id, dana, Range, {"low": len(saved) % 9}).revision)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(saved) < 5:
            assert writer.is_alive()
        before = saved[-1]
        back_up(repository, tmp_path / "copy")
    finally:
        stop.set()
        writer.join(30)
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    found = restore(tmp_path / "copy", empty)
    assert found["Consumer loans"].ok
    later = open_repository(empty)
    record = later.record(project_id, dana)
    assert before <= record.revision <= saved[-1]
    assert [one.person.name for one in later.members(project_id, dana)] == ["Dana Ørsted", "Robin"]
    again = later.save(project_id, dana, Range, {"low": 9})
    assert again.revision == record.revision + 1 and later.verify(project_id).ok, "it can be worked with"
    later.close()


def test_nothing_is_restored_over_what_is_there(
    repository: Repository, url: str, project_id: str, dana: Person, tmp_path: Path
) -> None:
    back_up(repository, tmp_path / "copy")
    repository.save(project_id, dana, Range, {"low": 7})
    with pytest.raises(InputError, match=r"is there already|is not empty"):
        restore(tmp_path / "copy", url)
    assert repository.record(project_id, dana).section(Range).low == 7


def test_what_is_no_backup_is_refused_and_leaves_nothing(empty: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        restore(tmp_path / "missing", empty)
    (tmp_path / "text").write_text("not a backup, but long enough to be looked into" * 50)
    with pytest.raises(WorkbookError):
        restore(tmp_path / "text", empty)
    assert not list(tmp_path.glob("restored/*"))
    opened = open_repository(empty)
    assert opened.projects(Person("dana", "Dana")) == ()
    opened.close()


def test_an_existing_file_is_not_written_over(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    for path in (tmp_path / "there", tmp_path / "no-folder" / "copy"):
        with pytest.raises(InputError, match="could not be written"):
            back_up(repository, path)
    assert (tmp_path / "there").read_text() == "mine"


def test_a_backup_that_fails_leaves_no_file(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise MissingExtra("A program", "postgresql")

    monkeypatch.setattr("workbook.project.backups._copy", fail)
    monkeypatch.setattr("workbook.project.backups.shutil.which", lambda _: None)
    with pytest.raises(MissingExtra):
        back_up(repository, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
