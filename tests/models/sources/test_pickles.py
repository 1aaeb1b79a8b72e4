"""Pickle and joblib files: never from a browser, and in a notebook only on somebody's name."""

from __future__ import annotations

import pickle

import joblib
import pytest

from tests.models.sources.conftest import READS
from workbook.errors import InputError, NotAllowed, NotFound
from workbook.models.sources.events import Wanted
from workbook.models.sources.files import MODEL_FILES
from workbook.models.sources.pickles import ENDINGS, TORCH_ENDINGS, confirmed, open_pickle

GOOD = Wanted("good")


@pytest.fixture
def file(fitted, tmp_path):
    joblib.dump(fitted, tmp_path / "loans.joblib")
    return tmp_path / "loans.joblib"


class Harmful:
    def __reduce__(self):
        return pytest.fail, ("it ran",)


def test_on_somebodys_name_it_is_opened_and_the_name_kept(file, fitted, rows):
    opened = open_pickle(file, trusted_from="Eve Adams", wanted=GOOD)
    assert opened.model.score(rows) == pytest.approx(fitted.predict_proba(rows[READS])[:, 1])
    assert "Eve Adams" in opened.notes[0] and "runs code" in opened.notes[0] and opened.location == ""


@pytest.mark.parametrize("nobody", [None, "", "  ", "-", "x", "123"])
def test_without_a_name_nothing_is_run(tmp_path, nobody):
    path = tmp_path / "a.pkl"
    path.write_bytes(pickle.dumps(Harmful()))
    with pytest.raises(NotAllowed, match="runs whatever its maker put into it") as told:
        open_pickle(path, trusted_from=nobody)
    assert "i_trust_this_file_from" in told.value.remedy


def test_in_a_browser_not_even_with_a_name(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_PAGE", "1")
    path = tmp_path / "a.pkl"
    path.write_bytes(pickle.dumps(Harmful()))
    with pytest.raises(NotAllowed, match="refused") as told:
        open_pickle(path, trusted_from="Eve Adams")
    assert "skops" in told.value.remedy


def test_the_mark_of_a_page_is_that_of_the_server():
    from workbook.models.sources.pickles import PAGE
    from workbook.server.environment import PAGE as SERVERS

    assert PAGE == SERVERS


@pytest.mark.parametrize("ending", [*ENDINGS, *TORCH_ENDINGS])
def test_a_browser_is_told_why_and_what_instead(ending):
    with pytest.raises(InputError, match="is refused") as told:
        MODEL_FILES.ending_of(f"model{ending.upper()}")
    assert "onnx" in told.value.remedy.lower()


@pytest.mark.parametrize("name", ["model.exe", "model", "model.skops.exe", "rows.csv", "model.h5"])
def test_other_files_are_no_models(name):
    with pytest.raises(InputError, match="not a kind of file"):
        MODEL_FILES.ending_of(name)


@pytest.mark.parametrize("content", [b"", b"hello", pickle.dumps({"a": 1}), pickle.dumps(3)])
def test_what_holds_no_model_is_told(tmp_path, content):
    path = tmp_path / "a.pkl"
    path.write_bytes(content)
    with pytest.raises(InputError):
        open_pickle(path, trusted_from="Eve Adams")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(NotFound, match="no file"):
        open_pickle(tmp_path / "none.pkl", trusted_from="Eve Adams")


def test_a_name_is_trimmed():
    assert confirmed("a.pkl", "  Eve Adams ") == "Eve Adams"
