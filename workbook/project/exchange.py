"""A project as one file that can be carried elsewhere, verified there, and gone on with."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError
from sqlalchemy import Connection, RowMapping, insert, select

from workbook.errors import InputError
from workbook.project.acts import TOOK_OVER
from workbook.project.agreement import Holdings, verify_project
from workbook.project.chain import Link, Verification, canonical, storable
from workbook.project.people import Person
from workbook.project.plain_words import in_words
from workbook.project.reading import now, read_data, read_links
from workbook.project.record import DataReference, Fingerprints
from workbook.project.tables import answer, data, evidence, log, membership, person, project
from workbook.project.writing import enter_log, remember_person

FORMAT = "ai-use-case-workbook project, 1"
LARGEST = 200_000_000
"""Bytes; an export holds no rows, so that anything larger is something else."""


def _moment(text: str) -> str:
    datetime.fromisoformat(text)
    return text


def _plain(text: str) -> str:
    if storable(text) != text:
        raise ValueError("It holds signs that no database takes.")
    return text


Moment = Annotated[str, AfterValidator(_moment)]
Words = Annotated[str, AfterValidator(_plain)]
Count = Annotated[int, Field(ge=0, lt=2**31)]


@dataclass(frozen=True)
class ExportedProject:
    """The head of the file. `origin` is the project in which the chain began."""

    origin: Words
    name: Words
    description: Words
    created_at: Moment
    created_by: Words
    head: Words


@dataclass(frozen=True)
class ExportedAnswer:
    """An answer in the file."""

    section: Words
    field: Words
    value: Any
    section_revision: Count
    version: Count
    person_id: Words
    at: Moment


@dataclass(frozen=True)
class ExportedEvidence:
    """A result in the file."""

    id: Words
    name: Words
    stage: Words
    sentence: Words
    result: dict[str, Any]
    fingerprints: Fingerprints
    person_id: Words
    at: Moment


@dataclass(frozen=True)
class Export:
    """The whole file. There is no place in it for rows, tallies, or evidence about one person."""

    format: str
    project: ExportedProject
    people: dict[Words, Words]
    answers: list[ExportedAnswer]
    evidence: list[ExportedEvidence]
    data: DataReference | None
    log: list[Link]


def gather(connection: Connection, project_id: str) -> Export:
    """What a project may give away."""
    row = connection.execute(select(project).where(project.c.id == project_id)).one()
    answers = [
        ExportedAnswer(**(values | {"value": json.loads(values["value"])}))
        for values in map(
            _without_place, connection.execute(select(answer).where(answer.c.project_id == project_id)).mappings()
        )
    ]
    shared = select(evidence).where(evidence.c.project_id == project_id, evidence.c.personal.is_(False))
    results = [
        ExportedEvidence(
            **(
                values
                | {
                    "result": json.loads(values["result"]),
                    "fingerprints": Fingerprints(**json.loads(values["fingerprints"])),
                }
            )
        )
        for values in map(_without_place, connection.execute(shared.order_by(evidence.c.place)).mappings())
    ]
    links = read_links(connection, project_id)
    named = {row.created_by} | _writers(answers) | _writers(results) | _writers(links)
    return Export(
        format=FORMAT,
        project=ExportedProject(row.origin, row.name, row.description, row.created_at, row.created_by, row.head),
        people={one.id: one.name for one in connection.execute(select(person)) if one.id in named},
        answers=answers,
        evidence=results,
        data=_portable(read_data(connection, project_id)),
        log=links,
    )


class _Written(Protocol):
    @property
    def person_id(self) -> str: ...


def _writers(entries: Iterable[_Written]) -> set[str]:
    return {one.person_id for one in entries}


def _without_place(row: RowMapping) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("project_id", "place", "personal")}


def _portable(reference: DataReference | None) -> DataReference | None:
    """A sample is the same everywhere; all other rows stay with their owner, and so does the way to them."""
    if reference is None or (reference.kind == "sample" and reference.groups_file is None):
        return reference
    gone = reference.state == "erased"
    return replace(reference.without_way(), state="erased" if gone else "only with owner")


def write_export(content: Export, path: Path) -> Path:
    """Write the file whole or not at all."""
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    try:
        part.write_text(json.dumps(asdict(content), ensure_ascii=False, indent=1, allow_nan=False), "utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(f"{path.name} could not be written: {error.strerror}.", "Choose another folder.") from error
    return path


def read_export(path: Path) -> Export:
    """An exported file's content. Raises `InputError` where it is none."""
    remedy = "Choose a file that an export of this workbook wrote."
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path.name} is too large for an exported project.", remedy)
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path.name} could not be read: {error.strerror}.", remedy) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path.name} is not an exported project: it is not JSON.", remedy) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise InputError(f"{path.name} is not an exported project of this version.", remedy)
    try:
        found = TypeAdapter(Export).validate_python(content)
    except ValidationError as error:
        part, problem = next(iter(in_words(error).items()))
        raise InputError(f"{path.name} is not a whole export: in its part “{part}”: {problem}", remedy) from error
    held = holdings(found)
    if len(held.answers) != len(found.answers) or len(held.evidence) != len(found.evidence):
        raise InputError(f"{path.name} holds the same answer or result twice.", remedy)
    return found


def verify_export(path: Path, *, head: str | None = None) -> Verification:
    """Recompute the log of an exported file and compare it with what the file holds, without any database."""
    return verify_content(read_export(path), head)


def verify_content(content: Export, head: str | None = None) -> Verification:
    """As `verify_export`, for a file that was read already, or for a project that was gathered from its database."""
    return verify_project(
        content.project.origin, content.log, holdings(content), stored_head=content.project.head, head=head
    )


def holdings(content: Export) -> Holdings:
    """What is held beside the log."""
    parts = ("name", "stage", "sentence", "result")
    reference = content.data
    return Holdings(
        answers={(one.section, one.field): one.value for one in content.answers},
        evidence={
            one.id: {part: getattr(one, part) for part in parts} | {"fingerprints": asdict(one.fingerprints)}
            for one in content.evidence
        },
        data=None
        if reference is None
        else {part: getattr(reference, part) for part in ("fingerprint", "model_fingerprint", "rows")},
    )


def take_over(connection: Connection, content: Export, who: Person) -> str:
    """Write an exported project as a new one; its log goes on where it ended, so that the whole chain verifies."""
    found = verify_content(content)
    if not found.ok:
        raise InputError(f"This file was changed after it was exported. {found.problem}", "Ask for it again.")
    origin, project_id = content.project, uuid.uuid4().hex
    _add_people(connection, content)
    row = asdict(origin) | {"id": project_id, "changed_at": now(), "revision": len(content.log)}
    connection.execute(insert(project).values(**row))
    remember_person(connection, who)
    connection.execute(insert(membership).values(project_id=project_id, person_id=who.id, permission="owner"))
    for link in content.log:
        connection.execute(insert(log).values(project_id=project_id, **asdict(link)))
    for one in content.answers:
        connection.execute(
            insert(answer).values(project_id=project_id, **(asdict(one) | {"value": canonical(one.value)}))
        )
    for place, result in enumerate(content.evidence, start=1):
        stored = asdict(result) | {
            "result": canonical(result.result),
            "fingerprints": canonical(asdict(result.fingerprints)),
        }
        connection.execute(insert(evidence).values(project_id=project_id, place=place, personal=False, **stored))
    if content.data is not None:
        connection.execute(insert(data).values(project_id=project_id, reference=canonical(asdict(content.data))))
    enter_log(connection, project_id, who, TOOK_OVER, {"head": origin.head, "entries": len(content.log)})
    return project_id


def _add_people(connection: Connection, content: Export) -> None:
    """Names of those who wrote elsewhere; a name that is known here already stays as it is."""
    everyone = {content.project.created_by} | _writers(content.answers) | _writers(content.evidence)
    known = set(connection.execute(select(person.c.id)).scalars())
    for identifier in everyone.union(content.people) - known:
        connection.execute(insert(person).values(id=identifier, name=content.people.get(identifier, identifier)))
