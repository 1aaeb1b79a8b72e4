"""Opens the database of a WORKBOOK_DB address: SQLite with safe settings, or PostgreSQL, migrated to today's tables."""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import NullPool

from workbook.errors import InputError, MissingExtra, WorkbookError
from workbook.project import room_tables as room_tables  # its tables are part of what a migration makes
from workbook.project.tables import REVISION

BUSY_SECONDS = 20
MIGRATION_LOCK = 7216
"""Any number, the same in every release: who migrates a PostgreSQL database holds it."""


def database_url(url: str | None = None) -> str:
    """The address to use: the one given, else WORKBOOK_DB, else a file in the user's data folder.

    `file:PATH` names a private file that holds the address, so that a password need not stand in an environment.
    """
    chosen = url or os.environ.get("WORKBOOK_DB") or ""
    if chosen.startswith("file:"):
        return _address_in(Path(chosen.removeprefix("file:")))
    if not chosen:
        from platformdirs import user_data_path

        chosen = f"sqlite:///{user_data_path('workbook') / 'workbook.db'}"
    return chosen


def _address_in(path: Path) -> str:
    if not path.is_file():
        raise InputError(f"The file {path.name} that should name the database is not there.", "Check WORKBOOK_DB.")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise InputError(
            f"Others may read {path.name}, which holds the database's password.", f"Run: chmod 600 {path.name}"
        )
    return path.read_text("utf-8").strip()


def open_engine(url: str) -> Engine:
    """An engine with the settings that our promises rest on, on tables of today.

    Raises
    ------
    InputError
        The address is not one of SQLite or PostgreSQL, or a newer release wrote the database.
    MissingExtra
        PostgreSQL without its driver.
    WorkbookError
        The database does not answer.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        remedy = "Write it like sqlite:///workbook.db or postgresql://user@host/name."
        raise InputError("WORKBOOK_DB is not a database address.", remedy) from error
    engine = connecting(address)
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()  # nobody gets it, so nobody else can close its connections
        raise
    return engine


def connecting(address: URL) -> Engine:
    """An engine on the tables as they are."""
    kind = address.get_backend_name()
    if kind == "sqlite":
        return _sqlite(address)
    if kind in ("postgresql", "postgres"):
        return _postgresql(address.set(drivername="postgresql+psycopg"))
    raise InputError(f"The workbook keeps its record in SQLite or PostgreSQL, not in {kind}.", "Change WORKBOOK_DB.")


def _sqlite(address: URL) -> Engine:
    if address.database in (None, "", ":memory:"):
        raise InputError(
            "The record needs a file: in memory it would be lost.", "Write WORKBOOK_DB like sqlite:///workbook.db."
        )
    path = Path(str(address.database))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)  # the record is not for everybody on this machine
    # One connection a unit of work: a SQLite connection belongs to one thread and one process.
    engine = create_engine(address, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, see below
        for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        _use_wal(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE: a transaction that reads first and writes later would be refused without any waiting.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")

    return engine


def _use_wal(connection: Any) -> None:
    """Switch to the write-ahead log: only the first connection does, and SQLite does not wait for it by itself."""
    import sqlite3

    give_up = time.monotonic() + BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def _postgresql(address: URL) -> Engine:
    try:
        engine = create_engine(
            address,
            pool_pre_ping=True,
            pool_size=2,
            max_overflow=8,
            connect_args={"connect_timeout": 10, "client_encoding": "utf8"},
        )
    except ModuleNotFoundError as error:
        raise MissingExtra("PostgreSQL", "postgresql") from error
    if hasattr(os, "register_at_fork"):
        # A forked kernel must not speak on its parent's connections.
        os.register_at_fork(after_in_child=partial(_forget_connections, weakref.ref(engine)))
    return engine


def _forget_connections(known: weakref.ref[Engine]) -> None:
    engine = known()
    if engine is not None:
        engine.dispose(close=False)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment of the database, however many questions it asks."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with (
        told_plainly("Nothing was read."),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: all of it is on disk when the block ends, or nothing of it."""
    options = {"writing": True}
    with (
        told_plainly("It was not saved."),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL synchronous_commit = on"))
        yield connection


@contextmanager
def told_plainly(consequence: str) -> Iterator[None]:
    """Tell a person what a database that does not answer, is full or is locked means for them."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise WorkbookError(
            f"The database did not answer: {_reason(error)}. {consequence}", "Try again in a moment."
        ) from error


def _reason(error: DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines()
    return lines[0].rstrip(".") if lines else "it gave no reason"


def migrate(engine: Engine) -> None:
    """Bring the tables to today's revision; nothing is loaded for it where they are."""
    stored = stored_revision(engine)
    if stored == REVISION:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    if stored not in {None, *(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())}:
        raise InputError(
            f"The database was written by another release of the workbook ({stored}).",
            "Update the workbook, or use another WORKBOOK_DB.",
        )
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")  # does nothing where another process was first


def stored_revision(engine: Engine) -> str | None:
    """The revision of the tables that are there; None in an empty database."""
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
