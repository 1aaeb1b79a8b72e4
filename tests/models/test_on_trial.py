"""What stands trial: a model's own scores at a line that means the same for them, or the predictions alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.test_making import PAYOFF, roles, table
from workbook.errors import WorkbookError
from workbook.models.making import make_study
from workbook.models.model import EstimatorModel, Model
from workbook.models.on_trial import Line, put_on_trial, selecting
from workbook.models.training import train
from workbook.outcomes import Policy


class Told(Model):
    """A model that says what it is told to say."""

    title = "Told"

    def __init__(self, score):
        self.told = score

    def score(self, rows):
        return self.told[: len(rows)]


def study(**more):
    return make_study(table(), roles(**more), policy=Policy.at(0.5), payoff=PAYOFF)


def test_predictions_alone_stand_as_they_are():
    one = study()
    trial = put_on_trial(one, None)
    assert trial.study is one and trial.model is None and trial.drawn == "declared"
    assert trial.decided.tolist() == one.decided(one.score).tolist()


@pytest.mark.parametrize("score", [None, np.full(400, np.nan)])
def test_without_scores_it_says_what_to_do(score):
    with pytest.raises(WorkbookError, match="no score, and no model"):
        put_on_trial(replace(study(), score=score), None)


def test_a_share_is_held_against_the_declared_threshold():
    one = study()
    score = np.random.default_rng(1).random(one.rows) ** 2
    trial = put_on_trial(one, Told(score))
    assert trial.drawn == "declared" and trial.decided.tolist() == (score >= 0.5).tolist()


@pytest.mark.parametrize("scale", [lambda one: 300 + 500 * one, lambda one: -3 + 6 * one])
def test_on_another_scale_as_many_are_selected(scale):
    one = study()
    score = scale(np.random.default_rng(1).random(one.rows))
    trial = put_on_trial(one, Told(score))
    assert trial.drawn == "matched"
    assert trial.decided.sum() == one.decided(one.score).sum()
    assert score[trial.decided].min() > score[~trial.decided].max()


def test_points_are_held_against_points():
    one = study()
    points = replace(one, score=one.score * 500, cut=one.cut * 500)
    assert put_on_trial(points, Told(np.random.default_rng(1).random(one.rows) * 480)).drawn == "declared"


def test_where_less_is_better_the_event_lies_above():
    """The column counts risk, and the event is to repay: a model's score of the event is selected from above."""
    one = replace(study(), selected="below", event_is_right=True)
    score = np.random.default_rng(1).random(one.rows)
    trial = put_on_trial(one, Told(score))
    assert trial.drawn == "matched" and trial.study.selected == "at_or_above" and trial.more_means_event
    assert trial.decided.sum() == one.decided(one.score).sum()


def test_a_model_that_says_nothing():
    with pytest.raises(WorkbookError, match="gave no score"):
        put_on_trial(study(), Told(np.full(400, np.nan)))


def test_the_base_rate_keeps_the_declared_threshold():
    assert put_on_trial(study(), Told(np.full(400, 0.7))).decided.all()


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=40), st.floats(0, 1), st.sampled_from(["at_or_above", "below"]))
def test_a_threshold_selects_the_share(scores, share, side):
    score = np.array(scores)
    decided = Line(selecting(score, share, side), side).decided(score)
    wanted = round(share * len(score))
    ties = len(score) - len(np.unique(score))
    assert abs(int(decided.sum()) - wanted) <= ties


def test_groups_may_have_lines_of_their_own():
    policy = Policy.model_validate({"threshold": 0.5, "thresholds": [{"group": ["a"], "threshold": 0.2}]})
    trial = put_on_trial(make_study(table(), roles(), policy=policy), None)
    code = trial.study.group_names.index("a")
    assert trial.several_lines and trial.line(int(np.argmax(trial.study.group == code))).threshold == 0.2
    assert trial.common_line.threshold == 0.5
    assert not put_on_trial(study(), None).several_lines


def test_a_row_is_scored_by_what_did_not_learn_from_it():
    one = study()
    trained = train("logistic", one.features, one.label, one.folds)
    again = trained.again(one.features)
    for place in (0, 7, 123):
        row = one.features.iloc[[place]]
        assert trained.scorer_of(place)(row)[0] == again[place]
    assert np.abs(trained.score(one.features) - again).max() > 0


def test_a_model_from_elsewhere_scores_every_row_alike():
    from sklearn.dummy import DummyClassifier

    rows = pd.DataFrame({"x": [1.0, 2.0]})
    model = EstimatorModel(DummyClassifier(strategy="prior").fit(rows, [0, 1]), ("x",))
    assert model.scorer_of(0)(rows).tolist() == model.score(rows).tolist()
