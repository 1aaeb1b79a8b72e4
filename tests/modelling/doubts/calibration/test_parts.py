"""Calibration on the page: of the score column, and of a model in use, with the chance from which selecting pays."""

from __future__ import annotations

import json

import pytest

from tests.modelling.shown import checked
from workbook.errors import WorkbookError
from workbook.modelling.doubts.calibration.judging import Calibration
from workbook.modelling.doubts.calibration.parts import EVIDENCE, PARTS, check_calibration
from workbook.outcomes.payoff import OutcomeValue, Payoff, elkan_threshold
from workbook.project.results import from_kept, to_kept
from workbook.roi.answers import RoiAnswers, Worth
from workbook.start.answers import Columns

LIVES = {one.name: one for one in PARTS if hasattr(one, "analyse")}


def nothing(*_):
    return False


def test_the_score_column_is_held_against_what_happened(desk):
    check_calibration(desk, nothing, nothing)
    found = desk.result(LIVES["reliability"])
    assert found.title == "Score column" and found.before is not None and found.per_year
    assert found.pays_from == pytest.approx((0.6 / 0.78, 0.6 / 0.78))  # 18 % won, 60 % lost, whatever the amount
    assert from_kept(Calibration, json.loads(json.dumps(to_kept(found)))) == found
    for live in LIVES.values():
        checked(live, found)


def test_a_model_in_use_is_asked_for_its_own_scores(trained_desk):
    check_calibration(trained_desk, nothing, nothing)
    assert trained_desk.result(LIVES["repairs"]).title == "Gradient boosting"


def test_where_worths_are_constant_it_pays_from_elkans_threshold(desk):
    desk.store.update(RoiAnswers, true_positive=Worth(constant=3), false_positive=Worth(constant=-10))
    check_calibration(desk, nothing, nothing)
    payoff = Payoff(true_positive=OutcomeValue(constant=3), false_positive=OutcomeValue(constant=-10))
    assert desk.result(LIVES["reliability"]).pays_from == pytest.approx([elkan_threshold(payoff)] * 2)


def test_without_money_only_the_declared_threshold_is_looked_at(desk):
    desk.store.update(RoiAnswers, true_positive=Worth(), false_positive=Worth())
    check_calibration(desk, nothing, nothing)
    found = desk.result(LIVES["reliability"])
    assert found.pays_from is None and all(one.breaking_even is None for one in found.after)
    for live in LIVES.values():
        checked(live, found)


def test_without_a_score_it_says_what_to_do(desk):
    desk.store.update(Columns, score=None, decision="home", decision_positive=["owner"])
    with pytest.raises(WorkbookError, match="hold no score"):
        check_calibration(desk, nothing, nothing)
    assert desk.record.latest(EVIDENCE) is None


def test_cancelled_keeps_nothing(desk):
    with pytest.raises(WorkbookError, match="Nothing of it was kept"):
        check_calibration(desk, nothing, lambda: True)
