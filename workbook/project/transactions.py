"""What every part of the repository stands on: units of work that read, and units that change a project."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine

from workbook.project.engine import reading, writing
from workbook.project.people import Activity, Person
from workbook.project.reading import read_record, require
from workbook.project.record import Record
from workbook.project.writing import lock_project, remember_person

Outcome = TypeVar("Outcome")


class Transactions:
    """An engine, and the two ways to use it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def url(self) -> str:
        """Its address, without a password."""
        return self._engine.url.render_as_string(hide_password=True)

    @property
    def engine(self) -> Engine:
        """The engine, for backups."""
        return self._engine

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _read(self, ask: Callable[[Connection], Outcome]) -> Outcome:
        with reading(self._engine) as connection:
            return ask(connection)

    def _write(self, change: Callable[[Connection], Outcome]) -> Outcome:
        with writing(self._engine) as connection:
            return change(connection)

    def _changed(
        self, project_id: str, who: Person, activity: Activity, change: Callable[[Connection], None]
    ) -> Record:
        def within(connection: Connection) -> Record:
            lock_project(connection, project_id)
            require(connection, project_id, who, activity)
            remember_person(connection, who)
            change(connection)
            return read_record(connection, project_id, who)

        return self._write(within)
