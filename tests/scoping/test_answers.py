"""The answers can be filled bit by bit, and say what they refuse."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from pydantic import BaseModel, ValidationError

from tests.cases import ROOT
from workbook.content import load
from workbook.scoping.answers import Affected, Expert, Route, ScopingAnswers, UseCaseIdea
from workbook.scoping.briefing import brief_of
from workbook.scoping.choosing import clear_lead, portfolio_of, sourcing_of
from workbook.scoping.needing import need_of
from workbook.scoping.targeting import target_problems
from workbook.ui.form_fields import form_fields

EXAMPLE = load("loan_example")
ANSWERS = ScopingAnswers(**EXAMPLE["answers"])
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("model", [ScopingAnswers, Affected, Expert, Route, UseCaseIdea])
def test_everything_has_a_default_and_a_title(model: type[BaseModel]):
    assert model()
    assert all(info.title for info in model.model_fields.values())
    assert ScopingAnswers.model_validate(ScopingAnswers().model_dump(mode="json")) == ScopingAnswers()


@pytest.mark.parametrize(
    "entered",
    [
        {"baseline": float("inf")},
        {"target": float("nan")},
        {"weight_cost": 6},
        {"routes": [{"speed": 0}]},
        {"ideas": [{"effort": 0}]},
        {"ideas": [{"confidence": 1.1}]},
        {"people": [{"hat": "wizard"}]},
        {"people": [{}] * 41},
        {"metric": "x" * 161},
        {"nonsense": 1},
    ],
)
def test_what_cannot_be_is_refused(entered):
    with pytest.raises(ValidationError):
        ScopingAnswers(**entered)


def test_the_form_offers_a_fitting_control():
    kinds = {spec["name"]: spec["kind"] for spec in form_fields(ScopingAnswers)}
    assert (kinds["decision"], kinds["target_date"], kinds["weight_cost"]) == ("long_text", "date", "slider")
    assert (kinds["routes"], kinds["better"], kinds["baseline"]) == ("rows", "choice", "number")


def test_the_example_leaves_just_the_gaps_that_it_names():
    found = {f"scoping.{one.field}" for one in target_problems(ANSWERS, TODAY)}
    named = {gap["field"] for gap in EXAMPLE["gaps"]}
    assert EXAMPLE["section"] == ScopingAnswers.section
    assert found == named - {"scoping.affected"} and not all(one.voice for one in ANSWERS.affected)
    empty = {
        f"scoping.{name}"
        for name in ScopingAnswers.model_fields
        if getattr(ANSWERS, name) in (None, "", (), "not said")
    }
    assert empty <= named


def test_the_example_shows_a_result_in_every_part():
    assert need_of(ANSWERS).verdict == "learning is worth trying"
    assert clear_lead(portfolio_of(ANSWERS)) and len(sourcing_of(ANSWERS).ranking) == 3
    still = [one.name for one in brief_of(ANSWERS, TODAY) if one.still_open]
    assert {"Affected", "Target", "In the room"} <= set(still) and len(still) <= 5


def test_the_example_says_the_baseline_of_its_rows():
    with (ROOT / "data_samples" / "loans" / "rows.csv").open(encoding="utf-8", newline="") as file:
        repaid = [row["repaid"] for row in csv.DictReader(file)]
    assert ANSWERS.baseline == round(100 * repaid.count("bad") / len(repaid), 1)
