"""A server that can be killed and started again on the same record and port, and who kills it at random moments."""

from __future__ import annotations

import asyncio
import random
import signal
import socket
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.browser import Served, serving
from workbook.server.forking.protocol import NAME

KINDS = ("kernel", "fork server", "kernel", "server")
SECONDS_EACH = 25.0
GONE_WITHIN = 10.0
"""Seconds after which nothing may be left of what was killed."""


class Standing:
    """A shared workbook on one record, port and folder, however often its server ends."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, _free_port()
        self._stack = ExitStack()
        self.served = self._serve()

    @property
    def base(self) -> str:
        """The address, without a slash at its end."""
        return self.served.base.rstrip("/")

    def tree(self) -> list[psutil.Process]:
        """The server and all that it started."""
        try:
            here = psutil.Process(self.served.process.pid)
            return [here, *here.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def start_again(self) -> None:
        """Serve once more, after the server before was killed."""
        self._stack.close()
        self.served = self._serve()

    def close(self) -> None:
        """End the server as a person does."""
        self._stack.close()

    def _serve(self) -> Served:
        arguments = ("--share", "--host", "127.0.0.1", "--port", str(self.port))
        return self._stack.enter_context(serving(self.folder, arguments=arguments))


def _free_port() -> int:
    """A port that no connection of a client takes while the server is down: below those that the system hands out."""
    for port in random.sample(range(9000, 10_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")


@dataclass
class Killed:
    """What was killed how often, what outlived it, and for how long nobody was served."""

    times: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    orphans: list[str] = field(default_factory=list)
    longest_outage: float = 0.0


def moments(seconds: float, dice: random.Random) -> list[tuple[float, str]]:
    """When to kill what: each kind at least once, at random within even stretches, the last one well before the end."""
    many = max(len(KINDS), round(seconds / SECONDS_EACH))
    kinds = [kind for _ in range(0, many, len(KINDS)) for kind in dice.sample(KINDS, len(KINDS))][:many]
    stretch = 0.85 * seconds / many
    return [(0.05 * seconds + (place + dice.random()) * stretch, kind) for place, kind in enumerate(kinds)]


async def kill_at_random(standing: Standing, seconds: float, dice: random.Random, killed: Killed) -> None:
    """Kill at the planned moments, and see each time that nothing is left behind."""
    begin = time.monotonic()
    for at, kind in moments(seconds, dice):
        await asyncio.sleep(max(0.0, begin + at - time.monotonic()))
        if kind == "server":
            await asyncio.to_thread(_kill_server, standing, killed)
        else:
            await asyncio.to_thread(_kill_child, standing, kind, dice, killed)


def _kill_child(standing: Standing, kind: str, dice: random.Random, killed: Killed) -> None:
    found = standing.served.kernels() if kind == "kernel" else [one for one in standing.tree() if is_fork_server(one)]
    if not found:  # all kernels are just being started again
        return
    _kill(dice.choice(found), kind, killed)


def _kill_server(standing: Standing, killed: Killed) -> None:
    began = time.monotonic()
    here, *others = standing.tree()
    here.send_signal(signal.SIGKILL)
    standing.served.process.wait()
    killed.times["server"] += 1
    standing.start_again()
    killed.longest_outage = max(killed.longest_outage, time.monotonic() - began)
    left = GONE_WITHIN - (time.monotonic() - began)
    killed.orphans += [f"{name} of a killed server" for name in outliving(others, max(left, 0.0))]


def _kill(one: psutil.Process, kind: str, killed: Killed) -> None:
    with suppress(psutil.NoSuchProcess):
        family = [one, *one.children(recursive=True)]
        one.send_signal(signal.SIGKILL)
        killed.times[kind] += 1
        killed.orphans += [f"{name} of a killed {kind}" for name in outliving(family, GONE_WITHIN)]


def outliving(processes: list[psutil.Process], seconds: float) -> list[str]:
    """Which of these processes still run after so many seconds; one that only waits to be counted does not run."""
    deadline = time.monotonic() + seconds
    while (left := [one for one in processes if runs(one)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return [f"{one.pid}" for one in left]


def runs(one: psutil.Process) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return one.is_running() and one.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def is_fork_server(one: psutil.Process) -> bool:
    """Whether a process is the one that forks kernels."""
    try:
        return "workbook.server.forking.warm" in " ".join(one.cmdline()) and one.name() != NAME.decode()
    except psutil.Error:
        return False
