"""Rows of the database as the frozen values of the record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, select

from workbook.errors import NotAllowed, NotFound
from workbook.project.answers import Answer
from workbook.project.chain import Link, canonical
from workbook.project.people import ALLOWED, Activity, Permission, Person
from workbook.project.record import DataReference, Evidence, Fingerprints, GroupsFile, Record
from workbook.project.tables import answer, data, evidence, log, membership, person, project


def now() -> str:
    """This moment, as it is stored: ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat()


def permission_of(connection: Connection, project_id: str, who: Person) -> Permission:
    """What a person may do in a project. Raises `NotFound`, also where it exists for others only."""
    asked = select(membership.c.permission).where(
        membership.c.project_id == project_id, membership.c.person_id == who.id
    )
    found = connection.execute(asked).scalar()
    if found is None:
        raise NotFound("There is no such project for you.", "Open one of your own, or ask its owner to invite you.")
    permission: Permission = found
    return permission


def require(connection: Connection, project_id: str, who: Person, activity: Activity) -> Permission:
    """The person's permission, if it covers the activity; raises `NotAllowed` otherwise."""
    permission = permission_of(connection, project_id, who)
    if activity not in ALLOWED[permission]:
        raise NotAllowed(f"As {permission} of this project you may not {activity}.", "Ask an owner of the project.")
    return permission


def read_record(connection: Connection, project_id: str, who: Person) -> Record:
    """The snapshot of a project as this person may see it."""
    permission = require(connection, project_id, who, "read")
    row = connection.execute(select(project).where(project.c.id == project_id)).one()
    people = {one.id: Person(one.id, one.name) for one in connection.execute(select(person))}
    return Record(
        project_id=row.id,
        name=row.name,
        description=row.description,
        revision=row.revision,
        head=row.head,
        permission=permission,
        created_by=people[row.created_by],
        created_at=datetime.fromisoformat(row.created_at),
        answers=_answers(connection, project_id, people),
        evidence=_evidence(connection, project_id, people, "see rows" in ALLOWED[permission]),
        data=_visible(read_data(connection, project_id), permission),
        permissions=_permissions(connection, project_id),
    )


def _permissions(connection: Connection, project_id: str) -> Mapping[str, Permission]:
    rows = connection.execute(select(membership).where(membership.c.project_id == project_id))
    return MappingProxyType({row.person_id: row.permission for row in rows})


def _answers(
    connection: Connection, project_id: str, people: Mapping[str, Person]
) -> Mapping[str, Mapping[str, Answer]]:
    found: dict[str, dict[str, Answer]] = {}
    for row in connection.execute(select(answer).where(answer.c.project_id == project_id)):
        found.setdefault(row.section, {})[row.field] = as_answer(row, people[row.person_id])
    return MappingProxyType({section: MappingProxyType(fields) for section, fields in found.items()})


def as_answer(row: Row[Any], who: Person) -> Answer:
    """A row of the answer table as a value."""
    return Answer(json.loads(row.value), row.version, who, datetime.fromisoformat(row.at), row.section_revision)


def _evidence(
    connection: Connection, project_id: str, people: Mapping[str, Person], personal: bool
) -> tuple[Evidence, ...]:
    rows = connection.execute(select(evidence).where(evidence.c.project_id == project_id).order_by(evidence.c.place))
    return tuple(
        Evidence(
            id=row.id,
            name=row.name,
            stage=row.stage,
            sentence=row.sentence,
            result=json.loads(row.result),
            fingerprints=Fingerprints(**json.loads(row.fingerprints)),
            person=people[row.person_id],
            at=datetime.fromisoformat(row.at),
            personal=row.personal,
        )
        for row in rows
        if personal or not row.personal
    )


def read_data(connection: Connection, project_id: str) -> DataReference | None:
    """How the rows of a project are reached; None where none are connected."""
    stored = connection.execute(select(data.c.reference).where(data.c.project_id == project_id)).scalar()
    if stored is None:
        return None
    values = json.loads(stored)
    return as_reference(values)


def as_reference(values: Mapping[str, Any]) -> DataReference:
    """What was stored or exported as a value again."""
    second, before = values.get("groups_file"), values.get("without_scores")
    return DataReference(
        **{
            **values,
            "owner": Person(**values["owner"]),
            "columns": tuple(values["columns"]),
            "groups_file": GroupsFile(**second) if second else None,
            "without_scores": as_reference(before) if before else None,
        }
    )


def _visible(reference: DataReference | None, permission: Permission) -> DataReference | None:
    """Who may not see rows is told what they are called, but not where they lie."""
    if reference is None or "see rows" in ALLOWED[permission]:
        return reference
    return reference.without_way()


def reference_for_counts(connection: Connection, project_id: str, who: Person) -> DataReference | None:
    """How the rows are reached, for a server that counts them on behalf of somebody who may read the project.

    It must not be handed to the person: what is counted is coarsened first (`workbook.data.coarsening`).
    """
    require(connection, project_id, who, "read")
    return read_data(connection, project_id)


def data_json(reference: DataReference) -> str:
    """A reference as it is stored."""
    return canonical(asdict(reference))


def read_links(connection: Connection, project_id: str) -> list[Link]:
    """The log of a project in its order."""
    rows = connection.execute(select(log).where(log.c.project_id == project_id).order_by(log.c.sequence))
    return [
        Link(
            row.sequence,
            row.at,
            row.person_id,
            row.action,
            row.payload,
            row.salt,
            row.payload_hash,
            row.previous,
            row.hash,
        )
        for row in rows
    ]
