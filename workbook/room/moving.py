"""The moves of a workshop, as a pure function: what the facilitator asks for, and how the room is after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, get_args

from workbook.errors import InputError
from workbook.room.deck import activity_of
from workbook.room.record import Room

Act = Literal["ask", "pause", "resume", "extend", "reveal", "lock", "unlock", "close"]
ACTS: tuple[str, ...] = get_args(Act)
LONGEST_EXTENSION = 60.0


@dataclass(frozen=True)
class Move:
    """What the facilitator wants: to ask an activity, to give more minutes, or one of the acts that need no more."""

    act: Act
    activity: str = ""
    minutes: float = 0.0


def moved(room: Room, move: Move, now: datetime, shown: Mapping[str, int]) -> Room:
    """The room after a move.

    Parameters
    ----------
    room : Room
    move : Move
    now : datetime
    shown : mapping of str to int
        The last round of each activity that was shown: asking it again begins another round.

    Raises
    ------
    InputError
        The move does not fit the state of the room.
    """
    if room.state == "closed":
        raise InputError("This room is closed.", "Open a new one for another workshop.")
    after = replace(room, version=room.version + 1)
    if move.act == "ask":
        return _ask(after, move, now, shown)
    if move.act in ("lock", "unlock"):
        return replace(after, locked=move.act == "lock")
    if move.act == "close":
        return replace(after, state="closed", ends_at=None, seconds_left=None)
    if room.state not in ("asking", "paused"):
        raise InputError("Nothing is being asked now.", "Ask a question of the agenda first.")
    return _while_asking(after, move, now)


def _while_asking(room: Room, move: Move, now: datetime) -> Room:
    if move.act == "reveal":
        return replace(room, state="revealed", ends_at=None, seconds_left=None)
    if move.act == "extend":
        return _extend(room, move.minutes, now)
    if move.act == "pause" and room.state == "asking":
        left = max(0.0, (room.ends_at - now).total_seconds()) if room.ends_at else 0.0
        return replace(room, state="paused", ends_at=None, seconds_left=left)
    if move.act == "resume" and room.state == "paused":
        return replace(
            room, state="asking", ends_at=now + timedelta(seconds=room.seconds_left or 0.0), seconds_left=None
        )
    raise InputError(f"The room is {room.state} already.")


def _ask(room: Room, move: Move, now: datetime, shown: Mapping[str, int]) -> Room:
    activity = activity_of(room.deck, move.activity)
    if room.state == "asking" and room.activity == activity.id:
        raise InputError("This is being asked already.")
    return replace(
        room,
        state="asking",
        activity=activity.id,
        round=shown.get(activity.id, 0) + 1,
        ends_at=now + timedelta(minutes=activity.minutes),
        seconds_left=None,
    )


def _extend(room: Room, minutes: float, now: datetime) -> Room:
    if not 0 < minutes <= LONGEST_EXTENSION:
        raise InputError(f"Give between 0 and {LONGEST_EXTENSION:g} minutes more.")
    if room.state == "paused":
        return replace(room, seconds_left=(room.seconds_left or 0.0) + minutes * 60)
    return replace(room, ends_at=max(now, room.ends_at or now) + timedelta(minutes=minutes))
