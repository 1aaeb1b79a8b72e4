"""Writes a model's scores beside the rows, so that every page speaks of this model; and takes them away again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from workbook.data import ProjectFiles, Source, read_source
from workbook.errors import InputError, WorkbookError
from workbook.modelling.choosing.answers import ModelChoice, ScoresInUse
from workbook.modelling.choosing.placing import Placed, place
from workbook.modelling.choosing.using import Cancelled, Progress
from workbook.models.folds import Floats
from workbook.models.model import Model
from workbook.models.records import EVIDENCE, REVISION, ModelRecord
from workbook.models.scored_rows import free_name, write_rows
from workbook.models.study import Study
from workbook.project import DataReference
from workbook.ui.connecting import attach

CHUNK = 5_000
DECIMALS = 6


def use_scores(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Score the rows with the model in use and make its scores those of every page."""
    store, record = desk.store, desk.read("model_record")
    store.repository.require(store.project_id, store.person, "connect data")
    if desk.read("fairness.adopted") is not None:
        raise WorkbookError("A policy was adopted for the scores in use.", "Withdraw it on the Fairness page first.")
    model, study, choice = desk.read("model"), desk.read("study"), desk.read("model_choice")
    scores = scored_rows(model, study, progress, cancelled)
    if cancelled():
        return ""
    known = choice.scores if desk.record.data.without_scores is not None else None
    before = known or _before(desk, record)
    placed = place(study, scores, _number(desk, before.score_before), before.selected_before, before.threshold_before)
    progress(0.95, "writing them beside the rows")
    now = before.model_copy(update=_named(desk, record, before, known))
    _connect(desk, record, now, placed.scores, known)
    _settle(desk, record, now, placed)
    return _in_words(record, placed)


def scored_rows(model: Model, study: Study, progress: Progress, cancelled: Cancelled) -> Floats:
    """A score for each row, by a copy that did not learn from it where there is one.

    Raises
    ------
    WorkbookError
        No row gets a score.
    """
    rows = study.features
    if model.kind == "recipe":
        progress(0.2, "scoring each row by a model that did not see it")
        scores = model.again(rows)
    else:
        pieces = []
        for start in range(0, len(rows), CHUNK):
            if cancelled():
                return np.full(len(rows), np.nan)
            progress(0.9 * start / max(len(rows), 1), f"scored {start:,} of {len(rows):,} rows")
            pieces.append(model.score(rows.iloc[start : start + CHUNK]))
        scores = np.concatenate(pieces) if pieces else np.array([])
    if not np.isfinite(scores).any():
        raise WorkbookError("The model gives no row a score.", "Look at its record above.")
    return np.asarray(np.round(np.where(np.isfinite(scores), scores, np.nan), DECIMALS), dtype=float)


def back_to_rows(desk: Any) -> str:
    """Back to the score that the rows came with; the model stays in use."""
    store, data, known = desk.store, desk.record.data, desk.read("model_choice.scores")
    store.repository.require(store.project_id, store.person, "connect data")
    if data is None or data.without_scores is None or known is None:
        if known is not None:
            store.update(ModelChoice, scores=None)
        raise InputError("No model's scores stand beside these rows.", "There is nothing to take back.")
    if data.state == "erased":
        raise InputError("These rows were erased.", "Connect rows again.")
    if desk.read("fairness.adopted") is not None:
        raise WorkbookError("A policy was adopted for the scores in use.", "Withdraw it on the Fairness page first.")
    if data.kind == "dataframe":
        source: Any = desk.read("source")
        desk.hold(read_source(source.frame.drop(columns=[known.column])))
    attach(store, replace(data.without_scores, model_fingerprint=data.model_fingerprint))
    _record_again(desk)
    store.update(
        desk.readings.section_named("columns"),
        score=known.score_before,
        selected=known.selected_before,
        trained_on_these_rows=known.trained_before,
    )
    desk.stop_exploring()
    if desk.read("fairness.threshold") != known.threshold_before:
        store.update(desk.readings.section_named("fairness"), threshold=known.threshold_before)
    _leave_out(desk, taken=known.left_out)
    store.update(ModelChoice, scores=None)
    _forget_file(desk, data)
    back = f"the score “{known.score_before}”" if known.score_before else "the decisions"
    return f"Every page speaks of {back} again, as the rows came. What was recorded before counts again."


def _before(desk: Any, record: ModelRecord) -> ScoresInUse:
    columns = desk.read("columns")
    return ScoresInUse(
        column="",
        title=record.title,
        score_before=columns.score,
        selected_before=columns.selected,
        trained_before=columns.trained_on_these_rows,
        threshold_before=desk.read("fairness.threshold"),
    )


def _named(desk: Any, record: ModelRecord, before: ScoresInUse, known: ScoresInUse | None) -> dict[str, Any]:
    data = desk.record.data
    own = (data.without_scores or data).columns
    # A column that is called a score is read by no recipe; the score that gives way must not be read either.
    hidden = (
        (before.score_before,) if before.score_before and not before.score_before.lower().startswith("score") else ()
    )
    left_out = (
        before.left_out if known else tuple(one for one in hidden if one not in desk.read("mitigation.leave_out"))
    )
    return {"column": free_name(f"score of {record.title}", own), "title": record.title, "left_out": left_out}


def _number(desk: Any, column: str | None) -> Floats | None:
    import pandas as pd

    frame = desk.read("frame")
    if not column or column not in frame.columns:
        return None
    return np.asarray(pd.to_numeric(frame[column], errors="coerce").to_numpy(dtype=float, na_value=np.nan))


def _connect(desk: Any, record: ModelRecord, now: ScoresInUse, scores: Floats, known: ScoresInUse | None) -> None:
    """The rows with the scores beside them become the project's rows; the model in use stays in use."""
    store, data = desk.store, desk.record.data
    base = data.without_scores or data
    source: Any = desk.read("source")
    own = [known.column] if known else []
    store.update(ModelChoice, scores=now.model_dump(mode="json"))  # first, so that the way back is never lost
    if data.kind == "dataframe":
        frame = source.frame.drop(columns=own).assign(**{now.column: scores})
        written, location = read_source(frame), ""
        desk.hold(written)
    else:
        frame = desk.read("frame").drop(columns=own).assign(**{now.column: scores})
        path = write_rows(store.project_id, frame, "scored.parquet", {**source.types, now.column: "DOUBLE"})
        written, location = read_source(path), str(path)
    attach(store, _reference(base, written, location, record, store.person))
    _record_again(desk)
    _forget_file(desk, data)


def _reference(base: DataReference, source: Source, location: str, record: ModelRecord, person: Any) -> DataReference:
    return DataReference(
        kind="upload" if location else "dataframe",
        label=f"{base.label}, with the scores of “{record.title}”",
        location=location,
        fingerprint=source.fingerprint,
        rows=source.rows,
        columns=tuple(source.types),
        owner=person,
        model_fingerprint=record.fingerprint,
        without_scores=replace(base, model_fingerprint=None),
    )


def _settle(desk: Any, record: ModelRecord, now: ScoresInUse, placed: Placed) -> None:
    """The roles of the new score, and the threshold that selects as many as before."""
    store = desk.store
    store.update(
        desk.readings.section_named("columns"),
        score=now.column,
        selected=placed.side,
        trained_on_these_rows=_trained_on_these(desk, record),
    )
    desk.stop_exploring()
    if placed.threshold is not None and placed.threshold != desk.read("fairness.threshold"):
        store.update(desk.readings.section_named("fairness"), threshold=placed.threshold)
    _leave_out(desk, added=now.left_out)


def _trained_on_these(desk: Any, record: ModelRecord) -> str:
    if record.kind == "recipe":
        return "no"  # each row was scored by a copy that did not learn from it
    if record.trained_on == desk.record.data.rows_fingerprint:
        return "yes"
    return "no" if record.trained_with or record.trained_on else "not said"


def _leave_out(desk: Any, added: tuple[str, ...] = (), taken: tuple[str, ...] = ()) -> None:
    known = desk.read("mitigation.leave_out")
    wanted = tuple(dict.fromkeys(one for one in (*known, *added) if one not in taken))
    if wanted != known:
        desk.store.update(desk.readings.section_named("mitigation"), leave_out=wanted)


def _record_again(desk: Any) -> None:
    """The same model on the same rows, which have got another fingerprint."""
    evidence = desk.record.latest(EVIDENCE)
    if evidence is not None:
        reads = tuple(evidence.fingerprints.answers)
        desk.put_on_record(EVIDENCE, evidence.stage, evidence.sentence, evidence.result, reads, REVISION)


def _forget_file(desk: Any, data: DataReference) -> None:
    """The file that held the scores before."""
    if data.without_scores is not None and data.kind == "upload":
        files = ProjectFiles(desk.store.project_id)
        (files.folder / Path(data.location).name).unlink(missing_ok=True)


def _in_words(record: ModelRecord, placed: Placed) -> str:
    told = [
        f"Every page now speaks of “{record.title}”. What was recorded for the score before has to be recorded anew."
    ]
    missing = float(np.mean(~np.isfinite(placed.scores)))
    if missing:
        told.append(f"{missing:.0%} of the rows have no score: no copy of the model had learned without them.")
    if placed.threshold is not None:
        told.append(f"{placed.at_the_threshold} Declare another on the Fairness page if it should differ.")
    if record.kind == "recipe":
        told.append("Each row was scored by a copy that did not learn from it.")
    elif record.trained_on:
        told.append("The model learned from these rows: its errors here are smaller than they will be on new cases.")
    elif not record.trained_with:
        told.append("Nobody said whether it learned from these rows: say so on the Start page.")
    return " ".join(told)
