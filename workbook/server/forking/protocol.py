"""What the owner and the fork server say to each other: one JSON message a packet, open files beside it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

LARGEST = 2**20
"""Bytes of a message. What is larger than the line's buffer is refused when it is sent."""
MOST_FILES = 4
NAME = b"workbook-kernel"
"""How process lists show a forked kernel; at most 15 signs."""
AT_START = (
    "PYTHONPATH", "PYTHONHOME", "PYTHONHASHSEED", "PYTHONOPTIMIZE", "PYTHONDEVMODE", "PYTHONUTF8", "PYTHONWARNINGS",
    "PYTHONIOENCODING", "LD_PRELOAD", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE",
)  # fmt: skip
"""Variables that a process reads once, when it starts: another value of them after a fork has no effect."""


class CannotFork(Exception):
    """Why a kernel has to be started the ordinary way."""


class Heard(NamedTuple):
    """A message and the files that came with it; no message where the other side is gone."""

    message: dict[str, Any] | None
    files: list[int]


@dataclass(frozen=True)
class Order:
    """A kernel that is wanted: its arguments, environment and folder, and whether people write code in it."""

    arguments: list[str]
    environment: dict[str, str]
    folder: str
    code: bool = True

    def as_message(self) -> dict[str, Any]:
        """The order as it is sent."""
        return asdict(self)


def tell(line: socket.socket, message: Mapping[str, Any], files: Sequence[int] = ()) -> None:
    """Send a message, and open files with it."""
    socket.send_fds(line, [json.dumps(message).encode()], list(files))


def hear(line: socket.socket) -> Heard:
    """The next message; waits for it unless the line does not block."""
    try:
        content, files, _, _ = socket.recv_fds(line, LARGEST, MOST_FILES, socket.MSG_CMSG_CLOEXEC)
    except ConnectionError:
        return Heard(None, [])
    return Heard(json.loads(content) if content else None, files)


def pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a line that keeps messages apart."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def threads() -> int:
    """How many threads this process has, those of C libraries too."""
    return sum(1 for _ in Path("/proc/self/task").iterdir())


def another(wanted: Mapping[str, str], here: Mapping[str, str]) -> str:
    """The first variable that a process reads when it starts and that is wanted otherwise than it is here, or ""."""
    return next((name for name in AT_START if name in wanted and wanted[name] != here.get(name)), "")


def where(folder: str | os.PathLike[str] | None) -> str:
    """A folder as text; the one of this process where none is named."""
    return os.fspath(folder) if folder else str(Path.cwd())
