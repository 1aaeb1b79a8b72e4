"""Inner loops over arrays, compiled when they are first needed and kept on disk, since compiling takes seconds."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

MOST_THREADS = 4


def compiled(loop: Callable[..., Any]) -> Any:
    """A function over arrays as machine code that other threads need not wait for."""
    import numba

    try:
        return numba.njit(nogil=True, cache=True)(loop)
    except RuntimeError:  # there is no folder to keep it in
        return numba.njit(nogil=True)(loop)


def in_threads(work: Callable[[slice], None], many: int, piece: int, tick: Callable[[], None]) -> None:
    """Do pieces of some work side by side; `tick` is called after each and may raise to stop.

    Parameters
    ----------
    work : callable
        Given which rows to do.
    many : int
        Rows.
    piece : int
        Rows at a time.
    tick : callable
    """
    with ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1)) as threads:
        pending = [threads.submit(work, slice(begin, begin + piece)) for begin in range(0, many, piece)]
        try:
            for one in pending:
                one.result()
                tick()
        finally:
            for one in pending:
                one.cancel()
