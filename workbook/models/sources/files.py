"""Model files that may arrive from a browser: only kinds that can be looked at before they are opened."""

from __future__ import annotations

from pathlib import Path

from workbook.data import Accepted
from workbook.models.sources import onnx_checks, skops_files
from workbook.models.sources.pickles import refused_endings

CHECKS = {skops_files.ENDING: skops_files.check_skops, onnx_checks.ENDING: onnx_checks.check_onnx}


def check_model_file(path: Path, name: str) -> None:
    """Look at a model file that arrived, without opening the model in it. Raises `InputError` where it is refused."""
    CHECKS[path.suffix.lower()](path, name)


MODEL_FILES = Accepted(
    endings=tuple(CHECKS),
    check=check_model_file,
    instead="Save the model as skops or ONNX, or bring its predictions as a column of the rows.",
    refused=refused_endings(),
    kept=True,
    too_large="Bring its predictions as a column of the rows.",
)
