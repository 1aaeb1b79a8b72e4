"""Many small predictions: in one thread each, since threads that wait for each other by spinning slow a busy machine down.

Measured with gradient boosting on a machine with other work: sixty predictions of a hundred rows took eleven seconds, and
half a second in one thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Predictions within this block use one thread."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, "openmp"):
        yield
