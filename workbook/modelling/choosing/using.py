"""Puts a model to use: trains or opens it, keeps it in memory, and records who trained what, when, with which rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from workbook.data import ProjectFiles
from workbook.errors import WorkbookError
from workbook.models.folds import SEED
from workbook.models.model import Model
from workbook.models.opening import open_model
from workbook.models.records import ModelRecord
from workbook.models.study import Study
from workbook.models.training import TrainedModel, train
from workbook.models.versions import packages_behind
from workbook.ui.using import in_words, put_to_use

Progress = Callable[[float, str], None]
Cancelled = Callable[[], bool]


def train_recipe(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Train the chosen recipe on the project's rows and put it to use."""
    desk.store.repository.require(desk.store.project_id, desk.store.person, "connect data")
    progress(0.0, "reading the rows")
    record: ModelRecord | None = desk.read("model_record")
    own = record is not None and record.kind != "recipe"
    study: Study = desk.read("study_for_recipes" if own else "study")
    model = trained(study, desk.read("model_choice.recipe"), progress, cancelled)
    if cancelled():
        return ""
    put_to_use(desk, model, _record_of(desk, model, recipe=model.recipe, seed=model.seed))
    return f"“{model.title}” is in use: it was trained on {study.rows:,} rows, and every page can ask it."


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
    """Bring the model in use into memory: train the recipe anew from the same rows, or open it where it lies."""
    record: ModelRecord | None = desk.read("model_record")
    if record is None:
        raise WorkbookError("No model is in use.", "Train a recipe or bring your own model first.")
    if record.kind == "recipe":
        model: Model = trained(desk.read("study"), record.recipe, progress, cancelled, record.seed)
    else:
        progress(0.1, "opening the model")
        same_rows = record.brought_to in ("", desk.record.data.rows_fingerprint)
        rows = desk.read("frame") if same_rows and record.kind == "endpoint" else None
        model = open_model(record, ProjectFiles(desk.store.project_id), rows)
    if model.fingerprint != record.fingerprint:
        raise WorkbookError(*_changed(record))
    desk.hold_model(model)
    return f"“{model.title}” is in memory."


def _changed(record: ModelRecord) -> tuple[str, str]:
    if record.kind == "recipe":
        return (
            "Trained anew, this is not the same model: the rows, or the columns that it may read, have changed.",
            "Train it again, and record again what rests on it.",
        )
    now = "this endpoint gives other scores now" if record.kind == "endpoint" else "another model lies there now"
    return (
        f"“{record.title}” has changed since it was put to use: {now}.",
        "Put it to use again, and record again what rests on it.",
    )


def _record_of(desk: Any, model: Model, **more: Any) -> ModelRecord:
    return ModelRecord(
        kind=model.kind,
        title=model.title,
        fingerprint=model.fingerprint,
        columns=model.columns,
        trained_on=desk.record.data.rows_fingerprint,
        brought_to=desk.record.data.rows_fingerprint,
        data_label=desk.record.data.label,
        by=desk.store.person.name,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        packages=packages_behind(model.estimator),
        **more,
    )


__all__ = ["in_words", "make_ready", "put_to_use", "train_recipe", "trained"]
