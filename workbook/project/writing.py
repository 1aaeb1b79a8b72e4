"""Every change of a project: the change and its log entry in one transaction, with the person's name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, insert, select, update

from workbook.project.chain import canonical, forge
from workbook.project.people import Person
from workbook.project.plain_words import in_words
from workbook.project.problems import Conflict, Refused
from workbook.project.reading import as_answer, now
from workbook.project.record import Answer, stored_values
from workbook.project.sections import Section
from workbook.project.tables import answer, log, person, project


def remember_person(connection: Connection, who: Person) -> None:
    """Keep the person's name, so that their writes can be told."""
    known = connection.execute(select(person.c.name).where(person.c.id == who.id)).scalar()
    if known is None:
        connection.execute(insert(person).values(id=who.id, name=who.name))
    elif known != who.name:
        connection.execute(update(person).where(person.c.id == who.id).values(name=who.name))


def lock_project(connection: Connection, project_id: str) -> tuple[int, str]:
    """Hold a project for this transaction; returns its revision and the head of its log."""
    row = connection.execute(select(project.c.revision, project.c.head).where(project.c.id == project_id).with_for_update()).one()
    return row.revision, row.head


def enter_log(connection: Connection, project_id: str, who: Person, action: str, payload: Mapping[str, Any]) -> None:
    """Append to the log and move the project to its next revision; the project must be locked."""
    revision, head = lock_project(connection, project_id)
    moment = now()
    latest = connection.execute(
        select(log.c.sequence).where(log.c.project_id == project_id).order_by(log.c.sequence.desc()).limit(1)
    ).scalar()
    link = forge(project_id, (latest or 0) + 1, moment, who.id, action, dict(payload), head)
    connection.execute(
        insert(log).values(
            project_id=project_id,
            sequence=link.sequence,
            at=link.at,
            person_id=link.person_id,
            action=link.action,
            payload=link.payload,
            salt=link.salt,
            payload_hash=link.payload_hash,
            previous=link.previous,
            hash=link.hash,
        )
    )
    changed = update(project).where(project.c.id == project_id)
    connection.execute(changed.values(revision=revision + 1, head=link.hash, changed_at=moment))


def save_answers(
    connection: Connection,
    project_id: str,
    who: Person,
    section: type[Section],
    changes: Mapping[str, Any],
    seen: Mapping[str, int] | None,
) -> None:
    """Save fields of one section, validated as a whole against what is stored at this moment.

    Raises
    ------
    Conflict, Refused
        Nothing is saved then.
    """
    lock_project(connection, project_id)
    stored = _stored(connection, project_id, section)
    entered = _as_json(section, changes)
    changed = {name: value for name, value in entered.items() if name not in stored or stored[name].value != value}
    for name, value in changed.items():
        if seen is not None and name in stored and seen.get(name, 0) < stored[name].version:
            theirs = stored[name]
            raise Conflict(name, value, theirs.value, theirs.person, theirs.at)
    accepted = _validated(section, stored, changed)
    for name in changed:
        _write(connection, project_id, who, section, name, accepted[name], stored.get(name))
    if changed:
        before = {name: stored[name].value for name in changed if name in stored}
        payload = {"section": section.section, "to": {name: accepted[name] for name in changed}, "from": before}
        enter_log(connection, project_id, who, "answered", payload)


def _stored(connection: Connection, project_id: str, section: type[Section]) -> dict[str, Answer]:
    rows = connection.execute(
        select(answer, person.c.name.label("person_name"))
        .join(person, person.c.id == answer.c.person_id)
        .where(answer.c.project_id == project_id, answer.c.section == section.section)
    )
    return {row.field: as_answer(row, Person(row.person_id, row.person_name)) for row in rows}


def _as_json(section: type[Section], changes: Mapping[str, Any]) -> dict[str, Any]:
    unknown = [name for name in changes if name not in section.model_fields]
    if unknown:
        raise Refused({name: "There is no such field." for name in unknown})
    return {name: json.loads(json.dumps(value, default=_plain)) for name, value in changes.items()}


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return list(value)


def _validated(section: type[Section], stored: Mapping[str, Answer], changed: Mapping[str, Any]) -> dict[str, Any]:
    """Today's JSON of the section with the changes. A value stored under older limits does not lock others out."""
    values = stored_values(section, stored)
    try:
        return section(**(values | dict(changed))).model_dump(mode="json")
    except ValidationError as error:
        problems = in_words(error)
    old = [name for name in problems if name in values and name not in changed]
    if not old or "" in problems or any(name in changed for name in problems):
        raise Refused({name: text for name, text in problems.items() if name not in old} or problems)
    return _validated(section, {name: one for name, one in stored.items() if name not in old}, changed)


def _write(
    connection: Connection, project_id: str, who: Person, section: type[Section], name: str, value: Any, old: Answer | None
) -> None:
    values = {
        "value": canonical(value),
        "section_revision": section.revision,
        "version": (old.version if old else 0) + 1,
        "person_id": who.id,
        "at": now(),
    }
    place = {"project_id": project_id, "section": section.section, "field": name}
    if old is None:
        connection.execute(insert(answer).values(**place, **values))
        return
    matches = [answer.c[column] == wanted for column, wanted in place.items()]
    connection.execute(update(answer).where(*matches).values(**values))
