"""The SQL for rows that are brought together: chunks that arrive, and a second file joined by a key."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from workbook.data.sql import BLANKS, PLACE, category, kind_of, query, quoted, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

KEY = "key of the join\u2063"
"""A name beside a file's own columns: an invisible character keeps it apart from any."""


def create_arriving(connection: DuckDBPyConnection, names: Sequence[str]) -> str:
    """An empty table for rows that arrive in chunks; text until their types are known. Returns its name."""
    table = f"arriving_{uuid.uuid4().hex}"
    columns = ", ".join(f"{quoted(name)} VARCHAR" for name in names)
    connection.execute(f"CREATE TABLE {table} ({columns})")
    return table


def widen_arriving(connection: DuckDBPyConnection, table: str, name: str, sql_type: str) -> None:
    """Give a column a wider type."""
    connection.execute(f"ALTER TABLE {table} ALTER {quoted(name)} SET DATA TYPE {sql_type}")


def insert_arriving(table: str, chunk: DuckDBPyRelation, types: Sequence[str | None]) -> None:
    """Add a chunk whose columns are c0, c1 …."""
    values = ", ".join(f"c{place}::{sql_type or 'VARCHAR'}" for place, sql_type in enumerate(types))
    chunk.project(values).insert_into(table)


def as_key(column: str, sql_type: str) -> str:
    """A key as text: 7, 7.0 and "7 " are the same key; blank is none."""
    value = category(column, sql_type)
    if kind_of(sql_type) == "number":
        whole = f"({value})::DOUBLE"
        return f"CASE WHEN {whole} = floor({whole}) THEN ({value})::HUGEINT::VARCHAR ELSE ({value})::VARCHAR END"
    return f"trim(({value})::VARCHAR, {text(BLANKS)})"


def joined(
    connection: DuckDBPyConnection,
    first: DuckDBPyRelation,
    second: DuckDBPyRelation,
    keys: tuple[str, str],
    names: Mapping[str, str],
) -> DuckDBPyRelation:
    """The first rows in their order, with columns of the second; `names`: the new name of each of these."""
    one, two = (f"joining_{uuid.uuid4().hex}" for _ in range(2))
    place, key = quoted(PLACE), quoted(KEY)
    query(first, f"SELECT *, row_number() OVER () AS {place}, {keys[0]} AS {key} FROM rows_").create(one)
    query(second, f"SELECT DISTINCT ON ({key}) * FROM (SELECT *, {keys[1]} AS {key} FROM rows_)").create(two)
    chosen = [f"a.{quoted(name)}" for name in first.columns]
    chosen += [f"b.{quoted(old)} AS {quoted(new)}" for old, new in names.items()]
    return connection.sql(
        f"SELECT {', '.join(chosen)} FROM {one} AS a LEFT JOIN {two} AS b ON a.{key} = b.{key} ORDER BY a.{place}"
    )


def matches(
    connection: DuckDBPyConnection, first: DuckDBPyRelation, second: DuckDBPyRelation, keys: tuple[str, str],
    carried: Sequence[str],
) -> tuple[int, int, int, int, str | None]:  # fmt: skip
    """Rows with a partner, rows without, rows of the second without a key, keys of the second that come with different
    values, and the first such key."""
    one, two = (f"matching_{uuid.uuid4().hex}" for _ in range(2))
    first.project(f"{keys[0]} AS k").create(one)
    values = ", ".join(quoted(name) for name in carried) or "NULL"
    second.project(f"{keys[1]} AS k, hash({values}) AS h").create(two)
    row = connection.sql(
        f"SELECT (SELECT count(*) FROM {one} WHERE k IN (SELECT k FROM {two} WHERE k IS NOT NULL)), "
        f"(SELECT count(*) FROM {one}), (SELECT count(*) FROM {two} WHERE k IS NULL), count(*), min(k) "
        f"FROM (SELECT k FROM {two} WHERE k IS NOT NULL GROUP BY k HAVING count(DISTINCT h) > 1)"
    ).fetchall()[0]
    return int(row[0]), int(row[1]) - int(row[0]), int(row[2]), int(row[3]), row[4]
