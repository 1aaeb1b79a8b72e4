"""What may be shown of rows: counts, and values that enough rows share. Never a row."""

from __future__ import annotations

import math
from collections.abc import Mapping
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
COUNTED = 20_000
"""Distinct values up to about which they are counted exactly."""
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
        return Profile(found.label, rows, _columns(relation, types))


def _columns(relation: DuckDBPyRelation, types: Mapping[str, str]) -> tuple[Column, ...]:
    """All columns, with as few passes over the rows as can be."""
    values = {name: sql.category(name, sql_type) for name, sql_type in types.items()}
    counted = dict(zip(values, sql.completeness(relation, list(values.values())), strict=True))
    few = [name for name, (_, about, _) in counted.items() if about <= COUNTED]
    distinct = {name: min(about, given) for name, (_, about, given) in counted.items()}
    distinct |= zip(few, sql.distinct_counts(relation, [values[name] for name in few]), strict=True)
    numbers = [name for name, kind in types.items() if sql.kind_of(kind) == "number"]
    wide = [name for name in numbers if counted[name][2] * TAIL >= SHARED and distinct[name] > MOST_VALUES]
    ends = dict(zip(wide, sql.tails(relation, [sql.number(name, types[name]) for name in wide], TAIL), strict=True))
    found = []
    for name, sql_type in types.items():
        kind: Any = sql.kind_of(sql_type)
        named = kind != "number" or distinct[name] <= MOST_VALUES
        shown = _shared(relation, values[name]) if named else ()
        low, high = (_rounded(each) for each in ends.get(name, (None, None)))
        found.append(Column(name, kind, distinct[name], counted[name][0], shown, low, high))
    return tuple(found)


def _shared(relation: DuckDBPyRelation, value: str) -> tuple[tuple[str, int], ...]:
    """The values that at least ten rows share, most frequent first."""
    counts = sql.value_counts(relation, value, MOST_VALUES + 1)
    pairs = [(as_key(each), many) for each, many in counts if many >= SHARED]
    return tuple((key, many) for key, many in pairs if key is not None)[:MOST_VALUES]


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
