"""What is said of a review band is true of every verdict, names no markup, and comes back from the record."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.modelling.trials import MARKUP, rows, trial
from workbook.modelling.reviewing.figures import errors_along, value_by_capacity
from workbook.modelling.reviewing.finding import Reviewed
from workbook.modelling.reviewing.judging import review
from workbook.modelling.reviewing.reviewers import Reviewers
from workbook.modelling.reviewing.tables import group_table
from workbook.modelling.reviewing.words import (
    errors_in_words,
    findings,
    for_record,
    kept,
    recorded_sentence,
    review_in_words,
)
from workbook.models.findings import findings_in
from workbook.project.results import from_kept

PEOPLE = Reviewers(0.2, 2000.0, 20.0, 0.1)


@pytest.fixture(scope="module")
def found():
    return review(trial(rows(1, 6000)), PEOPLE, "true_positive_rate")


def test_it_pays(found):
    told = review_in_words(found)
    assert told.startswith("It pays to let people decide scores from ") and "more a year than the score alone" in told
    assert f"{found.rows_chose:,} rows and valued on {found.rows_valued:,} others" in told
    assert findings(found)[0].outcome == "failed" and findings(found)[0].money[0] < 0


def test_it_costs(found):
    loses = replace(found, verdict="costs", worth=replace(found.worth, money=(-5000.0, -9000.0, -1000.0)))
    assert "costs more than it brings: €5k less a year than the score alone (€1k to €9k)" in review_in_words(loses)
    assert findings(loses)[0].outcome == "held" and findings(loses)[0].money == (5000.0, 1000.0, 9000.0)


def test_nobody_can_tell(found):
    unsure = replace(found, verdict="cannot tell", worth=replace(found.worth, money=(500.0, -900.0, 1900.0)))
    assert "Cannot tell whether it pays" in review_in_words(unsure)
    assert "(€900 less to €1.9k more)" in review_in_words(unsure)
    assert findings(unsure)[0].outcome == "cannot tell"


def test_no_band_and_reviewers_who_are_worse():
    none = review(trial(rows(1, 4000), payoff=None), Reviewers(0.3, 1.0, 0.0, 0.5))
    told = review_in_words(none)
    assert told.startswith("No band pays: on the rows that choose")
    assert "Nowhere along the score does it err more often than reviewers do" in told
    assert "errors alone are weighed" in told and findings(none)[0].outcome == "held" and len(findings(none)) == 1
    assert "nowhere does the score err more often" in errors_along(none)["layout"]["title"]["text"]


def test_free_and_faultless_reviewers_are_called_so():
    assert "here they are free and never wrong" in review_in_words(review(trial(), Reviewers(0.2, 2000.0)))
    assert "never wrong" not in review_in_words(review(trial(), PEOPLE))


def test_a_threshold_alone_is_held_against_it(found):
    assert (
        found.moved is not None
        and f"a threshold of {found.moved.threshold:.3g} for all is worth" in review_in_words(found)
    )
    at_best = review(trial(rows(1, 6000), threshold=found.moved.threshold), PEOPLE)
    told = review_in_words(at_best)
    assert ("No other threshold alone" in told) == (at_best.moved is None)


def test_a_past_decision_is_not_called_wrong():
    one = trial()
    past = replace(one, study=replace(one.study, wording=replace(one.study.wording, label_is="past decision")))
    assert "against the past decision" in review_in_words(review(past, PEOPLE))


@pytest.mark.parametrize(
    ("errors", "told"),
    [((-0.02, -0.03, -0.01), "2 points fewer wrong (1 to 3 points)"), ((0.02, 0.01, 0.03), "2 points more wrong (1 to 3 points)"),
     ((-0.01, -0.03, 0.01), "1 points fewer wrong (3 points fewer to 1 points more)")],
)  # fmt: skip
def test_fewer_and_more(errors, told):
    assert errors_in_words(errors) == told


def test_what_is_kept_comes_back_without_rows(found):
    stored = json.loads(json.dumps(kept(found)))
    again = from_kept(Reviewed, stored)
    assert (
        again.band == found.band and again.worth == found.worth and review_in_words(again) == recorded_sentence(found)
    )
    assert findings_in(stored) == findings(found)


def test_no_rate_on_record_gives_a_handful_of_people_away():
    one = review(trial(rows(4, 300)), PEOPLE)
    safe = for_record(one)
    told = [(each.wronged_before, each.rows) for each in safe.groups] + [
        (each.wronged, each.rows) for each in safe.along
    ]
    assert any(np.isnan(share[0]) for share, _ in told) and any(np.isfinite(share[0]) for share, _ in told)
    for share, many in told:
        if np.isfinite(share[0]):
            assert not any(0 < round(counted) < 10 for counted in (share[0] * many, (1 - share[0]) * many))
    assert json.loads(json.dumps(kept(one)))["groups"] == json.loads(json.dumps(kept(safe)))["groups"]


def test_small_groups_are_kept_as_unknown():
    frame = rows(1, 600)
    frame.loc[:8, "g"] = "tiny"
    again = from_kept(Reviewed, json.loads(json.dumps(kept(review(trial(frame), PEOPLE)))))
    tiny = next(one for one in again.groups if one.group == "tiny")
    assert tiny.rows is None and np.isnan(tiny.reviewed[0])
    assert "1 of fewer than 10 rows not shown" in group_table(again).caption


def test_pictures_say_the_finding_and_no_markup():
    one = trial(rows(1, 3000).assign(g=lambda each: each.g.replace("group 0", "<b>")), wording=MARKUP)
    for picture in (value_by_capacity, errors_along):
        drawn = picture(review(one, PEOPLE))
        title = drawn["layout"]["title"]["text"]
        assert title and not set("<>&$") & set(title)
        assert drawn["layout"]["yaxis"]["title"]["text"] and drawn["layout"]["xaxis"]["title"]["text"]


def test_the_capacity_that_there_is_is_marked(found):
    drawn = value_by_capacity(found)
    own = next(one for one in drawn["data"] if one["name"] == "Your reviewers")
    assert own["x"] == [PEOPLE.share * found.yearly_volume] and own["y"] == [found.worth.money[0]]
    no_money = value_by_capacity(review(trial(payoff=None, volume=None), PEOPLE))
    assert (
        "points" in no_money["layout"]["yaxis"]["title"]["text"] and "%" in no_money["layout"]["xaxis"]["title"]["text"]
    )
