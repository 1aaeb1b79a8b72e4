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
from workbook.models.counterfactuals import scorer_of
from workbook.models.folds import Fold
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


def test_the_same_score_keeps_the_declared_threshold():
    one = study()
    trial = put_on_trial(one, Told(one.score + 1e-9))
    assert trial.drawn == "declared" and set(trial.study.cut) == {0.5}


@pytest.mark.parametrize("scale", [lambda one: one**2, lambda one: 300 + 500 * one, lambda one: -3 + 6 * one])
def test_by_another_score_as_many_are_selected(scale):
    one = study()
    score = scale(np.random.default_rng(1).random(one.rows))
    trial = put_on_trial(one, Told(score))
    assert trial.drawn == "matched"
    assert trial.decided.sum() == pytest.approx(one.decided(one.score)[np.isfinite(one.score)].mean() * one.rows, abs=1)
    assert score[trial.decided].min() > score[~trial.decided].max()


def test_without_predictions_the_threshold_of_the_study_holds():
    one = replace(study(), score=None)
    score = np.random.default_rng(1).random(one.rows)
    trial = put_on_trial(one, Told(score))
    assert trial.drawn == "declared" and trial.decided.tolist() == (score >= 0.5).tolist()


@pytest.mark.parametrize(("right", "selected"), [(True, "at_or_above"), (False, "below")])
def test_without_predictions_or_a_threshold_as_many_as_should_be_are_selected(right, selected):
    one = replace(study(), score=None, declared=False, event_is_right=right)
    trial = put_on_trial(one, Told(np.random.default_rng(1).random(one.rows)))
    should = (one.label[one.known] == 1).mean() if right else (one.label[one.known] != 1).mean()
    assert trial.drawn == "as many as should be" and trial.study.selected == selected
    assert trial.decided.mean() == pytest.approx(should, abs=1 / one.rows)


def test_thresholds_of_groups_are_matched_group_by_group():
    policy = Policy.model_validate({"threshold": 0.5, "thresholds": [{"group": ["a"], "threshold": 0.2}]})
    one = make_study(table(), roles(), policy=policy)
    trial = put_on_trial(one, Told(np.random.default_rng(1).random(one.rows)))
    code = one.group_names.index("a")
    known = np.isfinite(one.score)
    for here in (one.group == code, one.group != code):
        share = one.decided(one.score)[here & known].mean()
        assert trial.decided[here].mean() == pytest.approx(share, abs=1 / here.sum())


def test_where_less_is_better_the_event_lies_above():
    """The column counts risk, and the event is to repay: a model's score of the event is selected from above."""
    one = replace(study(), selected="below", event_is_right=True)
    score = np.random.default_rng(1).random(one.rows)
    trial = put_on_trial(one, Told(score))
    assert trial.drawn == "matched" and trial.study.selected == "at_or_above" and trial.more_means_event
    share = one.decided(one.score)[np.isfinite(one.score)].mean()
    assert trial.decided.mean() == pytest.approx(share, abs=1 / one.rows)


def test_a_model_that_says_nothing():
    with pytest.raises(WorkbookError, match="gave no score"):
        put_on_trial(study(), Told(np.full(400, np.nan)))


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
        assert scorer_of(trained, row, place)(row)[0] == again[place]
        assert scorer_of(trained, row)(row)[0] == trained.score(row)[0]
    assert np.abs(trained.score(one.features) - again).max() > 0


def test_a_row_that_every_copy_learned_from_is_scored_by_the_whole_model():
    one = study()
    first = np.zeros(one.rows, dtype=bool)
    first[:100] = True
    trained = train("logistic", one.features, one.label, (Fold(first, ~first),))
    row = one.features.iloc[[3]]
    assert scorer_of(trained, row, 3)(row)[0] == trained.score(row)[0]


def test_a_model_from_elsewhere_scores_every_row_alike():
    from sklearn.dummy import DummyClassifier

    rows = pd.DataFrame({"x": [1.0, 2.0]})
    model = EstimatorModel(DummyClassifier(strategy="prior").fit(rows, [0, 1]), ("x",))
    assert scorer_of(model, rows.iloc[[0]], 0)(rows).tolist() == model.score(rows).tolist()
