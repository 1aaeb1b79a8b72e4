"""A copy of the whole record, taken while it is in use."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from workbook.errors import MissingExtra, WorkbookError
from workbook.project.repository import Repository


def back_up(repository: Repository, path: Path) -> None:
    """Copy the record: SQLite by its online backup, PostgreSQL by pg_dump.

    Raises
    ------
    WorkbookError
        The copy could not be made; nothing half-written is left.
    """
    if repository.engine.dialect.name == "sqlite":
        database = repository.engine.url.database or ""
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
        return
    _dump(repository, path)


def _dump(repository: Repository, path: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise MissingExtra("A backup of PostgreSQL (its program pg_dump)", "postgresql")
    url = repository.engine.url
    settings = {
        "PGHOST": url.host or str(url.query.get("host", "")),
        "PGPORT": str(url.port or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": url.password or "",
    }
    environment = os.environ | {name: value for name, value in settings.items() if value}
    done = subprocess.run(
        [program, "--format=custom", f"--file={path}", url.database or ""],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        path.unlink(missing_ok=True)
        raise WorkbookError(
            f"The backup failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'pg_dump said nothing'}."
        )
