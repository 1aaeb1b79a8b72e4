"""A project as one file that can be carried elsewhere, verified there, and gone on with."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from workbook.errors import InputError
from workbook.project.chain import GENESIS, Link, Verification, canonical, verify
from workbook.project.people import Person
from workbook.project.reading import now, read_links, require
from workbook.project.tables import answer, data, evidence, membership, person, project
from workbook.project.writing import enter_log, remember_person

FORMAT = "ai-use-case-workbook project, 1"
ORIGIN = "took the project over"


def export(connection: Connection, project_id: str, who: Person) -> str:
    """The project as JSON. Rows, tallies, file paths and evidence about one person stay where they are."""
    require(connection, project_id, who, "read")
    row = connection.execute(select(project).where(project.c.id == project_id)).one()
    answers = _rows(map(dict, connection.execute(select(answer).where(answer.c.project_id == project_id)).mappings()))
    kept = connection.execute(
        select(evidence).where(evidence.c.project_id == project_id, evidence.c.personal.is_(False)).order_by(evidence.c.place)
    ).mappings()
    links = [asdict(link) for link in read_links(connection, project_id)]
    results = _rows(map(dict, kept))
    named = {one["person_id"] for one in (*answers, *results, *links)} | {row.created_by}
    content = {
        "format": FORMAT,
        "project": {"id": row.id, "name": row.name, "description": row.description, "head": row.head},
        "people": {one.id: one.name for one in connection.execute(select(person)) if one.id in named},
        "answers": answers,
        "evidence": results,
        "data": _portable_data(connection, project_id),
        "log": links,
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _rows(found: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "project_id"} for row in found]


def _portable_data(connection: Connection, project_id: str) -> dict[str, Any] | None:
    stored = connection.execute(select(data.c.reference).where(data.c.project_id == project_id)).scalar()
    if stored is None:
        return None
    reference: dict[str, Any] = json.loads(stored)
    if reference["kind"] == "sample":
        return reference
    return reference | {"location": "", "connection": None, "state": "only with owner"}


def read_export(text: str) -> dict[str, Any]:
    """An exported file's content. Raises `InputError` where it is none."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise InputError("This is not an exported project: it is not JSON.", "Choose a file that “Export” wrote.") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise InputError("This is not an exported project of this version.", "Choose a file that “Export” wrote.")
    return content


def verify_export(path: Path, *, head: str | None = None) -> Verification:
    """Recompute the hash chain of an exported file, without any database."""
    content = read_export(path.read_text("utf-8"))
    return verify(content["project"]["id"], [Link(**one) for one in content["log"]], head or content["project"]["head"])


def take_over(connection: Connection, text: str, who: Person) -> str:
    """Write an exported project as a new one; its first log entry carries the whole chain it came with."""
    content = read_export(text)
    origin = content["project"]
    project_id, moment = uuid.uuid4().hex, now()
    remember_person(connection, who)
    for identifier, name in content["people"].items():
        if connection.execute(select(person.c.id).where(person.c.id == identifier)).scalar() is None:
            connection.execute(insert(person).values(id=identifier, name=name))
    row = {"id": project_id, "name": origin["name"], "description": origin["description"], "created_by": who.id}
    connection.execute(insert(project).values(**row, created_at=moment, changed_at=moment, revision=0, head=GENESIS))
    connection.execute(insert(membership).values(project_id=project_id, person_id=who.id, permission="owner"))
    for one in content["answers"]:
        connection.execute(insert(answer).values(project_id=project_id, **one))
    for place, one in enumerate(content["evidence"], start=1):
        connection.execute(insert(evidence).values(**(one | {"id": uuid.uuid4().hex, "project_id": project_id, "place": place})))
    if content["data"] is not None:
        connection.execute(insert(data).values(project_id=project_id, reference=canonical(content["data"])))
    sealed = verify(origin["id"], [Link(**one) for one in content["log"]], origin["head"])
    told = {"from": origin["name"], "origin": origin["id"], "head": origin["head"], "verified": sealed.ok, "log": content["log"]}
    enter_log(connection, project_id, who, ORIGIN, told)
    return project_id


def chain_of(connection: Connection, project_id: str) -> tuple[str, list[Link]]:
    """A project's identifier as its chain knows it, and its links."""
    return project_id, read_links(connection, project_id)
