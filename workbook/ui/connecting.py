"""Connects rows to a project: reads and checks them, then records how they are reached."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from workbook.data import ProjectFiles, Source, data_folder, database, open_sample, read_source, sample
from workbook.errors import InputError
from workbook.project import DataReference
from workbook.ui.store import Store

Kind = Literal["sample", "upload", "file", "dataframe", "database"]


def use_source(
    store: Store, source: Source, *, kind: Kind, label: str, location: str, connection: str | None = None
) -> None:
    """Record a source as the rows of the project."""
    store.repository.require(store.project_id, store.person, "connect data")
    reference = DataReference(
        kind=kind,
        label=label,
        location=location,
        connection=connection,
        fingerprint=source.fingerprint,
        model_fingerprint=None,
        rows=source.rows,
        columns=tuple(column.name for column in source.columns),
        owner=store.person,
        state="available",
    )
    store.apply(lambda repository, project, person: repository.attach_data(project, person, reference))


def use_sample(store: Store, name: str, take_over: Callable[[Store, str], None] | None = None) -> None:
    """Connect a sample; `take_over` brings in the roles that it comes with."""
    use_source(store, open_sample(name), kind="sample", label=sample(name).title, location=name)
    if take_over is not None:
        take_over(store, name)


def use_path(store: Store, text: str) -> None:
    """Connect a file of the configured data folder."""
    folder = data_folder()
    if folder is None:
        raise InputError("No data folder is set up.", "Ask whoever runs the server to set WORKBOOK_DATA_FOLDER.")
    source = read_source(text, folder=folder)
    use_source(store, source, kind="file", label=Path(text).name, location=text)


def use_table(store: Store, connection: str, table: str) -> None:
    """Connect a table of a configured database connection."""
    if not table.strip():
        raise InputError("No table was named.", "Write the name of a table of this database.")
    use_source(
        store,
        database(connection, table=table.strip()),
        kind="database",
        label=table,
        location=table,
        connection=connection,
    )


def erase(store: Store) -> None:
    """Erase the uploaded rows; what was computed from them says that they are gone."""
    store.repository.require(store.project_id, store.person, "connect data")
    ProjectFiles(store.project_id).erase()
    store.apply(lambda repository, project, person: repository.forget_rows(project, person, "erased by the owner"))


class Receiver:
    """Takes an upload in pieces; nothing of it is used before all of it has arrived and was checked.

    Parameters
    ----------
    store : Store
    name : str
        File name as the browser gave it; only its last part and its ending are used.
    size : int
        Bytes announced.
    limit : int
        Bytes allowed.
    """

    def __init__(self, store: Store, name: str, size: int, limit: int) -> None:
        store.repository.require(store.project_id, store.person, "connect data")
        if size > limit:
            raise InputError(
                f"“{Path(name).name}” has {size / 2**20:,.0f} MB; the limit here is {limit / 2**20:,.0f} MB.",
                "Put it into the data folder and connect it there, or save it as Parquet, which is smaller.",
            )
        if size == 0:
            raise InputError(f"“{Path(name).name}” is empty.", "Choose a file with a header and rows.")
        self._store, self._name, self._limit = store, Path(name.replace("\\", "/")).name, limit
        self._upload: Any = ProjectFiles(store.project_id).begin(self._name, limit)

    def add(self, piece: bytes) -> int:
        """Take one piece; returns how many bytes have arrived."""
        return int(self._upload.add(piece))

    def cancel(self) -> None:
        """Keep nothing."""
        self._upload.cancel()

    def finish(self) -> str:
        """Check the whole file, connect it, and say what it holds."""
        path = self._upload.finish()
        try:
            source = read_source(path)
        except InputError:
            path.unlink(missing_ok=True)
            raise
        use_source(self._store, source, kind="upload", label=self._name, location=str(path))
        return f"“{self._name}” is connected: {source.rows:,} rows. Now say which column plays which role."
