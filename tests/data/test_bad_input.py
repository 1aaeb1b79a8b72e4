"""Files and tables as they really arrive. Each message says what is wrong, where, and what to do."""

from __future__ import annotations

import gzip
import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from workbook.data import ProjectFiles, read_source, tally
from workbook.errors import InputError, NotAllowed, NotFound, WorkbookError

ROLES: dict[str, Any] = {"label": "y", "score": "s", "groups": "g"}
GOOD = "y,s,g\n1,0.2,a\n0,0.3,b\n"


def xlsx(path: Path, rows: list[list[Any]]) -> None:
    """Write a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def bomb(path: Path) -> None:
    """An XLSX of 300 kB whose sheet unpacks to 300 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (300 * 2**20))


def lying_bomb(path: Path) -> None:
    """The same, with a directory that claims 1,000 bytes."""
    bomb(path)
    raw = bytearray(path.read_bytes())
    place = raw.rindex(b"PK\x01\x02")
    struct.pack_into("<I", raw, place + 24, 1000)
    path.write_bytes(bytes(raw))


def sparse(path: Path) -> None:
    """2 GB that hold nothing but zeros after a good beginning."""
    with path.open("wb") as file:
        file.write(GOOD.encode())
        file.truncate(2 * 2**30)


def parquet_half(path: Path) -> None:
    pd.DataFrame({"y": range(1000)}).to_parquet(path)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])


def parquet_broken(path: Path) -> None:
    """Whole at both ends, damaged between."""
    pd.DataFrame({"y": [0, 1] * 5000, "s": np.random.default_rng(0).random(10000), "g": "a"}).to_parquet(path)
    raw = bytearray(path.read_bytes())
    raw[4:200] = b"\xff" * 196
    path.write_bytes(bytes(raw))


def text(content: str | bytes) -> Callable[[Path], None]:
    """A file with this content."""
    return lambda path: path.write_bytes(content if isinstance(content, bytes) else content.encode()) and None


FILES: dict[str, tuple[str, Callable[[Path], None], list[str]]] = {
    "empty": ("a.csv", text(""), ["empty (0 bytes)", "Export it again"]),
    "blank lines only": ("a.csv", text("\n \n\n"), ["only blank lines"]),
    "header only": ("a.csv", text("y,s,g\n"), ["header", "row 1: 3 columns", "no rows"]),
    "no header": ("a.csv", text("1,0.2,3\n0,0.3,4\n"), ["Row 1", "not the names", "Add a first row"]),
    "another delimiter": ("a.csv", text("y^s^g\n1^0.2^a\n"), ["Only one column", "row 1", "y^s^g", "semicolon"]),
    "row too short": ("a.csv", text("y,s,g\n1,0.2,a\n0,0.3\n"), ["Row 3", "2 values", "3 columns", "Correct the row"]),
    "row too long": ("a.csv", text("y,s,g\n1,0.2,a\n0,0.3,b,c\n"), ["Row 3", "4 values", "3 columns", "double quotes"]),
    "open quote": ("a.csv", text('y,s,g\n1,0.2,"a\n0,0.3,b\n'), ["Row 2", "quote that is not closed"]),
    "open quote in header": ("a.csv", text('y,s,"g\n1,0.2,a\n'), ["Row 1", "not closed"]),
    "text in scores": ("a.csv", text("y,s,g\n1,0.2,a\n0,high,b\n"), ['"s"', "score", '"high"', "row 2", "Correct"]),
    "dates as text": (
        "a.csv",
        text("y,s,g\n1,05/03/2020,a\n0,06/03/2020,b\n"),
        ['"s"', "05/03/2020", "row 1", "looks like a date"],
    ),
    "dates": ("a.csv", text("y,s,g\n1,2020-03-05,a\n0,2020-03-06,b\n"), ['"s"', "dates", "another column"]),
    "web page": ("a.csv", text("<!DOCTYPE html><html></html>"), ["web page (HTML)", "row 1", "sign in"]),
    "workbook named csv": ("a.csv", text(b"PK\x03\x04...."), ["Excel workbook", ".xlsx"]),
    "parquet named csv": ("a.csv", text(b"PAR1...."), ["Parquet", ".parquet"]),
    "csv named parquet": ("a.parquet", text(GOOD), ["not a Parquet file", ".csv"]),
    "csv named xlsx": ("a.xlsx", text(GOOD), ["not a whole XLSX", "CSV"]),
    "zip named xlsx": ("a.xlsx", lambda path: zipfile.ZipFile(path, "w").writestr("a.txt", "a"), ["no Excel workbook"]),
    "zip bomb": ("a.xlsx", bomb, ["zip bomb", "300 MB", "CSV or Parquet"]),
    "zip bomb that lies": ("a.xlsx", lying_bomb, ["a.xlsx", "CSV"]),
    "half a parquet": ("a.parquet", parquet_half, ["cut off", "Copy or download it again"]),
    "damaged parquet": ("a.parquet", parquet_broken, ["a.parquet", "damaged", "Copy or export"]),
    "2 GB of zeros": ("a.csv", sparse, ["zero byte", f"place {len(GOOD) + 1}", "again"]),
    "2 GB named xlsx": ("a.xlsx", sparse, ["not a whole XLSX"]),
    "no gzip": ("a.csv.gz", text(GOOD), ["not compressed", '".gz"']),
    "half a gzip": ("a.csv.gz", text(gzip.compress(os.urandom(9000).hex().encode())[:5000]), ["to its end"]),
    "unknown kind": ("a.docx", text(GOOD), ["not a kind of file", "CSV, TSV, Parquet or XLSX"]),
    "old excel": ("a.xls", text(GOOD), ["old Excel", "XLSX or CSV"]),
    "empty sheet": ("a.xlsx", lambda path: xlsx(path, []), ["empty", "another sheet"]),
    "sheet with a header only": ("a.xlsx", lambda path: xlsx(path, [["y", "s", "g"]]), ["header but no rows"]),
    "formulas never computed": (
        "a.xlsx",
        lambda path: xlsx(path, [["y", "s", "g"], [1, "=1/4", "a"], [0, "=3/4", "b"]]),
        ["2 formulas", "never stored", "Open it in Excel"],
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_file_is_refused_with_a_message(case: str, tmp_path: Path) -> None:
    name, write, said = FILES[case]
    path = tmp_path / name
    write(path)
    with pytest.raises(WorkbookError) as problem:
        tally(path, **ROLES)
    for words in said:
        assert words in str(problem.value)
    assert str(tmp_path) not in str(problem.value)
    assert problem.value.remedy


def frame(**changes: Any) -> pd.DataFrame:
    """A good table of 40 rows with some columns replaced."""
    columns: dict[str, Any] = {"y": [0, 1] * 20, "s": np.arange(40) / 40, "g": ["a", "b"] * 20, "w": 1.0}
    return pd.DataFrame(columns | changes)


TABLES: dict[str, tuple[pd.DataFrame, dict[str, Any], list[str]]] = {
    "label with one value": (frame(y=1), {}, ['"y"', "1 value", "1 (40)", "nothing to tell apart"]),
    "label without the value": (
        frame(y=["yes", "no", "maybe", "no"] * 10),
        {"label_positive": "approved"},
        ['"y" has 3 values: no (20)', "yes (10)", "None of them is approved", "label_positive"],
    ),
    "no label": (frame(y=np.nan), {}, ['"y"', "empty in all 40 rows", "without a label"]),
    "no score": (frame(s=np.nan), {}, ['"s"', "empty in all 40 rows"]),
    "infinite score": (frame(s=[np.inf, *range(39)]), {}, ['"s"', "infinite in 1 of 40 rows", "Replace"]),
    "no groups": (frame(g=""), {}, ['"g"', "empty in all 40 rows", "not held", "second file"]),
    "10,000 categories": (
        pd.DataFrame({"y": [0, 1] * 5000, "s": 0.5, "g": [f"code {i}" for i in range(10_000)]}),
        {},
        ['"g"', "1,000 different values", "bands"],
    ),
    "missing weights": (frame(w=[None, None, *[1.0] * 38]), {"weight": "w"}, ['"w"', "missing in 2 of 40 rows"]),
    "negative weights": (frame(w=[-1.0, *[1.0] * 39]), {"weight": "w"}, ['"w"', "negative in 1 of 40 rows"]),
    "unknown column": (frame(), {"score": "S "}, ['no column "S "', 'Did you mean "s"?', "y, s, g, w"]),
    "unknown amount": (frame(), {"amounts": {"m": "2 * loss"}}, ['no column "loss"', "y, s, g, w"]),
    "amount that is no arithmetic": (
        frame(),
        {"amounts": {"m": "s; drop table x"}},
        ["cannot be read", '";', "double quotes"],
    ),
    "condition that nobody meets": (frame(), {"label_positive": "> 7"}, ["No row", "> 7", "another limit"]),
    "condition on text": (frame(y=["a", "b"] * 20), {"label_positive": "> 7"}, ['"y" does not hold numbers']),
    "no rows": (frame().head(0), {}, ["empty"]),
    "side of a threshold": (frame(), {"selected": "above"}, ["no side of a threshold", "at_or_above"]),
}


@pytest.mark.parametrize("case", TABLES)
def test_table_is_refused_with_a_message(case: str) -> None:
    rows, roles, said = TABLES[case]
    with pytest.raises(InputError) as problem:
        tally(rows, **(ROLES | roles))
    for words in said:
        assert words in str(problem.value)
    assert problem.value.remedy


def test_damage_never_reaches_people_as_an_engine_error(tmp_path: Path) -> None:
    """Whatever bytes a file holds, the error is one of ours."""
    rng = np.random.default_rng(7)
    whole = io.BytesIO()
    frame().to_parquet(whole)
    for place in range(40):
        raw = bytearray(whole.getvalue() if place % 2 else GOOD.encode() * 9)
        for spot in rng.integers(4, len(raw) - 8, 6):
            raw[spot] = rng.integers(256)
        path = tmp_path / ("a.parquet" if place % 2 else "a.csv")
        path.write_bytes(bytes(raw))
        try:
            tally(path, **ROLES)
        except WorkbookError as problem:
            assert problem.happened


def test_a_path_outside_the_folder_is_refused(tmp_path: Path) -> None:
    folder, outside = tmp_path / "data", tmp_path / "secret.csv"
    folder.mkdir()
    outside.write_text(GOOD)
    (folder / "in.csv").write_text(GOOD)
    (folder / "link.csv").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    assert read_source("in.csv", folder=folder).rows == 2
    for name in ("../secret.csv", str(outside), "link.csv", "up/secret.csv"):
        with pytest.raises(NotAllowed, match="outside the data folder") as problem:
            read_source(name, folder=folder)
        assert str(tmp_path) not in str(problem.value)
    with pytest.raises(NotFound, match=r'no file "none\.csv"'):
        read_source("none.csv", folder=folder)
    with pytest.raises(WorkbookError):
        read_source("a\0b.csv", folder=folder)
    with pytest.raises(InputError, match="is a folder"):
        read_source(".", folder=folder)


def test_an_upload_over_the_limit_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "up"))
    files = ProjectFiles("p1")
    with pytest.raises(InputError, match=r"larger than the 1 MB .* Parquet"):
        files.receive((b"x" * 2**19 for _ in range(3)), "big.csv", 2**20)
    assert files.files() == ()
    with pytest.raises(InputError, match="web page") as problem:
        files.receive([b"<html>"], "page.csv", 2**20)
    assert '"page.csv"' in str(problem.value)
    with pytest.raises(InputError, match="not a kind of file"):
        files.receive([b"MZ"], "setup.exe", 2**20)
    assert list((tmp_path / "up" / "p1").iterdir()) == []


def test_duplicate_columns_are_two_and_one_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("y,s,g,g,G\n1,0.2,a,x,m\n0,0.3,b,y,m\n")
    assert [column.name for column in read_source(path).columns] == ["y", "s", "g", "g (2)", "G (3)"]
    assert tally(path, label="y", groups="g (2)").groups == (("x",), ("y",))
    twice = pd.DataFrame([[1, "a", "x"], [0, "b", "y"]], columns=["y", "g", "g"])
    assert tally(twice, label="y", groups="g (2)").groups == (("x",), ("y",))


NAMES = (
    '"; drop table rows_; --',
    "<script>alert(1)</script>",
    "😀 größe",
    "הכנסה",
    "a'b",
    "select",
    "{x}",
    "x\u2028y",
)


@pytest.mark.parametrize("name", NAMES)
def test_any_column_name_works(name: str, tmp_path: Path) -> None:
    rows = pd.DataFrame({"y": [1, 0, 1], name: [0.5, 0.25, 0.75], "g": [name, "b", name]})
    csv, parquet = tmp_path / "a.csv", tmp_path / "a.parquet"
    rows.to_csv(csv, index=False)
    rows.to_parquet(parquet)
    for source in (rows, csv, parquet):
        found = tally(source, label="y", score=name, groups="g", amounts={name: name})
        assert (name,) in found.groups
        assert found.cells.amounts[name].total.sum() == 1.5
        assert tally(source, label="y", groups=name).groups == (("0.25",), ("0.5",), ("0.75",))
