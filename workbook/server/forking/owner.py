"""The owner's side of the fork server: start it, order kernels, know whether they live."""

from __future__ import annotations

import asyncio
import atexit
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress

from workbook.server.environment import kernel_environment
from workbook.server.forking.protocol import AT_START, CannotFork, Order, another, hear, pair, tell

PATIENCE = 60.0
"""Seconds that a fork server may take until it is warm; an ordinary start imports as much."""
ANSWER = 20.0
"""Seconds until a fork is given up."""
GLANCE = 0.01
MOST_STARTS = 3
"""How often a fork server is started before this owner goes on without one."""
SWITCH = "WORKBOOK_FORKING"
"""Set to "off" to have every kernel started the ordinary way."""
PROGRAM = "import sys; sys.path[0] or sys.path.pop(0); from workbook.server.forking.warm import main; main()"
"""The folder it is started in is none to import from."""
FOR_FORKING = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MALLOC_ARENA_MAX": "1",
}
"""No thread before a fork, and one heap of C memory for all threads after it."""


class ForkedKernel:
    """A kernel that another process forked, used as a `subprocess.Popen` is."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, pidfd: int, line: socket.socket) -> None:
        self.pid, self._pidfd, self._line = pid, pidfd, line
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, or None while it lives."""
        if self.returncode is None:
            with suppress(BlockingIOError):
                heard = hear(self._line)
                if heard.message is not None:
                    self._ended(heard.message["ended"])
                elif self._is_gone():  # and so is the fork server, which would have told the code
                    self._ended(-signal.SIGKILL)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; returns its exit code."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("kernel", timeout or 0.0)
            time.sleep(GLANCE)
        return code

    def send_signal(self, number: int) -> None:
        """Signal the kernel and what it has started; nothing where it has ended."""
        if self.poll() is not None:
            return
        try:
            tell(self._line, {"signal": int(number)})
        except OSError:  # the fork server is gone: the kernel is ending with it
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def _is_gone(self) -> bool:
        seen = select.poll()
        seen.register(self._pidfd, select.POLLIN)
        return bool(seen.poll(0))

    def _ended(self, code: int) -> None:
        self.returncode = code
        self._line.close()
        os.close(self._pidfd)


class Forks:
    """The fork server of this process, started when it is first needed.

    Parameters
    ----------
    debugger : bool
        Whether people write code in the kernels: they get the debugger, and the libraries that only code uses.
    """

    def __init__(self, debugger: bool = True) -> None:
        self.debugger = debugger
        self.told: set[str] = set()
        """Why kernels could not be forked, as far as the log has said so."""
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._environment: dict[str, str] = {}
        self._warm, self._starts, self._begun = False, 0, 0.0
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """Process of the fork server, where it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def prepare(self, debugger: bool) -> None:
        """Begin to warm up, so that the first kernel finds a warm process; why that cannot be is told when one is wanted."""
        self.debugger = debugger
        with suppress(CannotFork):
            self.start()

    def start(self) -> None:
        """Start the fork server unless it runs.

        Raises
        ------
        CannotFork
            Here it cannot be, or it has ended too often.
        """
        with self._lock:
            if self.pid is not None:
                return
            if sys.platform != "linux":
                raise CannotFork("a process with threads and graphics can be forked on Linux only")
            if os.environ.get(SWITCH) == "off":
                raise CannotFork(f"{SWITCH} is off")
            if self._starts >= MOST_STARTS:
                raise CannotFork(f"the fork server ended {self._starts} times")
            self._close()
            self._starts, self._warm, self._begun = self._starts + 1, False, time.monotonic()
            self._environment = start_environment(os.environ)
            mine, theirs = pair()
            with theirs:
                try:
                    self._process = subprocess.Popen(
                        self._command(theirs.fileno()), env=self._environment, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL, start_new_session=True,
                    )  # fmt: skip
                except OSError as error:
                    mine.close()
                    raise CannotFork(f"the fork server could not be started: {error}") from error
            mine.setblocking(False)
            self._line = mine
            threading.Thread(target=self._process.wait, name="fork server", daemon=True).start()  # no zombie
            atexit.register(self.stop)

    def _command(self, descriptor: int) -> list[str]:
        command = [sys.executable, "-c", PROGRAM, str(descriptor)]
        return [*command, "--debugger"] if self.debugger else command

    def stop(self) -> None:
        """End the fork server and its kernels."""
        atexit.unregister(self.stop)
        with self._lock:
            self._close()
            if self.pid is not None and self._process is not None:
                self._process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(5)

    def _close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    async def fork(self, order: Order) -> ForkedKernel:
        """A new kernel.

        Raises
        ------
        CannotFork
            With the reason: the kernel has to be started the ordinary way.
        """
        self.start()
        name = another(order.environment, self._environment)
        if name:
            raise CannotFork(f"{name} is another than when the fork server started")
        while not self._is_warm():
            if time.monotonic() - self._begun > PATIENCE:
                raise CannotFork(f"the fork server was not ready after {PATIENCE:.0f} seconds")
            await asyncio.sleep(GLANCE)
        mine, theirs = pair()
        mine.setblocking(False)
        try:
            with theirs:
                self._send(order, theirs)
            return await self._forked(mine)
        except BaseException:
            mine.close()
            raise

    def _is_warm(self) -> bool:
        with self._lock:
            if not self._warm and self._line is not None:
                with suppress(BlockingIOError):
                    self._warm = hear(self._line).message is not None
                    if not self._warm:
                        self._close()
            if self._line is None:
                raise CannotFork("the fork server ended before it was ready")
            return self._warm

    def _send(self, order: Order, theirs: socket.socket) -> None:
        with self._lock:
            if self._line is None:
                raise CannotFork("the fork server has ended")
            try:
                tell(self._line, order.as_message(), [theirs.fileno(), 1, 2])
            except OSError as error:
                raise CannotFork(f"the fork server did not take the order: {error}") from error

    async def _forked(self, mine: socket.socket) -> ForkedKernel:
        deadline = time.monotonic() + ANSWER
        while time.monotonic() < deadline:
            try:
                heard = hear(mine)
            except BlockingIOError:
                await asyncio.sleep(GLANCE)
                continue
            if heard.message is None:
                raise CannotFork("the fork server ended while it forked")
            if "pid" not in heard.message:
                raise CannotFork(heard.message["refused"])
            return ForkedKernel(heard.message["pid"], heard.files[0], mine)
        raise CannotFork(f"the fork server did not answer in {ANSWER:.0f} seconds")


def start_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What the fork server is started with: as little as a kernel of a page, and what has to be the same from the start."""
    same = {name: environment[name] for name in AT_START if name in environment}
    return kernel_environment(environment) | same | FOR_FORKING


FORKS = Forks()
"""The one of this process."""
