"""What may be shown of rows: counts, and values that enough rows share. Never a row."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from workbook.data import sql
from workbook.data.engine import engine, explained
from workbook.data.reading import read_source
from workbook.data.roles import as_key
from workbook.data.sources import types_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

Kind = Literal["number", "text", "date", "true-false"]
SHARED = 10
"""Rows that have to share a value before it is shown."""
MOST_VALUES = 20
TAIL = 0.05


@dataclass(frozen=True)
class Column:
    """What may be shown of a column.

    Attributes
    ----------
    name : str
    type : {"number", "text", "date", "true-false"}
    distinct, missing : int
        `distinct` is approximate above 10,000.
    examples_safe : tuple of (str, int)
        Values that at least ten rows share with their counts, most frequent first, where the column names something.
    low, high : float or None
        About where the lowest and the highest twentieth of the numbers end, rounded to two digits; None where
        fewer than ten rows lie beyond.
    """

    name: str
    type: Kind
    distinct: int
    missing: int
    examples_safe: tuple[tuple[str, int], ...] = ()
    low: float | None = None
    high: float | None = None

    @property
    def in_words(self) -> str:
        """What is in the column, in a few words."""
        if self.low is not None and self.high is not None and len(self.examples_safe) == 0:
            return f"mostly {self.low:,.10g} to {self.high:,.10g}"
        words = ", ".join(f"{value} ({count:,})" for value, count in self.examples_safe[:8])
        more = self.distinct - min(8, len(self.examples_safe))
        if not words:
            return "no value that ten rows share" if self.distinct else "nothing"
        return words + (f" and {more:,} more" if more > 0 else "")


@dataclass(frozen=True)
class Profile:
    """What may be shown of a source."""

    label: str
    rows: int
    columns: tuple[Column, ...]


def describe(source: Any) -> Profile:
    """A profile of a source that is safe to show: no value that fewer than ten rows share.

    Parameters
    ----------
    source : DataFrame, path or Source
    """
    found = read_source(source)
    with engine() as connection, explained(found):
        relation = found.relation(connection)
        if found.costly:
            relation = sql.kept(connection, relation)
        types = types_of(relation)
        rows = sql.count(relation)
        columns = tuple(_column(relation, name, sql_type) for name, sql_type in types.items())
    return Profile(found.label, rows, columns)


def _column(relation: DuckDBPyRelation, name: str, sql_type: str) -> Column:
    kind: Any = sql.kind_of(sql_type)
    value = sql.category(name, sql_type)
    missing, about, given = sql.completeness(relation, value)
    distinct = sql.distinct_count(relation, value) if about <= 20_000 else min(about, given)
    low = high = None
    shown: tuple[tuple[str, int], ...] = ()
    if kind != "number" or distinct <= MOST_VALUES:
        counts = sql.value_counts(relation, value, MOST_VALUES + 1)
        pairs = [(as_key(each), many) for each, many in counts if many >= SHARED]
        shown = tuple((key, many) for key, many in pairs if key is not None)[:MOST_VALUES]
    if kind == "number" and given * TAIL >= SHARED and distinct > MOST_VALUES:
        low, high = (_rounded(each) for each in sql.tails(relation, sql.number(name, sql_type), TAIL))
    return Column(name, kind, distinct, missing, shown, low, high)


def _rounded(value: float | None) -> float | None:
    """Two digits."""
    if value is None or not math.isfinite(value) or value == 0:
        return value if value == 0 else None
    return round(value, 1 - math.floor(math.log10(abs(value))))


def suppressed(n: int, minimum: int = SHARED) -> str:
    """A count as it may be shown: the number itself, or "fewer than ten"."""
    if n >= minimum or n == 0:
        return f"{n:,}"
    return "fewer than ten" if minimum == 10 else f"fewer than {minimum:,}"


def repeats_in_words(rows: int, repeated: int) -> str:
    """What exact copies of rows look like, as a question; empty where there are none or nobody looked.

    A copy or two is no news in a table of a few columns, so this speaks from one in twenty rows on.
    """
    if repeated <= 0 or repeated * 20 < rows:
        return ""
    distinct = rows - repeated
    if rows % distinct == 0:
        words = {2: "twice", 3: "three times", 4: "four times", 5: "five times", 10: "ten times"}
        times = rows // distinct
        return f"Every row occurs {words.get(times, f'{times:,} times')} on average: is that right?"
    return f"{repeated:,} of {rows:,} rows are exact copies of another row: is that right?"
