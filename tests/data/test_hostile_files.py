"""Files made to do harm: to take all memory, to read other files, to be something else than they are called."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.attacks import TEXTS
from tests.data.sheets import GOOD, MAIN, number, shared, text, write
from workbook.data import ProjectFiles, read_source, sheets_of, sql, tally
from workbook.data.engine import engine
from workbook.data.sheet_extent import MOST_CELLS
from workbook.data.sources import MOST_COLUMNS, FrameSource, once
from workbook.errors import InputError, WorkbookError

ROLES: dict[str, Any] = {"label": "y", "score": "s", "groups": "g"}
ROWS = b"y,s,g\n1,0.2,a\n0,0.3,b\n"
FAR = "XFD1048576"
SECRET = "what stands in another file"


def rows_of(cells: str, many: int = 20_000) -> str:
    return GOOD + "".join(f'<row r="{place}">{cells.replace("ROW", str(place))}</row>' for place in range(4, many))


def texts(*inside: str, promised: str = "1") -> str:
    items = "".join(f"<si><t>{one}</t></si>" for one in inside)
    return f'<?xml version="1.0"?><sst {MAIN} count="9" uniqueCount="{promised}">{items}</sst>'


def sheet(rows: str, **more: Any) -> Callable[[Path], None]:
    return lambda path: write(path, rows, **more)


LONG = texts("a", "x" * 2**21)
SPANS, ODD, PROMISES, HOLDS = "cells span", "no program writes them", "promises more texts", "MB of text"
BOMBS: dict[str, tuple[Callable[[Path], None], str]] = {
    "one cell far away": (sheet(GOOD + f'<row r="1048576">{number(FAR, 1)}</row>'), SPANS),
    "further than a sheet goes": (sheet(GOOD + number("ZZZZZZ4294967295", 1)), SPANS),
    "other quotes and spaces": (sheet(GOOD + f"<row r='1048576'><c  r = '{FAR}' ><v>1</v></c></row>"), SPANS),
    "another prefix": (sheet(GOOD + f'<x:row r="1048576"><x:c r="{FAR}"><x:v>1</x:v></x:c></x:row>'), SPANS),
    "a tag of megabytes": (sheet(f'{GOOD}<c {" " * 3_000_000} r="{FAR}"><v>1</v></c>'), SPANS),
    "a sign that ends no tag": (sheet(f'{GOOD}<c a=">" r="{FAR}"><v>1</v></c>'), ODD),
    "a cell that looks empty": (sheet(f'{GOOD}<c r="{FAR}" a="/>"><v>1</v></c>'), ODD),
    "one more that does": (sheet(f'{GOOD}<c r="{FAR}" a="/><"><v>1</v></c>'), ODD),
    "a comment in a tag": (sheet(f'{GOOD}<c <!-- --> r="{FAR}"><v>1</v></c>'), ODD),
    "another name for the part": (sheet(GOOD + number(FAR, 1), part="picture"), SPANS),
    "a wide row, then a deep one": (
        sheet("<row>" + "<c><v>1</v></c>" * 16_000 + '</row><row r="1048576"><c/></row>'),
        SPANS,
    ),
    "a wide row, then many": (
        sheet("<row>" + "<c><v>1</v></c>" * 16_000 + "</row>" + "<row><c/></row>" * 9_000),
        SPANS,
    ),
    "texts that are not there": (sheet(GOOD, texts=texts("a", promised="4294967295")), PROMISES),
    "and a comment that says fewer": (
        sheet(GOOD, texts='<!-- <sst uniqueCount="1"> --><sst a=">" uniqueCount="4294967295"><si/></sst>'),
        PROMISES,
    ),
    "and another spelling of the part": (
        sheet(GOOD, more=[("XL/SharedStrings.XML", texts(promised="99999"))]),
        PROMISES,
    ),
    "one long text, many times": (sheet(rows_of(shared("DROW", 1)), texts=LONG), HOLDS),
    "the same, written oddly": (sheet(rows_of('<c r="DROW" t="s" a=">"><v>1</v></c>'), texts=LONG), ODD),
    "the same, behind a formula": (
        sheet(rows_of('<c r="DROW" t = \'s\'><f>1</f><v a=""> 1</v></c>'), texts=LONG),
        HOLDS,
    ),
}


@pytest.mark.parametrize("case", BOMBS)
def test_a_workbook_that_no_memory_could_hold_is_never_opened(case, tmp_path, monkeypatch):
    import python_calamine

    write_it, said = BOMBS[case]
    path = tmp_path / "a.xlsx"
    write_it(path)
    assert path.stat().st_size < 2**20
    monkeypatch.delattr(python_calamine.CalamineWorkbook, "from_path", raising=False)
    monkeypatch.setattr(python_calamine, "CalamineWorkbook", None)
    for look in (lambda: sheets_of(path), lambda: tally(path, **ROLES)):
        with pytest.raises(InputError, match=said) as problem:
            look()
        assert "CSV" in problem.value.remedy and str(tmp_path) not in str(problem.value)


FINE: dict[str, Callable[[Path], None]] = {
    "as programs write it": sheet(GOOD),
    "a coloured cell far away": sheet(f'{GOOD}<row r="1048576" s="1"><c r="{FAR}" s="1"/></row>'),
    "many references to a few texts": sheet(rows_of(shared("CROW", 1), 4000), texts=texts("a", "b", promised="2")),
    "one long text, once": sheet(rows_of(shared("CROW", 0), 30_000) + shared("D4", 1), texts=texts("a", "x" * 30_000)),
}


@pytest.mark.parametrize("case", FINE)
def test_an_ordinary_workbook_is_read(case, tmp_path):
    path = tmp_path / "a.xlsx"
    FINE[case](path)
    assert ("a",) in tally(path, **ROLES).groups and sheets_of(path) == ("One",)


def test_cells_that_do_not_say_where_they_stand_are_read(tmp_path):
    path = tmp_path / "a.xlsx"
    head = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in "ysg")
    write(path, f"<row>{head}</row>" + "<row><c><v>1</v></c><c><v>0.5</v></c><c><v>7</v></c></row>" * 30)
    assert read_source(path).rows == 30 and MOST_CELLS > 3 * 31


@pytest.mark.parametrize("entity", ['SYSTEM "file://PATH"', '"PLAIN"', 'PUBLIC "x" "https://evil.example/hacked"'])
def test_no_entity_is_filled_in(entity, tmp_path):
    other = tmp_path / "secret.txt"
    other.write_text(SECRET)
    declared = entity.replace("PATH", str(other)).replace("PLAIN", SECRET)
    path = tmp_path / "a.xlsx"
    write(path, GOOD.replace(">a<", ">&x;<"), before=f"<!DOCTYPE a [<!ENTITY x {declared}>]>")
    with pytest.raises(InputError) as problem:
        tally(path, **ROLES)
    assert SECRET not in str(problem.value)


def test_laughing_a_billion_times_ends_at_once(tmp_path):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    path = tmp_path / "a.xlsx"
    write(path, GOOD.replace(">a<", ">&l9;<"), before=f"<!DOCTYPE a [{entities}]>")
    with pytest.raises(InputError, match="entity"):
        tally(path, **ROLES)


def test_what_an_archive_calls_its_parts_leads_nowhere(tmp_path):
    path, outside = tmp_path / "inner" / "a.xlsx", tmp_path / "hacked"
    path.parent.mkdir()
    write(path, GOOD, more=[("../hacked", "x"), (str(outside), "x"), ("xl/../../hacked", "x")])
    assert tally(path, **ROLES).groups == (("a",), ("b",)) and not outside.exists()


def test_a_part_that_is_there_twice_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    write(path, GOOD, texts=texts("a"), more=[("XL/sharedstrings.xml", texts("b"))])
    with pytest.raises(InputError, match="no Excel workbook"):
        tally(path, **ROLES)


def locked(path: Path) -> None:
    """Says that its parts need a password."""
    write(path, GOOD)
    raw = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + place] |= 1
            at = raw.find(mark, at + 4)
    path.write_bytes(bytes(raw))


def packed_otherwise(path: Path) -> None:
    """Names a way of packing that nobody here knows."""
    write(path, GOOD)
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"PK\x01\x02" + raw[raw.find(b"PK\x01\x02") + 4 :][:6] + b"\x08\x00",
                                 b"PK\x01\x02" + raw[raw.find(b"PK\x01\x02") + 4 :][:6] + b"\x63\x00"))  # fmt: skip


def cut(path: Path) -> None:
    write(path, GOOD)
    path.write_bytes(path.read_bytes()[:-30])


def parquet(table: Any, **more: Any) -> Callable[[Path], None]:
    return lambda path: pq.write_table(table() if callable(table) else table, path, **more)


def content(raw: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(raw) and None


def nested(depth: int) -> pa.Table:
    kind, value = pa.int8(), 1
    for _ in range(depth):
        kind, value = pa.struct([("a", kind)]), {"a": value}
    return pa.table({"y": [1, 0], "s": [0.1, 0.2], "g": pa.array([value, value], type=kind)})


def bad_text() -> pa.Table:
    places = pa.py_buffer(struct.pack("<3i", 0, 2, 3))
    words = pa.Array.from_buffers(pa.utf8(), 2, [None, places, pa.py_buffer(b"\xff\xfea")])
    return pa.table({"y": [1, 0], "s": [0.1, 0.2], "g": words})


WIDE = MOST_COLUMNS + 1
REFUSED: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "cut off": ("a.xlsx", cut, "not a whole XLSX"),
    "locked": ("a.xlsx", locked, "without a password"),
    "packed otherwise": ("a.xlsx", packed_otherwise, "not a whole XLSX"),
    "sheet in UTF-16": ("a.xlsx", sheet(GOOD.encode("utf-16").decode("latin-1")), "a.xlsx"),
    "a thousand columns in a sheet": ("a.xlsx", sheet("<row>" + "<c><v>1</v></c>" * WIDE + "</row><row><c><v>1</v></c></row>"), f"{WIDE:,} columns"),
    "a header of 64 MB": ("a.csv", content(b"y,s," + b"g" * 2**26 + b"\n1,2,a\n0,1,b\n"), "first row"),
    "a million columns": ("a.csv", content(b"y,s,g" + b",c" * 10**6 + b"\n1,2,a" + b",1" * 10**6 + b"\n"), "longer than 256 kB"),
    "ten million commas": ("a.csv", content(b"," * 10**7), "longer than 256 kB"),
    "ten million quotes": ("a.csv", content(b'"' * 10**7), "a.csv"),
    "20,000 columns of one name": ("a.csv", content(b"y,s,g" + b",a" * 20_000 + (b"\n1,2,a" + b",1" * 20_000) * 2), "20,003 columns"),
    "one field of 40 MB": ("a.csv", content(ROWS + b'1,0.4,"' + b"x" * (40 * 2**20) + b'"\n'), "longer than 16 MB"),
    "one line of 40 MB": ("a.csv", content(ROWS + b"1,0.4," + b"x" * (40 * 2**20)), "longer than 16 MB"),
    "a quote over 20 MB": ("a.csv", content(ROWS + b'1,0.4,"' + b"a,b\n" * 5_000_000), "quote"),
    "a zero byte": ("a.csv", content(ROWS + b"1,0.4,a\x00b\n"), "zero byte"),
    "zero bytes only": ("a.csv", content(b"\x00" * 10_000), "a.csv"),
    "UTF-32": ("a.csv", content(ROWS.decode().encode("utf-32")), "a.csv"),
    "gzip in gzip": ("a.csv.gz", content(gzip.compress(gzip.compress(ROWS))), "not a text file"),
    "a bomb of gzip": ("a.csv.gz", lambda path: bomb(path), "unpacks to more than 1 GB"),
    "a program": ("a.csv", content(b"\x7fELF" + bytes(range(256)) * 20), "a.csv"),
    "a script": ("a.xlsx", content(b"#!/bin/sh\nexit\n"), "not a whole XLSX"),
    "20,000 columns of Parquet": ("a.parquet", parquet(lambda: pa.table({f"c{n}": [1, 0] for n in range(20_000)})), "20,000 columns"),
    "text that is no text": ("a.parquet", parquet(bad_text), "damaged"),
    "scores that are lists": ("a.parquet", parquet(pa.table({"y": [1, 0], "s": [[0.1], [0.2, 0.3]], "g": ["a", "b"]})), "score"),
    "a footer that is too long": ("a.parquet", content(b"PAR1" + b"\x00" * 40 + b"\xff\xff\xff\x7fPAR1"), "damaged"),
    "a footer of negative length": ("a.parquet", content(b"PAR1" + b"\x00" * 40 + b"\xff\xff\xff\xffPAR1"), "damaged"),
    "nothing between the marks": ("a.parquet", content(b"PAR1PAR1"), "damaged"),
}  # fmt: skip


def bomb(path: Path) -> None:
    """Four megabytes of gzip, a good beginning, and zeros of text for more than a gigabyte."""
    with gzip.open(path, "wb", 9) as file:
        file.write(ROWS)
        for _ in range(1100):
            file.write(b"0" * 2**20)


@pytest.mark.slow
@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_in_words(case, tmp_path):
    name, write_it, said = REFUSED[case]
    write_it(tmp_path / name)
    with pytest.raises(WorkbookError) as problem:
        tally(tmp_path / name, **ROLES)
    assert said in str(problem.value) and problem.value.remedy and str(tmp_path) not in str(problem.value)
    assert len(str(problem.value)) < 700


def test_deep_rows_are_read_and_their_groups_are_text(tmp_path):
    pq.write_table(nested(60), tmp_path / "a.parquet")
    ((group,),) = tally(tmp_path / "a.parquet", **ROLES).groups
    assert group.count("{") == 60


def test_values_of_hundreds_of_columns_are_counted_in_little_memory():
    """Sets of the values of all columns at once would take two gigabytes for 500 columns of a few rows."""
    wide = pd.DataFrame({f"c{place}": [place, 1] * 10 for place in range(300)})
    with engine("256MB") as connection:
        found = sql.distinct_counts(FrameSource(wide).relation(connection), [f"c{place}" for place in range(300)])
    assert found == [1 if place == 1 else 2 for place in range(300)]


def test_words_for_nothing_are_nothing_in_any_spelling(tmp_path):
    words = ("na", "N/A", "#n/a", "NaN", "NULL", "none", ".", "-", "", "  ")
    path = tmp_path / "a.csv"
    path.write_text(
        "y,s,g\n" + "".join(f"{place % 2},{word},{word or 'x'}\n" for place, word in enumerate(words)) + "1,0.5,nay\n"
    )
    score, group = read_source(path).columns[1:]
    assert score.type == "number" and score.missing == len(words)
    assert group.type == "text" and group.missing == 1, "among words it may be a name"


def test_names_that_repeat_are_made_different_in_time():
    names = once(["a", "A", "a (2)", *["a"] * 100_000])
    assert names[:3] == ["a", "A (2)", "a (2) (2)"] and len({name.casefold() for name in names}) == len(names)


NAMES = (
    "../../hacked.csv", "..\\..\\hacked.csv", "/etc/hacked.csv", "C:\\con.csv", "a\x00b.csv", "a\nb.csv", "\u202ecsv.exe.csv",
    "x" * 5000 + ".csv", "....csv", " .csv", "a.csv/", "%2e%2e%2fa.csv", "~/a.csv", "$(touch hacked).csv", "-rf.csv", "a.CSV",
    "ａ．csv.csv", "nul.csv", "a.csv\u200b.csv", "file:///a.csv",
)  # fmt: skip


@pytest.mark.parametrize("name", [*NAMES, *(f"{text}.csv" for text in TEXTS)])
def test_whatever_an_upload_is_called_it_lies_in_its_folder(name, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "up"))
    monkeypatch.chdir(tmp_path)
    files = ProjectFiles("p1")
    kept = files.receive([ROWS], name, 2**20)
    assert kept.parent == tmp_path / "up" / "p1" and kept.stem.isalnum() and kept.suffix == ".csv"
    assert files.files() == (kept,) and [one.name for one in tmp_path.iterdir()] == ["up"]
    assert tally(files.holds(kept), **ROLES).groups == (("a",), ("b",))


@pytest.mark.parametrize(
    "name", ["", ".", "..", "/", "csv", "a.csv.exe", "a.csv\x00.exe", "a.php", "a.csv ", "a.xls", "\x00"]
)
def test_a_name_of_another_kind_is_refused(name, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "up"))
    with pytest.raises(InputError, match="not a kind of file"):
        ProjectFiles("p1").receive([ROWS], name, 2**20)
    assert not list(tmp_path.rglob("*.csv"))


@pytest.mark.parametrize("project", ["", "..", "../p2", "p1/../p2", "a b", "x" * 65, "p1\n", "/etc", "p\x00"])
def test_a_folder_is_that_of_one_project(project):
    with pytest.raises(InputError, match="identifier of a project"):
        ProjectFiles(project)


def test_another_project_holds_none_of_this_ones_files(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path))
    mine, theirs = ProjectFiles("p1"), ProjectFiles("p2")
    kept = mine.receive([ROWS], "a.csv", 2**20)
    theirs.receive([ROWS], "b.csv", 2**20)
    for way in (kept, f"../p1/{kept.name}", str(kept)):
        with pytest.raises(WorkbookError, match="outside the data folder"):
            theirs.holds(way)
    (theirs.folder / "link.csv").symlink_to(kept)
    with pytest.raises(WorkbookError, match="outside the data folder"):
        theirs.holds("link.csv")
    assert mine.folder.stat().st_mode & 0o077 == 0 and kept.stat().st_mode & 0o077 == 0


def test_a_file_that_cannot_be_read_is_not_kept(tmp_path, monkeypatch):
    from workbook.ui.connecting import uploaded

    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path))
    far = io.BytesIO()
    write(far, GOOD + number(FAR, 1))  # type: ignore[arg-type]
    files = ProjectFiles("p1")
    with pytest.raises(InputError, match=SPANS):
        files.receive([far.getvalue()], "a.xlsx", 2**20)
    assert files.files() == ()
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("xl/nothing.xml", text("A1", "a"))
    kept = files.receive([broken.getvalue()], "b.xlsx", 2**20)
    with pytest.raises(InputError, match="cannot be read as a workbook"):
        uploaded(kept, "b.xlsx")
    assert files.files() == ()
