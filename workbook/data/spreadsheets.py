"""Spreadsheets (XLSX): checked as an archive before anything parses it; formulas count as the values Excel stored."""

from __future__ import annotations

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.data.sheet_extent import SharedTexts, too_large
from workbook.data.sources import FrameSource, Source, digest, few_enough, file_hash, once
from workbook.errors import InputError, NotFound

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

MOST_UNPACKED = 1 * 2**30
MOST_RATIO = 200
SMALL = 50 * 2**20
"""Unpacked bytes up to which the ratio does not matter."""
MOST_ENTRIES = 10_000
BLOCK = 2**20
UNCOMPUTED = re.compile(rb"<f[ >][^<]*</f>(<v\s*/>|<v></v>)?</c>")


@dataclass(eq=False)
class SheetSource(Source):
    """One sheet of an XLSX workbook."""

    path: Path
    label: str = ""
    kind: str = "file"
    sheet: str | None = None

    @cached_property
    def table(self) -> FrameSource:
        """The sheet as a DataFrame source."""
        check_archive(self.path)
        return FrameSource(_frame(self.path, self.sheet), self.label)

    def check(self) -> None:
        """Look at the archive; a sheet may still have to be chosen."""
        check_archive(self.path)

    def relation(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        """All rows of the sheet."""
        return self.table.relation(connection)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the file and the sheet's name."""
        return digest("sheet", file_hash(self.path), self.sheet or "")


def check_archive(path: Path) -> None:
    """Refuse what is no XLSX, what unpacks to far more than it looks (a "zip bomb"), and what no memory could hold.

    The sizes in the directory are held against what really comes out, since a bomb can lie about them.
    """
    seen = path.stat()
    _checked(path, seen.st_size, seen.st_mtime_ns)


@lru_cache(maxsize=16)  # asked when a file arrives, when its sheets are listed, and when it is read
def _checked(path: Path, _size: int, _changed: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = [entry.filename.casefold() for entry in entries]
            _check_size(path, sum(entry.file_size for entry in entries), len(entries))
            if not any(name.startswith("xl/") for name in names) or len(set(names)) < len(names):
                raise InputError(f'"{path.name}" is a zip archive but no Excel workbook.', "Export it as XLSX or CSV.")
            uncomputed, problem = _look_into(path, archive, entries)
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise InputError(f'"{path.name}" is not a whole XLSX workbook ({error}).',
                         "Save it again in Excel without a password, or export it as CSV.") from None  # fmt: skip
    if problem:
        raise InputError(
            f'"{path.name}" cannot be read: {problem}.', "Keep the table alone in its sheet, or export it as CSV."
        )
    if uncomputed:
        raise InputError(
            f'"{path.name}" has {uncomputed:,} formulas whose results were never stored.',
            "Open it in Excel or LibreOffice, save it there, and choose it again.",
        )


def _check_size(path: Path, unpacked: int, entries: int) -> None:
    packed = max(1, path.stat().st_size)
    if unpacked > MOST_UNPACKED or entries > MOST_ENTRIES or (unpacked > SMALL and unpacked > MOST_RATIO * packed):
        raise InputError(
            f'"{path.name}" has {packed / 2**20:,.1f} MB but unpacks to {unpacked / 2**20:,.0f} MB '
            f"in {entries:,} parts: it is refused as a possible zip bomb.",
            f"Export the table as CSV or Parquet, or keep the workbook under {MOST_UNPACKED // 2**20:,} MB unpacked.",
        )


def _look_into(path: Path, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> tuple[int, str]:
    """Unpack one part after the other, within the limits: formulas without a stored result, and what is too large."""
    total, uncomputed, texts = 0, 0, SharedTexts()
    for entry in sorted(entries, key=lambda one: not one.filename.casefold().endswith("sharedstrings.xml")):
        with archive.open(entry) as packed, tempfile.TemporaryFile() as unpacked:
            for block in iter(lambda: packed.read(BLOCK), b""):
                total += len(block)
                _check_size(path, total, len(entries))
                unpacked.write(block)
            if not unpacked.tell():
                continue
            unpacked.flush()
            with mmap(unpacked.fileno(), 0, access=ACCESS_READ) as part:
                if entry.filename.casefold().endswith("sharedstrings.xml"):
                    texts.add(part)
                if problem := too_large(part, texts):
                    return 0, problem
                if entry.filename.startswith("xl/worksheets/"):
                    uncomputed += sum(1 for _ in UNCOMPUTED.finditer(part))
    return uncomputed, ""


def sheets_of(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook, in its order; none for any other kind of file.

    Raises
    ------
    InputError
        Where it is no workbook that can be read.
    """
    from python_calamine import CalamineWorkbook

    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return ()
    check_archive(path)
    with _told(path):
        return tuple(CalamineWorkbook.from_path(str(path)).sheet_names)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Put what the reader of workbooks says into words; where it gives up it raises what is no ordinary exception."""
    from python_calamine import CalamineError

    try:
        yield
    except CalamineError as problem:
        raise InputError(f'"{path.name}" cannot be read as a workbook: {problem}.', "Save it again in Excel.") from None
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":
            raise
        raise InputError(f'"{path.name}" is damaged and cannot be read.', "Save it again in Excel.") from None


def _frame(path: Path, sheet: str | None) -> Any:
    import pandas as pd
    from python_calamine import CalamineWorkbook

    with _told(path):
        workbook = CalamineWorkbook.from_path(str(path))
        name = _chosen(path, workbook.sheet_names, sheet)
        rows = [row for row in workbook.get_sheet_by_name(name).to_python() if any(value != "" for value in row)]
    if not rows:
        raise InputError(f'Sheet "{name}" of "{path.name}" is empty.', "Choose another sheet.")
    if len(rows) == 1:
        raise InputError(f'Sheet "{name}" of "{path.name}" has a header but no rows.', "Choose another sheet.")
    few_enough(rows[0])
    header = once([str(value).strip() or f"column {place}" for place, value in enumerate(rows[0], 1)])
    return pd.DataFrame({name: _column([row[place] for row in rows[1:]]) for place, name in enumerate(header)})


def _chosen(path: Path, names: list[str], sheet: str | None) -> str:
    if sheet is None and len(names) == 1:
        return names[0]
    listed = ", ".join(names)
    if sheet is None:
        raise InputError(f'"{path.name}" has {len(names)} sheets: {listed}.', "Choose one of them.")
    if sheet not in names:
        raise NotFound(f'"{path.name}" has no sheet "{sheet}".', f"Its sheets are: {listed}.")
    return sheet


def _column(values: list[Any]) -> list[Any]:
    """One type for a column: numbers where all are, else the texts as people see them."""
    given = [value for value in values if value != ""]
    if all(isinstance(value, bool) for value in given):
        return [None if value == "" else value for value in values]
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in given):
        return [None if value == "" else float(value) for value in values]
    return [None if value == "" else _text(value) for value in values]


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
