"""Whatever is brought as a model is known for what it is, or told that it is none."""

from __future__ import annotations

import pytest
from sklearn.linear_model import LogisticRegression

from tests.models.sources.conftest import READS
from workbook.errors import InputError, MissingExtra, NotAllowed, WorkbookError
from workbook.models.opening import open_model
from workbook.models.records import ModelRecord
from workbook.models.sources.events import Wanted
from workbook.models.using import Ways, bring, check_columns, tried

GOOD = Wanted("good")


def ways(**more):
    return Ways(**{"wanted": GOOD, **more})


class OnlyPredicts:
    def predict(self, rows):
        return rows["income"] / 100


@pytest.mark.parametrize(
    ("thing", "kind", "title"),
    [
        (lambda rows: rows["income"] / 100, "function", "Function"),
        (OnlyPredicts(), "function", "OnlyPredicts"),
        (OnlyPredicts().predict, "function", "predict"),
    ],
)
def test_what_scores_is_a_function(thing, kind, title, rows, files):
    model = bring(thing, ways(columns=("income",)), files).model
    assert (model.kind, model.title) == (kind, title)
    assert model.score(rows) == pytest.approx(rows["income"] / 100)


def test_an_estimator_is_one(fitted, files):
    assert bring(fitted, ways(title="Ours"), files).model.title == "Ours"


@pytest.mark.parametrize(
    ("thing", "why"),
    [
        (5, "A int is nothing that scores rows"),
        (None, "nothing that scores rows"),
        ([1, 2], "nothing that scores rows"),
        (LogisticRegression, "nothing that scores rows"),
        ("nonsense", "no configured endpoint"),
        ("", "no configured endpoint"),
        ("missing.skops", "no file “missing.skops”"),
        ("missing.pkl", "no file"),
        ("models:/", "database of the registry|no address of a model"),
        ("https://example.org/invocations", "no configured endpoint"),
    ],
)
def test_what_is_no_model_is_told(thing, why, files, monkeypatch, tmp_path):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(WorkbookError, match=why):
        bring(thing, ways(columns=("income",)), files)


def test_a_file_is_kept_among_the_projects_own(fitted, rows, files, tmp_path):
    sio = pytest.importorskip("skops.io")
    path = tmp_path / "loans v2.skops"
    sio.dump(fitted, path)
    opened = bring(path, ways(), files)
    path.unlink()
    kept = files.folder / opened.location
    assert kept.is_file() and kept.stat().st_mode & 0o077 == 0 and opened.model.title == "loans v2"
    record = ModelRecord(
        "skops file", opened.model.title, opened.model.fingerprint, opened.model.columns, location=opened.location
    )
    again = open_model(record, files)
    assert again.score(rows) == pytest.approx(opened.model.score(rows)) and again.fingerprint == record.fingerprint
    kept.unlink()
    with pytest.raises(WorkbookError, match="file of this model is no longer there"):
        open_model(record, files)


def test_a_file_that_is_refused_is_not_kept(files, tmp_path):
    sio = pytest.importorskip("skops.io")
    path = tmp_path / "a.skops"
    sio.dump({"not": "a model"}, path)
    with pytest.raises(InputError, match="holds no model"):
        bring(path, ways(), files)
    assert files.files() == ()


def test_files_that_run_code_need_a_name(fitted, files, tmp_path):
    import joblib

    joblib.dump(fitted, tmp_path / "a.joblib")
    with pytest.raises(NotAllowed):
        bring(tmp_path / "a.joblib", ways(), files)
    opened = bring(tmp_path / "a.joblib", ways(trusted_from="Eve Adams"), files)
    assert opened.location == "" and "Eve Adams" in opened.notes[0] and files.files() == ()


def test_weights_alone_are_no_model(files, tmp_path):
    (tmp_path / "a.pt").write_bytes(b"weights")
    with pytest.raises(InputError, match="weights=file"):
        bring(tmp_path / "a.pt", ways(), files)


@pytest.mark.parametrize("missing", ["skops", "onnx"])
def test_a_missing_extra_is_one_clear_line(missing, fitted, files, tmp_path, monkeypatch):
    sio = pytest.importorskip("skops.io")
    path = tmp_path / f"a.{'skops' if missing == 'skops' else 'onnx'}"
    sio.dump(fitted, path)
    for name in (missing, f"{missing}.io"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    with pytest.raises(MissingExtra, match=r"ai-use-case-workbook\[models\]"):
        bring(path, ways(), files)


def test_columns_are_held_against_the_rows(fitted, files):
    opened = bring(fitted, ways(), files)
    assert check_columns(opened, [*READS, "more"], ["repaid"], "score") == ()
    assert "the score that these rows came with" in check_columns(opened, READS, ["repaid"], "income")[0]
    with pytest.raises(InputError, match="no such column"):
        check_columns(opened, ["income"], ["repaid"], None)
    with pytest.raises(InputError, match="says what happened"):
        check_columns(opened, READS, ["home"], None)


def test_a_function_is_known_by_what_it_says(rows, files):
    marks = []
    for divisor in (2, 2, 3):
        opened = bring(lambda given, by=divisor: given["income"] / by, ways(columns=("income",)), files)
        marks.append(tried(opened, rows, None).model.fingerprint)
    assert marks[0] == marks[1] != marks[2]


@pytest.mark.parametrize("kind", ["estimator", "function", "torch"])
def test_what_lives_in_a_notebook_cannot_be_opened_elsewhere(kind, files):
    with pytest.raises(WorkbookError, match="in Dana's notebook only"):
        open_model(ModelRecord(kind, "Ours", "f", by="Dana"), files)
