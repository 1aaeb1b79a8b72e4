"""skops files: opened after a look; what could run code, burst or lead astray is refused before it is opened."""

from __future__ import annotations

import io
import json
import warnings
import zipfile

import numpy as np
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import (
    AdaBoostClassifier,
    BaggingClassifier,
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
    StackingClassifier,
    VotingClassifier,
)
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.tree import DecisionTreeClassifier

from tests.models.sources.conftest import READS, pipeline
from workbook.errors import InputError
from workbook.models.sources import archives, skops_files
from workbook.models.sources.events import Wanted
from workbook.models.sources.skops_files import check_skops, open_skops
from workbook.models.sources.trees import check_trees

sio = pytest.importorskip("skops.io")
GOOD = Wanted("good")


def saved(model, path):
    sio.dump(model, path)
    return path


@pytest.fixture
def file(fitted, tmp_path):
    return saved(fitted, tmp_path / "loans.skops")


def rewritten(path, change):
    """The same archive with its description changed, as an attacker would."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["schema.json"] = change(parts["schema.json"].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_it_scores_as_the_model_that_was_saved(file, fitted, rows):
    opened = open_skops(file, wanted=GOOD)
    assert opened.model.score(rows) == pytest.approx(fitted.predict_proba(rows[READS])[:, 1])
    assert opened.model.kind == "skops file" and opened.model.title == "loans"
    assert opened.made_with.startswith("scikit-learn 1.") and opened.location == file.name


@pytest.mark.parametrize(
    "estimator",
    [
        DecisionTreeClassifier(max_depth=3), RandomForestClassifier(4, max_depth=3), ExtraTreesClassifier(3),
        GradientBoostingClassifier(n_estimators=4), HistGradientBoostingClassifier(max_iter=4),
        AdaBoostClassifier(n_estimators=3), BaggingClassifier(n_estimators=2),
        CalibratedClassifierCV(LogisticRegression(), cv=2), MLPClassifier((4,), max_iter=3),
        VotingClassifier([("a", LogisticRegression()), ("b", DecisionTreeClassifier(max_depth=2))], voting="soft"),
        StackingClassifier([("a", RandomForestClassifier(2, max_depth=2))], cv=2), KNeighborsClassifier(algorithm="brute"),
    ],
    ids=lambda one: type(one).__name__,
)  # fmt: skip
def test_what_scikit_learn_makes_is_opened(estimator, rows, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = pipeline(estimator).fit(rows[READS], rows["repaid"])
    opened = open_skops(saved(made, tmp_path / "a.skops"), wanted=GOOD)
    assert opened.model.score(rows) == pytest.approx(made.predict_proba(rows[READS])[:, 1])


class Harmful:
    """A type of nobody's library."""

    def __init__(self):
        self.command = "rm -rf"


def test_a_type_of_somebody_else_is_refused_and_named(tmp_path):
    path = saved({"model": Harmful()}, tmp_path / "a.skops")
    with pytest.raises(InputError, match="Harmful") as told:
        open_skops(path)
    assert "could run code" in str(told.value)


@pytest.mark.parametrize(
    "harm",
    [
        ('"__class__": "LogisticRegression"', '"__class__": "system"', "posix"),
        ('"__class__": "LogisticRegression"', '"__class__": "Popen"', "subprocess"),
        ('"__class__": "LogisticRegression"', '"__class__": "eval"', "builtins"),
    ],
    ids=["system", "Popen", "eval"],
)
def test_a_description_that_names_a_command_is_refused_before_anything_runs(file, harm, monkeypatch):
    import subprocess

    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("it ran"))
    old, new, module = harm

    def change(text):
        assert old in text
        return text.replace(old, new).replace("sklearn.linear_model._logistic", module)

    with pytest.raises(InputError, match="could run code"):
        open_skops(rewritten(file, change))


@pytest.mark.parametrize(
    "loader", ["FunctionNode", "MethodNode", "PartialNode", "OperatorFuncNode", "ConstructorFromReduceNode", "Made up"]
)
def test_other_ways_of_loading_are_refused(file, loader):
    def change(text):
        told = json.loads(text)
        told["__loader__"], told["__module__"], told["__class__"] = loader, "os", "system"
        return json.dumps(told)

    with pytest.raises(InputError):
        open_skops(rewritten(file, change))


@pytest.mark.parametrize(
    "change",
    [lambda text: text[:-9], lambda text: "[]", lambda text: "{}", lambda text: '{"a": ' * 5000 + "1" + "}" * 5000],
)
def test_a_damaged_description_is_told(file, change):
    with pytest.raises(InputError, match="damaged"):
        open_skops(rewritten(file, change))


def test_what_is_no_archive_is_told(tmp_path):
    for content in (b"", b"hello", b"PK\x03\x04" + b"\0" * 60):
        path = tmp_path / "a.skops"
        path.write_bytes(content)
        with pytest.raises(InputError):
            open_skops(path)


def test_an_archive_that_bursts_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    path = tmp_path / "bomb.skops"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("schema.json", "{}")
        for place in range(3):
            archive.writestr(f"{place}.npy", b"\0" * 2**20)
    monkeypatch.setattr(skops_files, "LARGEST", 2**21)
    assert path.stat().st_size < 2**13
    with pytest.raises(InputError, match="would unpack to more than 2 MB"):
        check_skops(path, "bomb.skops")


def test_an_archive_within_an_archive_counts_too(tmp_path, monkeypatch):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.npy", b"\0" * 2**22)
    path = tmp_path / "bomb.skops"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("schema.json", "{}")
        archive.writestr("1.npz", inner.getvalue())
    monkeypatch.setattr(skops_files, "LARGEST", 2**21)
    with pytest.raises(InputError, match="would unpack"):
        check_skops(path, "bomb.skops")


@pytest.mark.parametrize("name", ["../../evil.npy", "/evil.npy", "run.py", "C:\\evil.npy", "a/../../b.npy"])
def test_parts_that_do_not_belong_are_refused(tmp_path, name):
    path = tmp_path / "a.skops"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("schema.json", "{}")
        archive.writestr(name, b"x")
    with pytest.raises(InputError, match="do not belong"):
        check_skops(path, "a.skops")


def test_too_many_parts_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_PARTS", 3)
    path = tmp_path / "a.skops"
    with zipfile.ZipFile(path, "w") as archive:
        for place in range(4):
            archive.writestr(f"{place}.npy", b"x")
    with pytest.raises(InputError, match="4 parts"):
        check_skops(path, "a.skops")


def test_a_description_without_end_is_refused(file, monkeypatch):
    monkeypatch.setattr(skops_files, "LARGEST_SCHEMA", 100)
    with pytest.raises(InputError, match="describes itself"):
        check_skops(file, "loans.skops")


def led_astray(model, field, value):
    tree = model.tree_
    state = tree.__getstate__()
    state["nodes"] = state["nodes"].copy()
    state["nodes"][field][0] = value
    tree.__setstate__(state)
    return model


@pytest.mark.parametrize(
    ("field", "value"),
    [("left_child", 10**7), ("right_child", 0), ("left_child", -5), ("feature", 99), ("feature", -3)],
)
def test_a_tree_that_leads_nowhere_is_refused_before_it_is_asked(rows, tmp_path, field, value):
    numbers = rows[["income", "loan amount"]]
    tree = led_astray(DecisionTreeClassifier(max_depth=2).fit(numbers, rows["repaid"]), field, value)
    with pytest.raises(InputError, match="nodes lead nowhere"):
        open_skops(saved(tree, tmp_path / "a.skops"), wanted=GOOD)


def test_a_forest_must_not_ask_for_more_columns_than_it_gets(rows, tmp_path):
    numbers = rows[["income", "loan amount"]]
    forest = RandomForestClassifier(2, max_depth=2, random_state=0).fit(numbers, rows["repaid"])
    forest.n_features_in_, forest.feature_names_in_ = 1, np.array(["income"], dtype=object)
    with pytest.raises(InputError, match="nodes lead nowhere"):
        open_skops(saved(forest, tmp_path / "a.skops"), wanted=GOOD)


def test_boosting_must_not_write_beside_its_scores(rows, tmp_path):
    numbers = rows[["income", "loan amount"]]
    boosted = GradientBoostingClassifier(n_estimators=2).fit(numbers, rows["repaid"])
    boosted.estimators_ = np.hstack([boosted.estimators_] * 5)
    with pytest.raises(InputError, match="no single score"):
        open_skops(saved(boosted, tmp_path / "a.skops"), wanted=GOOD)


@pytest.mark.parametrize(
    ("field", "value"), [("left", 10**6), ("right", 0), ("feature_idx", 50), ("is_categorical", 1)]
)
def test_a_histogram_tree_is_looked_at_too(rows, tmp_path, field, value):
    numbers = rows[["income", "loan amount"]]
    boosted = HistGradientBoostingClassifier(max_iter=2).fit(numbers, rows["repaid"])
    boosted._predictors[1][0].nodes[field][0] = value
    with pytest.raises(InputError, match="nodes lead nowhere"):
        open_skops(saved(boosted, tmp_path / "a.skops"), wanted=GOOD)


def test_splits_by_category_cannot_be_checked(rows, tmp_path):
    words = rows[["home"]].astype("category")
    boosted = HistGradientBoostingClassifier(max_iter=2, categorical_features="from_dtype").fit(words, rows["repaid"])
    with pytest.raises(InputError, match="could run code"):
        open_skops(saved(boosted, tmp_path / "a.skops"), wanted=GOOD)
    with pytest.raises(InputError, match="splits by category"):
        check_trees(boosted, "a.skops")


def test_trees_of_a_forest_that_hides_its_columns_are_refused(rows, tmp_path):
    forest = RandomForestClassifier(2, max_depth=2).fit(rows[["income"]].to_numpy(), rows["repaid"])
    del forest.n_features_in_
    with pytest.raises(InputError, match="nodes lead nowhere"):
        open_skops(saved(forest, tmp_path / "a.skops"), columns=["income"], wanted=GOOD)


def test_neighbours_in_a_search_tree_are_refused_with_what_to_do(rows, tmp_path):
    near = KNeighborsClassifier(algorithm="kd_tree").fit(rows[["income", "loan amount"]], rows["repaid"])
    with pytest.raises(InputError, match="brute"):
        open_skops(saved(near, tmp_path / "a.skops"))


def test_what_is_no_model_is_told(tmp_path):
    with pytest.raises(InputError, match="holds no model but a dict"):
        open_skops(saved({"a": 1}, tmp_path / "a.skops"))


def test_an_older_scikit_learn_is_noted(file, rows):
    import sklearn

    def change(text):
        return text.replace(f'\\"{sklearn.__version__}\\"', '\\"1.2.0\\"')

    opened = open_skops(rewritten(file, change), wanted=GOOD)
    assert (
        any("saved with scikit-learn 1.2.0" in note for note in opened.notes)
        and opened.made_with == "scikit-learn 1.2.0"
    )


def test_every_type_that_is_opened_is_explained():
    assert all(len(why) > 10 for why in skops_files.KNOWN.values())
    assert all(name.startswith(("sklearn.", "numpy.")) for name in skops_files.KNOWN)
