"""One door to all sources."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from workbook.data.files import file_source
from workbook.data.sources import FrameSource, Source
from workbook.errors import InputError


def read_source(source: Any, *, folder: str | os.PathLike[str] | None = None) -> Source:
    """A path, DataFrame or Source as a Source."""
    if isinstance(source, Source):
        return source
    if isinstance(source, str | os.PathLike):
        return file_source(Path(source))
    if hasattr(source, "columns") and hasattr(source, "iloc"):
        return FrameSource(source)
    raise InputError(
        f"Rows cannot be read from a {type(source).__name__}.", "Give a pandas DataFrame, or the path of a file."
    )
