"""Files of rows: Parquet here, text and spreadsheets in modules of their own."""

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
PARQUET_ENDINGS = (".parquet", ".pq")
SHEET_ENDINGS = (".xlsx", ".xlsm")
ENDINGS = TEXT_ENDINGS + PARQUET_ENDINGS + SHEET_ENDINGS
MAGIC = b"PAR1"


@dataclass(eq=False)
class ParquetSource(Source):
    """A Parquet file."""

    path: Path
    label: str = ""
    kind: str = "file"

    def relation(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        """All rows of the file."""
        _check_ends(self.path)
        return connection.read_parquet(str(self.path))

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the file."""
        return file_hash(self.path)

    def explain(self, problem: Exception) -> InputError:
        """Damage inside the file, or values that need more memory than there is; never where the file lies."""
        said = str(problem).splitlines()[0].replace(str(self.path), self.label)[:200]
        if said.startswith("Out of Memory"):
            return InputError(f'"{self.label}" holds values that need too much memory.', "Leave out its long texts.")
        return InputError(f'"{self.label}" is damaged: {said}', "Copy or export the file again.")


def _check_ends(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(4)
        file.seek(-min(4, path.stat().st_size), 2)
        tail = file.read(4)
    if head != MAGIC:
        raise InputError(f'"{path.name}" is not a Parquet file: it does not begin with PAR1.',
                         "Check what it is; give CSV the ending .csv.")  # fmt: skip
    if tail != MAGIC:
        raise InputError(
            f'"{path.name}" is cut off: a Parquet file ends with its list of columns, and this one '
            f"({path.stat().st_size:,} bytes) does not.",
            "Copy or download it again.",
        )


def file_source(path: Path, sheet: str | None = None) -> Source:
    """The source for a file, by its ending.

    Raises
    ------
    InputError, NotFound
        Where there is no such file, it is empty, or its kind cannot be read.
    """
    existing(path)
    name = path.name.lower()
    if name.endswith(PARQUET_ENDINGS):
        return ParquetSource(path, path.name)
    if name.endswith(TEXT_ENDINGS):
        from workbook.data.text_files import TextSource

        return TextSource(path, path.name)
    if name.endswith(SHEET_ENDINGS):
        from workbook.data.spreadsheets import SheetSource

        return SheetSource(path, path.name, sheet=sheet)
    if name.endswith(".xls"):
        raise InputError(f'"{path.name}" is an old Excel workbook.', "Save it as XLSX or CSV first.")
    raise InputError(f'"{path.name}" is not a kind of file that can be read.', "Use CSV, TSV, Parquet or XLSX.")
