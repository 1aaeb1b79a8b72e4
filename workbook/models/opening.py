"""Opens the model that a project has on record again, after a reload or for somebody else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.data import ProjectFiles
from workbook.errors import WorkbookError
from workbook.models.model import Model
from workbook.models.records import ModelRecord
from workbook.models.sources.events import Wanted

if TYPE_CHECKING:
    import pandas as pd


def open_model(record: ModelRecord, files: ProjectFiles, rows: pd.DataFrame | None = None) -> Model:
    """The model of a record, from where it lies.

    Parameters
    ----------
    record : ModelRecord
        Of any kind but a recipe, which is trained anew.
    files : ProjectFiles
        The project's private files.
    rows : DataFrame, optional
        The rows that were connected when it was put to use: what has no file of its own is known again by what it
        says about them.

    Raises
    ------
    WorkbookError
        It lives in somebody's notebook, or is no longer where it was.
    """
    if record.in_memory_only or not record.location:
        raise WorkbookError(
            f"“{record.title}” is in {record.by or 'somebody'}'s notebook only.",
            "Run page.use_model(...) in this notebook too.",
        )
    known: dict[str, Any] = {"title": record.title, "wanted": Wanted(place=record.event)}
    if record.kind == "mlflow":
        from workbook.models.sources.mlflow_models import open_mlflow

        if not record.registry:
            raise WorkbookError(
                f"“{record.title}” came from a registry that is set in {record.by or 'somebody'}'s notebook only.",
                "Configure the registry by name (WORKBOOK_REGISTRIES), and bring the model from there.",
            )
        return open_mlflow(record.location, registry=record.registry, columns=record.columns, **known).model
    if record.kind == "endpoint":
        return _endpoint(record, rows)
    path = files.holds(record.location, "The file of this model is")
    return _file(record, path, known)


def _file(record: ModelRecord, path: Path, known: dict[str, Any]) -> Model:
    if record.kind == "skops file":
        from workbook.models.sources.skops_files import open_skops

        return open_skops(path, record.title, columns=record.columns, **known).model
    if record.kind == "onnx file":
        from workbook.models.sources.onnx_files import open_onnx

        return open_onnx(path, record.title, columns=record.columns, **known).model
    raise WorkbookError(f"A model of the kind “{record.kind}” cannot be opened here.", "Bring it again.")


def _endpoint(record: ModelRecord, rows: pd.DataFrame | None) -> Model:
    from workbook.data.sources import digest
    from workbook.models.sources.endpoints import open_endpoint
    from workbook.models.sources.probing import behaviour

    model = open_endpoint(record.location, columns=record.columns, title=record.title, event=record.event).model
    model.fingerprint = record.fingerprint if rows is None else digest(model.fingerprint, behaviour(model, rows))
    return model
