"""How a text file is written: its encoding, its delimiter, its column names. Looked at before an engine reads it."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from workbook.data.sources import few_enough, once
from workbook.errors import InputError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
HEAD = 256 * 1024
BLOCK = 4 * 2**20
MOST_BYTES = 50 * 2**30
MOST_RATIO = 300
"""Unpacked over packed size from which a compressed file of more than a gigabyte is refused."""
OTHERS = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook", 'Give it the ending ".xlsx", or export it as CSV.'),
    (b"PAR1", "a Parquet file", 'Give it the ending ".parquet".'),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)", "Save it as XLSX or CSV first."),
    (b"%PDF", "a PDF document", "Export the table itself as CSV."),
    (b"\x1f\x8b", "compressed with gzip", 'Give it the ending ".csv.gz".'),
    (b"SQLite format 3", "an SQLite database", "Connect it as a database instead."),
)
HTML = re.compile(rb"^\s*(<!doctype\s+html|<html|<\?xml|<head|<body|<table)", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """How to read a text file.

    Attributes
    ----------
    path : Path
        A file in UTF-8: the file itself, or a copy.
    delimiter : str
    names : tuple of str
        Column names, each once.
    encoding : str
        What the original was written in.
    skipped : int
        Lines before the header that are passed over: 1 where the file begins with Excel's ``sep=;``.
    """

    path: Path
    delimiter: str
    names: tuple[str, ...]
    encoding: str
    skipped: int = 0


def layout_of(path: Path, scratch: Path) -> Layout:
    """Look at a file; copy it to UTF-8 in the `scratch` folder where it is written otherwise.

    Raises
    ------
    InputError
        Where it is no text, another kind of file, or has no header.
    """
    head = _head(path)
    _refuse_others(path, head)
    encoding = _encoding(path, head)
    readable = path
    if encoding != "utf-8" or path.name.lower().endswith(".gz"):
        readable = _copied(path, encoding, scratch)
    with readable.open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(HEAD)
    skipped = 0
    declared = re.match(r"sep=(.)\r?\n", sample)
    if declared:
        skipped, sample = 1, sample[declared.end() :]
    delimiter = declared.group(1) if declared and declared.group(1) in DELIMITERS else _delimiter(sample)
    return Layout(readable, delimiter, _names(path, sample, delimiter), encoding, skipped)


def opened(path: Path) -> IO[bytes]:
    """A file as bytes, unpacked where its name ends in ".gz"."""
    if path.name.lower().endswith(".gz"):
        with path.open("rb") as file:
            if file.read(2) != b"\x1f\x8b":
                raise InputError(f'"{path.name}" is not compressed with gzip.', 'Remove ".gz" from its name.')
        return gzip.open(path, "rb")  # type: ignore[return-value]
    return path.open("rb")


def _head(path: Path) -> bytes:
    try:
        with opened(path) as file:
            return file.read(HEAD)
    except (EOFError, OSError) as problem:
        raise _unreadable(path, problem) from None


def _unreadable(path: Path, problem: Exception) -> InputError:
    return InputError(f'"{path.name}" cannot be read to its end: {problem}.', "Copy or download it again.")


def _refuse_others(path: Path, head: bytes) -> None:
    for magic, what, remedy in OTHERS:
        if head.startswith(magic):
            raise InputError(f'"{path.name}" is not a text file but {what}.', remedy)
    if HTML.match(head.removeprefix(codecs.BOM_UTF8)):
        raise InputError(
            f'"{path.name}" is a web page (HTML), not a table: row 1 begins with "{_beginning(head)}".',
            "The download probably gave a login or error page: sign in and download the table again.",
        )
    if not head.strip():
        raise InputError(f'"{path.name}" holds only blank lines.', "Export it again and check that it has rows.")


def _beginning(head: bytes) -> str:
    return head.decode("utf-8", "replace").strip()[:15]


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    zeros = [head[:4000:2].count(0), head[1:4000:2].count(0)]
    half = len(head[:4000]) / 2
    if half and zeros[1] > 0.4 * half and zeros[0] < 0.1 * half:
        return "utf-16-le"
    if half and zeros[0] > 0.4 * half and zeros[1] < 0.1 * half:
        return "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, read, packed = True, 0, path.stat().st_size
    with opened(path) as file:
        try:
            for block in iter(lambda: file.read(BLOCK), b""):
                _refuse_zeros(path, block, read)
                read += len(block)
                _refuse_bomb(path, read, packed)
                utf8 = utf8 and _decodes(decoder, block)
        except (EOFError, OSError) as problem:
            raise _unreadable(path, problem) from None
    return "utf-8" if utf8 else "cp1252"


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_zeros(path: Path, block: bytes, before: int) -> None:
    place = block.find(b"\x00")
    if place >= 0:
        raise InputError(
            f'"{path.name}" is not a text file: it holds a zero byte at place {before + place + 1:,} '
            "(a file that is binary, or was not written to its end).",
            "Export or download it again as CSV.",
        )


def _refuse_bomb(path: Path, read: int, packed: int) -> None:
    if read > MOST_BYTES or (read > 2**30 and read > packed * MOST_RATIO):
        raise InputError(f'"{path.name}" unpacks to more than {read / 2**30:,.0f} GB.', "Give it as Parquet.")


def _copied(path: Path, encoding: str, scratch: Path) -> Path:
    """Write a UTF-8 copy, readable by this user only."""
    target = scratch / "copy.csv"
    with target.open("w", encoding="utf-8", newline="") as copy:
        errors = "replace" if encoding == "cp1252" else "strict"
        with opened(path) as raw, io.TextIOWrapper(raw, encoding, errors, newline="") as reader:
            try:
                for block in iter(lambda: reader.read(BLOCK), ""):
                    copy.write(block.lstrip("\ufeff"))
            except UnicodeError:
                raise InputError(
                    f'"{path.name}" begins as {encoding} but holds other bytes.', "Save it as UTF-8."
                ) from None
    return target


def _delimiter(sample: str) -> str:
    """The delimiter that gives most rows the same number of fields, more than one; the header has to have them too."""
    best, most = ",", (0.0, 0)
    for mark in DELIMITERS:
        widths = [len(row) for row in _first_rows(sample, mark)]
        if not widths or widths[0] < 2:
            continue
        usual = Counter(widths).most_common(1)[0][1] / len(widths) if len(widths) > 1 else 1.0
        fitting = sum(width == widths[0] for width in widths) / len(widths)
        if (min(usual, fitting) + 0.001, widths[0]) > most:
            best, most = mark, (min(usual, fitting) + 0.001, widths[0])
    return best


def _first_rows(sample: str, delimiter: str, most: int = 200) -> list[list[str]]:
    cut = sample if len(sample) < HEAD else sample[: sample.rfind("\n") + 1] or sample
    rows = []
    try:
        for row in csv.reader(io.StringIO(cut), delimiter=delimiter):
            if row:
                rows.append(row)
            if len(rows) >= most:
                break
    except csv.Error:
        return []
    return rows


def _names(path: Path, sample: str, delimiter: str) -> tuple[str, ...]:
    rows = _first_rows(sample, delimiter, 2)
    if not rows:
        raise InputError(f'The first row of "{path.name}" cannot be read.', "Check that it holds the column names.")
    header = [name.strip() for name in rows[0]]
    if "\n" in "".join(header):
        raise InputError(f'Row 1 of "{path.name}" has a double quote that is not closed.', "Close it, or take it out.")
    if len(sample) >= HEAD and len(rows) == 1:
        raise InputError(
            f'Row 1 of "{path.name}" is longer than {HEAD // 1024} kB.', "Check that the file has line ends."
        )
    few_enough(header)
    if len(rows) == 1:
        raise InputError(
            f'"{path.name}" has a header (row 1: {len(header)} columns) but no rows.',
            "Export it again and check that it has rows.",
        )
    if len(header) == 1 and re.search(r"[^\w\s.\-()%/]", header[0]) and re.search(r"\w[^\w\s]+\w", header[0]):
        raise InputError(
            f'Only one column was found in "{path.name}"; row 1 reads "{header[0][:60]}".',
            f"Separate the columns by {', '.join(DELIMITERS.values())}.",
        )
    if all(re.fullmatch(r"[-+]?\d+([.,]\d+)?", name) for name in header):
        raise InputError(
            f'Row 1 of "{path.name}" holds numbers ({", ".join(header[:5])}), not the names of the columns.',
            "Add a first row with the column names.",
        )
    return tuple(once([name or f"column {place}" for place, name in enumerate(header, 1)]))
