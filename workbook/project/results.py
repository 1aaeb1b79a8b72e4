"""Frozen results as what the record keeps of them, and back: so that a page can be read without rows and models."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter

from workbook.errors import WorkbookError
from workbook.project.record import Evidence

R = TypeVar("R")
UNDEFINED = "NaN"


def to_kept(result: Any) -> dict[str, Any]:
    """A frozen dataclass as JSON-ready values; numbers that are not defined become the text "NaN"."""
    kept = _plain(result)
    if not isinstance(kept, dict):
        raise TypeError("only a dataclass or a mapping can be kept")
    return kept


def from_kept(kind: type[R], kept: Mapping[str, Any]) -> R:
    """The dataclass again from what was kept of it.

    Raises
    ------
    WorkbookError
        It was kept by another release in another shape.
    """
    from pydantic import ValidationError

    try:
        return TypeAdapter(kind).validate_python(dict(kept))
    except ValidationError as error:
        raise WorkbookError(
            "What is on record was written by another version of the analysis.", "Run it again and record it anew."
        ) from error


def on_record(kind: type[R], evidence: Evidence | None, missing: str, remedy: str) -> R:
    """A recorded result; `WorkbookError` with what is missing and what to do where nothing is on record."""
    if evidence is None:
        raise WorkbookError(missing, remedy)
    return from_kept(kind, evidence.result)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    if hasattr(value, "tolist"):  # an array, or a number of NumPy
        return _plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return UNDEFINED if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    return value
