"""The record of workshops: rooms, people, answers. What was not shown is read by its giver and by nobody else."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from workbook.errors import InputError, NotFound
from workbook.project import Person, Repository
from workbook.project.engine import reading, writing
from workbook.project.people import ALLOWED
from workbook.project.reading import now
from workbook.project.room_tables import participant, reveal, room
from workbook.project.tables import membership
from workbook.room.codes import as_code, new_code
from workbook.room.copies import HANDED_OUT
from workbook.room.deck import from_text, open_deck, to_text
from workbook.room.moving import Move, moved
from workbook.room.record import Reveal, Room
from workbook.room.vetoes import fitted

SETTLED = "settled in a workshop"
LONGEST_NOTE = 1000
NO_ROOM = ("There is no room with this code.", "Look at the screen again: five letters, no digits.")


class MovedMeanwhile(InputError):
    """The room was moved on by another click or another facilitator."""


class Rooms:
    """All workshops of one database; it may be used from several threads."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.engine = repository.engine

    def open(self, project_id: str, who: Person, deck: str = "room_loan") -> Room:
        """Open a room for a project that this person may write in."""
        self.repository.require(project_id, who, "write")
        if project_id in self.repository.noted(who, HANDED_OUT):  # its people would be shown the key of the sheets
            raise InputError("This is a team's copy of the training case.", "Open the room on a project of your own.")
        written = to_text(fitted(open_deck(deck), self.repository.record(project_id, who)))
        with writing(self.engine) as connection:
            code = new_code()
            while connection.execute(select(room.c.id).where(room.c.code == code)).scalar() is not None:
                code = new_code()
            first = {"state": "lobby", "activity": None, "round": 1, "version": 1, "locked": False}
            row = {"id": uuid.uuid4().hex, "code": code, "project_id": project_id, "deck": written} | first
            connection.execute(insert(room).values(**row, created_by=who.id, created_at=now()))
            return _find(connection, code)

    def find(self, typed: str) -> Room:
        """The room of a code as people type it. Raises `NotFound`."""
        with reading(self.engine) as connection:
            return _find(connection, typed)

    def of_person(self, who: Person) -> tuple[Room, ...]:
        """Rooms of the projects that this person may write in, newest first."""
        allowed = [name for name, acts in ALLOWED.items() if "write" in acts]
        asked = (
            select(room)
            .join(membership, membership.c.project_id == room.c.project_id)
            .where(membership.c.person_id == who.id, membership.c.permission.in_(allowed))
            .order_by(room.c.created_at.desc())
        )
        with reading(self.engine) as connection:
            return tuple(as_room(row) for row in connection.execute(asked))

    def versions(self, codes: frozenset[str]) -> dict[str, int]:
        """How often each of these rooms was moved; cheap enough to ask every second."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(room.c.code, room.c.version).where(room.c.code.in_(codes)))
            return {row.code: row.version for row in rows}

    def move(self, code: str, who: Person, move: Move, seen: int) -> Room:
        """Move a room on.

        Parameters
        ----------
        code : str
        who : Person
            Must be allowed to write in the project.
        move : Move
        seen : int
            The version that the facilitator saw.

        Raises
        ------
        MovedMeanwhile
            The room is at another version.
        InputError
            The move does not fit.
        """
        self.repository.require(self.find(code).project_id, who, "write")
        with writing(self.engine) as connection:
            before = _find(connection, code, lock=True)
            if before.version != seen:
                raise MovedMeanwhile("The room has moved on meanwhile.", "Look at it again.")
            shown = {one.activity: one.round for one in _reveals(connection, before.id)}
            after = moved(before, move, datetime.now(UTC), shown)
            connection.execute(update(room).where(room.c.id == before.id).values(**_columns(after)))
            if move.act == "reveal":
                place = {"room_id": after.id, "activity": after.activity, "round": after.round}
                connection.execute(insert(reveal).values(**place, at=now()))
        return after

    def reveals(self, room_id: str) -> tuple[Reveal, ...]:
        """What was shown in a room, in that order."""
        with reading(self.engine) as connection:
            return _reveals(connection, room_id)

    def settle(self, code: str, who: Person, shown: Reveal, told: Mapping[str, Any]) -> Reveal:
        """Put what the room settled on the last shown answers into the room and into the project's log.

        Parameters
        ----------
        code : str
        who : Person
        shown : Reveal
            With decision, dissent and reason.
        told : mapping
            What else the log entry says (how many answered, how far apart they were).
        """
        here = self.find(code)
        texts = {name: _note(getattr(shown, name)) for name in ("decision", "dissent", "reason")}
        if not texts["decision"]:
            raise InputError("No decision is written yet.", "Write what the room decided, also “nothing yet”.")
        if (shown.activity, shown.round) not in {(one.activity, one.round) for one in self.reveals(here.id)}:
            raise InputError("These answers were not shown yet.", "Reveal them first.")
        said = {"room": here.code, "question": shown.activity, "round": shown.round} | dict(told) | texts
        # The log first: a decision that only the room knows would be lost to the project.
        self.repository.note(here.project_id, who, SETTLED, said)
        place = (
            reveal.c.room_id == here.id,
            reveal.c.activity == shown.activity,
            reveal.c.round == shown.round,
        )
        with writing(self.engine) as connection:
            connection.execute(update(reveal).where(*place).values(**texts))
            connection.execute(update(room).where(room.c.id == here.id).values(version=room.c.version + 1))
        return replace(shown, decision=texts["decision"], dissent=texts["dissent"], reason=texts["reason"])

    def people(self, room_id: str) -> int:
        """How many are in a room."""
        asked = select(func.count()).select_from(participant).where(participant.c.room_id == room_id)
        with reading(self.engine) as connection:
            return int(connection.execute(asked).scalar() or 0)


def _note(text: str | None) -> str | None:
    written = (text or "").strip()
    if len(written) > LONGEST_NOTE:
        raise InputError(f"It may have at most {LONGEST_NOTE} characters.", "Say it shorter.")
    return written or None


def _find(connection: Connection, typed: str, lock: bool = False) -> Room:
    code = as_code(typed)
    asked = select(room).where(room.c.code == (code or ""))
    row = connection.execute(asked.with_for_update() if lock else asked).one_or_none()
    if row is None:
        raise NotFound(*NO_ROOM)
    return as_room(row)


def as_room(row: Row[Any]) -> Room:
    """A row of the room table as a value."""
    return Room(
        id=row.id,
        code=row.code,
        project_id=row.project_id,
        deck=from_text(row.deck),
        state=row.state,
        activity=row.activity,
        round=row.round,
        version=row.version,
        ends_at=datetime.fromisoformat(row.ends_at) if row.ends_at else None,
        seconds_left=row.seconds_left,
        locked=row.locked,
        created_by=row.created_by,
        created_at=datetime.fromisoformat(row.created_at),
    )


def _columns(after: Room) -> dict[str, Any]:
    return {
        "state": after.state,
        "activity": after.activity,
        "round": after.round,
        "version": after.version,
        "ends_at": after.ends_at.isoformat() if after.ends_at else None,
        "seconds_left": after.seconds_left,
        "locked": after.locked,
    }


def _reveals(connection: Connection, room_id: str) -> tuple[Reveal, ...]:
    rows = connection.execute(select(reveal).where(reveal.c.room_id == room_id).order_by(reveal.c.at, reveal.c.round))
    return tuple(
        Reveal(row.activity, row.round, datetime.fromisoformat(row.at), row.decision, row.dissent, row.reason)
        for row in rows
    )


def read_value(written: str) -> Mapping[str, Any]:
    """A stored answer as plain values."""
    value: Mapping[str, Any] = json.loads(written)
    return value
