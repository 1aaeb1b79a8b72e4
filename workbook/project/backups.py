"""A copy of the whole record, taken while it is in use, and the record made from such a copy."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, inspect, select
from sqlalchemy.engine import make_url

from workbook.errors import InputError, MissingExtra, WorkbookError
from workbook.project.chain import Verification
from workbook.project.engine import connecting
from workbook.project.repository import Repository, open_repository
from workbook.project.tables import project


def back_up(repository: Repository, path: Path) -> None:
    """Copy the record: SQLite by its online backup, PostgreSQL by pg_dump. Only this user may read the file.

    Raises
    ------
    WorkbookError
        The copy could not be made; nothing half-written is left.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise InputError(f"{path.name} could not be written: {error.strerror}.", "Choose another file.") from error
    try:
        if repository.engine.dialect.name == "sqlite":
            _copy(Path(repository.engine.url.database or ""), path)
        else:
            _run("pg_dump", repository.engine.url, "--format=custom", f"--file={path}")
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def restore(path: Path, url: str) -> dict[str, Verification]:
    """Make an empty database hold what a backup holds, and verify the log of every project in it.

    Parameters
    ----------
    path : Path
        A file that `back_up` wrote, of the same kind of database.
    url : str
        Address of a SQLite file that is not there yet, or of an empty PostgreSQL database.

    Returns
    -------
    dict
        Name of each project -> whether its log is whole.
    """
    address = make_url(url)
    if not path.is_file():
        raise InputError(f"There is no file {path.name}.", "Name a file that `workbook backup` wrote.")
    if address.get_backend_name() == "sqlite":
        _restore_file(path, Path(address.database or ""))
    else:
        _restore_dump(path, address)
    repository = open_repository(url)
    try:
        with repository.engine.connect() as connection:
            held = connection.execute(select(project.c.id, project.c.name)).all()
        return {row.name: repository.verify(row.id) for row in held}
    finally:
        repository.close()


def _restore_file(path: Path, target: Path) -> None:
    if target.exists():
        raise InputError(f"{target.name} is there already.", "Move it away, or name another database with --db.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _copy(path, part)
        with closing(sqlite3.connect(part)) as copied:
            whole = copied.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            known = copied.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        if not whole or known is None:
            raise InputError(f"{path.name} is not a whole backup of a record.", "Name a file of `workbook backup`.")
        part.replace(target)
    except sqlite3.DatabaseError as error:
        raise InputError(f"{path.name} is not a backup of SQLite: {error}.", "Name the right file.") from error
    finally:
        part.unlink(missing_ok=True)


def _restore_dump(path: Path, address: URL) -> None:
    engine = connecting(address)
    try:
        if inspect(engine).get_table_names():
            raise InputError("The database is not empty.", "Create an empty one, and name it with --db.")
    finally:
        engine.dispose()
    options = ("--exit-on-error", "--single-transaction", "--no-owner", f"--dbname={address.database or ''}")
    _run("pg_restore", address, *options, str(path))


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


def _run(name: str, url: URL, *arguments: str) -> None:
    program = shutil.which(name)
    if program is None:
        raise MissingExtra(f"PostgreSQL (its program {name})", "postgresql")
    settings = {
        "PGHOST": url.host or str(url.query.get("host", "")),
        "PGPORT": str(url.port or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": url.password or "",
        "PGDATABASE": url.database or "",
    }
    environment = os.environ | {setting: value for setting, value in settings.items() if value}
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        told = done.stderr.strip().splitlines()
        raise WorkbookError(f"{name} failed: {told[-1] if told else 'it said nothing'}.")
