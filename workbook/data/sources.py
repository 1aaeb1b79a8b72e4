"""Where rows come from: what every source can tell, and the kinds that need no reading of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sized
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.data import sql
from workbook.errors import InputError, NotFound

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from workbook.data.profiles import Column

FULL_HASH = 256 * 2**20
"""Files up to this size are hashed whole; of larger ones the size and 258 evenly spaced blocks."""


MOST_COLUMNS = 1_000


class Source:
    """Rows that can be read, from wherever they live.

    Attributes
    ----------
    kind : str
        "dataframe", "file", "database", "joined".
    label : str
        What people call it: a file name, never a path.
    """

    kind: str = ""
    label: str = ""
    costly: bool = False
    """Reading is slow (text has to be parsed), so what a tally needs is kept while it is made."""

    def relation(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        """All rows, as a DuckDB relation on this connection."""
        raise NotImplementedError

    def narrowed(self, wanted: Callable[[str], bool]) -> Source:
        """The same rows; a source whose columns travel leaves out those that are not wanted."""
        return self

    def check(self) -> None:
        """Raise InputError where the source is not what it says it is; looks at its beginning and end only."""
        _ = self.types

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Each column with its type, missing and distinct values, and what is safe to show of it."""
        from workbook.data.profiles import describe

        return describe(self).columns

    def explain(self, problem: Exception) -> InputError:
        """An engine's complaint about these rows, in words."""
        return InputError(f"{self.label} cannot be read: {str(problem).splitlines()[0][:200]}", "Export it again.")

    @cached_property
    def types(self) -> dict[str, str]:
        """DuckDB type of each column, in order."""
        from workbook.data.engine import engine, explained

        with engine() as connection, explained(self):
            return types_of(self.relation(connection))

    @cached_property
    def rows(self) -> int:
        """How many rows there are."""
        from workbook.data.engine import engine, explained

        with engine() as connection, explained(self):
            return sql.count(self.relation(connection))

    @cached_property
    def fingerprint(self) -> str:
        """Changes when the rows change."""
        raise NotImplementedError


def few_enough(columns: Sized) -> None:
    """Raise `InputError` where a table has more columns than can be looked at in a sitting."""
    if len(columns) > MOST_COLUMNS:
        raise InputError(
            f"The table has {len(columns):,} columns; at most {MOST_COLUMNS:,} can be read.",
            "Leave out those that are neither label, score, group nor amount.",
        )


def types_of(relation: DuckDBPyRelation) -> dict[str, str]:
    """DuckDB type of each column of a relation, in order. Raises `InputError` where there are too many."""
    few_enough(relation.columns)
    return {name: str(kind) for name, kind in zip(relation.columns, relation.types, strict=True)}


@dataclass(eq=False)
class FrameSource(Source):
    """A pandas DataFrame in this process."""

    frame: Any
    label: str = "DataFrame"
    kind: str = "dataframe"

    def relation(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        """All rows of the frame, without its index."""
        few_enough(self.frame.columns)
        if not len(self.frame.columns):
            raise InputError("This DataFrame has no columns.", "Choose one with a column for each role.")
        return connection.from_df(plain(self.frame))

    @cached_property
    def rows(self) -> int:
        """How many rows the frame has."""
        return len(self.frame)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all values in their order."""
        from workbook.data.engine import engine, explained

        with engine() as connection, explained(self):
            relation = self.relation(connection)
            content = sql.content_hash(relation) if self.rows else ""
        return digest("dataframe", repr(list(self.types.items())), content)


def plain(frame: Any) -> Any:
    """A frame with text column names, each once: a second "age" becomes "age (2)"."""
    if any(stride < 0 for name in range(frame.shape[1]) for stride in _strides(frame.iloc[:, name])):
        frame = frame.copy()
    names = once([str(name) for name in frame.columns])
    if names == list(frame.columns):
        return frame
    return frame.set_axis(names, axis=1)


def _strides(column: Any) -> tuple[int, ...]:
    """How a column lies in memory; DuckDB cannot read one that lies backwards (as in ``frame.iloc[::-1]``)."""
    return tuple(getattr(getattr(column, "_values", None), "strides", None) or ())


def once(names: list[str]) -> list[str]:
    """Make names unique, also by letter case: a second "age" becomes "age (2)"."""
    taken: set[str] = set()
    following: dict[str, int] = {}
    result = []
    for name in names:
        candidate, number = name, following.get(name.casefold(), 2)
        while candidate.casefold() in taken:
            candidate, number = f"{name} ({number})", number + 1
        following[name.casefold()] = number
        taken.add(candidate.casefold())
        result.append(candidate)
    return result


def digest(*parts: str) -> str:
    """A fingerprint of some texts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def file_hash(path: Path) -> str:
    """SHA-256 of a file; of a large one, of its size and of evenly spaced blocks (then it begins with "sampled-")."""
    size = path.stat().st_size
    result = hashlib.sha256()
    with path.open("rb") as file:
        if size <= FULL_HASH:
            for block in iter(lambda: file.read(2**20), b""):
                result.update(block)
            return result.hexdigest()
        result.update(str(size).encode())
        for place in range(258):
            file.seek((size - 2**16) * place // 257)
            result.update(file.read(2**16))
    return "sampled-" + result.hexdigest()


def existing(path: Path) -> Path:
    """A file that is there and holds something, or an error that says so."""
    if not path.exists():
        raise NotFound(f'There is no file "{path.name}".', "Check its name and folder.")
    if path.is_dir():
        raise InputError(f'"{path.name}" is a folder.', "Choose one file in it.")
    if path.stat().st_size == 0:
        raise InputError(f'"{path.name}" is empty (0 bytes).', "Export it again and check that it has rows.")
    return path
