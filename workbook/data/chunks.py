"""Rows that arrive in chunks with Python values, gathered in a table of the engine whose types widen as needed."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbook.data import sql_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

WIDEST = 2**63
NUMBERS = ("BIGINT", "DOUBLE")


class Growing:
    """A table that grows by chunks.

    Parameters
    ----------
    connection : DuckDBPyConnection
    names : sequence of str
        Column names, each once.
    """

    def __init__(self, connection: DuckDBPyConnection, names: Sequence[str]) -> None:
        self._connection, self._names = connection, list(names)
        self._types: list[str | None] = [None] * len(self._names)
        self._table = sql_tables.create_arriving(connection, self._names)

    def add(self, columns: Sequence[Sequence[Any]]) -> None:
        """Add a chunk, given as one list of values for each column."""
        import pandas as pd

        frame: dict[str, Any] = {}
        for place, values in enumerate(columns):
            wide = widened(self._types[place], kind(values))
            if wide != self._types[place] and wide is not None:
                sql_tables.widen_arriving(self._connection, self._table, self._names[place], wide)
            self._types[place] = wide
            frame[f"c{place}"] = _as(values, wide)
        chunk = self._connection.from_df(pd.DataFrame(frame, dtype=object))
        sql_tables.insert_arriving(self._table, chunk, self._types)

    def relation(self) -> DuckDBPyRelation:
        """All rows so far."""
        return self._connection.table(self._table)


def kind(values: Sequence[Any]) -> str | None:
    """The narrowest type that holds all given values; None where all are missing."""
    found: str | None = None
    for cls in {type(value) for value in values if value is not None}:
        found = widened(found, _kind(cls))
    if found == "BIGINT" and any(value is not None and abs(value) >= WIDEST for value in values):
        return "DOUBLE"
    return found


def _kind(cls: type) -> str:
    if issubclass(cls, bool):
        return "BOOLEAN"
    if issubclass(cls, int):
        return "BIGINT"
    if issubclass(cls, float | decimal.Decimal):
        return "DOUBLE"
    return "TIMESTAMP" if issubclass(cls, datetime.date) else "VARCHAR"


def widened(a: str | None, b: str | None) -> str | None:
    """The type that holds values of both."""
    if a is None or b is None or a == b:
        return a or b
    return "DOUBLE" if a in NUMBERS and b in NUMBERS else "VARCHAR"


def _as(values: Sequence[Any], wanted: str | None) -> list[Any]:
    if wanted == "DOUBLE":
        return [None if value is None else float(value) for value in values]
    if wanted == "TIMESTAMP":
        return [None if value is None else value.isoformat() for value in values]
    if wanted == "VARCHAR":
        return [None if value is None else _text(value) for value in values]
    return list(values)


def _text(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
