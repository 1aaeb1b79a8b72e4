"""On trial: the rows that have a score, with their places, so that a part of them is scored as all are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.modelling.slices.simulated import study, trial_of
from workbook.errors import WorkbookError
from workbook.modelling.trial import trial_of as scored_rows
from workbook.models.model import Model
from workbook.models.on_trial import OnTrial


class Fixed(Model):
    """A model that gives the same scores whatever it is asked."""

    def __init__(self, scores):
        self.scores, self.title = scores, "Fixed"

    def score(self, rows):
        return self.scores


def test_predictions_alone_keep_the_declared_threshold():
    here = study()
    found = trial_of(here)
    assert found.model is None and (found.decided == here.decided(here.score)).all() and not found.unscored
    assert found.said == "the score in these rows"


def test_a_model_on_another_scale_selects_as_many_and_says_so():
    here = study()
    found = trial_of(here, Fixed(100 * here.score - 7))
    assert (found.decided == here.decided(here.score)).all() and "selects as many" in found.said


def test_rows_without_a_score_are_left_out_and_counted():
    here = study()
    score = np.where(np.arange(here.rows) < 100, np.nan, here.score)
    found = trial_of(replace(here, score=score))
    assert found.unscored == 100 and found.places.min() == 100 and found.study.rows == here.rows - 100
    with pytest.raises(WorkbookError, match="No row has a score"):
        scored_rows(OnTrial(replace(here, score=score * np.nan)))


def test_some_of_the_rows_are_scored_as_all_of_them(trained_desk):
    found = scored_rows(trained_desk.read("on_trial"))
    some = np.arange(0, found.study.rows, 7)
    part = found.at(some)
    again = found.model.again_at(part.study.features, part.places)
    assert part.study.score == pytest.approx(found.study.score[some]) and again == pytest.approx(part.study.score)
