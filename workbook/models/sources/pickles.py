"""Pickle and joblib files: opening one runs whatever it holds. Never from a browser; in notebooks on somebody's name."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbook.data.sources import existing, file_hash
from workbook.errors import InputError, NotAllowed
from workbook.models.sources.estimators import from_estimator, is_estimator
from workbook.models.sources.events import Wanted
from workbook.models.sources.functions import from_function
from workbook.models.sources.opened import Opened

ENDINGS = (".pkl", ".pickle", ".joblib", ".cloudpickle", ".dill", ".sav")
TORCH_ENDINGS = (".pt", ".pth", ".pt2", ".ckpt", ".bin")
REASON = "Opening a pickle or joblib file runs whatever its maker put into it, before anybody can look."
INSTEAD = (
    "Save the model as skops (skops.io.dump(model, file)) or as ONNX, or bring its predictions as a column. "
    "An analyst who knows who made it can open it in a notebook."
)
TORCH_REASON = "A PyTorch file holds weights without the module, or a whole program."
TORCH_INSTEAD = (
    "Export the module as ONNX (torch.onnx.export), or bring it in a notebook: page.use_model(module, columns=[…])."
)
PAGE = "WORKBOOK_PAGE"
"""Set where a kernel serves a page in a browser."""


def refused_endings() -> dict[str, tuple[str, str]]:
    """What is told of files that no browser may bring, by their ending."""
    pickled = dict.fromkeys(ENDINGS, (REASON, INSTEAD))
    return pickled | dict.fromkeys(TORCH_ENDINGS, (TORCH_REASON, TORCH_INSTEAD))


def confirmed(name: str, trusted_from: str | None) -> str:
    """The person on whose word something that runs code is opened.

    Parameters
    ----------
    name : str
        What is to be opened.
    trusted_from : str or None
        Who it came from, as the analyst wrote it.

    Raises
    ------
    NotAllowed
        In a browser; or nobody was named.
    """
    if os.environ.get(PAGE):
        raise NotAllowed(f"“{name}” is refused. {REASON}", INSTEAD)
    person = (trusted_from or "").strip()
    if sum(letter.isalpha() for letter in person) < 2:
        raise NotAllowed(
            f"“{name}” was not opened. {REASON}",
            'If you know who made it, name that person: page.use_model(…, i_trust_this_file_from="Name of the person"). '
            "The name goes on record. Safer: save the model as skops or ONNX.",
        )
    return person


def open_pickle(
    path: Path,
    *,
    trusted_from: str | None,
    columns: Sequence[str] | None = None,
    title: str = "",
    wanted: Wanted | None = None,
) -> Opened:
    """Open a pickle or joblib file on somebody's word; the model lives in this notebook only.

    Raises
    ------
    NotAllowed
        In a browser, or without a name.
    InputError
        The file cannot be read here, or holds no model.
    """
    person = confirmed(path.name, trusted_from)
    held, told = _loaded(existing(path))
    note = f"Opened from the pickle file “{path.name}”, which runs code, on the word that it came from {person}."
    named = title or path.stem
    if is_estimator(held):
        opened = from_estimator(held, columns=columns, title=named, wanted=wanted, fingerprint=file_hash(path))
    elif callable(held):
        opened = from_function(held, columns=columns, title=named)
    else:
        raise InputError(f"“{path.name}” holds no model but a {type(held).__name__}.", "Save the fitted model itself.")
    return Opened(opened.model, made_with=opened.made_with, notes=(note, *told, *opened.notes))


def _loaded(path: Path) -> tuple[Any, tuple[str, ...]]:
    import joblib

    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            held = joblib.load(path)
        except Exception as error:
            said = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
            raise InputError(
                f"“{path.name}” cannot be opened here: {said}",
                "It needs the packages that it was saved with; or it is damaged. Save it as skops or ONNX.",
            ) from error
    return held, tuple(dict.fromkeys(_in_words(one.message) for one in heard if _matters(one)))


def _matters(heard: warnings.WarningMessage) -> bool:
    return heard.category.__name__ == "InconsistentVersionWarning"


def _in_words(message: Any) -> str:
    then, now = getattr(message, "original_sklearn_version", "?"), getattr(message, "current_sklearn_version", "?")
    return f"It was saved with scikit-learn {then} and is opened with {now}: its scores may differ."
