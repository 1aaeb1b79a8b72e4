"""Choosing a project and connecting its rows: a sample, an upload, a file of the data folder, or a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import traitlets

from workbook.errors import InputError
from workbook.project import Record
from workbook.ui import connecting
from workbook.ui.desk import Desk
from workbook.ui.guard import guarded
from workbook.ui.parts import Part
from workbook.ui.receiving import Receiving
from workbook.ui.store import Store


class Projects(Part):
    """The projects of this person, and a field to begin another."""

    state = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Desk) -> None:
        super().__init__(part="projects")
        self._desk = desk
        self.refresh()

    def refresh(self) -> None:
        """List the projects as they are now."""
        store = self._desk.store
        projects = store.repository.projects(store.person)
        self.state = {
            "current": store.project_id,
            "projects": [
                {"id": one.id, "name": one.name, "changed": f"{one.changed_at.astimezone():%d %b %Y %H:%M}"}
                for one in projects
            ],
        }

    def create(self, name: str) -> str:
        """Begin a project; returns its identifier."""
        store = self._desk.store
        created = store.repository.create_project(name, store.person)
        self.choose(created)
        return created

    def choose(self, project_id: str) -> None:
        """Go on with another project."""
        self._desk.open(project_id)
        self.refresh()

    def receive(self, message: Mapping[str, Any]) -> None:
        """Create or choose."""
        if "create" in message:
            _, problem = guarded(lambda: self.create(str(message["create"]).strip()))
        elif "choose" in message:
            _, problem = guarded(lambda: self.choose(str(message["choose"])))
        else:
            return
        if problem:
            self.state = self.state | {"says": problem}


class Connect(Receiving):
    """The rows of a project: what is connected, and the ways to connect something else."""

    def __init__(self, desk: Desk, take_over: Callable[[Store, str], None] | None = None) -> None:
        super().__init__(desk, "connect", "Your own file (CSV, TSV, Parquet or XLSX)")
        self._take_over = take_over
        self._waiting: connecting.Place | None = None
        self.refresh()

    def refresh(self) -> None:
        """Show what is connected now, and the sheets of a workbook that waits for one to be chosen."""
        from workbook.data import connection_names, data_folder, samples

        data = self._desk.record.data
        self.state = {
            "connected": _in_words(self._desk.record),
            "erasable": data is not None and data.state != "erased" and connecting.is_uploaded(data),
            "samples": [{"name": one.name, "title": one.title, "about": one.about} for one in samples()],
            "connections": list(connection_names()),
            "folder": data_folder() is not None,
            "sheets": list(self._waiting.sheets) if self._waiting else [],
            "sheets_of": self._waiting.label if self._waiting else "",
        }

    def receive(self, message: Mapping[str, Any]) -> None:
        """A choice that was clicked."""
        store = self._desk.store
        acts = {
            "sample": lambda: connecting.use_sample(store, str(message["sample"]), self._take_over),
            "path": lambda: self._use(connecting.in_data_folder(str(message["path"]))),
            "sheet": lambda: self._use_sheet(str(message["sheet"])),
            "table": lambda: connecting.use_table(store, str(message.get("connection", "")), str(message["table"])),
            "erase": lambda: connecting.erase(store),
        }
        for name, act in acts.items():
            if name in message:
                if name != "sheet":
                    self._waiting = None
                told, problem = guarded(act)
                self.says = told if isinstance(told, str) else self.says
                self.refresh()
                self.state = self.state | {"says": problem}

    def arrived(self, path: Path, name: str) -> str:
        """Connect an uploaded file, or ask for its sheet."""
        self._waiting = None
        return self._use(connecting.uploaded(path, name))

    def _use(self, place: connecting.Place) -> str:
        if len(place.sheets) > 1:
            self._waiting = place
            return f"“{place.label}” has {len(place.sheets)} sheets: choose one."
        return connecting.use_file(self._desk.store, place)

    def _use_sheet(self, sheet: str) -> str:
        if self._waiting is None:
            raise InputError("No workbook waits for a sheet.", "Choose the file again.")
        told = connecting.use_file(self._desk.store, self._waiting.at(sheet))
        self._waiting = None
        return told


def _in_words(record: Record) -> str:
    data = record.data
    if data is None:
        return "No rows are connected yet."
    if data.state == "erased":
        return f"The rows of {data.label} were erased; what was computed from them stays, and says so."
    name = Path(data.label).name if data.kind in ("file", "upload") else data.label
    sheet = f", sheet “{data.sheet}”" if data.sheet else ""
    return f"Connected: {name}{sheet}, {data.rows:,} rows, {len(data.columns)} columns, by {data.owner.name}."
