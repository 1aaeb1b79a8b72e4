"""What the server sends of a room: to the people in it, to its facilitator, to the screen. Nothing that is not shown yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from workbook.content.activities import Activity
from workbook.room.deck import HATS, activity_of, asked
from workbook.room.record import Participant, Reveal, Room, Saved
from workbook.room.revealing import Revealed, revealed
from workbook.room.scoring import scored
from workbook.room.showing import as_page, heat_map
from workbook.room.store import Rooms
from workbook.room.taking_part import People

MOST_REMEMBERED = 500


@dataclass(frozen=True)
class Door:
    """The two halves of the record that a view reads; what was worked out of answers that were shown is remembered."""

    rooms: Rooms
    people: People
    remembered: dict[tuple[str, str, int], Revealed] = field(default_factory=dict, compare=False, repr=False)


def common(door: Door, here: Room) -> dict[str, Any]:
    """What everybody in a room may see of it at this moment."""
    activity = here.current
    shown = here.state == "revealed" and activity is not None
    place = [one.id for one in here.deck.activities].index(activity.id) + 1 if activity else 0
    return {
        "code": here.code,
        "title": here.deck.title,
        "state": here.state,
        "version": here.version,
        "round": here.round,
        "place": place,
        "places": len(here.deck.activities),
        "locked": here.locked,
        "ends_at": here.ends_at.timestamp() if here.ends_at else None,
        "seconds_left": here.seconds_left,
        "now": datetime.now(UTC).timestamp(),
        "activity": asked(activity) if activity else None,
        "revealed": as_page(activity, _shown(door, here, activity, here.round)) if shown and activity else None,
        "scored": _scored(door, here, activity) if shown and activity else None,
        "settled": _settled(door.rooms.reveals(here.id), here) if shown else None,
    }


def for_participant(told: Mapping[str, Any], me: Participant, own: Saved | None) -> dict[str, Any]:
    """What one person sees: what all see, and their own answer."""
    mine = None if own is None else {"value": dict(own.value), "key": own.key, "version": own.version}
    saved = None if own is None else own.at.timestamp()
    return {**told, "me": {"name": me.name, "hat": HATS[me.hat]}, "answer": mine, "saved_at": saved}


def for_facilitator(door: Door, here: Room, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the facilitator sees besides: the agenda, and who has answered. Not what, before it is shown."""
    answered = door.people.who_answered(here)
    everybody = door.people.everybody(here.id)
    shown = {one.activity: one for one in door.rooms.reveals(here.id)}
    return {
        **told,
        "agenda": [_agenda_line(one, here, shown.get(one.id)) for one in here.deck.activities],
        "people": len(everybody),
        "answered": len(answered),
        "named": [{"name": one.name, "answered": one.id in answered} for one in everybody if one.name],
        "anonymous": [sum(not one.name for one in everybody), sum(not one.name and one.id in answered for one in everybody)],
    }  # fmt: skip


def overall(door: Door, here: Room) -> dict[str, Any]:
    """The heat map and the five widest gaps over everything that was shown, each activity in its last round."""
    return heat_map(last_shown(door, here))


def last_shown(door: Door, here: Room) -> tuple[tuple[Activity, Revealed], ...]:
    """Each activity that was shown, in its last round, in the order of the deck."""
    last = {one.activity: one.round for one in door.rooms.reveals(here.id)}
    return tuple((one, _shown(door, here, one, last[one.id])) for one in here.deck.activities if one.id in last)


def _shown(door: Door, here: Room, activity: Activity, round: int) -> Revealed:
    place = (here.id, activity.id, round)
    known = door.remembered.get(place)
    if known is None:
        answers = door.people.shown_answers(here.id, activity.id, round)
        earlier = door.people.shown_answers(here.id, activity.id, 1) if round > 1 else ()
        known = revealed(activity, round, answers, earlier)
        while len(door.remembered) >= MOST_REMEMBERED:
            door.remembered.pop(next(iter(door.remembered)), None)
        door.remembered[place] = known  # answers that were shown do not change any more
    return known


def _scored(door: Door, here: Room, activity: Activity) -> dict[str, Any] | None:
    answers = door.people.shown_answers(here.id, activity.id, here.round)
    return scored(activity, answers, door.people.everybody(here.id)) or None


def _settled(reveals: tuple[Reveal, ...], here: Room) -> dict[str, Any] | None:
    for one in reveals:
        if (one.activity, one.round) == (here.activity, here.round) and one.decision:
            return {"decision": one.decision, "dissent": one.dissent or "", "reason": one.reason or ""}
    return None


def _agenda_line(one: Activity, here: Room, shown: Reveal | None) -> dict[str, Any]:
    now = here.activity == one.id and here.state in ("asking", "paused")
    return {
        "id": one.id,
        "title": one.title,
        "minutes": one.minutes,
        "state": "now" if now else "shown" if shown else "not asked",
        "round": here.round if now else shown.round if shown else 0,
        "decision": (shown.decision or "") if shown else "",
    }


def current_of(door: Door, here: Room) -> Revealed | None:
    """What is shown now; None where nothing is."""
    if here.state != "revealed" or here.activity is None:
        return None
    return _shown(door, here, activity_of(here.deck, here.activity), here.round)
