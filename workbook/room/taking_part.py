"""What the people of a room do: come in, answer, read their own answer, and read all answers once they are shown."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from workbook.errors import InputError, NotAllowed, NotFound, WorkbookError
from workbook.project.chain import canonical, storable
from workbook.project.engine import reading, writing
from workbook.project.reading import now
from workbook.project.room_tables import given, participant, reveal, room
from workbook.room.answering import checked
from workbook.room.codes import hashed
from workbook.room.deck import HATS, activity_of
from workbook.room.record import Given, Participant, Room, Saved
from workbook.room.store import NO_ROOM, Rooms, as_room, read_value

MOST_PEOPLE = 500
LONGEST_NAME = 40
LONGEST_KEY = 64


class AnsweredElsewhere(WorkbookError):
    """Another tab or an earlier save stored an answer that this one had not seen; it is `stored`."""

    def __init__(self, stored: Saved) -> None:
        super().__init__(
            "A different answer of yours was saved from another tab.", "Save again to replace it, or reload to keep it."
        )
        self.stored = stored


@dataclass(frozen=True)
class Answering:
    """An answer on its way.

    Attributes
    ----------
    activity, round
        What it answers; refused where the room has moved on.
    value : mapping
        As the browser sent it.
    key : str
        Made by the browser for this answer: sent twice, it is saved once.
    seen : int
        The version of one's stored answer that it replaces; 0 where there was none.
    """

    activity: str
    round: int
    value: Mapping[str, Any]
    key: str
    seen: int


class People:
    """The people of all workshops of one database; it may be used from several threads."""

    def __init__(self, rooms: Rooms) -> None:
        self.engine = rooms.engine

    def join(self, here: Room, secret: str, name: str | None, hat: str) -> Participant:
        """Come into a room. The same secret is the same person, also when it is sent twice."""
        called = " ".join(_printable(name or "").split()) or None
        if called is not None and len(called) > LONGEST_NAME:
            raise InputError(f"A name may have at most {LONGEST_NAME} characters.", "Shorten it.")
        if hat not in HATS:
            raise InputError("Choose a hat.", f"One of: {', '.join(HATS.values())}.")
        with writing(self.engine) as connection:
            known = _participant(connection, here.id, secret)
            if known is None:
                _let_in(connection, here, secret, called, hat)
                known = _participant(connection, here.id, secret)
        if known is None:
            raise WorkbookError("You could not be let in.", "Try again.")
        return known

    def find(self, room_id: str, secret: str) -> Participant | None:
        """The person with this secret; None where nobody in the room has it."""
        with reading(self.engine) as connection:
            return _participant(connection, room_id, secret)

    def save(self, here: Room, who: Participant, answer: Answering) -> Saved:
        """Save one's answer to what is asked now; it is on disk when this returns.

        Raises
        ------
        InputError
            The answer cannot be, or nothing is asked now, or something else.
        AnsweredElsewhere
            One's stored answer is newer than the one this answer replaces.
        """
        if not 8 <= len(answer.key) <= LONGEST_KEY or answer.seen < 0:
            raise InputError("The page sent something odd.", "Reload it.")
        value = canonical(_storable(checked(activity_of(here.deck, answer.activity), answer.value)))
        with writing(self.engine) as connection:
            # Shared: answers do not wait for each other, but none slips in behind a reveal.
            asked = select(room).where(room.c.id == here.id).with_for_update(read=True)
            _still_asked(as_room(connection.execute(asked).one()), answer)
            stored = _own(connection, who.id, answer.activity, answer.round)
            if stored is not None and stored.key == answer.key:
                return stored
            place = {"participant_id": who.id, "activity": answer.activity, "round": answer.round}
            moment = now()
            row = {"value": value, "key": answer.key, "version": answer.seen + 1, "at": moment}
            if not _put(connection, place, here.id, row, answer.seen):
                stored = _own(connection, who.id, answer.activity, answer.round)
                if stored is None:
                    raise WorkbookError("The answer was not saved.", "Save again.")
                if stored.key != answer.key:
                    raise AnsweredElsewhere(stored)
                return stored
            return Saved(read_value(value), answer.key, answer.seen + 1, datetime.fromisoformat(moment))

    def own_answer(self, who: Participant, activity: str, round: int) -> Saved | None:
        """One's own answer; None where there is none yet."""
        with reading(self.engine) as connection:
            return _own(connection, who.id, activity, round)

    def everybody(self, room_id: str) -> tuple[Participant, ...]:
        """Who is in a room, in the order in which they came."""
        asked = select(participant).where(participant.c.room_id == room_id).order_by(participant.c.joined_at)
        with reading(self.engine) as connection:
            return tuple(_as_participant(row) for row in connection.execute(asked))

    def who_answered(self, here: Room) -> frozenset[str]:
        """Who has answered what is asked now: that they have, not what."""
        asked = select(given.c.participant_id).where(
            given.c.room_id == here.id, given.c.activity == here.activity, given.c.round == here.round
        )
        with reading(self.engine) as connection:
            return frozenset(connection.execute(asked).scalars())

    def counts(self, codes: frozenset[str]) -> dict[str, tuple[int, int]]:
        """For each of these rooms, how many are in and how many have answered what is asked now."""
        inside = select(room.c.code, func.count()).join(participant, participant.c.room_id == room.c.id)
        now_asked = and_(
            given.c.room_id == room.c.id, given.c.activity == room.c.activity, given.c.round == room.c.round
        )
        answered = select(room.c.code, func.count()).join(given, now_asked)
        with reading(self.engine) as connection:
            people, answers = (
                {
                    code: int(many)
                    for code, many in connection.execute(asked.where(room.c.code.in_(codes)).group_by(room.c.code))
                }
                for asked in (inside, answered)
            )
        return {code: (people.get(code, 0), answers.get(code, 0)) for code in codes}

    def shown_answers(self, room_id: str, activity: str, round: int) -> tuple[Given, ...]:
        """Everybody's answers, once they are shown. Raises `NotAllowed` before, whoever asks."""
        shown = and_(
            reveal.c.room_id == given.c.room_id, reveal.c.activity == given.c.activity, reveal.c.round == given.c.round
        )
        asked = (
            select(given.c.participant_id, participant.c.hat, given.c.value)
            .join(participant, participant.c.id == given.c.participant_id)
            .join(reveal, shown)  # an answer without its reveal cannot be read here
            .where(given.c.room_id == room_id, given.c.activity == activity, given.c.round == round)
            .order_by(given.c.participant_id)
        )
        known = select(reveal.c.at).where(
            reveal.c.room_id == room_id, reveal.c.activity == activity, reveal.c.round == round
        )
        with reading(self.engine) as connection:
            if connection.execute(known).scalar() is None:
                raise NotAllowed("These answers are not shown yet.", "They are seen by everybody at once.")
            return tuple(Given(row.participant_id, row.hat, read_value(row.value)) for row in connection.execute(asked))


def _let_in(connection: Connection, here: Room, secret: str, name: str | None, hat: str) -> None:
    current = connection.execute(select(room.c.state, room.c.locked).where(room.c.id == here.id)).one_or_none()
    if current is None:
        raise NotFound(*NO_ROOM)
    if current.state == "closed":
        raise InputError("This workshop is over.", "Ask whoever led it for the summary.")
    if current.locked:
        raise InputError("The door of this room is closed.", "Ask the facilitator to open it.")
    inside = select(func.count()).select_from(participant).where(participant.c.room_id == here.id)
    if (connection.execute(inside).scalar() or 0) >= MOST_PEOPLE:
        raise InputError(f"A room holds at most {MOST_PEOPLE} people.", "Open a second room.")
    row = {"id": uuid.uuid4().hex, "room_id": here.id, "secret_hash": hashed(secret), "name": name, "hat": hat}
    add = _insert(connection)(participant).values(**row, joined_at=now())
    connection.execute(add.on_conflict_do_nothing(index_elements=["room_id", "secret_hash"]))


def _insert(connection: Connection) -> Any:
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert


def _put(connection: Connection, place: Mapping[str, Any], room_id: str, row: Mapping[str, Any], seen: int) -> bool:
    """Store an answer over the one that was seen, or as the first; False where another is there."""
    if seen == 0:
        add = _insert(connection)(given).values(**place, room_id=room_id, **row)
        done = connection.execute(add.on_conflict_do_nothing(index_elements=list(place)))
    else:
        here = [given.c[name] == value for name, value in place.items()]
        done = connection.execute(update(given).where(*here, given.c.version == seen).values(**row))
    return bool(done.rowcount == 1)


def _still_asked(current: Room, answer: Answering) -> None:
    if (current.activity, current.round) != (answer.activity, answer.round) or current.state in ("revealed", "closed"):
        raise InputError("This question is closed: the answers are shown.", "Go on with what the room does now.")
    if current.state == "paused":
        raise InputError("The room is paused.", "Save when it goes on; what you wrote stays here.")


def _own(connection: Connection, participant_id: str, activity: str, round: int) -> Saved | None:
    asked = select(given).where(
        given.c.participant_id == participant_id, given.c.activity == activity, given.c.round == round
    )
    row = connection.execute(asked).one_or_none()
    if row is None:
        return None
    return Saved(read_value(row.value), row.key, row.version, datetime.fromisoformat(row.at))


def _participant(connection: Connection, room_id: str, secret: str) -> Participant | None:
    asked = select(participant).where(participant.c.room_id == room_id, participant.c.secret_hash == hashed(secret))
    row = connection.execute(asked).one_or_none()
    return None if row is None else _as_participant(row)


def _as_participant(row: Row[Any]) -> Participant:
    return Participant(row.id, row.name, row.hat, datetime.fromisoformat(row.joined_at))


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    return {name: _storable(inner) for name, inner in value.items()} if isinstance(value, Mapping) else value


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)
