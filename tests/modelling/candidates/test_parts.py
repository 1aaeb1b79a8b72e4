"""The comparison on the page: trained on a button, on record, read by everybody, stale when what it rests on changes."""

from __future__ import annotations

import json

import pytest

from tests.modelling.shown import checked
from workbook.errors import WorkbookError
from workbook.modelling.candidates.answers import CandidatesAnswers
from workbook.modelling.candidates.parts import EVIDENCE, PARTS, compare_rivals
from workbook.modelling.candidates.result import Comparison
from workbook.modelling.choosing.using import train_recipe
from workbook.project import staleness
from workbook.project.results import from_kept, to_kept
from workbook.roi.answers import RoiAnswers, Worth

LIVES = {one.name: one for one in PARTS if hasattr(one, "analyse")}


def nothing(*_):
    return False


@pytest.fixture
def quick(desk):
    desk.store.update(CandidatesAnswers, recipes=["logistic"])
    return desk


def test_nothing_is_shown_before_it_was_compared(desk):
    with pytest.raises(WorkbookError, match="Press “Train and compare”"):
        desk.result(LIVES["rivals"])


def test_it_goes_on_record_and_comes_back_as_it_was(quick):
    told = compare_rivals(quick, nothing, nothing)
    found = quick.result(LIVES["rivals"])
    assert isinstance(found, Comparison) and told.startswith("“Score column”")
    assert from_kept(Comparison, json.loads(json.dumps(to_kept(found)))) == found
    assert [one.name for one in found.rivals] == ["today", "base rate", "logistic", "score column", "as declared"]
    assert found.named("today").title == "Today: everybody" and found.reference == "score column"
    assert found.rows == found.of == 4454 and found.per_year


def test_the_model_in_use_becomes_the_one_to_be_beaten(quick):
    train_recipe(quick, nothing, nothing)
    compare_rivals(quick, nothing, nothing)
    found = quick.result(LIVES["rivals"])
    assert found.reference == "in use" and found.named("in use").title == "Gradient boosting, in use"


@pytest.mark.parametrize("name", ["rivals", "rivals_table"])
def test_what_is_shown_can_be_shown(quick, name):
    compare_rivals(quick, nothing, nothing)
    checked(LIVES[name], quick.result(LIVES[name]))


def test_another_price_makes_it_stale(quick):
    compare_rivals(quick, nothing, nothing)
    assert not staleness(quick.record.latest(EVIDENCE), quick.record, revision=1)
    quick.store.update(RoiAnswers, true_positive=Worth(constant=500))
    assert staleness(quick.record.latest(EVIDENCE), quick.record, revision=1)


def test_cancelled_keeps_nothing(quick):
    with pytest.raises(WorkbookError, match="Nothing of it was kept"):
        compare_rivals(quick, nothing, lambda: True)
    assert quick.record.latest(EVIDENCE) is None


def test_without_money_it_is_still_compared(quick):
    quick.store.update(RoiAnswers, true_positive=Worth(), false_positive=Worth())
    compare_rivals(quick, nothing, nothing)
    found = quick.result(LIVES["rivals"])
    assert found.measure == "ranking" and all(one.money is None for one in found.rivals)
    for live in LIVES.values():
        checked(live, found)
