"""Takes whatever a person brings as a model, finds out what it is, opens it, and tries it on the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.data import ProjectFiles
from workbook.data.sources import digest
from workbook.errors import InputError
from workbook.models.folds import Codes
from workbook.models.sources.endpoint_settings import endpoint_names
from workbook.models.sources.estimators import from_estimator, is_estimator
from workbook.models.sources.events import Wanted
from workbook.models.sources.files import MODEL_FILES
from workbook.models.sources.functions import from_function
from workbook.models.sources.mlflow_models import is_address, open_mlflow
from workbook.models.sources.onnx_files import open_onnx
from workbook.models.sources.opened import Opened
from workbook.models.sources.pickles import ENDINGS, TORCH_ENDINGS, TORCH_REASON, open_pickle
from workbook.models.sources.probing import probe
from workbook.models.sources.skops_files import open_skops
from workbook.models.sources.torch_modules import from_module, is_module

if TYPE_CHECKING:
    import pandas as pd

LARGEST = 500 * 2**20
PIECE = 2**20


@dataclass(frozen=True, eq=False)
class Ways:
    """How a model is to be opened, as far as a person said.

    Attributes
    ----------
    columns : tuple of str
        That it reads, in its order; empty where it says so itself.
    title : str
    wanted : Wanted
        Which of its classes is the event.
    registry : str
        The configured name of a registry of MLflow.
    trusted_from : str or None
        On whose word something that runs code is opened.
    known_columns : tuple of str
        The columns of the rows.
    torch : mapping
        For a module: `scaling`, `gives`, `weights`.
    """

    columns: tuple[str, ...] = ()
    title: str = ""
    wanted: Wanted = field(default_factory=Wanted)
    registry: str = ""
    trusted_from: str | None = None
    known_columns: tuple[str, ...] = ()
    torch: dict[str, Any] | None = None

    @property
    def named(self) -> tuple[str, ...] | None:
        """The columns, or None where nobody named any."""
        return self.columns or None


def bring(thing: Any, ways: Ways, files: ProjectFiles) -> Opened:
    """Open whatever is brought as a model.

    Parameters
    ----------
    thing : object
        A fitted estimator, a PyTorch module, a function, the path of a file, an address of MLflow, or the name of a
        configured endpoint.
    ways : Ways
    files : ProjectFiles
        Where a file is kept, so that others can open it too.

    Raises
    ------
    WorkbookError
        It is none of these, or cannot be opened; the message says what to do.
    """
    if isinstance(thing, str | Path):
        return _named(thing, ways, files)
    if is_module(thing):
        place = 1 if ways.wanted.place is None else ways.wanted.place
        return from_module(thing, columns=ways.named, title=ways.title, event=place, **(ways.torch or {}))
    if is_estimator(thing):
        return from_estimator(thing, columns=ways.named, title=ways.title, wanted=ways.wanted)
    asked: Any = getattr(thing, "predict", thing) if not isinstance(thing, type) else None
    if callable(asked):
        function = thing if asked is thing else _asking(asked, thing)
        return from_function(function, columns=ways.named, title=ways.title)
    raise InputError(
        f"A {type(thing).__name__} is nothing that scores rows.",
        "Bring a fitted estimator, a PyTorch module, a function, a .skops or .onnx file, an address of MLflow, "
        "or the name of a configured endpoint.",
    )


def check_columns(
    opened: Opened, known: Sequence[str], label: Sequence[str | None], score: str | None
) -> tuple[str, ...]:
    """Notes on the columns that a model reads.

    Raises
    ------
    InputError
        The rows lack one, or it is the outcome itself.
    """
    read = opened.model.columns
    missing = [name for name in read if name not in known]
    if missing:
        raise InputError(
            f"“{opened.model.title}” reads column “{missing[0]}”, and these rows have no such column.",
            f"They have: {', '.join(map(str, known[:12]))}. Connect rows with every column that the model reads.",
        )
    outcome = [name for name in read if name in label]
    if outcome:
        raise InputError(
            f"“{opened.model.title}” reads “{outcome[0]}”, the column that says what happened.",
            "Train it without that column: on the day of the decision it is not there yet.",
        )
    if score and score in read:
        return (f"It reads “{score}”, the score that these rows came with.",)
    return ()


def tried(opened: Opened, frame: pd.DataFrame, label: Codes | None) -> Opened:
    """The model after a trial on some rows, with what it showed; without a file it is known by what it says."""
    found = probe(opened.model, frame, label)
    model = opened.model
    if model.kind in ("function", "endpoint"):
        model.fingerprint = digest(model.fingerprint, found.behaviour)
    speed = getattr(model, "speed", "")
    return replace(opened, notes=(*opened.notes, *found.notes, *((speed,) if speed else ())))


def _asking(ask: Any, thing: Any) -> Callable[..., Any]:
    """A function that bears the name of what is asked."""

    def predict(rows: pd.DataFrame) -> Any:
        return ask(rows)

    predict.__name__ = type(thing).__name__
    return predict


def _named(thing: str | Path, ways: Ways, files: ProjectFiles) -> Opened:
    text = str(thing)
    if is_address(text):
        return open_mlflow(
            text,
            registry=ways.registry,
            columns=ways.named,
            title=ways.title,
            wanted=ways.wanted,
            known_columns=ways.known_columns,
            trusted_from=ways.trusted_from,
        )
    path = Path(text).expanduser()
    if path.suffix.lower() in (*MODEL_FILES.endings, *ENDINGS, *TORCH_ENDINGS) or path.is_file():
        return _file(path, ways, files)
    if text.lower() in endpoint_names():
        from workbook.models.sources.endpoints import open_endpoint

        return open_endpoint(text, columns=ways.named, title=ways.title, event=ways.wanted.place)
    known = ", ".join(endpoint_names()) or "none"
    raise InputError(
        f"“{text}” is no model file, no address of MLflow and no configured endpoint.",
        f"Give a .skops or .onnx file, models:/name@alias, or the name of an endpoint (configured: {known}).",
    )


def _file(path: Path, ways: Ways, files: ProjectFiles) -> Opened:
    if not path.is_file():
        raise InputError(f"There is no file “{path.name}”.", "Check its name and folder.")
    ending = path.suffix.lower()
    if ending in ENDINGS:
        return open_pickle(
            path, trusted_from=ways.trusted_from, columns=ways.named, title=ways.title, wanted=ways.wanted
        )
    if ending in TORCH_ENDINGS:
        raise InputError(
            f"“{path.name}” is not opened by itself. {TORCH_REASON}",
            "Build the module, and bring it with its weights: page.use_model(module, columns=[…], weights=file).",
        )
    with path.open("rb") as file:
        kept = files.receive(iter(lambda: file.read(PIECE), b""), path.name, LARGEST, MODEL_FILES)
    try:
        return open_kept(kept, path.name, ways)
    except BaseException:
        kept.unlink(missing_ok=True)
        raise


def open_kept(path: Path, name: str, ways: Ways) -> Opened:
    """Open a model file that is among the project's private files."""
    told: dict[str, Any] = {"columns": ways.named, "title": ways.title, "wanted": ways.wanted}
    if path.suffix.lower() == ".skops":
        return open_skops(path, name, **told)
    return open_onnx(path, name, known_columns=ways.known_columns, **told)
