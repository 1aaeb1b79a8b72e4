"""skops files: scikit-learn models in a format that names every type in it, so that it can be looked at before it is opened."""

from __future__ import annotations

import json
import re
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbook.data.sources import existing, file_hash
from workbook.errors import InputError, MissingExtra, WorkbookError
from workbook.models.sources.archives import check_archive
from workbook.models.sources.estimators import from_estimator, is_estimator
from workbook.models.sources.events import Wanted
from workbook.models.sources.opened import Opened
from workbook.models.sources.trees import check_trees

ENDING = ".skops"
SCHEMA = "schema.json"
LARGEST_SCHEMA = 100 * 2**20
LARGEST = 2**30
KNOWN = {
    "numpy.dtype": "what kind of numbers an array holds",
    "sklearn.tree._tree.Tree": "a decision tree; its nodes are looked at before it is asked",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor": "a histogram tree; its nodes are looked at too",
    "sklearn.calibration._CalibratedClassifier": "a calibrated model",
    "sklearn.calibration._SigmoidCalibration": "a calibration curve",
    "sklearn.neural_network._stochastic_optimizers.AdamOptimizer": "how a network was trained",
    "sklearn.neural_network._stochastic_optimizers.SGDOptimizer": "how a network was trained",
    "sklearn.utils._bunch.Bunch": "models of an ensemble by their names",
    "sklearn.metrics._scorer._PassthroughScorer": "how a search compared its models",
    "sklearn.model_selection._split.KFold": "how a search parted the rows",
    "sklearn.model_selection._split.StratifiedKFold": "how a search parted the rows",
}
"""Types that skops leaves to its user to trust, and why each is opened here: it holds data and runs nothing of its own."""
SEARCH_TREES = ("sklearn.neighbors._kd_tree", "sklearn.neighbors._ball_tree")
VERSION = re.compile(r'_sklearn_version.{0,400}?\\"(\d+\.\d+[\w.]*)\\"', re.DOTALL)


def check_skops(path: Path, name: str) -> None:
    """Look at a file without opening the model in it.

    Parameters
    ----------
    path : Path
    name : str
        What people call it.

    Raises
    ------
    InputError
        It is no skops file, unpacks to too much, or holds types that are not opened here; the message lists them.
    MissingExtra
        skops is not installed.
    """
    check_archive(path, name, endings=(".npy", ".npz", ".json", ".bin"), largest=LARGEST)
    with zipfile.ZipFile(path) as archive:
        if SCHEMA not in archive.namelist():
            raise InputError(f"“{name}” is no skops file.", "Save the model with skops.io.dump(model, file).")
        if archive.getinfo(SCHEMA).file_size > LARGEST_SCHEMA:
            raise InputError(f"“{name}” describes itself at too great a length.", "Save a smaller model.")
    unknown = tuple(one for one in _untrusted(path, name) if one not in KNOWN)
    if unknown:
        raise InputError(_refusal(name, unknown), _instead(unknown))


def open_skops(
    path: Path,
    name: str = "",
    *,
    columns: Sequence[str] | None = None,
    title: str = "",
    wanted: Wanted | None = None,
) -> Opened:
    """Open a skops file after a look at everything in it.

    Raises
    ------
    InputError, MissingExtra
    """
    told = name or path.name
    check_skops(existing(path), told)
    held, notes = _loaded(path, told)
    if not is_estimator(held):
        raise InputError(f"“{told}” holds no model but a {type(held).__name__}.", "Save the fitted model itself.")
    check_trees(held, told)
    opened = from_estimator(
        held,
        columns=columns,
        title=title or Path(told).stem,
        wanted=wanted,
        kind="skops file",
        fingerprint=file_hash(path),
    )
    made = _made_with(path)
    return Opened(opened.model, made_with=made or opened.made_with, location=path.name, notes=(*notes, *opened.notes))


def _skops() -> Any:
    try:
        import skops.io
    except ImportError as error:
        raise MissingExtra("A skops file", "models") from error
    return skops.io


def _untrusted(path: Path, name: str) -> tuple[str, ...]:
    io = _skops()
    try:
        return tuple(io.get_untrusted_types(file=path))
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError, json.JSONDecodeError, OSError) as error:
        raise InputError(f"“{name}” is damaged, or was not written by skops.", "Save the model again.") from error


def _loaded(path: Path, name: str) -> tuple[Any, tuple[str, ...]]:
    io = _skops()
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            held = io.load(path, trusted=list(KNOWN))
        except WorkbookError:
            raise
        except Exception as error:
            said = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
            raise InputError(
                f"“{name}” cannot be opened with the scikit-learn that is installed here: {said}",
                "Save it anew with it.",
            ) from error
    versions = [one.message for one in heard if one.category.__name__ == "InconsistentVersionWarning"]
    return held, tuple(dict.fromkeys(map(_versions_in_words, versions)))


def _versions_in_words(message: Any) -> str:
    return (
        f"It was saved with scikit-learn {message.original_sklearn_version} and is opened with "
        f"{message.current_sklearn_version}: its scores may differ."
    )


def _made_with(path: Path) -> str:
    """The scikit-learn that saved it, as the file says."""
    with zipfile.ZipFile(path) as archive:
        found = VERSION.search(archive.read(SCHEMA).decode("utf-8", "replace"))
    return f"scikit-learn {found.group(1)}" if found else ""


def _refusal(name: str, unknown: tuple[str, ...]) -> str:
    listed = ", ".join(unknown[:8]) + (f" and {len(unknown) - 8} more" if len(unknown) > 8 else "")
    return f"“{name}” is not opened: it holds what does not come from scikit-learn or could run code: {listed}."


def _instead(unknown: tuple[str, ...]) -> str:
    if any(one.startswith(SEARCH_TREES) for one in unknown):
        return 'A search tree of neighbours cannot be checked: fit with algorithm="brute", or bring predictions as a column.'
    return "Save a model of scikit-learn's own types, export it as ONNX, or bring its predictions as a column."
