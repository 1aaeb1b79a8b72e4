"""Many small predictions: in one thread each, since threads that wait for each other by spinning slow a busy machine down.

Measured with gradient boosting on a machine with other work: sixty predictions of a hundred rows took eleven seconds, and
half a second in one thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@contextmanager
def one_thread() -> Iterator[None]:
    """Predictions within this block use one thread."""
    with _threads().limit(limits=1, user_api="openmp"):
        yield


@cache
def _threads() -> Any:
    """What holds the threads of the libraries that are loaded: looked for once, after the trees are there."""
    import sklearn.ensemble  # noqa: F401
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
