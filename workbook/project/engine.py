"""Opens the database of a WORKBOOK_DB address: SQLite with safe settings, or PostgreSQL, migrated to today's tables."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import NoSuchModuleError
from sqlalchemy.pool import NullPool

from workbook.errors import InputError, MissingExtra

REVISION = "0001"
"""The newest migration: compared before Alembic is loaded, which takes a second."""
BUSY_MILLISECONDS = 20_000


def database_url(url: str | None = None) -> str:
    """The address to use: the one given, else WORKBOOK_DB, else a file in the user's data folder.

    `file:PATH` names a file that holds the address, so that a password need not stand in an environment.
    """
    chosen = url or os.environ.get("WORKBOOK_DB") or ""
    if chosen.startswith("file:"):
        path = Path(chosen.removeprefix("file:"))
        if not path.is_file():
            raise InputError(f"The file {path.name} that should name the database is not there.", "Start the workbook again.")
        chosen = path.read_text("utf-8").strip()
    if not chosen:
        from platformdirs import user_data_path

        chosen = f"sqlite:///{user_data_path('workbook', ensure_exists=True) / 'workbook.db'}"
    return chosen


def open_engine(url: str) -> Engine:
    """An engine with the settings that our promises rest on, on tables of today.

    Raises
    ------
    InputError
        The address is not one of SQLite or PostgreSQL.
    MissingExtra
        PostgreSQL without its driver.
    """
    try:
        address = make_url(url)
    except Exception as error:
        raise InputError("WORKBOOK_DB is not a database address.", "Write it like sqlite:///workbook.db or postgresql://user@host/name.") from error
    if address.get_backend_name() == "sqlite":
        return migrated(_sqlite(address.render_as_string(hide_password=False), address.database))
    if address.get_backend_name() == "postgresql":
        return migrated(_postgresql(address.set(drivername="postgresql+psycopg")))
    raise InputError(
        f"The workbook keeps its record in SQLite or PostgreSQL, not in {address.get_backend_name()}.", "Change WORKBOOK_DB."
    )


def _sqlite(url: str, database: str | None) -> Engine:
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    # One connection a unit of work: SQLite connections belong to one thread, and callbacks may come from several.
    engine = create_engine(url, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, see below
        for pragma in (f"busy_timeout={BUSY_MILLISECONDS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _postgresql(address: Any) -> Engine:
    try:
        return create_engine(address, pool_pre_ping=True, pool_size=2, max_overflow=3)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise MissingExtra("PostgreSQL", "postgresql") from error


def migrated(engine: Engine) -> Engine:
    """Bring the tables to today's revision; nothing is loaded for it where they are."""
    if stored_revision(engine) != REVISION:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(7216)"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    return engine


def stored_revision(engine: Engine) -> str | None:
    """The revision of the tables that are there; None in an empty database."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
