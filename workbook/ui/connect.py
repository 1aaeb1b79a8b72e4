"""Choosing a project and connecting its rows: a sample, an upload, a file of the data folder, or a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import traitlets

from workbook.errors import WorkbookError
from workbook.project import Record
from workbook.ui.desk import Desk
from workbook.ui.guard import guarded
from workbook.ui.parts import Part
from workbook.ui.store import Store

UPLOAD_LIMIT = 500 * 2**20
"""Bytes. Larger files go into the data folder, where they are read in place."""


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


class Connect(Part):
    """The rows of a project: what is connected, and the ways to connect something else."""

    state = traitlets.Dict().tag(sync=True)
    label = traitlets.Unicode("Your own file (CSV, TSV, Parquet or XLSX)").tag(sync=True)
    says = traitlets.Unicode("").tag(sync=True)

    def __init__(self, desk: Desk, take_over: Callable[[Store, str], None] | None = None) -> None:
        super().__init__(
            part="connect",
            says=f"Up to {UPLOAD_LIMIT // 2**20} MB. It is kept outside every served folder and you can erase it.",
        )
        self._desk, self._take_over = desk, take_over
        self._receiver: Any = None
        self.refresh()

    def refresh(self) -> None:
        """Show what is connected now."""
        from workbook.data import connection_names, data_folder, samples

        self.state = {
            "connected": _in_words(self._desk.record),
            "erasable": self._desk.record.data is not None
            and self._desk.record.data.kind == "upload"
            and self._desk.record.data.state != "erased",
            "samples": [{"name": one.name, "title": one.title, "about": one.about} for one in samples()],
            "connections": list(connection_names()),
            "folder": data_folder() is not None,
        }

    def receive(self, message: Mapping[str, Any]) -> None:
        """A choice that was clicked."""
        from workbook.ui import connecting

        store = self._desk.store
        acts = {
            "sample": lambda: connecting.use_sample(store, str(message["sample"]), self._take_over),
            "path": lambda: connecting.use_path(store, str(message["path"])),
            "table": lambda: connecting.use_table(store, str(message.get("connection", "")), str(message["table"])),
            "erase": lambda: connecting.erase(store),
        }
        for name, act in acts.items():
            if name in message:
                _, problem = guarded(act)
                self.refresh()
                self.state = self.state | {"says": problem}

    def _answer(self, widget: Any, message: Mapping[str, Any], buffers: Any) -> None:
        if any(key in message for key in ("start", "piece", "finish", "cancel")):
            told, problem = guarded(lambda: self._receive_piece(message, buffers))
            if problem:
                self._receiver = None
                self.says = problem
                self.send({"refused": True})
            else:
                self.send({"received": told or 0})
        else:
            super()._answer(widget, message, buffers)

    def _receive_piece(self, message: Mapping[str, Any], buffers: Any) -> int:
        from workbook.ui import connecting

        if "start" in message:
            self._receiver = connecting.Receiver(
                self._desk.store, str(message["start"]), int(message["size"]), UPLOAD_LIMIT
            )
            return 0
        if self._receiver is None:
            raise WorkbookError("The upload was interrupted.", "Choose the file again.")
        if "piece" in message:
            return int(self._receiver.add(bytes(buffers[0])))
        receiver, self._receiver = self._receiver, None
        if "cancel" in message:
            receiver.cancel()
            return 0
        self.says = receiver.finish()
        self.refresh()
        return 0


def _in_words(record: Record) -> str:
    data = record.data
    if data is None:
        return "No rows are connected yet."
    if data.state == "erased":
        return f"The rows of {data.label} were erased; what was computed from them stays, and says so."
    name = Path(data.label).name if data.kind in ("file", "upload") else data.label
    return f"Connected: {name}, {data.rows:,} rows, {len(data.columns)} columns, by {data.owner.name}."
