"""Models of MLflow. One that is stored as skops or ONNX is opened as such; whatever runs code, on somebody's name only."""

from __future__ import annotations

import importlib
import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.data.folders import inside
from workbook.data.sources import digest, file_hash
from workbook.errors import InputError, NotAllowed
from workbook.models.folds import Floats
from workbook.models.model import Kind, Model, as_usual, asked, readable_columns
from workbook.models.sources.estimators import from_estimator
from workbook.models.sources.events import Wanted
from workbook.models.sources.mlflow_registry import Found, Registry, is_address, mlflow_package, registry_names
from workbook.models.sources.onnx_files import open_onnx
from workbook.models.sources.opened import Opened
from workbook.models.sources.pickles import confirmed
from workbook.models.sources.probing import as_scores
from workbook.models.sources.skops_files import open_skops

if TYPE_CHECKING:
    import pandas as pd

RUNS_CODE = "MLflow stored this model as {how}: opening it runs whatever its maker put into it."
INSTEAD = (
    'Log it again with serialization_format="skops" (mlflow.sklearn.log_model) or as ONNX; '
    "or let an analyst who knows who made it open it in a notebook."
)
CHANGING = ("registered_model_meta", "requirements.txt", "conda.yaml", "python_env.yaml")
"""Files that are not the model."""

__all__ = ["PyfuncModel", "is_address", "open_mlflow", "registry_names"]


@dataclass(eq=False)
class PyfuncModel(Model):
    """A model that MLflow asks: a DataFrame goes in, scores or the probabilities of two classes come out."""

    held: Any
    columns: tuple[str, ...]
    title: str = "MLflow model"
    fingerprint: str = ""
    event: int = 1
    kind: Kind = "mlflow"

    def score(self, rows: pd.DataFrame) -> Floats:
        """What the model predicts for each row."""
        read = as_usual(readable_columns(self, rows))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on types that differ from the signature: what matters fails
            found = asked(self, lambda: self.held.predict(read))
        given = np.asarray(found)
        return as_scores(self, given[:, self.event] if given.shape == (len(rows), 2) else given, len(rows))


def open_mlflow(
    address: str,
    *,
    registry: str = "",
    columns: Sequence[str] | None = None,
    title: str = "",
    wanted: Wanted | None = None,
    known_columns: Sequence[str] = (),
    trusted_from: str | None = None,
) -> Opened:
    """Open a model of MLflow.

    Parameters
    ----------
    address : str
        "models:/name@alias", "models:/name/version", "runs:/run/path".
    registry : str
        Name of a configured registry; where it is left out, the only one there is, or in a notebook the one that
        MLflow is set to.
    columns, title, wanted, known_columns
        As for the other kinds.
    trusted_from : str, optional
        On whose word a model that runs code is opened, in a notebook only.

    Raises
    ------
    NotAllowed
        It runs code, and nobody was named, or this is a browser.
    InputError, NotFound, MissingExtra
    """
    named = registry or (registry_names()[0] if len(registry_names()) == 1 else "")
    reached = Registry(named)
    found = reached.find(address)
    with reached.files(found.address) as folder:
        told = _told(folder)
        asked_for = {"columns": columns or _signed(told), "title": title or _title(found.address), "wanted": wanted}
        opened = _opened(folder, told, asked_for, known_columns, trusted_from, columns)
    made = ", ".join(filter(None, (opened.made_with, f"mlflow {told.get('mlflow_version', '?')}")))
    return _with_origin(opened, found, named, made)


def _opened(
    folder: Path,
    told: Mapping[str, Any],
    asked_for: dict[str, Any],
    known_columns: Sequence[str],
    trusted_from: str | None,
    given: Sequence[str] | None,
) -> Opened:
    flavors = told.get("flavors") or {}
    sklearn, onnx = flavors.get("sklearn"), flavors.get("onnx")
    if sklearn and sklearn.get("serialization_format") == "skops":
        named = {**asked_for, "columns": given}
        return open_skops(inside(folder, str(sklearn["pickled_model"])), asked_for["title"], **named)
    if onnx and onnx.get("data"):
        named = {**asked_for, "columns": given}
        return open_onnx(inside(folder, str(onnx["data"])), asked_for["title"], known_columns=known_columns, **named)
    how = (sklearn or {}).get("serialization_format") or (flavors.get("python_function") or {}).get("loader_module")
    try:
        person = confirmed(asked_for["title"], trusted_from)
    except NotAllowed as error:
        raise NotAllowed(RUNS_CODE.format(how=how or "code"), f"{INSTEAD} {_asked_to_name(error)}".strip()) from error
    note = f"MLflow stored it as {how}, which runs code; it was opened on the word that it came from {person}."
    opened = _run(folder, bool(sklearn), asked_for)
    return replace(opened, notes=(note, *opened.notes))


def _asked_to_name(error: NotAllowed) -> str:
    return 'There: page.use_model(…, i_trust_this_file_from="Name of the person").' if "name that" in str(error) else ""


def _run(folder: Path, is_sklearn: bool, asked_for: dict[str, Any]) -> Opened:
    """Open what runs code. Only after somebody put a name to it."""
    mlflow_package()
    marks, flavor = _mark(folder), importlib.import_module("mlflow.sklearn" if is_sklearn else "mlflow.pyfunc")
    try:
        held = flavor.load_model(str(folder))
    except Exception as error:
        said = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        raise InputError(f"MLflow could not open this model here: {said}", "Install what it needs.") from error
    if is_sklearn:
        own = {**asked_for, "columns": None if hasattr(held, "feature_names_in_") else asked_for["columns"]}
        return from_estimator(held, fingerprint=marks, **own)
    if not asked_for["columns"]:
        raise InputError("This model does not say which columns it reads.", "Name them: columns=[…].")
    place = asked_for["wanted"].place if asked_for["wanted"] is not None else None
    return Opened(
        PyfuncModel(held, tuple(asked_for["columns"]), asked_for["title"], marks, 1 if place is None else place)
    )


def _told(folder: Path) -> Mapping[str, Any]:
    """What the description of a model says."""
    import yaml

    try:
        told = yaml.safe_load(inside(folder, "MLmodel").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError("This is no model of MLflow: its description is missing.", "Check the address.") from error
    if not isinstance(told, dict) or not isinstance(told.get("flavors"), dict):
        raise InputError("The description of this model cannot be read.", "Log it again.")
    return told


def _signed(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns that a model's signature names."""
    try:
        inputs = json.loads((told.get("signature") or {}).get("inputs") or "[]")
        return tuple(str(one["name"]) for one in inputs)
    except (ValueError, TypeError, KeyError, AttributeError):
        return ()  # a signature without names says nothing about columns


def _title(address: str) -> str:
    return address.split("/", 1)[1].replace("/", " ") if address.startswith("models:/") else address.rsplit("/", 1)[-1]


def _mark(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in CHANGING)
    return digest("mlflow", *(f"{path.relative_to(folder).as_posix()}:{file_hash(path)}" for path in files))


def _with_origin(opened: Opened, found: Found, registry: str, made_with: str) -> Opened:
    model: Any = opened.model
    model.kind = "mlflow"
    notes = (*opened.notes, found.note) if found.note else opened.notes
    return replace(
        opened,
        made_with=made_with,
        location=found.address,
        registry=registry,
        trained_by=found.trained_by,
        trained_at=found.trained_at,
        trained_with=found.trained_with,
        notes=notes,
    )
