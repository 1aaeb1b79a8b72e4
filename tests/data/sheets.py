"""XLSX files written by hand, as no program would write them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KINDS = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def text(place: str, words: str) -> str:
    """A cell with a text of its own."""
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def number(place: str, value: float) -> str:
    """A cell with a number."""
    return f'<c r="{place}"><v>{value}</v></c>'


def shared(place: str, which: int) -> str:
    """A cell with a text that cells share."""
    return f'<c r="{place}" t="s"><v>{which}</v></c>'


GOOD = (
    f'<row r="1">{text("A1", "y")}{text("B1", "s")}{text("C1", "g")}</row>'
    f'<row r="2">{number("A2", 1)}{number("B2", 0.2)}{text("C2", "a")}</row>'
    f'<row r="3">{number("A3", 0)}{number("B3", 0.3)}{text("C3", "b")}</row>'
)


def write(
    path: Path, rows: str, texts: str = "", before: str = "", more: Sequence[tuple[str, str]] = (), part: str = "sheet1"
) -> None:
    """Write a workbook of one sheet.

    Parameters
    ----------
    path : Path
    rows : str
        XML of the rows.
    texts : str
        XML of the part with the texts that cells share, where there is one.
    before : str
        What stands before the sheet: a DOCTYPE.
    more : sequence of (name, content)
        Further parts.
    part : str
        How the part with the sheet is called.
    """
    links = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/TYPE" Target="GOAL"/></Relationships>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", KINDS)
        archive.writestr("_rels/.rels", links.replace("TYPE", "officeDocument").replace("GOAL", "xl/workbook.xml"))
        sheet = '<sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets>'
        archive.writestr("xl/workbook.xml", f'<workbook {MAIN} xmlns:r="{OFFICE}">{sheet}</workbook>')
        goal = links.replace("TYPE", "worksheet").replace("GOAL", f"worksheets/{part}.xml")
        archive.writestr("xl/_rels/workbook.xml.rels", goal)
        head = f'<?xml version="1.0"?>{before}<worksheet {MAIN}>'
        archive.writestr(f"xl/worksheets/{part}.xml", f"{head}<sheetData>{rows}</sheetData></worksheet>")
        if texts:
            archive.writestr("xl/sharedStrings.xml", texts)
        for name, content in more:
            archive.writestr(name, content)
