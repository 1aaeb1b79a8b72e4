"""Points of teams, for the few questions that have right answers; a team is whoever came in under a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbook.content.activities import Activity, Owner
from workbook.room.record import Given, Participant


def scored(activity: Activity, answers: Sequence[Given], people: Sequence[Participant]) -> dict[str, Any]:
    """The key and the points of each team, most first; nothing where an activity has no right answers."""
    if not isinstance(activity, Owner) or not activity.key:
        return {}
    names = {one.id: one.name for one in people}
    points = [(names.get(one.who) or "", _right(activity.key, one.value["owners"])) for one in answers]
    teams = sorted(((name, right) for name, right in points if name), key=lambda team: (-team[1], team[0]))
    places = {one.id: one.text for one in activity.owners}
    key = [[one.text, places[activity.key[one.id]]] for one in activity.items]
    return {"points": [[name, right, len(activity.key)] for name, right in teams], "key": key}


def _right(key: Mapping[str, str], given: Mapping[str, str]) -> int:
    return sum(given.get(item) == place for item, place in key.items())
