"""Other seeds on the page."""

from __future__ import annotations

import json

import pytest

from tests.modelling.shown import checked
from workbook.errors import WorkbookError
from workbook.modelling.answers import ModellingAnswers
from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.doubts.answers import DoubtsAnswers
from workbook.modelling.doubts.seeds.parts import EVIDENCE, PARTS, try_seeds
from workbook.modelling.doubts.seeds.repeating import Repeated
from workbook.project.results import from_kept, to_kept

SEEDS = next(one for one in PARTS if one.name == "seeds")


def nothing(*_):
    return False


@pytest.fixture
def quick(desk):
    desk.store.update(ModelChoice, recipe="logistic")
    desk.store.update(DoubtsAnswers, seeds=3)
    return desk


def test_it_goes_on_record_by_group(quick):
    told = try_seeds(quick, nothing, nothing)
    found = quick.result(SEEDS)
    assert found.runs == 4 and len(found.groups) == 3 and told.startswith("Logistic regression: with another seed")
    assert from_kept(Repeated, json.loads(json.dumps(to_kept(found)))) == found
    checked(SEEDS, found)


def test_the_rows_of_one_stay_together(quick):
    quick.store.update(ModellingAnswers, identifier_column="price")
    try_seeds(quick, nothing, nothing)
    assert quick.result(SEEDS).rows == 4454


def test_cancelled_keeps_nothing(quick):
    with pytest.raises(WorkbookError, match="Nothing of it was kept"):
        try_seeds(quick, nothing, lambda: True)
    assert quick.record.latest(EVIDENCE) is None
