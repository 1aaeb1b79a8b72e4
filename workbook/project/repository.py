"""The repository of projects: what can be asked of the database, and what can be changed in it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select

from workbook.errors import NotFound, WorkbookError
from workbook.project import exchange
from workbook.project.acts import BEGAN, EXPORTED, OWN, activity_of
from workbook.project.admission import Admission, require_own_account
from workbook.project.chain import GENESIS, Verification, storable
from workbook.project.engine import database_url, open_engine
from workbook.project.keeping import Result, erase_entry, forget_data, keep_data, keep_result
from workbook.project.log import LogEntry, read_log
from workbook.project.people import Activity, Permission, Person
from workbook.project.reading import now, permission_of, read_record, reference_for_counts, require
from workbook.project.record import DataReference, Fingerprints, Record
from workbook.project.sections import Section
from workbook.project.tables import log, membership, project
from workbook.project.writing import enter_log, lock_project, remember_person, save_answers

Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class ProjectSummary:
    """A project in a list."""

    id: str
    name: str
    created_at: datetime
    changed_at: datetime
    permission: Permission


class Repository(Admission):
    """All projects of one database. Open it with `open_repository`; it may be used from several threads."""

    def create_project(self, name: str, who: Person, *, description: str = "") -> str:
        """Begin a project that this person owns; returns its identifier."""
        require_own_account(who)
        name, description = storable(name).strip(), storable(description)
        if not name:
            raise WorkbookError("A project needs a name.", "Write one, for example “Consumer loans”.")
        project_id, moment = uuid.uuid4().hex, now()

        def change(connection: Connection) -> None:
            remember_person(connection, who)
            row = {
                "id": project_id,
                "origin": project_id,
                "name": name,
                "description": description,
                "created_by": who.id,
            }
            connection.execute(
                insert(project).values(**row, created_at=moment, changed_at=moment, revision=0, head=GENESIS)
            )
            connection.execute(insert(membership).values(project_id=project_id, person_id=who.id, permission="owner"))
            enter_log(connection, project_id, who, BEGAN, {"name": name})

        self._write(change)
        return project_id

    def projects(self, who: Person) -> tuple[ProjectSummary, ...]:
        """The projects that this person may see, newest change first."""
        asked = (
            select(project, membership.c.permission)
            .join(membership, membership.c.project_id == project.c.id)
            .where(membership.c.person_id == who.id)
            .order_by(project.c.changed_at.desc())
        )
        rows = self._read(lambda connection: connection.execute(asked).all())
        return tuple(
            ProjectSummary(
                row.id,
                row.name,
                datetime.fromisoformat(row.created_at),
                datetime.fromisoformat(row.changed_at),
                row.permission,
            )
            for row in rows
        )

    def noted(self, who: Person, action: str) -> frozenset[str]:
        """Those of this person's projects whose log holds such an act."""
        mine = select(membership.c.project_id).where(membership.c.person_id == who.id)
        asked = select(log.c.project_id).where(log.c.action == action, log.c.project_id.in_(mine)).distinct()
        return frozenset(self._read(lambda connection: connection.execute(asked).scalars().all()))

    def record(self, project_id: str, who: Person) -> Record:
        """A project as it is now. Raises `NotFound`, also where it exists for others only."""
        return self._read(lambda connection: read_record(connection, project_id, who))

    def revision(self, project_id: str) -> int:
        """How often a project was changed; cheap enough to ask every second."""
        found = self._read(
            lambda connection: connection.execute(select(project.c.revision).where(project.c.id == project_id)).scalar()
        )
        if found is None:
            raise NotFound("The project is not there any more.")
        return int(found)

    def reference_for_counts(self, project_id: str, who: Person) -> DataReference | None:
        """How the rows are reached, to count them for somebody who may see counts only; never to be shown."""
        return self._read(lambda connection: reference_for_counts(connection, project_id, who))

    def require(self, project_id: str, who: Person, activity: Activity) -> None:
        """Raise `NotAllowed` where the person's permission does not cover the activity."""
        self._read(lambda connection: require(connection, project_id, who, activity))

    def save(
        self,
        project_id: str,
        who: Person,
        section: type[Section],
        changes: Mapping[str, Any],
        seen: Mapping[str, int] | None = None,
    ) -> Record:
        """Save fields of one section; see `workbook.project.writing.save_answers` for what is refused."""
        return self._changed(
            project_id,
            who,
            "write",
            lambda connection: save_answers(connection, project_id, who, section, changes, seen),
        )

    def attach_data(self, project_id: str, who: Person, reference: DataReference) -> Record:
        """Record how the rows are reached; they replace what was connected before."""
        return self._changed(
            project_id, who, "connect data", lambda connection: keep_data(connection, project_id, who, reference)
        )

    def forget_rows(self, project_id: str, who: Person, reason: str) -> Record:
        """Mark the rows as erased; whoever calls this erases the files."""
        return self._changed(
            project_id, who, "connect data", lambda connection: forget_data(connection, project_id, who, reason)
        )

    def add_evidence(
        self,
        project_id: str,
        who: Person,
        *,
        name: str,
        stage: str,
        sentence: str,
        result: Mapping[str, Any],
        fingerprints: Fingerprints,
        personal: bool = False,
    ) -> Record:
        """Put a result on record, with what it was computed from.

        A result about one person (`personal`) stays out of the log and of exports, and is shown to those who may see
        rows; `erase_payload` of its entry erases it.
        """
        kept = Result(name, stage, sentence, result, fingerprints, personal)
        activity: Activity = "see rows" if personal else "write"
        return self._changed(
            project_id, who, activity, lambda connection: keep_result(connection, project_id, who, kept)
        )

    def note(self, project_id: str, who: Person, action: str, payload: Mapping[str, Any]) -> Record:
        """Log any other act. "signed", "overridden" and "decided" need permission to sign; "reported" only to read."""
        if action in OWN:
            raise WorkbookError(f"The project itself writes “{action}” into the log.", "Give your note another name.")

        def change(connection: Connection) -> None:
            enter_log(connection, project_id, who, storable(action), payload)

        return self._changed(project_id, who, activity_of(action), change)

    def log(self, project_id: str, who: Person) -> tuple[LogEntry, ...]:
        """The audit log, oldest entry first."""

        def ask(connection: Connection) -> tuple[LogEntry, ...]:
            require(connection, project_id, who, "read")
            return read_log(connection, project_id)

        return self._read(ask)

    def erase_payload(self, project_id: str, who: Person, sequence: int, reason: str) -> None:
        """Erase what one log entry says, with its salt, and the result that it recorded.

        That the entry was made, by whom and when stays, and the chain still verifies. An answer that still stands is
        erased by answering anew.
        """
        self._changed(
            project_id, who, "administer", lambda connection: erase_entry(connection, project_id, who, sequence, reason)
        )

    def export_project(self, project_id: str, who: Person, path: Path) -> Path:
        """Write answers, results, decisions and the log to one file: no rows, no tally, nothing about one person."""

        def change(connection: Connection) -> Path:
            lock_project(connection, project_id)
            require(connection, project_id, who, "read")
            remember_person(connection, who)
            enter_log(connection, project_id, who, EXPORTED, {})
            return exchange.write_export(exchange.gather(connection, project_id), Path(path))

        return self._write(change)

    def import_project(self, path: Path, who: Person) -> str:
        """Take a project over from an exported file, as a new project of this person; returns its identifier."""
        require_own_account(who)
        content = exchange.read_export(Path(path))
        return self._write(lambda connection: exchange.take_over(connection, content, who))

    def verify(self, project_id: str, *, head: str | None = None) -> Verification:
        """Recompute a project's log, and compare it with the answers and results that the project holds.

        Parameters
        ----------
        project_id : str
        head : str, optional
            A head hash that an earlier report printed: the log must still contain it.
        """

        def ask(connection: Connection) -> Verification:
            if connection.execute(select(project.c.id).where(project.c.id == project_id)).scalar() is None:
                raise NotFound("There is no such project.")
            return exchange.verify_content(exchange.gather(connection, project_id), head)

        return self._read(ask)

    def permission(self, project_id: str, who: Person) -> Permission:
        """What this person may do in a project."""
        return self._read(lambda connection: permission_of(connection, project_id, who))


def open_repository(url: str | None = None) -> Repository:
    """The repository at an address: the one given, else WORKBOOK_DB, else a file in the user's data folder."""
    return Repository(open_engine(database_url(url)))
