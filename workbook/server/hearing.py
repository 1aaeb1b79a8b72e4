"""The line on which kernels tell the server what they measured: numbers, one datagram each."""

from __future__ import annotations

import json
import math
import shutil
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tornado.ioloop import IOLoop

LONGEST = 512
"""Bytes of a datagram; ours have less than a hundred."""
AT_ONCE = 100
"""Datagrams read in one go, so that nobody else waits for long."""

Hear = Callable[[str, float | None], None]


class Line:
    """A datagram socket in a folder that only this user enters.

    Parameters
    ----------
    hear : callable
        Given what was told, and the seconds that it took where it took some.
    """

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._folder: Path | None = None
        self._socket: socket.socket | None = None

    @property
    def address(self) -> str:
        """Where kernels send to; empty where there is no line."""
        return str(self._folder / "line") if self._folder else ""

    def open(self, loop: IOLoop) -> None:
        """Listen; nothing happens where the system has no such sockets."""
        if not hasattr(socket, "AF_UNIX"):
            return
        self._folder = Path(tempfile.mkdtemp(prefix="workbook-"))
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(self.address)
        loop.add_handler(self._socket, self._arrived, IOLoop.READ)

    def close(self, loop: IOLoop) -> None:
        """Listen no longer, and take the socket away."""
        if self._socket is not None:
            loop.remove_handler(self._socket)
            self._socket.close()
            self._socket = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _arrived(self, line: Any, _events: int) -> None:
        for _ in range(AT_ONCE):
            try:
                told = line.recv(LONGEST + 1)
            except BlockingIOError:
                return
            understood = understand(told)
            if understood is not None:
                self._hear(*understood)


def understand(told: bytes) -> tuple[str, float | None] | None:
    """What a datagram says; None where it is none of ours."""
    if len(told) > LONGEST:
        return None
    try:
        found = json.loads(told)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("kind"), str):
        return None
    seconds = found.get("seconds")
    if seconds is None:
        return found["kind"], None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < math.inf:
        return None
    return found["kind"], float(seconds)
