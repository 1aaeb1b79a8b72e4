"""Makes a model the one that a project speaks of: keeps it in memory, and records who brought what, when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from workbook.data import ProjectFiles
from workbook.errors import InputError
from workbook.models.model import Model
from workbook.models.records import EVIDENCE, REVISION, ModelRecord
from workbook.models.rows import label_codes
from workbook.models.sources.events import Wanted
from workbook.models.sources.opened import Opened
from workbook.models.using import Ways, bring, check_columns, tried
from workbook.models.versions import packages_behind
from workbook.project import DataReference
from workbook.project.results import to_kept
from workbook.ui.connecting import attach
from workbook.ui.desk import Desk

STAGE = "modelling"
RESTS_ON = ("columns.label", "columns.label_positive")
"""What a model of the team's own rests on beside the rows: which class is the event."""


def use_model(desk: Desk, thing: Any, ways: Ways, said: dict[str, str], on_these_rows: bool | None) -> str:
    """Open whatever is brought, try it on the rows and put it to use; returns what it is, in words.

    Parameters
    ----------
    desk : Desk
    thing : object
        See `workbook.models.using.bring`.
    ways : Ways
    said : mapping
        What the person says of its training: `trained_by`, `trained_at`, `trained_with`.
    on_these_rows : bool or None
        Whether it was trained on the connected rows; None where nobody knows.
    """
    data = _data(desk)
    store = desk.store
    store.repository.require(store.project_id, store.person, "connect data")
    positive = desk.read("tally_roles")["label_positive"]
    known = replace(ways, known_columns=data.columns, wanted=Wanted(positive, ways.wanted.place))
    opened = bring(thing, known, ProjectFiles(store.project_id))
    return take_into_use(desk, opened, said, on_these_rows)


def take_into_use(desk: Desk, opened: Opened, said: dict[str, str], on_these_rows: bool | None) -> str:
    """Try a model that was opened, and put it to use; returns what it is, in words."""
    data, roles, frame = _data(desk), desk.read("tally_roles"), desk.read("frame")
    label = roles["label"]
    outcome = (label.column_a, label.column_b) if hasattr(label, "column_a") else (label,)
    columns = check_columns(opened, tuple(map(str, frame.columns)), outcome, roles["score"])
    codes = None if label is None else label_codes(frame, label, roles["label_positive"])
    found = tried(replace(opened, notes=(*opened.notes, *columns)), frame, codes)
    record = record_of(desk, found, said, data.rows_fingerprint if on_these_rows else "")
    if on_these_rows is False and not record.trained_with:
        record = replace(record, trained_with="other rows than these")
    put_to_use(desk, found.model, record, RESTS_ON)
    return " ".join((f"“{record.title}” is in use, and every page can ask it.", *record.notes))


def record_of(desk: Desk, opened: Opened, said: dict[str, str], trained_on: str) -> ModelRecord:
    """What goes on record of a model of the team's own."""
    model, data = opened.model, _data(desk)
    behind = (model.estimator, getattr(model, "module", None), getattr(model, "session", None))
    held = [one for one in behind if one is not None]
    return ModelRecord(
        kind=model.kind,
        title=model.title,
        fingerprint=model.fingerprint,
        columns=model.columns,
        location=opened.location,
        registry=opened.registry,
        trained_on=trained_on,
        trained_by=said.get("trained_by") or opened.trained_by,
        trained_at=said.get("trained_at") or opened.trained_at,
        trained_with=said.get("trained_with") or opened.trained_with,
        brought_to=data.rows_fingerprint,
        data_label=data.label,
        by=desk.store.person.name,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        made_with=opened.made_with,
        packages=packages_behind(*held),
        event=model.event,
        notes=opened.notes,
    )


def put_to_use(desk: Desk, model: Model, record: ModelRecord, reads: tuple[str, ...] = ()) -> None:
    """Make a model the one that the project speaks of, and keep it in memory."""
    attach(desk.store, replace(_data(desk), model_fingerprint=model.fingerprint))
    use = "recipe" if record.recipe else "own"
    if desk.read("model_choice.use") != use:
        desk.store.update(desk.readings.section_named("model_choice"), use=use)
    desk.hold_model(model)
    desk.put_on_record(EVIDENCE, STAGE, in_words(record), to_kept(record), reads, REVISION)


def in_words(record: ModelRecord) -> str:
    """Who trained or brought what, when, with which rows."""
    rows = f" on the rows {record.trained_on[:12]}" if record.trained_on else ""
    made = "Trained" if record.recipe else "Brought"
    return f"{made} by {record.by}: {record.title}{rows}, fingerprint {record.fingerprint[:12]}."


def _data(desk: Desk) -> DataReference:
    data = desk.record.data
    if data is None:
        raise InputError("No rows are connected yet.", "Connect rows first: a model is tried on them.")
    return data
