"""The audit log as people read it: who did what, when, from which file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

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
    """The log as sentences."""
    return tuple(f"{entry.at.astimezone():%d %b %Y, %H:%M}: {entry.person.name} {_what(entry)}." for entry in entries)


def _what(entry: LogEntry) -> str:
    said = entry.payload
    if said is None:
        return f"{entry.action} (what was said was erased on request)"
    if entry.action == "answered":
        fields = ", ".join(f"{name.replace('_', ' ')} = {_short(value)}" for name, value in said["to"].items())
        return f"answered in {str(said['section']).replace('_', ' ')}: {fields}"
    if entry.action == "connected data":
        return f"connected {said['rows']:,} rows from {said['from']}"
    if entry.action == "recorded evidence":
        return f"recorded {said['name']}" + (f": {str(said['sentence']).splitlines()[0].rstrip('.')}" if said.get("sentence") else "")
    details = ", ".join(f"{name}: {_short(value)}" for name, value in said.items() if value not in (None, "", [], {}))
    return f"{entry.action} ({details})" if details else entry.action


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"
