"""Rows with scores beside them, as a private file of the project."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbook.data import ProjectFiles
from workbook.data.sql import quoted

LARGEST = 2**31
PIECE = 2**20


def write_rows(project_id: str, frame: Any, name: str, types: Mapping[str, str] | None = None) -> Path:
    """Write rows as Parquet among the project's private files; returns where.

    Parameters
    ----------
    project_id : str
    frame : DataFrame
    name : str
        What the file is called, with its ending.
    types : mapping of str to str, optional
        The type of each column at its source: a date stays a date and a whole number whole, which a DataFrame forgets.
    """
    from workbook.data.engine import engine

    known = types or {}
    parts = [
        f"CAST({quoted(column)} AS {known[column]}) AS {quoted(column)}" if column in known else quoted(column)
        for column in map(str, frame.columns)
    ]
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        path = Path(folder) / "rows.parquet"
        with engine() as connection:
            connection.from_df(frame).project(", ".join(parts)).write_parquet(str(path))
        with path.open("rb") as file:
            pieces = iter(lambda: file.read(PIECE), b"")
            return ProjectFiles(project_id).receive(pieces, name, LARGEST)


def free_name(wanted: str, taken: tuple[str, ...]) -> str:
    """A column name that no column has yet, whatever the case of its letters."""
    known, name, number = {one.casefold() for one in taken}, wanted, 2
    while name.casefold() in known:
        name, number = f"{wanted} ({number})", number + 1
    return name
