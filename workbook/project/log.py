"""The audit log as people read it: who did what, when, from which file, and since when it no longer holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from workbook.project.acts import (
    ANSWERED,
    BEGAN,
    CAME_IN,
    CHANGED_PERMISSION,
    CONNECTED,
    ERASED,
    ERASED_ROWS,
    EXPORTED,
    INVITED,
    RECORDED,
    RENEWED,
    REVOKED,
    TOOK_OVER,
)
from workbook.project.chain import canonical, digest
from workbook.project.people import Person
from workbook.project.reading import read_links
from workbook.project.tables import person


@dataclass(frozen=True)
class LogEntry:
    """One entry. `payload` is None once it was erased."""

    sequence: int
    at: datetime
    person: Person
    action: str
    payload: Mapping[str, Any] | None
    hash: str
    previous: str


def read_log(connection: Connection, project_id: str) -> tuple[LogEntry, ...]:
    """The log of a project, oldest entry first."""
    names = {row.id: row.name for row in connection.execute(select(person))}
    return tuple(
        LogEntry(
            link.sequence,
            datetime.fromisoformat(link.at),
            Person(link.person_id, names.get(link.person_id, link.person_id)),
            link.action,
            None if link.payload is None else json.loads(link.payload),
            link.hash,
            link.previous,
        )
        for link in read_links(connection, project_id)
    )


def sentences(entries: Iterable[LogEntry]) -> tuple[str, ...]:
    """The log as sentences, in the order of its entries."""
    entries = tuple(entries)
    return tuple(
        f"{_moment(entry.at)}: {entry.person.name} {_what(entry)}{_stale_since(entry, entries)}." for entry in entries
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%d %b %Y, %H:%M}"


def _what(entry: LogEntry) -> str:
    said = entry.payload
    if said is None:
        return f"{entry.action} (what was said was erased on request)"
    write = WORDS.get(entry.action)
    if write is not None:
        return write(said)
    details = ", ".join(
        f"{_words(name)}: {_short(value)}" for name, value in said.items() if value not in (None, "", [], {})
    )
    return f"{entry.action} ({details})" if details else entry.action


def _answered(said: Mapping[str, Any]) -> str:
    fields = ", ".join(f"{_words(name)} = {_short(value)}" for name, value in said["to"].items())
    return f"answered in {_words(said['section'])}: {fields}"


def _recorded(said: Mapping[str, Any]) -> str:
    origin = f", from {said['from']}" if said["from"] else ""
    if said["personal"]:
        return f"recorded “{said['name']}” about one person{origin}"
    first = next(iter(str(said["sentence"]).splitlines()), "").rstrip(".")
    return f"recorded “{said['name']}”{origin}" + (f": {first}" if first else "")


WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    BEGAN: lambda said: f"began the project “{said['name']}”",
    ANSWERED: _answered,
    CONNECTED: lambda said: f"connected {said['rows']:,} rows from {said['from']}",
    ERASED_ROWS: lambda said: f"erased the rows of {said['from']}, because: {_short(said['reason'])}",
    RECORDED: _recorded,
    ERASED: lambda said: f"erased what entry {said['entry']} said, because: {_short(said['reason'])}",
    EXPORTED: lambda said: "exported the project",
    TOOK_OVER: lambda said: (
        f"took the project over from a file; the {said['entries']} entries before were written elsewhere"
    ),
    INVITED: lambda said: f"invited {said['name']} as {said['permission']}",
    CAME_IN: lambda said: f"accepted the invitation as {said['permission']}",
    RENEWED: lambda said: f"gave {said['name']} a new link; the one before no longer works",
    CHANGED_PERMISSION: lambda said: f"made {said['name']} {said['to']} (was {said['from']})",
    REVOKED: lambda said: f"took back the access of {said['name']} ({said['permission']})",
}


def _stale_since(entry: LogEntry, entries: Iterable[LogEntry]) -> str:
    """When a later entry changed what a result was computed from, and by what."""
    if entry.action != RECORDED or entry.payload is None:
        return ""
    marks = entry.payload["fingerprints"]
    for later in entries:
        reason = _overtakes(marks, later) if later.sequence > entry.sequence else ""
        if reason:
            return f" (stale since {_moment(later.at)}: {reason})"
    return ""


def _overtakes(marks: Mapping[str, Any], later: LogEntry) -> str:
    said = later.payload
    if said is None:
        return ""
    if later.action == CONNECTED and marks["data"] not in (None, said["fingerprint"]):
        return f"other rows, from {said['from']}"
    if later.action == CONNECTED and marks["model"] not in (None, said["model_fingerprint"]):
        return "another model"
    if later.action == ANSWERED:
        for name, value in said["to"].items():
            mark = marks["answers"].get(f"{said['section']}.{name}")
            if mark is not None and mark != digest(canonical(value)):
                return f"{_words(said['section'])}, {_words(name)} was changed"
    return ""


def _words(name: Any) -> str:
    return str(name).replace("_", " ")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"
