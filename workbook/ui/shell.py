"""The frame around the stages: where the team is, whose project it is, whether everything is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import traitlets

from workbook.project import Record
from workbook.ui.desk import Desk
from workbook.ui.guard import guarded
from workbook.ui.parts import Part

Address = Callable[[str, str], None]


class Shell(Part):
    """Rail, top bar and address.

    Parameters
    ----------
    desk : Desk
    go : callable, optional
        Called with project id and stage when the address changes; without it there is only the top bar.
    """

    app = traitlets.Bool(False).tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Desk, go: Address | None = None) -> None:
        super().__init__(part="shell", app=go is not None)
        self._go = go
        self._current = ""
        self._heading = ""
        self._desk = desk
        desk.store.subscribe(self._show)

    def at(self, stage: str, heading: str) -> None:
        """Mark the stage that is shown."""
        self._current, self._heading = stage, heading
        self._show(self._desk.record)

    def _show(self, record: Record) -> None:
        saved = max((answer.at for fields in record.answers.values() for answer in fields.values()), default=None)
        stages = self._desk.walk(record) if self.app else ()
        self.state = {
            "project": record.name,
            "project_id": record.project_id,
            "person": f"{self._desk.store.person.name} · {record.permission}",
            "saved": f"Saved {saved.astimezone():%H:%M}" if saved else "Nothing entered yet",
            "can_undo": self._desk.store.can_undo,
            "stages": [
                {"name": stage.name, "number": stage.number, "title": stage.title, "state": stage.state}
                for stage in stages
            ],
            "current": self._current,
            "heading": self._heading,
            "pushed": bool(self._current),
        }

    def receive(self, message: Mapping[str, Any]) -> None:
        """A sign of life once a second, undo, or another address."""
        if message.get("poll"):
            guarded(self._desk.store.refresh)
            self.send({"alive": True})
        elif message.get("undo"):
            guarded(self._desk.store.undo)
        elif "address" in message and self._go is not None:
            address = message["address"]
            self._go(str(address.get("project", "")), str(address.get("stage", "")))
