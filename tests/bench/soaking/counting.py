"""What people were told is saved, held against what stands in the database."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.soaking.crowd import ACTIVITIES, Participant
from tests.bench.soaking.workbooks import FIELD, Typed
from workbook.project import current_person, open_repository
from workbook.room.answering import checked

GIVEN = """SELECT who.name, given.activity, given.key, given.value
    FROM room_answer AS given JOIN room_participant AS who ON who.id = given.participant_id
    JOIN room ON room.id = given.room_id WHERE room.code = ?"""
CAME = "SELECT who.name FROM room_participant AS who JOIN room ON room.id = who.room_id WHERE room.code = ?"
SHOWN = "SELECT count(*) FROM room_reveal AS shown JOIN room ON room.id = shown.room_id WHERE room.code = ?"


@dataclass
class Count:
    """How much was acknowledged, how much of that is stored once as it was given, and how much nobody gave."""

    acknowledged: int = 0
    stored: int = 0
    wrong: int = 0
    problems: list[str] = field(default_factory=list)


def compare(rows: Sequence[tuple[str, str, str, str]], crowd: Sequence[Participant]) -> Count:
    """The stored answers (name, activity, key, value as JSON) against what each of the crowd sent and was told."""
    kinds = {one.id: one for one in ACTIVITIES}
    sent = {(one.name, activity): given for one in crowd for activity, given in one.given.items()}
    times, keys = Counter((name, activity) for name, activity, *_ in rows), Counter(key for _, _, key, _ in rows)
    found = Count(acknowledged=sum(given.acknowledged for given in sent.values()))
    for name, activity, key, value in rows:
        given = sent.get((name, activity))
        same = given is not None and given.key == key and json.loads(value) == checked(kinds[activity], given.value)
        once = times[name, activity] == keys[key] == 1
        found.wrong += not (same and once)
        found.stored += bool(same and once and given is not None and given.acknowledged)
    return found


def count_answers(database: Path, code: str, crowd: Sequence[Participant]) -> Count:
    """The answers of a room, whether everybody came in once, and whether all was shown."""
    with closing(sqlite3.connect(database)) as connection:
        found = compare(connection.execute(GIVEN, (code,)).fetchall(), crowd)
        came = Counter(name for (name,) in connection.execute(CAME, (code,)))
        shown = connection.execute(SHOWN, (code,)).fetchone()[0]
    if came != Counter(one.name for one in crowd):
        found.problems.append(f"{sum(came.values())} people for {len(crowd)} who came in")
    if shown != len(ACTIVITIES):
        found.problems.append(f"{shown} of {len(ACTIVITIES)} questions were shown")
    return found


def compare_edits(logged: Mapping[str, int], typed: Sequence[Typed]) -> Count:
    """How often each text stands in the logs, against what was typed and told."""
    tried = {text for one in typed for text in one.tried}
    told = [text for one in typed for text in one.acknowledged]
    wrong = sum(many for text, many in logged.items() if text not in tried or many > 1)
    return Count(len(told), sum(logged.get(text, 0) == 1 for text in told), wrong)


def count_edits(database: Path, typed: Sequence[Typed]) -> Count:
    """What was typed into workbooks, by the logs of their projects; each log must still hold together."""
    repository, owner = open_repository(f"sqlite:///{database}"), current_person()
    logged: Counter[str] = Counter()
    broken = []
    for project in repository.projects(owner):
        if not repository.verify(project.id).ok:
            broken.append(f"the log of {project.name} does not hold together")
        logged.update(_typed_texts(repository.log(project.id, owner)))
    repository.close()
    found = compare_edits(logged, typed)
    found.problems += broken + ([f"{found.wrong} edits that nobody made"] if found.wrong else [])
    return found


def _typed_texts(log: Sequence[Any]) -> list[str]:
    said = [dict(entry.payload or {}).get("to", {}) for entry in log]
    return [to[FIELD] for to in said if isinstance(to, dict) and str(to.get(FIELD, "")).startswith("Text ")]
