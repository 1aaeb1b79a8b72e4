"""Groups that are held elsewhere: a second source joined by a key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from workbook.data import sql_tables
from workbook.data.engine import engine, explained
from workbook.data.reading import read_source
from workbook.data.sources import Source, digest, once, types_of
from workbook.errors import InputError, NotFound

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation


@dataclass(frozen=True)
class Matches:
    """How well two sources fit together.

    Attributes
    ----------
    matched, unmatched : int
        Rows of the first source with and without a partner; the groups of the latter are missing.
    without_key : int
        Rows of the second source whose key is missing.
    """

    matched: int
    unmatched: int
    without_key: int

    @property
    def in_words(self) -> str:
        """One sentence."""
        total = self.matched + self.unmatched
        said = f"{self.matched:,} of {total:,} rows found their partner in the second file"
        rest = f"; the groups of the other {self.unmatched:,} are missing" if self.unmatched else ""
        return f"{said}{rest}."


@dataclass(eq=False)
class JoinedSource(Source):
    """A source with the columns of a second one beside its own."""

    first: Source
    second: Source
    key: tuple[str, str]
    kind: str = "joined"
    costly: bool = True

    @property
    def label(self) -> str:  # type: ignore[override]
        """Both names."""
        return f"{self.first.label} with {self.second.label}"

    def _parts(self, connection: DuckDBPyConnection) -> tuple[Any, Any, tuple[str, str], list[str]]:
        first, second = self.first.relation(connection), self.second.relation(connection)
        types = types_of(first), types_of(second)
        for place, source in enumerate((self.first, self.second)):
            if self.key[place] not in types[place]:
                raise NotFound(f'"{source.label}" has no column "{self.key[place]}" to join by.',
                               f"Its columns are: {', '.join(types[place])}.")  # fmt: skip
        keys = (
            sql_tables.as_key(self.key[0], types[0][self.key[0]]),
            sql_tables.as_key(self.key[1], types[1][self.key[1]]),
        )
        return first, second, keys, [name for name in second.columns if name != self.key[1]]

    @cached_property
    def matches(self) -> Matches:
        """Counts of what fits.

        Raises
        ------
        InputError
            Where nothing fits, or a key of the second source comes with different values.
        """
        with engine() as connection, explained(self):
            first, second, keys, carried = self._parts(connection)
            matched, unmatched, without, repeated, example = sql_tables.matches(
                connection, first, second, keys, carried
            )
        if repeated:
            raise InputError(
                f'{repeated:,} values of "{self.key[1]}" occur more than once in {self.second.label} with different '
                f'groups (the first is "{str(example)[:40]}").',
                "Keep one row for each of them.",
            )
        if not matched:
            raise InputError(
                f'No value of "{self.key[0]}" in {self.first.label} occurs as "{self.key[1]}" in {self.second.label}.',
                "Check that both files use the same key.",
            )
        return Matches(matched, unmatched, without)

    def relation(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        """All rows of the first source, in order, with the columns of the second; missing where nothing fits."""
        _ = self.matches
        first, second, keys, carried = self._parts(connection)
        names = once([*first.columns, *carried])[len(first.columns) :]
        return sql_tables.joined(connection, first, second, keys, dict(zip(carried, names, strict=True)))

    @cached_property
    def fingerprint(self) -> str:
        """Of both sources and the key."""
        return digest("joined", self.first.fingerprint, self.second.fingerprint, *self.key)


def join_groups(source: Any, second: Any, key: str | tuple[str, str]) -> JoinedSource:
    """Bring the columns of a second source beside the first.

    Parameters
    ----------
    source, second : DataFrame, path or Source
    key : str or (str, str)
        The column that both share, or its name in each.

    Returns
    -------
    JoinedSource
        `.matches` counts rows without a partner.
    """
    keys = (key, key) if isinstance(key, str) else key
    result = JoinedSource(read_source(source), read_source(second), keys)
    _ = result.matches
    return result
