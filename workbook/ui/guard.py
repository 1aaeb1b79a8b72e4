"""The one guard that every callback passes: an error becomes a sentence with what to do, and a line in the log."""

from __future__ import annotations

import logging
import os
import sys
import uuid
from collections.abc import Callable
from typing import TypeVar

from workbook.errors import WorkbookError
from workbook.terminal import as_line

log = logging.getLogger("workbook")
Outcome = TypeVar("Outcome")


def guarded(act: Callable[[], Outcome]) -> tuple[Outcome | None, str]:
    """Run `act`; returns its outcome and "", or None and what to tell the person.

    Errors made for people are told as they are. Anything else is a mistake of ours: it is logged with an
    identifier, and the person is told that identifier and that nothing entered was lost.
    """
    try:
        return act(), ""
    except WorkbookError as error:
        log.info("told a person: %s", error)
        return None, str(error)
    except Exception:  # the outermost frame of a callback: whatever it is must reach the log and the page
        number = uuid.uuid4().hex[:8]
        log.exception("callback failed, number %s", number)
        return None, f"Something went wrong on our side (number {number} in the log). What you entered is saved."


class PlainLines(logging.Formatter):
    """Lines that steer no terminal: an error may quote what stands in a file."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as lines."""
        return "\n".join(as_line(line) for line in super().format(record).split("\n"))


def log_to_the_server() -> None:
    """Write our log where the server writes its own: what a kernel prints would else travel to the page, tracebacks too."""
    if log.handlers:
        return
    captured = getattr(sys.stderr, "_original_stdstream_copy", None)  # what was descriptor 2 before the kernel took it
    stream = os.fdopen(os.dup(2 if captured is None else captured), "w", buffering=1, encoding="utf-8")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlainLines("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.propagate = False
