"""What a fork becomes: a kernel like any other, with its own environment, folder, seeds and signals."""

from __future__ import annotations

import atexit
import ctypes
import os
import random
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType, ModuleType
from typing import Any, NoReturn

import ipykernel.ipkernel
from ipykernel.kernelapp import IPKernelApp

from workbook.server.forking.protocol import NAME, Order

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
LIBC = ctypes.CDLL(None, use_errno=True)


class ForkedKernelApp(IPKernelApp):  # type: ignore[misc]
    """A kernel that ends with the fork server because the system sees to it, not by looking every second."""

    def init_poller(self) -> None:
        """No thread that looks for the parent."""


class _NoModules:
    """The `sys` module with an empty list of modules."""

    modules: Mapping[str, ModuleType] = MappingProxyType({})

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


class PageKernelApp(ForkedKernelApp):
    """The kernel of a page: nobody types code into it, so it does without what only that needs.

    No history file, no watched file descriptors and none of their threads, no debugger, no start-up scripts. What is left
    out here was measured: each of the lists of all modules alone writes to the memory of every one of them, 4 and 8 MB
    that a kernel would no longer share with the others.
    """

    def parse_command_line(self, argv: Sequence[str] | None = None) -> None:
        """Take the name of the connection file: there are no other arguments."""
        self.connection_file = (argv or [])[-1]
        self.capture_fd_output = False
        self.config.HistoryManager.enabled = False

    def init_shell(self) -> None:
        """After each message, give memory back that was needed in between: a stage that computes leaves 7 MB behind."""
        super().init_shell()
        assert self.shell is not None
        self.shell.events.register("post_execute", give_memory_back)

    def init_pdb(self) -> None:
        """No debugger."""

    def init_kernel(self) -> None:
        """Without the list of all modules' files, which is the debugger's."""
        setattr(ipykernel.ipkernel, "sys", _NoModules())  # noqa: B010
        try:
            super().init_kernel()
        finally:
            setattr(ipykernel.ipkernel, "sys", sys)  # noqa: B010

    def init_code(self) -> None:
        """No start-up scripts, and no list of all modules, which is for the command that forgets them."""


def give_memory_back() -> None:
    """Return what the C library keeps for later; takes a tenth of a millisecond where there is nothing."""
    if hasattr(LIBC, "malloc_trim"):
        LIBC.malloc_trim(0)


def become_kernel(order: Order, parent: int) -> NoReturn:
    """Be the kernel that was ordered until it is shut down; never returns."""
    end_with(parent)
    _take_place(order)
    _draw_anew()
    app = (ForkedKernelApp if order.code else PageKernelApp).instance(parent_handle=parent)
    app.initialize(order.arguments)
    app.start()
    app.control_thread.stop()  # it still flushes what was printed, which needs the thread that the next line ends
    app.control_thread.join()
    atexit._run_exitfuncs()
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            stream.flush()
    os._exit(0)


def end_with(parent: int) -> None:
    """Have the system kill this process as soon as its parent ends, and end now where that is already gone."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    LIBC.prctl(PR_SET_NAME, NAME, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _take_place(order: Order) -> None:
    """Environment, folder, arguments and signals of the kernel instead of those of the fork server."""
    os.environ.clear()
    os.environ.update(order.environment)
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    time.tzset()
    os.chdir(order.folder)
    sys.argv = ["ipykernel_launcher.py", *order.arguments]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if order.code:
        _more_threads(order.environment)
    renderers = sys.modules.get("plotly.io._renderers")
    if renderers is not None and not order.environment.get("PLOTLY_RENDERER"):
        renderers.renderers.default = "plotly_mimetype"  # it looked for a notebook when it was imported, and saw none


def _more_threads(environment: Mapping[str, str]) -> None:
    """As many threads of linear algebra as an ordinary kernel has; the fork server must have one."""
    if not any(name in environment for name in THREADS) and "threadpoolctl" in sys.modules:
        sys.modules["threadpoolctl"].threadpool_limits(len(os.sched_getaffinity(0)))


def _draw_anew() -> None:
    """Random numbers of its own: every fork would else draw the same."""
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
