"""What is said of certainty follows from the verdicts, comes back from the record, and of one case says only what is known."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.modelling.certainty.test_covering import PEOPLE, found, strange
from tests.modelling.trials import MARKUP, rows, trial, turned
from workbook.modelling.certainty.covering import Certainty, calibration_of
from workbook.modelling.certainty.figures import coverage_by_group
from workbook.modelling.certainty.tables import coverage_table
from workbook.modelling.certainty.words import (
    certainty_in_words,
    findings,
    for_record,
    kept,
    recorded_sentence,
    statement_in_words,
)
from workbook.models.conformal import BOTH, EVENT, NEITHER, NO_EVENT
from workbook.models.findings import findings_in
from workbook.project.results import from_kept


@pytest.fixture(scope="module")
def told():
    return found(trial(rows(1, 6000)), reviewers=PEOPLE)


def test_covered_everywhere(told):
    words = certainty_in_words(told)
    assert "in every group (90 % promised, at most 5 points less tolerated)" in words.split("\n")[0]
    assert f"{told.low:.3g} and {told.high:.3g} says nothing" in words
    assert "more than the 2,000 that people can review" in words and "reviews paid" in words
    assert findings(told)[0].outcome == "held"


def test_a_group_that_is_covered_too_little():
    odd = found(trial(strange()))
    words = certainty_in_words(odd)
    assert "but too little for group 1" in words and "its own cases mends that" in words
    assert findings(odd)[0].outcome == "failed"
    assert "its own cases mends that" not in certainty_in_words(found(trial(strange()), by_group=True))


def test_everybody_too_little(told):
    bad = replace(told, everybody=replace(told.everybody, verdict="too little"))
    assert ": too little (90 % promised" in certainty_in_words(bad).split("\n")[0]


def test_small_groups_cannot_be_checked():
    frame = rows(1, 600)
    frame.loc[:8, "g"] = "tiny"
    one = found(trial(frame))
    words = certainty_in_words(one)
    assert "1 group has fewer than 10 rows and cannot be checked" in words and "not surely in every group" in words
    assert findings(one)[0].outcome == "cannot tell"
    assert "1 of fewer than 10 rows not shown" in coverage_table(one).caption
    assert "tiny" not in str(coverage_by_group(one)["data"])


def test_with_too_few_rows_nothing_is_unusual():
    assert "There are too few rows" in certainty_in_words(found(trial(rows(1, 12))))


def test_what_is_kept_comes_back_without_rows(told):
    stored = json.loads(json.dumps(kept(told)))
    assert certainty_in_words(from_kept(Certainty, stored)) == recorded_sentence(told)
    assert findings_in(stored) == findings(told)


def test_no_rate_on_record_gives_a_handful_of_people_away():
    one = found(trial(rows(4, 300)))
    safe = for_record(one)
    rates = [(each.holds, each.rows) for each in safe.groups]
    assert any(np.isnan(share[0]) for share, _ in rates)
    for share, many in rates:
        if np.isfinite(share[0]):
            assert not 0 < round((1 - share[0]) * many) < 10
    assert "unknown" not in certainty_in_words(one)


@pytest.mark.parametrize("side", [trial, lambda: turned(trial())])
def test_of_one_case(side):
    one = side()
    held = calibration_of(one, 0.9, False)
    said = held.statements(one.score)
    for code, begins in ((EVENT, "At 90 % the score speaks for “repaid”"), (NO_EVENT, "At 90 % the score speaks for “defaulted”"),
                         (BOTH, "Cannot tell at 90 %: a score like this is usual")):  # fmt: skip
        score = float(one.score[np.flatnonzero(said == code)[0]])
        words = statement_in_words(held, score, one.study.wording)
        assert words.startswith(begins)
        upwards = (code == EVENT) == (held.sign > 0)
        assert code == BOTH or ("high or higher" in words) == upwards


def test_where_scores_are_far_apart_a_score_between_is_like_nobody():
    one = trial(rows().assign(score=lambda each: np.where(each.y == "good", 0.9, 0.1)))
    held = calibration_of(one, 0.9, False)
    assert held.statements(np.array([0.5])).tolist() == [NEITHER]
    assert "unusual among those who repaid and among those who defaulted" in statement_in_words(
        held, 0.5, one.study.wording
    )


def test_the_group_is_asked_only_where_groups_are_held_apart():
    one = trial(strange())
    pooled, own = (calibration_of(one, 0.9, each) for each in (False, True))
    code = one.study.group_names.index("group 1")
    score = float(np.quantile(one.score, 0.97))
    assert statement_in_words(pooled, score, one.study.wording, code) == statement_in_words(
        pooled, score, one.study.wording
    )
    assert statement_in_words(own, score, one.study.wording, code) != statement_in_words(own, score, one.study.wording)


def test_pictures_say_the_finding_and_no_markup():
    drawn = coverage_by_group(found(trial(rows().assign(g=lambda one: "<b>" + one.g), wording=MARKUP)))
    assert not set("<>&$") & set(drawn["layout"]["title"]["text"] + str(drawn["data"][0]["y"]))
    assert drawn["layout"]["xaxis"]["title"]["text"] == "Statement holds (promised: 90 %)"
