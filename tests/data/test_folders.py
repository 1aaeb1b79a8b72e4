"""Files that arrive: which may is a parameter, what is refused is told why, and half of one never stays."""

from __future__ import annotations

import pytest

from workbook.data import Accepted, ProjectFiles
from workbook.errors import InputError


def check(path, name):
    """Accepts what begins with its own mark."""
    if not path.read_bytes().startswith(b"MODEL"):
        raise InputError(f"“{name}” is something else.")


MODELS = Accepted(
    (".model", ".model.gz"),
    check,
    "Bring a .model.",
    {".pkl": ("It runs code.", "Save a .model.")},
    too_large="Make it small.",
)


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "uploads"))
    return ProjectFiles("p1")


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.model", ".model"), ("A.MODEL", ".model"), ("a.model.gz", ".model.gz"), ("a.pkl.model", ".model")],
)
def test_the_longest_ending_that_fits(name, ending):
    assert MODELS.ending_of(name) == ending


@pytest.mark.parametrize(
    ("name", "why"),
    [("a.pkl", r"“a\.pkl” is refused\. It runs code\. Save a"), ("a.model.PKL", "runs code"), ("a.csv", "not a kind of file"), ("model", "not a kind"), ("", "not a kind")],
)  # fmt: skip
def test_other_files_are_refused_with_what_to_do(files, name, why):
    with pytest.raises(InputError, match=why) as told:
        files.receive([b"MODEL"], name, 100, MODELS)
    assert ".model" in told.value.remedy and files.files() == ()


def test_what_is_what_its_name_says_is_kept_for_this_user_alone(files):
    path = files.receive([b"MOD", b"EL 1"], "..\\..\\my.model", 100, MODELS)
    assert path.read_bytes() == b"MODEL 1" and path.parent == files.folder and path.suffix == ".model"
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("pieces", "why"), [([b"MZ"], "“my.model” is something else"), ([b"MODEL", b"x" * 200], "Make it small")]
)
def test_what_is_not_leaves_nothing(files, pieces, why):
    with pytest.raises(InputError, match=why):
        files.receive(pieces, "my.model", 100, MODELS)
    assert files.files() == ()


def test_rows_are_what_arrives_where_nothing_else_is_said(files):
    assert files.receive([b"a,b\n1,2\n"], "rows.csv", 100).suffix == ".csv"
    with pytest.raises(InputError, match="Use CSV, TSV, Parquet or XLSX"):
        files.receive([b"MODEL"], "my.model", 100)
