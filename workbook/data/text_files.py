"""Text files of rows: every value is read as text first, then each column gets the type that all its values allow."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.data import sql, sql_text
from workbook.data.sources import Source, digest, file_hash
from workbook.data.text_layout import DELIMITERS, Layout, layout_of
from workbook.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

LONGEST_LINE = 16 * 2**20


@dataclass(eq=False)
class TextSource(Source):
    """A file of comma-separated values, or with another delimiter.

    A column is a number where all its values are: with decimal commas too, with thousands marks where they fit, and
    with "NA", "null" and "nan" as missing. Numbers with leading zeros (a postcode) stay text. Dates are dates only as
    2026-11-23: others say too little about day and month.
    """

    path: Path
    label: str = ""
    kind: str = "file"
    costly = True

    @cached_property
    def layout(self) -> Layout:
        """How the file is written. A copy in UTF-8, where one is needed, goes when nobody holds this source any more."""
        scratch = tempfile.mkdtemp(prefix="workbook-")
        weakref.finalize(self, shutil.rmtree, scratch, ignore_errors=True)
        return layout_of(self.path, Path(scratch))

    def check(self) -> None:
        """Look at how the file is written."""
        _ = self.layout

    @cached_property
    def casts(self) -> dict[str, str]:
        """The SQL that gives each column its type."""
        from workbook.data.engine import engine, explained

        with engine() as connection, explained(self):
            return sql_text.text_types(self._texts(connection), self.layout.names, self.layout.delimiter)

    def relation(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        """All rows of the file."""
        casts = self.casts
        return sql.project(self._texts(connection), casts)

    def _texts(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        return sql_text.read_text(
            connection, str(self.layout.path), self.layout.names, self.layout.delimiter, 1 + self.layout.skipped,
            LONGEST_LINE,
        )  # fmt: skip

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the file."""
        return digest("text", file_hash(self.path))

    def explain(self, problem: Exception) -> InputError:
        """An engine's complaint about this file in words, with row and column."""
        return explained(str(problem), self.label, DELIMITERS[self.layout.delimiter])


def explained(message: str, name: str, delimiter: str) -> InputError:
    """Turn DuckDB's complaint about a text file into what is wrong, where, and what to do."""
    line = re.search(r"CSV Error on Line: (\d+)", message)
    where = f"Row {int(line.group(1)):,} (line of the file, the header is row 1)" if line else "One row"
    wide = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", message)
    if wide:
        return InputError(
            f'{where} of "{name}" has {wide.group(2)} values, but the header has {wide.group(1)} columns '
            f"(separated by {delimiter}).",
            "Correct the row: put a value that holds the delimiter in double quotes, or add what is missing.",
        )
    if "unterminated quote" in message or "quote" in message.lower().split("possible")[0]:
        return InputError(
            f'{where} of "{name}" has a double quote that is not closed, or text beside a quoted value.',
            'Close the quote, or write a quote inside a text twice ("").',
        )
    if "Maximum line size" in message:
        return InputError(f'{where} of "{name}" is longer than {LONGEST_LINE // 2**20} MB.',
                          "Check that the file has line ends, and that a quote is not left open.")  # fmt: skip
    return InputError(
        f'{where} of "{name}" cannot be read: {message.splitlines()[0][:200]}', "Correct it and try again."
    )
