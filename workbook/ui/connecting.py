"""Connects rows to a project: reads and checks them, then records how they are reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from workbook.data import (
    ProjectFiles,
    Source,
    data_folder,
    open_sample,
    read_source,
    sample,
    sheets_of,
    table_or_query,
)
from workbook.errors import InputError
from workbook.project import DataReference
from workbook.ui.desk import Desk
from workbook.ui.store import Store

Kind = Literal["sample", "upload", "file", "dataframe", "database"]


@dataclass(frozen=True)
class Place:
    """A file that can be connected: where it lies, and the sheets among which one has to be chosen."""

    kind: Literal["upload", "file"]
    label: str
    location: str
    path: Path
    sheets: tuple[str, ...] = ()
    sheet: str | None = None

    def at(self, sheet: str) -> Place:
        """The same file at one of its sheets."""
        if sheet not in self.sheets:
            raise InputError(f"“{self.label}” has no sheet “{sheet}”.", f"Its sheets are: {', '.join(self.sheets)}.")
        return replace(self, sheet=sheet, sheets=())

    def source(self) -> Source:
        """Its rows."""
        return read_source(self.path, sheet=self.sheet)


def uploaded(path: Path, name: str) -> Place:
    """A file that was uploaded; where it cannot be read nothing of it is kept."""
    try:
        return Place("upload", name, str(path), path, sheets_of(path))
    except InputError:
        path.unlink(missing_ok=True)
        raise


def in_data_folder(text: str) -> Place:
    """A file of the configured data folder."""
    folder = data_folder()
    if folder is None:
        raise InputError("No data folder is set up.", "Ask whoever runs the server to set WORKBOOK_DATA_FOLDER.")
    source: Any = read_source(text, folder=folder)
    return Place("file", Path(text).name, text, source.path, sheets_of(source.path))


def use_source(
    store: Store,
    source: Source,
    *,
    kind: Kind,
    label: str,
    location: str,
    connection: str | None = None,
    sheet: str | None = None,
) -> None:
    """Record a source as the rows of the project."""
    store.repository.require(store.project_id, store.person, "connect data")
    attach(
        store,
        DataReference(
            kind=kind,
            label=label,
            location=location,
            connection=connection,
            sheet=sheet,
            fingerprint=source.fingerprint,
            rows=source.rows,
            columns=tuple(column.name for column in source.columns),
            owner=store.person,
        ),
    )


def attach(store: Store, reference: DataReference) -> None:
    """Save how the rows are reached."""
    store.apply(lambda repository, project, person: repository.attach_data(project, person, reference))


def use_sample(store: Store, name: str, take_over: Callable[[Store, str], None] | None = None) -> None:
    """Connect a sample; `take_over` brings in the roles that it comes with."""
    use_source(store, open_sample(name), kind="sample", label=sample(name).title, location=name)
    if take_over is not None:
        take_over(store, name)


def use_file(store: Store, place: Place) -> str:
    """Connect a file, uploaded or of the data folder; returns what it holds, in words."""
    try:
        source = place.source()
        use_source(store, source, kind=place.kind, label=place.label, location=place.location, sheet=place.sheet)
    except InputError:
        if place.kind == "upload":
            place.path.unlink(missing_ok=True)
        raise
    return f"“{place.label}” is connected: {source.rows:,} rows. Now say which column plays which role."


def use_frame(desk: Desk, frame: Any, label: str) -> str:
    """Connect a DataFrame of this notebook. It stays in this notebook's memory: others see results, not rows."""
    source = read_source(frame)
    known = desk.record.data
    if known is None or known.kind != "dataframe" or known.fingerprint != source.fingerprint:
        use_source(desk.store, source, kind="dataframe", label=label, location="")
    desk.hold(source)
    return f"“{label}” is connected: {source.rows:,} rows, in this notebook's memory only."


def use_table(store: Store, connection: str, table: str) -> None:
    """Connect a table, or one SELECT, of a configured database connection."""
    named = table.strip()
    if not named:
        raise InputError("No table was named.", "Write the name of a table of this database, or one SELECT.")
    source = table_or_query(connection, named)
    use_source(store, source, kind="database", label=source.label, location=named, connection=connection)


def is_uploaded(data: DataReference) -> bool:
    """Whether the project keeps a file of these rows, or of their groups."""
    return data.kind == "upload" or (data.groups_file is not None and data.groups_file.kind == "upload")


def erase(store: Store) -> None:
    """Erase the uploaded rows; what was computed from them says that they are gone."""
    store.repository.require(store.project_id, store.person, "connect data")
    ProjectFiles(store.project_id).erase()
    store.apply(lambda repository, project, person: repository.forget_rows(project, person, "erased by the owner"))
