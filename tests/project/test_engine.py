from __future__ import annotations

import multiprocessing
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.project.savers import just_open
from workbook.errors import InputError, MissingExtra, WorkbookError
from workbook.project import Person, Repository, open_repository
from workbook.project.engine import database_url, migrate, reading, stored_revision
from workbook.project.tables import REVISION, metadata


def test_the_address_is_the_one_given_then_the_environment_then_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("WORKBOOK_DB", raising=False)
    assert database_url().startswith("sqlite:///") and database_url().endswith("workbook.db")
    monkeypatch.setenv("WORKBOOK_DB", "sqlite:///of-environment.db")
    assert database_url() == "sqlite:///of-environment.db"
    assert database_url("sqlite:///given.db") == "sqlite:///given.db"


def test_an_address_may_stand_in_a_private_file_only(tmp_path: Path) -> None:
    path = tmp_path / "address"
    path.write_text("sqlite:///kept.db\n")
    path.chmod(0o600)
    assert database_url(f"file:{path}") == "sqlite:///kept.db"
    path.chmod(0o640)
    with pytest.raises(InputError, match="Others may read address"):
        database_url(f"file:{path}")
    with pytest.raises(InputError, match="is not there"):
        database_url(f"file:{tmp_path / 'missing'}")


@pytest.mark.parametrize("url", ["workbook.db", "mysql://host/name", "sqlite://", "sqlite:///:memory:"])
def test_other_addresses_are_refused_in_words(url: str) -> None:
    with pytest.raises(InputError, match=r"WORKBOOK_DB"):
        open_repository(url)


def test_a_password_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WorkbookError, match="did not answer") as told:
        open_repository("postgresql://dana:hunter2@127.0.0.1:9/workbook")
    assert "hunter2" not in str(told.value)


def test_the_shown_address_hides_its_password(repository: Repository) -> None:
    shown = Repository(repository.engine).url
    assert shown.startswith(("sqlite:///", "postgresql+psycopg://postgres@/"))


def test_postgresql_without_its_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"\[postgresql\]"):
        open_repository("postgresql://dana@127.0.0.1:9/workbook")


def test_sqlite_has_the_settings_that_our_promises_rest_on(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "workbook.db"
    repository = open_repository(f"sqlite:///{path}")
    with repository.engine.connect() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        assert int(connection.execute(text("PRAGMA busy_timeout")).scalar() or 0) >= 5000
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_migrations_make_the_tables_that_the_code_expects(repository: Repository) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with repository.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert stored_revision(repository.engine) == REVISION


def test_opening_again_changes_nothing_and_loads_no_alembic(repository: Repository, url: str, dana: Person) -> None:
    repository.create_project("Loans", dana)
    opening = f"from workbook.project import open_repository; open_repository({url!r})"
    program = f"import sys; {opening}; print('alembic' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert found.stdout.strip() == "False"
    migrate(repository.engine)
    assert len(repository.projects(dana)) == 1


def test_a_database_of_another_release_is_left_alone(repository: Repository, url: str) -> None:
    with repository.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_future'"))
    with pytest.raises(InputError, match="another release"):
        open_repository(url)


def test_many_processes_may_open_an_empty_database_at_once(url: str, dana: Person) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.project.savers"])
    openers = [context.Process(target=just_open, args=(url,)) for _ in range(6)]
    for process in openers:
        process.start()
    for process in openers:
        process.join(60)
    assert [process.exitcode for process in openers] == [0] * 6
    repository = open_repository(url)
    assert repository.verify(repository.create_project("Loans", dana)).ok
    repository.close()


def test_a_locked_database_is_told_and_nothing_is_saved(
    tmp_path: Path, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbook.project.engine.BUSY_SECONDS", 0.05)
    url = f"sqlite:///{tmp_path / 'workbook.db'}"
    repository, other = open_repository(url), open_repository(url)
    told = pytest.raises(WorkbookError, match=r"database is locked. It was not saved\. Try again")
    with other.engine.connect().execution_options(writing=True) as connection, connection.begin(), told:
        repository.create_project("Loans", dana)
    assert repository.projects(dana) == ()


def test_a_reader_sees_one_moment_while_others_write(repository: Repository, url: str, dana: Person) -> None:
    project_id, asked = repository.create_project("Loans", dana), text("SELECT revision FROM project")
    with reading(repository.engine) as connection:
        before = connection.execute(asked).scalar()
        repository.note(project_id, dana, "remarked", {})
        assert connection.execute(asked).scalar() == before == 1
    assert repository.revision(project_id) == 2


def test_an_entry_of_the_log_has_no_second_name_on_sqlite(tmp_path: Path) -> None:
    repository = open_repository(f"sqlite:///{tmp_path / 'workbook.db'}")
    with repository.engine.connect() as connection, pytest.raises(OperationalError, match="no such column: rowid"):
        connection.execute(text("SELECT rowid FROM log"))


def test_a_record_of_the_first_release_is_brought_along(url: str, repository: Repository, dana: Person) -> None:
    project_id = repository.create_project("Loans", dana)
    with repository.engine.connect().execution_options(writing=True) as connection, connection.begin():
        for name in ("room_answer", "room_reveal", "room_participant", "room", "invitation", "ticket", "shared"):
            connection.execute(text(f"DROP TABLE {name}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001_record'"))
    later = open_repository(url)
    assert stored_revision(later.engine) == REVISION and later.verify(project_id).ok
    assert later.accept(later.invite(project_id, dana, "Robin").code)[0].name == "Robin"
    later.close()
