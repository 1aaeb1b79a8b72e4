"""All SQL of the room, with every name quoted; what narwhals can say is said in narwhals elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection, DuckDBPyRelation
    from numpy.typing import NDArray

TEXT_TYPES = ("VARCHAR", "ENUM", "UUID", "JSON")
NUMBER_TYPES = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
    "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "BIGNUM",
)  # fmt: skip
ROUND_1, ROUND_2, MASK = 0x85EBCA6B, 0xC2B2AE35, 0xFFFFFFFF


def query(relation: DuckDBPyRelation, statement: str) -> DuckDBPyRelation:
    """A statement over a relation, which it calls ``rows_``."""
    found = relation.query("rows_", statement)
    assert found is not None
    return found


def quoted(name: str) -> str:
    """A column name as an SQL identifier, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def kind_of(sql_type: str) -> str:
    """What people call a DuckDB type: "number", "text", "date" or "true-false"."""
    bare = sql_type.upper().split("(")[0].strip()
    if bare == "BOOLEAN":
        return "true-false"
    if bare in NUMBER_TYPES:
        return "number"
    if bare.startswith(("DATE", "TIME")):
        return "date"
    return "text"


def category(column: str, sql_type: str, *, trimmed: bool = True) -> str:
    """A column whose values name something: blank text and NaN become NULL (unless not `trimmed`: then text stays)."""
    name = quoted(column)
    bare = sql_type.upper().split("(")[0]
    if bare in ("FLOAT", "DOUBLE"):
        return f"CASE WHEN isnan({name}) THEN NULL ELSE {name} + 0 END"
    if kind_of(sql_type) == "text" and not trimmed:
        return f"{name}::VARCHAR"
    if kind_of(sql_type) == "text":
        return f"NULLIF(trim({name}::VARCHAR, {text(BLANKS)}), '')"
    if kind_of(sql_type) == "date":
        return f"{name}::VARCHAR"
    return name


BLANKS = " \t\r\n\u00a0"


def number(column: str, sql_type: str, *, nan: bool = False) -> str:
    """A column as a DOUBLE: blank text and NaN become NULL (with `nan`, NaN stays).

    Text that is no number is refused before this (`not_a_number`).
    """
    is_text = kind_of(sql_type) == "text"
    name = f"TRY_CAST({category(column, sql_type)} AS DOUBLE)" if is_text else f"{quoted(column)}::DOUBLE"
    if nan or (not is_text and sql_type.upper() not in ("FLOAT", "DOUBLE")):
        return name
    return f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END"


def not_a_number(relation: DuckDBPyRelation, column: str) -> tuple[int, int, str] | None:
    """How many texts of a column are no numbers, the row (from 1) of the first, and that text."""
    value = f"NULLIF(trim({quoted(column)}::VARCHAR, {text(BLANKS)}), '')"
    found = query(
        relation,
        f"SELECT count(*), min(position_), arg_min(value_, position_) FROM (SELECT {value} AS value_, "
        "row_number() OVER () AS position_ FROM rows_) WHERE value_ IS NOT NULL AND TRY_CAST(value_ AS DOUBLE) IS NULL",
    ).fetchall()[0]
    return None if not found[0] else (int(found[0]), int(found[1]), str(found[2]))


def half(seed: int) -> str:
    """0 or 1 for each row position (`numbered`): two rounds of MurmurHash3's 32-bit finaliser (Appleby, public)."""
    low, high = f"({quoted(PLACE)} & {MASK})", f"({quoted(PLACE)} >> 32)"
    once = _mix(f"xor({low}, {mixed(seed)})")
    return f"({_mix(f'xor({once}, {high})')} & 1)::TINYINT"


def _mix(value: str) -> str:
    value = f"((xor({value}, {value} >> 16) * {ROUND_1}) & {MASK})"
    value = f"((xor({value}, {value} >> 13) * {ROUND_2}) & {MASK})"
    return f"xor({value}, {value} >> 16)"


def numbered(relation: DuckDBPyRelation) -> DuckDBPyRelation:
    """Add the position of each row, from 0, as a column whose name no file has."""
    return query(relation, f"SELECT *, (row_number() OVER () - 1)::UBIGINT AS {quoted(PLACE)} FROM rows_")


PLACE = "place of the row\u2063"


def mixed(seed: int) -> int:
    """The same finaliser for a seed, in Python."""
    value = seed & MASK
    value = ((value ^ (value >> 16)) * ROUND_1) & MASK
    value = ((value ^ (value >> 13)) * ROUND_2) & MASK
    return value ^ (value >> 16)


def project(relation: DuckDBPyRelation, columns: Mapping[str, str]) -> DuckDBPyRelation:
    """Keep named expressions only. Values of `columns` are SQL made by this module."""
    return relation.project(", ".join(f"{expression} AS {quoted(name)}" for name, expression in columns.items()))


def value_counts(relation: DuckDBPyRelation, expression: str, most: int) -> list[tuple[object, int]]:
    """The most frequent values of an expression, most frequent first; None is the missing value."""
    rows = query(
        relation,
        f"SELECT {expression} AS value_, count(*) AS count_ FROM rows_ GROUP BY ALL "
        f"ORDER BY count_ DESC, value_ LIMIT {int(most)}",
    ).fetchall()
    return [(value, int(count)) for value, count in rows]


def score_range(relation: DuckDBPyRelation, score: str) -> tuple[float | None, float | None, int, int, int]:
    """Smallest and largest finite score, approximate number of distinct ones, infinite ones, rows."""
    row = query(
        relation,
        "SELECT min(score_) FILTER (isfinite(score_)), max(score_) FILTER (isfinite(score_)), "
        "approx_count_distinct(score_), count(*) FILTER (isinf(score_)), count(*) "
        f"FROM (SELECT {score} AS score_ FROM rows_)",
    ).fetchall()[0]
    return row[0], row[1], int(row[2]), int(row[3]), int(row[4])


def distinct_numbers(relation: DuckDBPyRelation, expression: str, most: int) -> list[float]:
    """The distinct numbers of an expression, ascending, at most `most`."""
    rows = query(
        relation,
        f"SELECT DISTINCT {expression} AS value_ FROM rows_ WHERE value_ IS NOT NULL ORDER BY value_ LIMIT {int(most)}",
    ).fetchall()
    return [float(row[0]) for row in rows]


def copies(relation: DuckDBPyRelation) -> tuple[int, int]:
    """Rows, and distinct rows, by a 64-bit hash of all columns."""
    names = ", ".join(quoted(name) for name in relation.columns)
    row = query(
        relation, f"SELECT count(*), count(DISTINCT h_) FROM (SELECT hash({names}) AS h_ FROM rows_)"
    ).fetchall()[0]
    return int(row[0]), int(row[1])


def nearest_edge(relation: DuckDBPyRelation, edges: NDArray[np.float64]) -> DuckDBPyRelation:
    """Add `bin`: the last edge at or below `score`, by an ASOF join (for edges too close for arithmetic)."""
    literal = ", ".join(f"{float(edge)!r}::DOUBLE" for edge in edges)
    return query(
        relation,
        "SELECT rows_.*, CASE WHEN rows_.score IS NULL THEN -1 ELSE edges_.code END AS bin FROM rows_ ASOF LEFT JOIN "
        f"(SELECT unnest([{literal}]) AS edge, generate_subscripts([{literal}], 1) - 1 AS code) AS edges_ "
        "ON rows_.score >= edges_.edge",
    )


def weight_faults(relation: DuckDBPyRelation) -> tuple[int, int, int, int]:
    """Rows whose weight is missing, negative or infinite, and all rows."""
    row = query(
        relation,
        "SELECT count(*) FILTER (weight IS NULL), count(*) FILTER (weight < 0), count(*) FILTER (isinf(weight)), "
        "count(*) FROM rows_",
    ).fetchall()[0]
    return int(row[0]), int(row[1]), int(row[2]), int(row[3])


def settings(connection: DuckDBPyConnection, memory: str, threads: int, scratch: str) -> None:
    """Limits of an embedded engine: no extension is ever downloaded or loaded."""
    for statement in (
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        f"SET memory_limit = {text(memory)}",
        f"SET threads = {int(threads)}",
        f"SET temp_directory = {text(scratch)}",
    ):
        connection.execute(statement)


def early_look(relation: DuckDBPyRelation, columns: Sequence[str]) -> dict[str, tuple[int, float | None, float | None]]:
    """Distinct values of each prepared column, and the range of the score."""
    asked = []
    for name in columns:
        ends = f"min({quoted(name)}), max({quoted(name)})" if name == "score" else "NULL, NULL"
        wanted = name.startswith(("group", "stratum", "label", "decision", "score"))
        asked.append((f"count(DISTINCT {quoted(name)})" if wanted else "0") + f", {ends}")
    row = query(relation, f"SELECT {', '.join(asked)} FROM rows_").fetchall()[0]
    return {name: tuple(row[place * 3 : place * 3 + 3]) for place, name in enumerate(columns)}


def count(relation: DuckDBPyRelation) -> int:
    """How many rows a relation has."""
    row = query(relation, "SELECT count(*) FROM rows_").fetchall()[0]
    return int(row[0])


def content_hash(relation: DuckDBPyRelation) -> str:
    """A hash of all values and their order (DuckDB's 64-bit hash, combined by XOR and by sum)."""
    names = ", ".join(quoted(name) for name in relation.columns)
    row = query(
        relation,
        "SELECT count(*), bit_xor(h_), sum(h_ >> 32) FROM (SELECT hash(row_number() OVER (), "
        f"{names}) AS h_ FROM rows_)",
    ).fetchall()[0]
    return repr(row)


def same(a: str, b: str) -> str:
    """TRUE where two expressions hold the same value, compared as text; NULL where either is missing."""
    return f"(({a})::VARCHAR = ({b})::VARCHAR)"


def kept(connection: DuckDBPyConnection, relation: DuckDBPyRelation) -> DuckDBPyRelation:
    """The rows of a relation as a table of this connection, so that they are read only once."""
    relation.create("kept_rows_")
    return connection.table("kept_rows_")


def completeness(relation: DuckDBPyRelation, expressions: Sequence[str]) -> list[tuple[int, int, int]]:
    """For each expression: missing values, about how many distinct ones, and given values; a pass for every fifty."""
    asked = [f"count(*) - count({each}), approx_count_distinct({each}), count({each})" for each in expressions]
    return [(int(a), int(b), int(c)) for a, b, c in _by(3, _one_row(relation, asked))]


def distinct_counts(relation: DuckDBPyRelation, expressions: Sequence[str]) -> list[int]:
    """Distinct values of each expression; a pass over the rows for every fifty."""
    return [int(one) for one in _one_row(relation, [f"count(DISTINCT {each})" for each in expressions])]


def tails(
    relation: DuckDBPyRelation, expressions: Sequence[str], share: float
) -> list[tuple[float | None, float | None]]:
    """About where the lowest and the highest share of each expression's values end; a pass for every fifty."""
    asked = [f"approx_quantile({each}, {cut!r})" for each in expressions for cut in (share, 1 - share)]
    return [(low, high) for low, high in _by(2, _one_row(relation, asked))]


def _one_row(relation: DuckDBPyRelation, asked: Sequence[str], at_once: int = 50) -> list[Any]:
    """The answers, some columns at a time: a set of values for each of a thousand columns is more than fits."""
    found: list[Any] = []
    for start in range(0, len(asked), at_once):
        found += query(relation, f"SELECT {', '.join(asked[start : start + at_once])} FROM rows_").fetchall()[0]
    return found


def _by(width: int, values: list[Any]) -> list[list[Any]]:
    return [values[place : place + width] for place in range(0, len(values), width)]
