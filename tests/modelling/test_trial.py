"""On trial: the model's score of rows that it did not learn from, at a threshold that holds for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.modelling.slices.simulated import study
from workbook.errors import WorkbookError
from workbook.modelling.trial import on_trial, trial_of
from workbook.models.model import Model


class Fixed(Model):
    """A model that gives the same scores whatever it is asked."""

    def __init__(self, scores):
        self.scores, self.title = scores, "Fixed"

    def score(self, rows):
        return self.scores


def test_predictions_alone_keep_the_declared_threshold():
    here = study()
    found = trial_of(here, None)
    assert found.model is None and (found.decided == here.decided(here.score)).all() and not found.unscored


def test_a_model_on_another_scale_selects_as_many():
    here = study()
    for scale in (lambda score: 100 * score - 7, lambda score: score**3):
        found = trial_of(here, Fixed(scale(here.score)))
        assert (found.decided == here.decided(here.score)).all()


@pytest.mark.parametrize("selected", ["at_or_above", "below"])
@pytest.mark.parametrize("cut", [-9.0, 0.5, 9.0])
def test_as_many_also_at_the_ends_and_below(selected, cut):
    here = replace(study(), selected=selected, cut=np.full(600, cut))
    found = trial_of(here, Fixed(10 * here.score))
    assert found.decided.sum() == here.decided(here.score).sum()


def test_thresholds_by_group_select_as_many_in_each():
    here = study()
    here = replace(here, cut=np.where(here.group == 1, 0.3, 0.6))
    found = trial_of(here, Fixed(np.random.default_rng(0).random(here.rows)))
    for code in (0, 1):
        assert found.decided[here.group == code].sum() == here.decided(here.score)[here.group == code].sum()


def test_the_score_in_the_rows_may_be_the_models_own():
    here = study()
    assert (trial_of(here, Fixed(here.score + 1e-9)).study.cut == here.cut).all()


def test_a_model_without_predictions_is_held_against_the_threshold():
    here = replace(study(), score=None)
    assert (trial_of(here, Fixed(np.full(here.rows, 0.7))).decided).all()
    with pytest.raises(WorkbookError, match="no score"):
        trial_of(here, None)


def test_rows_without_a_score_are_left_out_and_counted():
    here = study()
    score = np.where(np.arange(here.rows) < 100, np.nan, here.score)
    found = trial_of(replace(here, score=score), None)
    assert found.unscored == 100 and found.places.min() == 100 and found.study.rows == here.rows - 100
    with pytest.raises(WorkbookError, match="No row has a score"):
        trial_of(replace(here, score=score * np.nan), None)


def test_some_of_the_rows_are_scored_as_all_of_them(trained_desk):
    found = on_trial(trained_desk)
    some = np.arange(0, found.study.rows, 7)
    part = found.at(some)
    again = found.model.again_at(part.study.features, part.places)
    assert part.study.score == pytest.approx(found.study.score[some]) and again == pytest.approx(part.study.score)
