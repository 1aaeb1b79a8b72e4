"""Text files as the world writes them; what is read must equal the table that was written."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.data import read_source, tally
from workbook.data.engine import engine
from workbook.data.sql import kind_of
from workbook.data.sql_text import text_types

TEXT = "y,s,g\n1,0.25,Zürich\n0,0.5,\n0,,Genf\n"
COMMAS = "y;s;g\r\n1;0,25;Zürich\r\n0;0,5;\r\n0;;Genf\r\n"

VARIANTS: dict[str, tuple[str, bytes]] = {
    "utf-8": ("a.csv", TEXT.encode()),
    "byte order mark": ("a.csv", TEXT.encode("utf-8-sig")),
    "utf-16 with mark": ("a.csv", TEXT.encode("utf-16")),
    "utf-16 without mark": ("a.csv", TEXT.encode("utf-16-le")),
    "utf-16 big-endian": ("a.csv", TEXT.encode("utf-16-be")),
    "latin-1": ("a.csv", TEXT.encode("latin-1")),
    "windows": ("a.csv", COMMAS.encode("cp1252")),
    "semicolons and decimal commas": ("a.csv", COMMAS.encode()),
    "excel's first line": ("a.csv", b"sep=;\r\n" + COMMAS.encode()),
    "tabs": ("a.tsv", TEXT.replace(",", "\t").encode()),
    "bars": ("a.txt", TEXT.replace(",", "|").encode()),
    "gzip": ("a.csv.gz", gzip.compress(TEXT.encode())),
    "quotes": ("a.csv", b'"y","s","g"\n"1","0.25","Z\xc3\xbcrich"\n"0","0.5",""\n"0","","Genf"\n'),
    "no last line end": ("a.csv", TEXT.strip("\n").encode()),
    "missing words in numbers": ("a.csv", TEXT.replace("0,,", "0,NA,").encode()),
    "spaces around": ("a.csv", TEXT.replace(",", " , ").encode()),
}


@pytest.mark.parametrize("case", VARIANTS)
def test_variant_gives_the_same_rows(case: str, tmp_path: Path) -> None:
    name, content = VARIANTS[case]
    path = tmp_path / name
    path.write_bytes(content)
    source = read_source(path)
    with engine() as connection:
        rows = source.relation(connection).fetchall()
    assert rows == [(1, 0.25, "Zürich"), (0, 0.5, None), (0, None, "Genf")]
    found = tally(path, label="y", score="s", groups="g")
    assert found.groups == (("Genf",), ("Zürich",), (None,))
    assert found.edges.tolist() == [0.25, 0.5]


TYPES: list[tuple[str, list[str], str, list[Any]]] = [
    (",", ["1", "-2", "+3"], "number", [1, -2, 3]),
    (",", ["1.5", "2e3", ".5"], "number", [1.5, 2000, 0.5]),
    (",", ['"1,234"', '"1,234,567.5"', "12"], "number", [1234, 1234567.5, 12]),
    (";", ["1.234,5", "0,5", "7"], "number", [1234.5, 0.5, 7]),
    (";", ["1.5", "2.25", "3"], "number", [1.5, 2.25, 3]),
    (",", ["02134", "10001", "90210"], "text", ["02134", "10001", "90210"]),
    (",", ["TRUE", "false", "True"], "true-false", [True, False, True]),
    (",", ["05/03/2020", "06/03/2020", "07/03/2020"], "text", ["05/03/2020", "06/03/2020", "07/03/2020"]),
    (",", ["NA", "EU", "US"], "text", ["NA", "EU", "US"]),
    (",", ["=1+1", "@x", "-y"], "text", ["=1+1", "@x", "-y"]),
    (",", ["1", "2", "three"], "text", ["1", "2", "three"]),
    (",", ["nan", "1", "NULL"], "number", [None, 1, None]),
]


@pytest.mark.parametrize(("delimiter", "written", "kind", "read"), TYPES)
def test_type_of_a_column(delimiter: str, written: list[str], kind: str, read: list[Any], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join([f"k{delimiter}v", *(f"a{delimiter}{value}" for value in written)]))
    source = read_source(path)
    assert kind_of(source.types["v"]) == kind
    with engine() as connection:
        assert [row[1] for row in source.relation(connection).fetchall()] == read


def test_dates_are_dates(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("day,at\n2026-11-23,2026-11-23 10:00:00\n2026-11-24,2026-11-23T11:00:00\n")
    assert [kind_of(each) for each in read_source(path).types.values()] == ["date", "date"]
    assert tally(path, groups="day").groups == (("2026-11-23",), ("2026-11-24",))


def test_rows_are_what_pandas_reads(tmp_path: Path) -> None:
    """A larger file, with line breaks and delimiters inside quotes, in many rows."""
    rows = pd.DataFrame({"n": range(20_000), "t": ['a, "b"\nc; d'] * 10_000 + ["x\ty|z"] * 10_000})
    path = tmp_path / "a.csv"
    rows.to_csv(path, index=False)
    with engine() as connection:
        assert read_source(path).relation(connection).fetchall() == list(rows.itertuples(index=False, name=None))


def test_the_copy_in_utf_8_is_private_and_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode("utf-16"))
    source = read_source(path)
    copy = source.layout.path  # type: ignore[attr-defined]
    assert copy != path and copy.parent.stat().st_mode & 0o077 == 0
    del source
    assert not copy.exists()


VALUES = ["", "NA", "1", "-7", "007", "2.5", "2,5", "1.234,5", "1,234", "1e5", "true", "FALSE", "2026-11-23", "2026-13-01", "2026-11-23 10:00", "x"]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    columns=st.lists(st.lists(st.sampled_from(VALUES), min_size=6, max_size=6), min_size=1, max_size=4),
    delimiter=st.sampled_from([",", ";"]),
)
def test_looking_at_a_few_rows_first_changes_no_type(columns: list[list[str]], delimiter: str) -> None:
    names = [f"column {place}" for place in range(len(columns))]
    with engine() as connection:
        rows = ", ".join("(" + ", ".join(f"'{value}'" for value in row) + ")" for row in zip(*columns, strict=True))
        titles = ", ".join(f'"{name}"' for name in names)
        table = connection.sql(f"SELECT * FROM (VALUES {rows}) AS given({titles})")
        at_once = text_types(table, names, delimiter, first=1_000)
        for first in (1, 3, 6):
            assert text_types(table, names, delimiter, first=first) == at_once
