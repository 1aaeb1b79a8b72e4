"""Work that takes longer than a glance: in a worker, with progress, remaining time and cancel; the page stays usable."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

import traitlets

from workbook.ui.desk import Desk
from workbook.ui.guard import guarded
from workbook.ui.live import Task
from workbook.ui.parts import Part

EARLY = 0.03
"""Below this share done, an estimate of the remaining time would be a guess."""


class LongWork(Part):
    """A button for a `Task`."""

    state = traitlets.Dict().tag(sync=True)

    def __init__(self, declared: Task, desk: Desk) -> None:
        super().__init__(part="long_work", state={"label": declared.label, "help": declared.help})
        self._declared, self._desk = declared, desk
        self._cancelled = threading.Event()
        self._worker: threading.Thread | None = None
        self._begun = 0.0

    @property
    def running(self) -> bool:
        """Whether the work is under way."""
        return self._worker is not None and self._worker.is_alive()

    def start(self) -> None:
        """Begin, as a click does; a second click while it runs does nothing."""
        if self.running:
            return
        self._cancelled.clear()
        self._begun = time.monotonic()
        self._show(running=True, share=0.0, says="Starting …")
        self._worker = threading.Thread(target=self._work, name=self._declared.name, daemon=True)
        self._worker.start()

    def cancel(self) -> None:
        """Ask the work to stop at its next step; nothing of it is kept."""
        self._cancelled.set()
        if self.running:
            self._show(running=True, says="Stopping …")

    def wait(self, seconds: float | None = None) -> None:
        """Until the work has ended: for code and tests."""
        if self._worker is not None:
            self._worker.join(seconds)

    def receive(self, message: Mapping[str, Any]) -> None:
        """A click on the button, or on cancel."""
        if message.get("press"):
            self.start()
        elif message.get("cancel"):
            self.cancel()

    def _work(self) -> None:
        told, problem = guarded(lambda: self._declared.run(self._desk, self._progress, self._cancelled.is_set))
        if self._cancelled.is_set():
            self._show(says="Cancelled: nothing was kept.")
        else:
            self._show(says=problem or str(told), problem=bool(problem))

    def _progress(self, share: float, words: str) -> None:
        if self._cancelled.is_set():
            return
        share = min(max(float(share), 0.0), 1.0)
        self._show(running=True, share=share, says=f"{words}{self._remaining(share)}")

    def _remaining(self, share: float) -> str:
        if share < EARLY:
            return ""
        seconds = (time.monotonic() - self._begun) * (1 - share) / share
        if seconds < 5:
            return " · a few seconds more"
        return f" · about {seconds:.0f} seconds more" if seconds < 90 else f" · about {seconds / 60:.0f} minutes more"

    def _show(self, **state: Any) -> None:
        self.state = {"label": self._declared.label, "help": self._declared.help, **state}
