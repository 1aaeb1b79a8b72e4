"""The fork server: a process that has imported what kernels need, and forks one for each order.

It never has a second thread, an event loop, a ZMQ context or a fitted model: none of them survives a fork. Its kernels
end when it does, and it ends when its owner does.

`main` takes the number of the open line to its owner, whether to load the debugger, and modules to leave out.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import pkgutil
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from workbook.server.forking.child import become_kernel
from workbook.server.forking.protocol import Heard, Order, hear, tell, threads

LOOK_SECONDS = 2.0
"""How often it looks whether its owner is still its parent, in case another process holds the owner's end of the line."""
LIBRARIES = (
    "ipykernel.ipkernel", "ipykernel.zmqshell", "tornado.platform.asyncio", "IPython.core.oinspect", "IPython.extensions.storemagic",
    "IPython.core.debugger", "IPython.core.completerlib", "ipywidgets", "anywidget", "encodings.utf_8_sig", "numpy.random", "scipy.stats", "scipy.optimize",
    "sqlalchemy.dialects.sqlite", "duckdb", "pandas", "narwhals", "narwhals._namespace", "narwhals.group_by",
    "narwhals._interchange.dataframe", "narwhals._duckdb.namespace",
    "sklearn.compose", "sklearn.ensemble", "sklearn.impute", "sklearn.linear_model", "sklearn.pipeline", "sklearn.preprocessing",
    "sklearn.tree", "threadpoolctl",
)  # fmt: skip
FOR_CODE = ("plotly.io", "plotly.graph_objects", "ipykernel.debugger")
"""What people who write code use beside what pages do."""
NOT_OURS_TO_IMPORT = (
    "workbook.server",
    "workbook.cli",
    "workbook.commands",
    "workbook.commands_with_others",
    "workbook.checkup",
    "workbook.project.migrations.",
)


@dataclass
class Running:
    """A kernel: its process, a descriptor of it that no other process ever gets, and the line to whoever ordered it."""

    pid: int
    pidfd: int
    line: socket.socket


def warm_modules(code: bool) -> Iterator[str]:
    """Names of everything that is imported before the first fork."""
    import workbook

    yield from LIBRARIES
    yield from FOR_CODE if code else ()
    for found in pkgutil.walk_packages(workbook.__path__, "workbook."):
        if not found.name.startswith(NOT_OURS_TO_IMPORT):
            yield found.name


def warm_up(code: bool, without: Sequence[str] = ()) -> str:
    """Import everything, then put what is there out of reach of the collector, so that it does not write to it.

    Returns the name of a module that started a thread, or "": a process with threads must not fork.
    """
    gc.disable()
    if not code:
        sys.modules["debugpy"] = None  # type: ignore[assignment]  # a page has no debugger, and it would cost 30 MB
        importlib.import_module("ipykernel.debugger")
    for name in warm_modules(code):
        if name not in without:
            with suppress(ImportError):  # of an extra that is not installed
                importlib.import_module(name)
            if threads() != 1:
                return name
    gc.collect()
    gc.freeze()
    gc.enable()
    return ""


class ForkServer:
    """Forks kernels for the owner at the other end of a line."""

    def __init__(self, owner: socket.socket) -> None:
        self._owner, self._parent = owner, os.getppid()
        self._running: dict[int, Running] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(owner, selectors.EVENT_READ)

    def serve(self) -> None:
        """Fork what is ordered until the owner is gone."""
        while os.getppid() == self._parent:
            for key, _ in self._selector.select(LOOK_SECONDS):
                if key.fileobj is self._owner:
                    heard = hear(self._owner)
                    if heard.message is None:
                        return
                    self._answer(heard)
                elif key.data in self._running:  # not yet reaped in this same round
                    self._attend(self._running[key.data], key.fileobj)

    def end(self) -> None:
        """Kill every kernel with all it has started."""
        for kernel in list(self._running.values()):
            with suppress(ProcessLookupError):
                os.killpg(kernel.pid, signal.SIGKILL)
            os.waitpid(kernel.pid, 0)

    def _answer(self, heard: Heard) -> None:
        line, *streams = heard.files
        with socket.socket(fileno=line) as asked:
            try:
                self._fork(Order(**heard.message or {}), asked, streams)
            except (OSError, TypeError, RuntimeError) as error:
                with suppress(OSError):
                    tell(asked, {"refused": str(error)})
            finally:
                for stream in streams:
                    os.close(stream)

    def _fork(self, order: Order, asked: socket.socket, streams: list[int]) -> None:
        many = threads()
        if many != 1:
            raise RuntimeError(f"{many} threads run in the warm process")
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            try:
                os.setsid()
                for number, stream in enumerate(streams, 1):
                    os.dup2(stream, number)
                    os.close(stream)
                asked.close()
                self._forget()
                become_kernel(order, parent)
            except BaseException:
                traceback.print_exc()
                raise
            finally:  # whatever happens, a child never goes on as a second fork server
                os._exit(1)
        self._keep(pid, asked)

    def _forget(self) -> None:
        """Close, in a child, what only the fork server needs."""
        self._selector.close()
        self._owner.close()
        for kernel in self._running.values():
            kernel.line.close()
            os.close(kernel.pidfd)

    def _keep(self, pid: int, asked: socket.socket) -> None:
        kernel = Running(pid, os.pidfd_open(pid), asked.dup())
        self._running[pid] = kernel
        self._selector.register(kernel.pidfd, selectors.EVENT_READ, pid)
        self._selector.register(kernel.line, selectors.EVENT_READ, pid)
        try:
            tell(kernel.line, {"pid": pid}, [kernel.pidfd])
        except OSError:  # nobody waits for it any more
            os.killpg(pid, signal.SIGKILL)

    def _attend(self, kernel: Running, ready: object) -> None:
        if ready == kernel.pidfd:
            self._reap(kernel)
            return
        heard = hear(kernel.line)
        if heard.message is None:
            self._selector.unregister(kernel.line)
        else:
            with suppress(ProcessLookupError):
                os.killpg(kernel.pid, heard.message["signal"])

    def _reap(self, kernel: Running) -> None:
        """Clear a kernel away that has ended, and kill what it left running: its group is its own until it is reaped."""
        with suppress(ProcessLookupError):
            os.killpg(kernel.pid, signal.SIGKILL)
        _, status = os.waitpid(kernel.pid, 0)
        del self._running[kernel.pid]
        with suppress(OSError):
            tell(kernel.line, {"ended": os.waitstatus_to_exitcode(status)})
        with suppress(KeyError):
            self._selector.unregister(kernel.line)
        self._selector.unregister(kernel.pidfd)
        kernel.line.close()
        os.close(kernel.pidfd)


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def begin_again(without: str, owner: int) -> NoReturn:
    """Start this program anew in the same process, and leave a module out: its threads cannot be ended otherwise."""
    print(f"The fork server leaves out {without}: importing it starts a thread.", file=sys.stderr, flush=True)
    os.set_inheritable(owner, True)
    os.execv(sys.executable, [*sys.orig_argv, "--without", without])


def main() -> NoReturn:
    """Warm up, say so, serve, and leave nothing behind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("owner", type=int)
    parser.add_argument("--debugger", action="store_true")
    parser.add_argument("--without", action="append", default=[])
    asked = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    os.set_inheritable(asked.owner, False)
    threaded = warm_up(asked.debugger, asked.without)
    if threaded:
        begin_again(threaded, asked.owner)
    owner = socket.socket(fileno=asked.owner)
    server = ForkServer(owner)
    try:
        tell(owner, {"ready": len(sys.modules)})
        server.serve()
    except BrokenPipeError:  # the owner is gone before it began
        pass
    finally:
        server.end()
        os._exit(0)  # nothing is left to be taken apart
