"""Puts the team's own model to use from the page: an uploaded file, a configured endpoint, or a registry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbook.data import ProjectFiles
from workbook.errors import WorkbookError
from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.choosing.using import Cancelled, Progress
from workbook.models.sources.endpoints import open_endpoint
from workbook.models.sources.events import Wanted
from workbook.models.sources.mlflow_models import open_mlflow
from workbook.models.sources.opened import Opened
from workbook.models.using import Ways, open_kept
from workbook.ui.using import take_into_use

ON_THESE_ROWS = {"these rows": True, "other rows": False}


def take_model_file(desk: Any, path: Path, name: str) -> str:
    """Remember a model file that arrived and was looked at; returns what the person is told."""
    before, files = desk.read("model_choice.file"), ProjectFiles(desk.store.project_id)
    desk.store.update(ModelChoice, file=path.name, file_name=Path(name).name[:200], own="file")
    record = desk.read("model_record")
    if before and before != path.name and (record is None or record.location != before):
        (files.folder / Path(before).name).unlink(missing_ok=True)
    return f"“{Path(name).name}” has arrived and holds only what may be opened here. Now put it to use below."


def use_own(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Open the model that the team chose, try it on some rows, and put it to use."""
    store, choice = desk.store, desk.read("model_choice")
    store.repository.require(store.project_id, store.person, "connect data")
    progress(0.1, "reading the rows")
    desk.read("frame")
    progress(0.3, "opening the model")
    opened = _opened(desk, choice)
    if cancelled():
        return ""
    progress(0.7, "trying it on some rows")
    said = {name: getattr(choice, name).strip() for name in ("trained_by", "trained_at", "trained_with")}
    return take_into_use(desk, opened, said, ON_THESE_ROWS.get(choice.learned_from))


def _opened(desk: Any, choice: ModelChoice) -> Opened:
    data, files = desk.record.data, ProjectFiles(desk.store.project_id)
    ways = Ways(
        columns=tuple(name.strip() for name in choice.reads if name.strip()),
        title=choice.title.strip(),
        wanted=Wanted(desk.read("tally_roles")["label_positive"]),
        registry=choice.registry or "",
        known_columns=data.columns,
    )
    if choice.own == "file":
        if not choice.file:
            raise WorkbookError("No model file was uploaded yet.", "Choose a .skops or .onnx file above.")
        return open_kept(files.holds(choice.file, "The uploaded model is"), choice.file_name, ways)
    if choice.own == "endpoint":
        if not choice.endpoint:
            raise WorkbookError(
                "No endpoint was chosen.",
                "Choose one; if there is none, ask whoever runs the workbook to set WORKBOOK_ENDPOINTS.",
            )
        return open_endpoint(choice.endpoint, columns=ways.named, title=ways.title)
    if not choice.address.strip() or not choice.registry:
        raise WorkbookError(
            "Registry and address are both needed.",
            "Choose a registry and write models:/name@alias; if there is none, ask whoever runs the workbook to set "
            "WORKBOOK_REGISTRIES.",
        )
    return open_mlflow(
        choice.address.strip(),
        registry=choice.registry,
        columns=ways.named,
        title=ways.title,
        wanted=ways.wanted,
        known_columns=ways.known_columns,
    )
