"""How much memory a spreadsheet would take: what its cells span and repeat, measured in its XML before anything parses it.

A file of a kilobyte can place one cell in the last row of the last column, or hold one long text a million times: whoever
reads it whole needs room for all that lies between. Most sheets are seen to be small by a glance; the others are measured
cell by cell, and a cell that is not written as programs write it is refused, since it could hide what is measured.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from mmap import mmap

MOST_CELLS = 30_000_000
MOST_TEXT = 2**30
"""Bytes of the shared texts of all cells together, each as often as a cell holds it."""
SMALLEST_CELL = 8
"""Bytes of a cell in XML, at least."""

TAG = rb"<(?:\w+:)?"
OTHER = rb"[\w:]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*')"
PLACE = rb"r\s*=\s*[\"']([A-Za-z]+)(\d+)[\"']"
CELL_BEGINS = re.compile(TAG + rb"c(?=[\s/>])")
CELL = re.compile(TAG + rb"c(?:\s+(?:" + PLACE + rb"|" + OTHER + rb"))*\s*(/?)>")
"""A cell as programs write it: its column and row, unless it stands behind the one before, and whether it is empty."""
NO_PLACE = re.compile(TAG + rb"c(?=[\s/>])(?!\s+(?:" + OTHER + rb"\s+)*" + PLACE + rb")")
ROW = re.compile(TAG + rb"row(?=[\s/>])")
ROW_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d+)[\"']")
OF_TEXT = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
VALUE = re.compile(TAG + rb"v\b[^<]*?>\s*(\d+)")
TEXT_ENDS = re.compile(rb"</(?:\w+:)?si\s*>|" + TAG + rb"si\s*/>")
PROMISED = re.compile(TAG + rb"sst\b[^<]*?\buniqueCount\s*=\s*[\"'](\d+)")

Part = bytes | mmap


@dataclass
class SharedTexts:
    """The texts that cells share: how long each is, in bytes; and how many are promised beyond what there is room for."""

    lengths: array[int] = field(default_factory=lambda: array("Q"))
    longest: int = 0
    promised: int = 0

    def add(self, part: Part) -> None:
        """Take over the part of an archive that holds them."""
        self.promised = max((int(many) for many in PROMISED.findall(part)), default=0) - len(part)
        before = 0
        for end in TEXT_ENDS.finditer(part):
            self.lengths.append(end.end() - before)
            before = end.end()
        self.longest = max(self.lengths, default=0)


def too_large(part: Part, texts: SharedTexts) -> str:
    """What of a part would take more memory than can be given, in words; "" where it can be read.

    Parameters
    ----------
    part : bytes
        Any part of the archive: which ones are sheets, only their reader decides.
    texts : SharedTexts
    """
    if texts.promised > 0:
        return "it promises more texts than it holds"
    cells, held = _glance(part), texts.longest * (len(part) // SMALLEST_CELL)
    if cells <= MOST_CELLS and held <= MOST_TEXT:
        return ""
    if not _written_plainly(part):
        return "it holds cells that are written as no program writes them"
    cells, held = _span(part), sum(_repeated(part, texts))
    if cells > MOST_CELLS:
        return f"its cells span {cells:,} places, and at most {MOST_CELLS:,} can be read"
    if held > MOST_TEXT:
        return f"its cells hold {held / 2**20:,.0f} MB of text, and at most {MOST_TEXT / 2**20:,.0f} MB can be read"
    return ""


def _glance(part: Part) -> int:
    """No fewer places than the cells span, by how many letters and digits their places have."""
    if NO_PLACE.search(part):
        return MOST_CELLS + 1
    letters, digits = _longest(part, rb"[A-Za-z]{%d}\d"), _longest(part, rb"[A-Za-z]+\d{%d}")
    columns: int = 26 * (26**letters - 1) // 25
    return columns * int(10**digits)


def _longest(part: Part, place: bytes) -> int:
    found = 0
    while found < 9 and re.search(rb"\br\s*=\s*[\"']" + place % (found + 1), part):
        found += 1
    return found


def _written_plainly(part: Part) -> bool:
    """Whether every cell is written as programs write it."""
    return sum(1 for _ in CELL_BEGINS.finditer(part)) == sum(1 for _ in CELL.finditer(part))


def _span(part: Part) -> int:
    """The places of the rectangle from the first to the last cell that holds something."""
    row = column = unplaced = 0
    for letters, digits, empty in (cell.groups() for cell in CELL.finditer(part)):
        if letters is None:
            unplaced += 1
        elif not empty:
            row, column = max(row, int(digits)), max(column, _column(letters))
    if unplaced:
        rows, widest = _unplaced(part)
        row, column = row + rows, column + widest
    return row * column


def _unplaced(part: Part) -> tuple[int, int]:
    """No fewer rows than there are, and the cells of the widest one, where cells do not say where they stand."""
    rows = [len(CELL_BEGINS.findall(row)) for row in _pieces(part, ROW)]
    return len(rows) + max(map(int, ROW_NUMBER.findall(part)), default=0), max(rows, default=0)


def _repeated(part: Part, texts: SharedTexts) -> Iterator[int]:
    """The bytes of each shared text, as often as a cell holds it by its place among them."""
    if not texts.lengths:
        return
    for cell in _pieces(part, CELL_BEGINS):
        value = VALUE.search(cell) if OF_TEXT.search(cell) else None
        if value and int(value.group(1)) < len(texts.lengths):
            yield texts.lengths[int(value.group(1))]


def _pieces(part: Part, begins: re.Pattern[bytes]) -> Iterator[bytes]:
    """What stands between one beginning and the next."""
    start = None
    for found in begins.finditer(part):
        if start is not None:
            yield part[start : found.start()]
        start = found.start()
    if start is not None:
        yield part[start:]


def _column(letters: bytes) -> int:
    """The number of a column by its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
