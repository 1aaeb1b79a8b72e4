"""One door to all sources."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from workbook.data.files import file_source
from workbook.data.folders import inside
from workbook.data.sources import FrameSource, Source
from workbook.errors import InputError


def read_source(source: Any, *, folder: str | os.PathLike[str] | None = None, sheet: str | None = None) -> Source:
    """A path, DataFrame or Source as a Source.

    Parameters
    ----------
    source : DataFrame, path or Source
    folder : path, optional
        The only folder that a path may lead to.
    sheet : str, optional
        Which sheet of a workbook.

    Raises
    ------
    InputError, NotFound, NotAllowed
        Where it is not there, outside the folder, or not what it says it is.
    """
    if isinstance(source, Source):
        return source
    if isinstance(source, str | os.PathLike):
        found = file_source(Path(source) if folder is None else inside(Path(folder), source), sheet)
        found.check()
        return found
    if hasattr(source, "columns") and hasattr(source, "iloc"):
        return FrameSource(source)
    raise InputError(
        f"Rows cannot be read from a {type(source).__name__}.", "Give a pandas DataFrame, or the path of a file."
    )
