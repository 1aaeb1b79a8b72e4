"""The embedded engine: a private DuckDB in memory that fetches nothing from elsewhere."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from workbook.data import sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from workbook.data.sources import Source

MEMORY = "2GB"
"""Most memory that one tally may take; beyond it DuckDB spills to its temporary folder."""


def threads() -> int:
    """How many threads a tally uses: the cores this process may run on, at most eight."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    return max(1, min(8, available))


@contextmanager
def engine(memory: str = MEMORY) -> Iterator[DuckDBPyConnection]:
    """A connection to a new database in memory, closed at the end."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="workbook-") as scratch:
        connection = duckdb.connect(":memory:")
        try:
            sql.settings(connection, memory, threads(), scratch)
            yield connection
        finally:
            connection.close()


@contextmanager
def explained(source: Source) -> Iterator[None]:
    """Put what the engine says about a source into words."""
    import duckdb

    try:
        yield
    except (duckdb.Error, OSError) as problem:
        raise source.explain(problem) from problem
