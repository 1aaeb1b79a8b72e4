"""Who trained what, when, with which rows: for everybody to read, with what is different today."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbook.errors import WorkbookError
from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.choosing.in_use import KINDS, describe, in_use_table, in_use_words
from workbook.models.model import Kind
from workbook.models.records import ModelRecord
from workbook.project import DataReference, Person

DANA = Person("dana", "Dana")
DATA = DataReference(
    "upload", "loans.csv", "", "rows-now", 5000, ("income", "age", "home", "repaid"), DANA, model_fingerprint="f" * 64
)
RECIPE = ModelRecord(
    "recipe", "Gradient boosting", "f" * 64, ("income", "home"), recipe="boosting", trained_on="rows-now", brought_to="rows-now",
    data_label="loans.csv", by="Dana", at="2026-11-03T09:30:00+00:00",
)  # fmt: skip
OWN = ModelRecord(
    "onnx file", "Ours <b>", "f" * 64, ("income", "home"), location="a.onnx", brought_to="rows-now", data_label="loans.csv", by="Dana",
    at="2026-11-03T09:30:00+00:00", trained_by="Eve", trained_at="2025-06-01", trained_with="loans of 2024", made_with="skl2onnx 1.20.0",
)  # fmt: skip


def told(record, data=DATA, choice=None, score="score", label="repaid", groups=("age",)):
    return describe(record, data, choice or ModelChoice(), score, label, groups)


def facts(record, **more):
    return dict(told(record, **more).facts)


def test_a_recipe_answers_every_question():
    found = facts(RECIPE)
    assert found["Trained by"] == "Dana" and "03 Nov 2026" in found["Trained when"]
    assert "loans.csv" in found["With which data"] and "did not learn from it" in found["With which data"]
    assert found["Columns that it reads (2)"] == "“income”, “home”" and found["Fingerprint"] == "f" * 12
    assert told(RECIPE).warnings == ()


def test_an_own_model_says_what_was_said_of_it():
    found = facts(OWN)
    assert (found["Trained by"], found["Trained when"], found["With which data"]) == (
        "Eve",
        "01 Jun 2025",
        "loans of 2024",
    )
    assert found["Made with"] == "skl2onnx 1.20.0" and "Dana" in found["Put to use by"]
    assert told(OWN).warnings == ()


def test_what_nobody_said_is_not_said():
    silent = replace(OWN, trained_by="", trained_at="", trained_with="", made_with="")
    found = facts(silent)
    assert {found[name] for name in ("Trained by", "Trained when", "With which data", "Made with")} == {"not said"}
    assert (
        "nobody said who trained it" in told(silent).sentence
        and "Nobody said what it learned from" in told(silent).warnings[0]
    )


@pytest.mark.parametrize(
    ("record", "more", "warning"),
    [
        (replace(OWN, brought_to="rows-then"), {}, "Other rows are connected now"),
        (replace(OWN, columns=("income", "gone")), {}, "no column “gone” any more"),
        (replace(OWN, fingerprint="0" * 64), {}, "put it to use again"),
        (replace(OWN, packages=("scikit-learn 1.0.0",)), {}, "scikit-learn 1.0.0 then"),
        (replace(OWN, packages=("no-such-package 3",)), {}, "not installed here"),
        (replace(OWN, columns=("income", "repaid")), {}, "reads “repaid”, which says what happened"),
        (replace(OWN, columns=("income", "age")), {}, "reads “age”, whose groups should be treated alike"),
        (replace(OWN, trained_on="rows-now"), {}, "learned from these rows"),
        (replace(OWN, notes=("Opened on the word of Eve.",)), {}, "Opened on the word of Eve."),
    ],
)
def test_what_is_different_or_must_be_said(record, more, warning):
    assert warning in " ".join(told(record, **more).warnings)
    assert warning in in_use_words(told(record, **more))


def test_scores_beside_the_rows_do_not_make_them_other_rows():
    scored = replace(DATA, fingerprint="with-scores", without_scores=DATA)
    assert told(RECIPE, data=scored).warnings == ()


def test_predictions_alone_are_described_too():
    choice = ModelChoice(use="predictions only")
    found = told(None, choice=choice)
    assert "predictions alone" in found.sentence and dict(found.facts)["On trial"] == "column “score” of loans.csv"
    assert "the decisions in the rows" in dict(told(None, choice=choice, score=None).facts)["On trial"]


@pytest.mark.parametrize("data", [DATA, None])
def test_before_anything_was_chosen_it_says_what_to_do(data):
    with pytest.raises(WorkbookError, match="Train a recipe, bring your own model"):
        told(None, data=data)


def test_every_kind_has_a_name():
    from typing import get_args

    assert set(KINDS) == set(get_args(Kind))
    for kind in KINDS:
        assert facts(replace(OWN, kind=kind))["Where it lies"]


def test_many_columns_are_cut_short():
    many = facts(replace(OWN, columns=tuple(f"c{place}" for place in range(100))))
    assert "and 70 more" in many["Columns that it reads (100)"]


def test_the_table_holds_every_fact():
    view = in_use_table(told(OWN))
    assert len(view.rows) == len(told(OWN).facts) and {column.key for column in view.columns} == set(view.rows[0])


def test_a_moment_that_is_none_stays_as_it_was_typed():
    assert facts(replace(OWN, trained_at="last spring"))["Trained when"] == "last spring"


def test_everybody_reads_it_without_rows_or_model(trained):
    from workbook.modelling.choosing.parts import PARTS

    live = next(part for part in PARTS if part.name == "model_in_use")
    found = trained.result(live)
    assert dict(found.facts)["Trained by"] == "Dana" and "scikit-learn" in dict(found.facts)["Made with"]
    assert not {"frame", "study", "model", "source", "tally"} & set(live.reads)
