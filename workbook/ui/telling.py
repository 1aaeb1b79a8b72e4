"""What the kernel behind a page tells the server that runs it: how long a save took, and that something failed.

Numbers only: nothing of a person, a project or an answer. Where no server listens, nothing is told.
"""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from workbook.errors import InputError, NotAllowed, NotFound, WorkbookError
from workbook.project import Conflict, Refused

saves = logging.getLogger("workbook.saves")
ANSWERS_TO_PEOPLE = (Conflict, Refused, InputError, NotAllowed, NotFound)
"""What is told to a person about what they entered: the record works."""


@contextmanager
def saving() -> Iterator[None]:
    """Measure a write to the record, from the asking to the answer that it is on disk."""
    begun = time.perf_counter()
    try:
        yield
    except ANSWERS_TO_PEOPLE:
        raise
    except WorkbookError:
        saves.info("failed", extra={"kind": "save failed"})
        raise
    saves.info("saved", extra={"kind": "saved", "seconds": time.perf_counter() - begun})


class ToTheServer(logging.Handler):
    """Sends what is measured to the server's line.

    Parameters
    ----------
    line : str
        Path of a datagram socket.
    """

    def __init__(self, line: str) -> None:
        super().__init__()
        self._line = line
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def emit(self, record: logging.LogRecord) -> None:
        """Tell a measure; of anything else only that it was an error."""
        kind = getattr(record, "kind", "error" if record.levelno >= logging.ERROR else "")
        if not kind:
            return
        told = {"kind": kind, "seconds": getattr(record, "seconds", None)}
        with suppress(OSError):  # a server that is busy or gone misses a number; nobody waits for it
            self._socket.sendto(json.dumps(told).encode(), self._line)

    def close(self) -> None:
        """Let go of the socket."""
        self._socket.close()
        super().close()


def tell_the_server(line: str) -> None:
    """Tell the server at the other end of this line from now on; once a process, and nothing without a line."""
    if not line or any(isinstance(one, ToTheServer) for one in saves.handlers):
        return
    handler = ToTheServer(line)
    saves.setLevel(logging.INFO)
    saves.propagate = False  # the server's log is for what went wrong
    for logger in (saves, logging.getLogger("workbook")):
        logger.addHandler(handler)
