"""Files of rows: Parquet, and text files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.data.sources import Source, existing, file_hash
from workbook.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz")


@dataclass(eq=False)
class ParquetSource(Source):
    """A Parquet file."""

    path: Path
    label: str = ""
    kind: str = "file"

    def relation(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        """All rows of the file."""
        return connection.read_parquet(str(self.path))

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the file."""
        return file_hash(self.path)


@dataclass(eq=False)
class TextSource(Source):
    """A file of comma-separated values, or with another delimiter."""

    path: Path
    label: str = ""
    kind: str = "file"

    def relation(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        """All rows of the file."""
        return connection.read_csv(str(self.path), header=True, sample_size=-1)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the file."""
        return file_hash(self.path)


def file_source(path: Path) -> Source:
    """The source for a file, by its ending."""
    existing(path)
    name = path.name.lower()
    if name.endswith((".parquet", ".pq")):
        return ParquetSource(path, path.name)
    if name.endswith(TEXT_ENDINGS):
        return TextSource(path, path.name)
    raise InputError(f'"{path.name}" is not a kind of file that can be read.', "Use CSV, TSV, Parquet or XLSX.")
