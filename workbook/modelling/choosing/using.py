"""Puts a model to use: trains or opens it, keeps it in memory, and records who trained what, when, with which rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from workbook.errors import WorkbookError
from workbook.models.folds import SEED
from workbook.models.model import Model
from workbook.models.records import EVIDENCE, REVISION, ModelRecord
from workbook.models.study import Study
from workbook.models.training import TrainedModel, train
from workbook.project.results import to_kept

Progress = Callable[[float, str], None]
Cancelled = Callable[[], bool]
RESTS_ON = ("study",)


def train_recipe(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Train the chosen recipe on the project's rows and put it to use."""
    desk.store.repository.require(desk.store.project_id, desk.store.person, "connect data")
    progress(0.0, "reading the rows")
    model = trained(desk.read("study"), desk.read("model_choice.recipe"), progress, cancelled)
    if cancelled():
        return ""
    put_to_use(desk, model, _record_of(desk, model, recipe=model.recipe, seed=model.seed))
    return f"“{model.title}” is in use: it was trained on {desk.read('study').rows:,} rows, and every page can ask it."


def trained(study: Study, name: str, progress: Progress, cancelled: Cancelled, seed: int = SEED) -> TrainedModel:
    """A recipe trained on a study. Raises `WorkbookError` where it was cancelled on the way."""
    done, many = 0, len(study.folds) + 1

    def tick() -> None:
        nonlocal done
        done += 1
        if cancelled():
            raise WorkbookError("Stopped. Nothing of it was kept.", "Start it again when you want it.")
        progress(done / many, f"fit {done} of {many}")

    return train(name, study.features, study.label, study.folds, data=study.data, tick=tick, seed=seed)


def make_ready(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Bring the model in use into memory: train the recipe anew from the same rows, or open the file again."""
    record: ModelRecord | None = desk.read("model_record")
    if record is None:
        raise WorkbookError("No model is in use.", "Train a recipe or bring your own model first.")
    if record.kind == "recipe":
        model: Model = trained(desk.read("study"), record.recipe, progress, cancelled, record.seed)
    else:
        raise WorkbookError(f"A model of the kind “{record.kind}” cannot be opened here.")
    if model.fingerprint != record.fingerprint:
        raise WorkbookError(
            "Trained anew, this is not the same model: the rows, or the columns that it may read, have changed.",
            "Train it again, and record again what rests on it.",
        )
    desk.hold_model(model)
    return f"“{model.title}” is in memory."


def put_to_use(desk: Any, model: Model, record: ModelRecord) -> None:
    """Make a model the one that the project speaks of, and keep it in memory."""
    desk.store.apply(
        lambda repository, project, person: repository.attach_data(
            project, person, replace(desk.record.data, model_fingerprint=model.fingerprint)
        )
    )
    desk.hold_model(model)
    desk.put_on_record(EVIDENCE, "modelling", in_words(record), to_kept(record), (), REVISION)


def in_words(record: ModelRecord) -> str:
    """Who trained or brought what, when, with which rows."""
    rows = f" on the rows {record.trained_on[:12]}" if record.trained_on else ""
    made = "Trained" if record.recipe else "Brought"
    return f"{made} by {record.by}: {record.title}{rows}, fingerprint {record.fingerprint[:12]}."


def _record_of(desk: Any, model: Model, **more: Any) -> ModelRecord:
    return ModelRecord(
        kind=model.kind,
        title=model.title,
        fingerprint=model.fingerprint,
        columns=model.columns,
        trained_on=desk.record.data.fingerprint if model.kind == "recipe" else "",
        by=desk.store.person.name,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        **more,
    )
