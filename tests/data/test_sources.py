"""Uploads, joined groups, spreadsheets, profiles, samples and remembered rows."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from workbook.data import (
    ProjectFiles,
    data_folder,
    describe,
    join_groups,
    listed,
    open_reference,
    read_source,
    repeats_in_words,
    sample_tables,
    samples,
    suppressed,
    tally,
)
from workbook.errors import InputError, NotAllowed, NotFound, WorkbookError

ROWS = pd.DataFrame({"id": range(40), "y": [0, 1] * 20})


def test_an_upload_is_private_and_can_be_erased(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "up"))
    files = ProjectFiles("p1")
    path = files.receive([b"y,s\n1,", b"0.5\n0,0.25\n"], "../../Löhne 2026.csv", 100)
    assert path.is_relative_to(tmp_path / "up" / "p1") and path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert open_reference("upload", str(path)).rows == 2
    other = ProjectFiles("p2").receive([b"y\n1\n"], "a.csv", 100)
    with pytest.raises(NotAllowed):
        files.holds(other)
    with pytest.raises(NotAllowed):
        open_reference("upload", "/etc/hostname")
    assert files.erase() == 1
    assert not path.exists() and other.exists()
    with pytest.raises(NotFound, match="no longer there"):
        open_reference("upload", str(path))
    with pytest.raises(InputError):
        ProjectFiles("../p2")


def test_an_upload_that_is_cancelled_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path))
    upload = ProjectFiles("p").begin("a.csv", 100)
    assert upload.add(b"y\n") == 2
    upload.cancel()
    assert ProjectFiles("p").files() == ()


def test_remembered_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_DATA_FOLDER", str(tmp_path))
    (tmp_path / "sub").mkdir()
    ROWS.to_csv(tmp_path / "sub" / "a.csv", index=False)
    (tmp_path / "b.txt.docx").write_text("x")
    folder = data_folder()
    assert folder is not None and listed(folder, (".csv",)) == ("sub/a.csv",)
    assert open_reference("file", "sub/a.csv").rows == 40
    with pytest.raises(NotAllowed):
        open_reference("file", "../a.csv")
    with pytest.raises(NotFound, match="a DataFrame in Dana's notebook"):
        open_reference("dataframe", "", owner="Dana")
    with pytest.raises(NotFound, match="erased"):
        open_reference("file", "sub/a.csv", state="erased")
    monkeypatch.setenv("WORKBOOK_DATA_FOLDER", str(tmp_path / "none"))
    with pytest.raises(NotFound):
        data_folder()


def test_groups_from_a_second_file(tmp_path: Path) -> None:
    second = pd.DataFrame({"person": [float(i) for i in range(30)] + [np.nan], "sex": ["f", "m", "m"] * 10 + ["f"]})
    second.to_csv(tmp_path / "b.csv", index=False)
    joined = join_groups(ROWS, tmp_path / "b.csv", ("id", "person"))
    assert (joined.matches.matched, joined.matches.unmatched, joined.matches.without_key) == (30, 10, 1)
    assert "30 of 40 rows" in joined.matches.in_words and "other 10" in joined.matches.in_words
    found = tally(joined, label="y", groups="sex", split=9)
    assert found.groups == (("f",), ("m",), (None,)) and found.rows == 40
    counts = [int(found.cells.count[found.cells.group == code].sum()) for code in range(3)]
    assert counts == [10, 20, 10]
    plain = tally(ROWS, label="y", split=9)
    for half in (0, 1):
        assert found.cells.count[found.cells.split == half].sum() == plain.cells.count[plain.cells.split == half].sum()


def test_a_key_that_is_not_one() -> None:
    twice = pd.DataFrame({"id": [1, 1, 2], "sex": ["f", "m", "m"]})
    with pytest.raises(InputError, match=r'1 values of "id" occur more than once .* \(the first is "1"\)'):
        join_groups(ROWS, twice, "id")
    copies = pd.DataFrame({"id": [1, 1, 2], "sex": ["f", "f", "m"]})
    assert join_groups(ROWS, copies, "id").matches.matched == 2
    assert tally(join_groups(ROWS, copies, "id"), groups="sex").rows == 40
    with pytest.raises(InputError, match="No value of"):
        join_groups(ROWS, pd.DataFrame({"id": ["a"], "sex": ["f"]}), "id")
    with pytest.raises(NotFound, match='no column "key"'):
        join_groups(ROWS, copies, ("id", "key"))


def workbook(path: Path) -> None:
    """Two sheets; a text, a date, a blank, a number column with a blank, and an empty row."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Loans"
    day = datetime.date(2026, 1, 2)
    for row in ([None], ["y", "g", "s", "day"], [1, "a", 0.5, day], [0, None, None, day], [1, 7, 1, day]):
        first.append(row)
    book.create_sheet("Notes").append(["x"])
    book.save(path)


def test_a_sheet_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook(path)
    with pytest.raises(InputError, match="2 sheets: Loans, Notes"):
        tally(path, label="y")
    with pytest.raises(NotFound, match='no sheet "loans"'):
        tally(read_source(path, sheet="loans"), label="y")
    source = read_source(path, sheet="Loans")
    assert list(source.types.values()) == ["DOUBLE", "VARCHAR", "DOUBLE", "VARCHAR"]
    assert tally(source, label="y", score="s", groups="g").groups == (("7",), ("a",), (None,))


def test_a_profile_shows_no_value_of_fewer_than_ten() -> None:
    rng = np.random.default_rng(1)
    rows = pd.DataFrame(
        {
            "name": [f"person {i}" for i in range(1000)],
            "town": ["Bern"] * 600 + ["Basel"] * 391 + ["Chur"] * 9,
            "pay": np.append(rng.normal(5000, 100, 999), 987654.0),
            "few": [1.0] * 991 + [2.0] * 9,
            "gone": None,
        }
    )
    profile = describe(rows)
    by_name = {column.name: column for column in profile.columns}
    said = repr(profile) + " ".join(column.in_words for column in profile.columns)
    for private in ("person", "Chur", "987654", "2.0", "('2'"):
        assert private not in said
    assert by_name["town"].examples_safe == (("Bern", 600), ("Basel", 391))
    assert (by_name["town"].distinct, by_name["gone"].missing, profile.rows) == (3, 1000, 1000)
    low, high = by_name["pay"].low, by_name["pay"].high
    assert low is not None and high is not None and 4700 <= low <= 4900 and 5100 <= high <= 5300
    small = describe(rows.head(100))
    assert small.columns[2].low is None


def test_words() -> None:
    assert [suppressed(n) for n in (0, 1, 9, 10, 1234)] == ["0", "fewer than ten", "fewer than ten", "10", "1,234"]
    assert repeats_in_words(1000, 900).startswith("Every row occurs ten times")
    assert repeats_in_words(1000, 0) == repeats_in_words(1000, -1) == repeats_in_words(1000, 3) == ""
    assert "700 of 1,000" in repeats_in_words(1000, 700)


def test_samples_are_found_where_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "loans"
    folder.mkdir()
    ROWS.to_csv(folder / "rows.csv", index=False)
    (folder / "sample.yaml").write_text("title: Loans\nlicence: MIT\nroles: {label: y}\nunit: person\n")
    monkeypatch.setattr(sample_tables, "samples_folder", lambda: tmp_path)
    (only,) = samples()
    assert (only.name, only.title, only.roles, only.more) == ("loans", "Loans", {"label": "y"}, {"unit": "person"})
    assert tally(open_reference("sample", "loans"), **only.roles).rows == 40
    with pytest.raises(NotFound, match="The samples are: loans"):
        open_reference("sample", "cats")


def test_what_is_no_source() -> None:
    with pytest.raises(WorkbookError, match="cannot be read from a int"):
        tally(7)
    with pytest.raises(InputError, match="no columns"):
        tally(pd.DataFrame())
