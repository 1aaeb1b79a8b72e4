"""What is said of changes: numbers as people write them, verdicts as they are, and an honest nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.modelling.cases.test_recourse import ONLY_INCOME, found, people
from tests.modelling.trials import MARKUP, trial
from workbook.modelling.cases.answers import CaseAnswers, FeatureFreedom
from workbook.modelling.cases.figures import recourse_by_group
from workbook.modelling.cases.finding import Recourse
from workbook.modelling.cases.parts import limits_of, limits_table
from workbook.modelling.cases.tables import recourse_table
from workbook.modelling.cases.words import (
    findings,
    kept,
    nothing_in_words,
    number_in_words,
    recourse_in_words,
    step_in_words,
    way_in_words,
)  # fmt: skip
from workbook.models.between import Between
from workbook.models.counterfactuals import Counterfactual, Search, Step
from workbook.models.findings import findings_in
from workbook.models.levers import Freedom
from workbook.project.results import from_kept


@pytest.fixture(scope="module")
def told():
    return found(people(), ONLY_INCOME, threshold=0.7, per_group=60)


def test_the_whole_story(told):
    words = recourse_in_words(told)
    assert words.startswith("A change within these limits would turn it round for ") and "of those refused" in words
    assert "most often that is income up by" in words and "drawn at random (seed 7)" in words
    assert "Not to be changed: savings, word." in words and "not what the change would do" in words


@pytest.mark.parametrize(
    ("verdict", "says", "outcome"),
    [("gap", "Groups differ in how often there is a way: a against b, 20 points (10 to 30 points)", "failed"),
     ("no gap", "differs by less than the 5 points you tolerated", "held"), ("cannot tell", "Cannot tell whether groups differ", "cannot tell")],
)  # fmt: skip
def test_verdicts_between_groups(told, verdict, says, outcome):
    one = replace(told, chance=Between("a", "b", (0.2, 0.1, 0.3), verdict), effort=None)
    assert says in recourse_in_words(one) and findings(one)[0].outcome == outcome


def test_more_effort_is_a_failure_too(told):
    alike = Between("a", "b", (0.0, -0.01, 0.01), "no gap")
    one = replace(told, chance=alike, effort=Between("b", "a", (0.7, 0.6, 0.8), "more"))
    assert "b needs more effort than a: of two applicants" in recourse_in_words(one)
    assert findings(one)[0].outcome == "failed" and "more effort" in findings(one)[0].says


def test_half_have_no_way():
    words = recourse_in_words(found(people(), (*ONLY_INCOME, Freedom("income", "down")), per_group=20))
    assert "Half of them or more have no way" in words and "No first change is shared by ten or more" in words


def test_too_few_to_tell_anything():
    frame = people(1, 40)
    words = recourse_in_words(found(frame, threshold=float(sorted(0.5 * frame.income + 0.5 * frame.savings)[4])))
    assert words.startswith("Fewer than 10 are refused")


def test_what_is_kept_comes_back_without_rows(told):
    stored = json.loads(json.dumps(kept(told)))
    assert recourse_in_words(from_kept(Recourse, stored)) == recourse_in_words(told)
    assert findings_in(stored) == findings(told)
    endless = found(people(), (*ONLY_INCOME, Freedom("income", "down")), per_group=20)
    assert recourse_in_words(from_kept(Recourse, json.loads(json.dumps(kept(endless))))) == recourse_in_words(endless)


def test_pictures_and_tables(told):
    drawn = recourse_by_group(told)
    assert "<" not in drawn["layout"]["title"]["text"] and len(drawn["data"][0]["x"]) == 3
    view = recourse_table(told)
    assert [row["group"] for row in view.rows] == ["everybody", "a", "b"] and view.columns[1].title == "Refused"
    marked = found(people().assign(g=lambda one: "<i>" + one.g), per_group=12, wording=MARKUP)
    assert not set("<>&") & set(
        str(recourse_by_group(marked)["data"][0]["y"]) + recourse_by_group(marked)["layout"]["title"]["text"]
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [(1203.4, "1,203"), (129.0, "129"), (0.0125, "0.0125"), (-3.0, "−3"), (1e9, "1,000,000,000"), (2.50001, "2.5")],
)
def test_numbers(value, words):
    assert number_in_words(value) == words


def test_steps():
    assert step_in_words(Step("income", 129.0, 170.5, 0.1)) == "income from 129 to 170.5"
    assert step_in_words(Step("job", "partime", "fixed", 0.1)) == "job from partime to fixed"
    assert step_in_words(Step("income", None, 170.0, 0.1)) == "income, not stated so far: 170"
    way = Counterfactual((Step("a", 1.0, 2.0, 0.1), Step("b", 3.0, 1.0, 0.21)), 0.61234)
    assert way_in_words(way) == "a from 1 to 2 and b from 3 to 1: score 0.612, effort 31"


def test_an_honest_nothing():
    assert "all 1,204 changes were looked at" in nothing_in_words(Search(0.4, False, (), 1204, 2, True))
    assert "up to two things" in nothing_in_words(Search(0.4, False, (), 1204, 2, True))
    assert "there are more within these limits" in nothing_in_words(Search(0.4, False, (), 1204, 2, False))
    assert "Nothing may change" in nothing_in_words(Search(0.4, False, (), 0, 0, True))


def test_the_later_line_about_a_column_holds_and_an_empty_one_says_nothing():
    lines = (FeatureFreedom(feature="x", way="up"), FeatureFreedom(), FeatureFreedom(feature="x", way="down", step=2))
    assert CaseAnswers(changes=lines).freedoms == (Freedom("x", "down", 2.0),)


@pytest.mark.parametrize("bad", [{"low": 3, "high": 2}, {"step": 0}, {"way": "sideways"}])
def test_limits_that_make_no_sense_are_refused(bad):
    with pytest.raises(ValueError, match=r"ends below its beginning|greater than 0|free"):
        FeatureFreedom(feature="x", **bad)


def test_what_may_change_column_by_column():
    study = trial().study
    said = (FeatureFreedom(feature="x", way="up", step=0.1), FeatureFreedom(feature="gone", way="up"))
    view = limits_table(limits_of(study, said))
    rows = {row["name"]: row for row in view.rows}
    assert rows["x"]["way"] == "only up" and rows["x"]["by"] == "the team" and "steps of 0.1" in rows["x"]["to"]
    assert rows["loan"]["by"] == "nobody yet" and "usual values" in rows["loan"]["to"]
