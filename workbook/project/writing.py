"""Every change of a project: the change and its log entry in one transaction, with the person's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from workbook.errors import NotFound
from workbook.project.acts import ANSWERED
from workbook.project.answers import Answer
from workbook.project.chain import canonical, forge
from workbook.project.merging import merge
from workbook.project.people import Person
from workbook.project.reading import as_answer, now
from workbook.project.sections import Section
from workbook.project.tables import answer, log, person, project


def remember_person(connection: Connection, who: Person) -> None:
    """Keep the person's name, so that their writes can be told."""
    known = connection.execute(select(person.c.name).where(person.c.id == who.id)).scalar()
    if known == who.name:
        return
    # Both databases know ON CONFLICT: somebody may begin in two projects at the same moment.
    add = postgresql.insert(person) if connection.dialect.name == "postgresql" else sqlite.insert(person)
    row = add.values(id=who.id, name=who.name)
    connection.execute(row.on_conflict_do_update(index_elements=[person.c.id], set_={"name": who.name}))


def lock_project(connection: Connection, project_id: str) -> Row[Any, Any, Any]:
    """Hold a project for this transaction, so that writers queue; returns its revision, head and origin.

    SQLite holds the whole database already (`BEGIN IMMEDIATE`) and ignores FOR UPDATE.
    """
    wanted = select(project.c.revision, project.c.head, project.c.origin).where(project.c.id == project_id)
    row = connection.execute(wanted.with_for_update()).one_or_none()
    if row is None:
        raise NotFound("There is no such project for you.", "Open one of your own, or ask its owner to invite you.")
    return row


def enter_log(connection: Connection, project_id: str, who: Person, action: str, payload: Mapping[str, Any]) -> None:
    """Append to the log and move the project to its next revision."""
    current = lock_project(connection, project_id)
    moment, following = now(), current.revision + 1  # one entry a revision: the revision is the last sequence
    link = forge(current.origin, following, moment, who.id, action, dict(payload), current.head)
    connection.execute(insert(log).values(project_id=project_id, **asdict(link)))
    changed = update(project).where(project.c.id == project_id)
    connection.execute(changed.values(revision=following, head=link.hash, changed_at=moment))


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
    merged = merge(section, stored, changes, seen)
    if not merged.changed:
        return
    here = (answer.c.project_id == project_id, answer.c.section == section.section)
    for name in merged.removed:
        connection.execute(delete(answer).where(*here, answer.c.field == name))
    for name, value in merged.changed.items():
        _write(connection, project_id, who, section, name, value, stored.get(name))
    older = update(answer).where(*here, answer.c.section_revision < section.revision)
    connection.execute(older.values(section_revision=section.revision))
    # Only what was written, not what stood there before: an erased entry must not live on in the next one.
    told = {"section": section.section, "to": dict(merged.changed), "removed": sorted(merged.removed)}
    enter_log(connection, project_id, who, ANSWERED, told)


def _stored(connection: Connection, project_id: str, section: type[Section]) -> dict[str, Answer]:
    rows = connection.execute(
        select(answer, person.c.name.label("person_name"))
        .join(person, person.c.id == answer.c.person_id)
        .where(answer.c.project_id == project_id, answer.c.section == section.section)
    )
    return {row.field: as_answer(row, Person(row.person_id, row.person_name)) for row in rows}


def _write(
    connection: Connection,
    project_id: str,
    who: Person,
    section: type[Section],
    name: str,
    value: Any,
    old: Answer | None,
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
