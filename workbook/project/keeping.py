"""What a project keeps beside its answers: the way to its rows, and its results. Each change with its log entry."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from workbook.errors import NotFound, WorkbookError
from workbook.project.acts import CONNECTED, ERASED, ERASED_ROWS, RECORDED
from workbook.project.chain import canonical, storable
from workbook.project.people import Person
from workbook.project.reading import data_json, now, read_data
from workbook.project.record import DataReference, Fingerprints
from workbook.project.tables import data, evidence, log
from workbook.project.writing import enter_log


@dataclass(frozen=True)
class Result:
    """A result that is to be put on record."""

    name: str
    stage: str
    sentence: str
    result: Mapping[str, Any]
    fingerprints: Fingerprints
    personal: bool = False


def keep_data(connection: Connection, project_id: str, who: Person, reference: DataReference) -> None:
    """Keep how the rows are reached; they replace what was connected before."""
    connection.execute(delete(data).where(data.c.project_id == project_id))
    connection.execute(insert(data).values(project_id=project_id, reference=data_json(reference)))
    # Not where they lie: the log is exported, the way to the rows is not.
    parts = ("kind", "rows", "fingerprint", "model_fingerprint")
    told = {"from": reference.label} | {part: getattr(reference, part) for part in parts}
    enter_log(connection, project_id, who, CONNECTED, told)


def forget_data(connection: Connection, project_id: str, who: Person, reason: str) -> None:
    """Mark the rows as erased, and forget the way to them."""
    known = read_data(connection, project_id)
    if known is None:
        raise WorkbookError("No rows are connected.", "There is nothing to erase.")
    gone = replace(known.without_way(), state="erased")
    connection.execute(update(data).where(data.c.project_id == project_id).values(reference=data_json(gone)))
    enter_log(connection, project_id, who, ERASED_ROWS, {"from": known.label, "reason": reason})


def keep_result(connection: Connection, project_id: str, who: Person, kept: Result) -> None:
    """Put a result on record. What is about one person does not enter the log, which is exported."""
    identifier, marks = uuid.uuid4().hex, asdict(kept.fingerprints)
    words = {"name": storable(kept.name), "stage": storable(kept.stage), "sentence": storable(kept.sentence)}
    stored = {"result": canonical(dict(kept.result)), "fingerprints": canonical(marks), "personal": kept.personal}
    last = (
        connection.execute(select(func.max(evidence.c.place)).where(evidence.c.project_id == project_id)).scalar() or 0
    )
    place = {"project_id": project_id, "id": identifier, "place": last + 1, "person_id": who.id, "at": now()}
    connection.execute(insert(evidence).values(**place, **words, **stored))
    known = read_data(connection, project_id)
    source = known.label if known is not None and marks["data"] is not None else None
    told: dict[str, Any] = words | {"id": identifier, "from": source, "fingerprints": marks, "personal": kept.personal}
    if kept.personal:
        del told["sentence"]
    else:
        told["result"] = dict(kept.result)
    enter_log(connection, project_id, who, RECORDED, told)


def erase_entry(connection: Connection, project_id: str, who: Person, sequence: int, reason: str) -> None:
    """Erase what a log entry says, with its salt, and the result that it recorded."""
    here = (log.c.project_id == project_id, log.c.sequence == sequence)
    entry = connection.execute(select(log.c.action, log.c.payload).where(*here)).one_or_none()
    if entry is None:
        raise NotFound(f"The log has no entry {sequence}.")
    if entry.action == ERASED:
        raise WorkbookError(
            "An entry that tells of an erasure stays.", "Without it nobody could tell erased from tampered."
        )
    if entry.payload is None:
        raise WorkbookError(f"What entry {sequence} said was erased already.")
    if entry.action == RECORDED:
        recorded = evidence.c.id == json.loads(entry.payload)["id"]
        connection.execute(delete(evidence).where(evidence.c.project_id == project_id, recorded))
    connection.execute(update(log).where(*here).values(payload=None, salt=None))
    enter_log(connection, project_id, who, ERASED, {"entry": sequence, "reason": reason})
