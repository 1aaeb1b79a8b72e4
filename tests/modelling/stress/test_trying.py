"""All of it together: on the page, on record, with models that refuse, on tables of other kinds."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.modelling.stress.models import Reads, Refuses, on_trial
from workbook.errors import WorkbookError
from workbook.modelling.page import PARTS
from workbook.modelling.stress import trying
from workbook.modelling.stress.answers import StressAnswers
from workbook.modelling.stress.asking import DoesNotAnswer, scores_of, what_missing_does
from workbook.modelling.stress.feeds import feeds_of, refuses_without_a_column
from workbook.modelling.stress.figures import curve_picture, feed_picture, stress_picture
from workbook.modelling.stress.result import EVIDENCE, Stress
from workbook.modelling.stress.tables import feed_table, group_table, stress_table
from workbook.modelling.stress.trying import chosen_scenario, stress_on_record, try_all, try_stress
from workbook.modelling.stress.words import closer_in_words, feeds_in_words, finding, stress_in_words, tried_in_words
from workbook.models.findings import findings_in
from workbook.models.model import EstimatorModel
from workbook.models.recipes import RECIPES
from workbook.outcomes import Wording
from workbook.project.results import from_kept, to_kept

ANSWERS = StressAnswers()


def nothing(*_):
    return False


def live(name):
    return next(part for part in PARTS if part.name == name)


@pytest.fixture(scope="module")
def found():
    return try_all(on_trial(Reads(), money=True, yearly_volume=50_000.0), ANSWERS)


@pytest.fixture(scope="module")
def refused():
    return try_all(on_trial(Refuses()), ANSWERS)


def test_the_feed_that_decides_comes_first(found):
    assert found.feeds[0].column == "x0" and found.feeds[0].changed[0] > 0.3
    assert all(one.changed[0] == 0 for one in found.feeds[1:])
    assert next(one for one in found.tried if one.name == "A feed missing for a day").steps == ("x0 missing",)


def test_every_ready_scenario_was_tried_or_says_why(found):
    assert all(bool(one.points) != bool(one.why) for one in found.tried)
    assert {one.name for one in found.tried if one.why} == {"Recession mix", "Only the newest cases"}


def test_every_test_has_one_line_for_the_decision_table(found):
    names = [one.test for one in found.tests]
    assert len(set(names)) == len(names) == len(found.tried) + 2
    outcomes = {one.test: one.outcome for one in found.tests}
    assert outcomes["Stress: every column once missing"] == outcomes["Stress: a file without a column"] == "failed"
    assert outcomes["Stress: A category never seen"] == "held"


def test_what_is_kept_comes_back(found, refused):
    for one in (found, refused):
        back = from_kept(Stress, json.loads(json.dumps(to_kept(one))))
        assert repr(back) == repr(one)


def test_a_model_that_refuses_is_told_and_not_an_error_page(refused):
    assert not any(one.answers for one in refused.feeds)
    assert "does not answer" in finding(refused) and "does not answer" in feeds_in_words(refused)
    silent = next(one for one in refused.tried if one.name == "A category never seen")
    assert "unknown categories" in tried_in_words(silent, Wording(), "EUR", False)
    assert any("does not answer" in trace["name"] for trace in stress_picture(refused)["data"])
    assert {row["outcome"] for row in stress_table(refused).rows} >= {"does not answer", "held"}


def test_predictions_alone_can_still_be_mixed():
    found = try_all(on_trial(None), ANSWERS)
    assert not found.feeds and feed_picture(found) is None and "model itself" in feeds_in_words(found)
    assert {one.name for one in found.tried if one.points} == {
        "The event becomes half as frequent again", "The event becomes rarer",
    }  # fmt: skip
    assert "Not tried" in stress_in_words(found)


def test_the_mix_of_other_cases_needs_no_model_once_the_column_is_named():
    told = StressAnswers(meant=[{"what": "moved", "column": "x1"}])
    found = try_all(on_trial(None), told)
    assert next(one for one in found.tried if one.name == "Other cases come").points


def test_the_teams_own_scenario_is_tried_with_its_owner():
    told = StressAnswers(own=[{"scenario": "Our bad day", "kind": "missing", "column": "x0", "owner": "Dana"}])
    found = try_all(on_trial(Reads()), told)
    assert found.tried[-1].name == "Our bad day" and found.tried[-1].outcome == "failed"
    assert "Composed by Dana" in closer_in_words(found.tried[-1], found)


def test_time_is_tried_where_a_row_says_when():
    trial = on_trial(None)
    moment = np.random.default_rng(0).permutation(trial.study.rows).astype(float)
    assert next(one for one in try_all(trial, ANSWERS, moment).tried if one.name == "Only the newest cases").points


def test_many_rows_are_drawn_and_that_is_said(monkeypatch):
    monkeypatch.setattr(trying, "MOST_ROWS", 300)
    moment = np.arange(1200.0)
    found = try_all(on_trial(Reads()), ANSWERS, moment)
    assert (found.rows, found.of_rows) == (300, 1200) and "300 rows of 1,200, drawn at random" in stress_in_words(found)


def test_it_says_how_far_it_is_and_stops():
    shares = []
    try_all(on_trial(Reads(), rows=200), ANSWERS, tick=lambda share, _: shares.append(share))
    assert shares == sorted(shares) and shares[0] >= 0 and 0.8 < shares[-1] <= 1

    def stop(*_):
        raise WorkbookError("Stopped.")

    with pytest.raises(WorkbookError, match="Stopped"):
        try_all(on_trial(Reads(), rows=200), ANSWERS, tick=stop)


def test_pictures_say_their_finding_and_can_be_clicked(found):
    picture = stress_picture(found)
    clicked = {number for trace in picture["data"] for number in trace["customdata"]}
    assert clicked == {str(one.number) for one in found.tried if one.points}
    assert picture["layout"]["title"]["text"] == finding(found)
    for one in found.tried:
        drawn = curve_picture(one, found)
        assert (drawn is None) == (not one.points)
        if drawn:
            assert {trace["yaxis"] for trace in drawn["data"]} == {"y", "y2", "y3"}
            assert closer_in_words(one, found)
    assert [row["column"] for row in feed_table(found).rows] == [one.column for one in found.feeds]
    assert len(group_table(found.tried[0], found).rows) == 2


def test_names_from_data_are_text_only(found):
    tricky = replace(found.tried[0], name="<img src=x>")
    told = str(stress_picture(replace(found, tried=(tricky,)))) + str(curve_picture(tricky, found))
    feed = replace(found.feeds[0], column="<b>x</b>")
    assert "<img" not in told and "<b>" not in str(feed_picture(replace(found, feeds=(feed,))))


def test_nothing_tried_is_said():
    found = try_all(on_trial(None), ANSWERS)
    idle = replace(found, tried=tuple(one for one in found.tried if one.why))
    assert finding(idle) == "No scenario could be tried" and stress_picture(idle) is None


def test_no_column_at_all_refuses_no_file():
    assert "no such column" in refuses_without_a_column(on_trial(Reads()))
    assert refuses_without_a_column(on_trial(EchoAnything())) == ""


class EchoAnything(Reads):
    """It answers whatever comes."""

    def score(self, rows):
        return np.ones(len(rows))


def test_long_refusals_are_shortened():
    class Chatty(Reads):
        def score(self, rows):
            raise ValueError("no\n" * 400)

    trial = replace(on_trial(None), model=Chatty())
    with pytest.raises(DoesNotAnswer) as told:
        scores_of(trial, trial.study.features)
    assert len(str(told.value)) < 200 and "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("recipe", "number", "word"),
    [("logistic", "becomes the median", "speaks for nothing"), ("boosting", "own way through the trees", "speaks for nothing"),
     ("base rate", "reads no column", "no words")],
)  # fmt: skip
def test_what_a_missing_value_does_is_said(recipe, number, word):
    trial = on_trial(None)
    model = EstimatorModel(
        RECIPES[recipe].make(trial.study.features, 0).fit(trial.study.features, trial.study.label), ()
    )
    told = what_missing_does(replace(trial, model=model), True, True)
    assert number in told[0] and word in told[1]


def test_what_cannot_be_seen_from_outside_is_said():
    told = what_missing_does(on_trial(Reads()), True, True)
    assert "cannot be seen from outside" in told[0] and what_missing_does(on_trial(None), True, True) == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda study: replace(study, features=study.features[["x0"]]),
        lambda study: replace(study, features=study.features[["x0", "x1"]].assign(x1=3.0)),
        lambda study: replace(study, group=study.group * 0, group_names=("everybody",)),
        lambda study: replace(study, label=np.where(np.arange(study.rows) < 5, study.label, 2)),
        lambda study: replace(study, selected="below", event_is_right=False),
        lambda study: replace(study, features=study.features.assign(when=pd.Timestamp("2026-01-01"), b=study.features.x0 > 0)),
        lambda study: study.where(np.arange(study.rows) < 50),
    ],
)  # fmt: skip
def test_strange_tables_have_an_answer(change):
    trial = on_trial(None)
    study = change(trial.study)
    model = Reads(columns=tuple(study.features.columns))
    here = replace(trial, study=study, places=np.arange(study.rows), decided=study.decided(study.score), model=model)
    result = try_all(here, ANSWERS)
    assert result.tests and stress_in_words(result) and feeds_in_words(result)
    json.dumps(to_kept(result))


def test_feeds_are_ranked_on_the_first_half():
    trial = on_trial(Reads())
    everywhere, first = trial.study.features["x0"].copy(), trial.study.half == 0
    everywhere[first] = 1.0  # without the column nothing changes there
    calm = replace(
        trial,
        study=replace(trial.study, features=trial.study.features.assign(x0=everywhere)),
        decided=everywhere.to_numpy() >= 0,
    )
    feeds, ranked = feeds_of(calm)
    assert feeds[0].column == "x0" and ranked == tuple(trial.study.features.columns)


@pytest.mark.slow
def test_on_the_page(trained_desk):
    desk = trained_desk
    with pytest.raises(WorkbookError, match="Try all of it"):
        desk.result(live("stress"))
    with pytest.raises(WorkbookError, match="Stopped"):
        try_stress(desk, nothing, lambda: True)
    assert desk.record.latest(EVIDENCE) is None
    assert "on record" in try_stress(desk, nothing, nothing)
    evidence = desk.record.latest(EVIDENCE)
    result = stress_on_record(evidence)
    assert repr(desk.result(live("stress"))) == repr(result) and len(findings_in(evidence.result)) == len(result.tests)
    assert "income" in next(step for one in result.tried for step in one.steps if "missing" in step)
    assert next(one for one in result.tried if one.name == "Recession mix").points
    with pytest.raises(WorkbookError, match="no scenario number 60"):
        chosen_scenario(evidence, 60)
