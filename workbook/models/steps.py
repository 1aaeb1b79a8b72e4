"""Counts the steps of long work, tells how far it is, and stops between two of them where somebody asks."""

from __future__ import annotations

from collections.abc import Callable

from workbook.errors import WorkbookError

Progress = Callable[[float, str], None]
Cancelled = Callable[[], bool]


class Steps:
    """How far long work is.

    Parameters
    ----------
    many : int
        How many steps there are.
    progress : callable, optional
        Called with a share from 0 to 1 and what is being done.
    cancelled : callable, optional
        Asked between two steps.
    """

    def __init__(self, many: int, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
        self._many, self._done, self._words = max(many, 1), 0, ""
        self._progress, self._cancelled = progress, cancelled

    def begin(self, words: str) -> None:
        """Say what comes now."""
        self._words = words
        self._tell()

    def tick(self) -> None:
        """One step is done. Raises `WorkbookError` where it was cancelled."""
        self._done += 1
        self._tell()

    def _tell(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise WorkbookError("Stopped. Nothing of it was kept.", "Start it again when you want it.")
        if self._progress is not None:
            self._progress(min(self._done / self._many, 1.0), self._words)
