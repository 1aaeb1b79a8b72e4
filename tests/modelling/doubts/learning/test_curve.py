"""Learning curves: noise is learned by heart, what is there is learned, and where the curve ends is said only if known."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier

from tests.modelling.candidates.made_up import made
from workbook.errors import InputError
from workbook.modelling.doubts.learning import curve
from workbook.modelling.doubts.learning.curve import fits, learning_curve, sizes_of, some_of
from workbook.modelling.doubts.learning.words import learning_finding, learning_in_words
from workbook.models.folds import folds_by_time
from workbook.stats.paired_ranking import Ranked


def grown_tree():
    return DecisionTreeClassifier(random_state=0)


def line():
    return LogisticRegression()


def test_noise_is_learned_by_heart():
    study, _ = made(800, noise=True)
    found = learning_curve(study, "A tree", grown_tree())
    assert found.own[-1][0] == 1 and found.others[-1][1] < 0.5 < found.others[-1][2]
    assert found.remembered[1] > 0.5 and "learned these rows by heart" in learning_finding(found)


def test_what_is_there_is_learned_not_remembered():
    study, _ = made(4000)
    found = learning_curve(study, "A line", line())
    assert found.gap[2] < 0.02 and "does as well on other rows" in learning_finding(found)


def test_columns_that_say_nothing_teach_nothing():
    study, _ = made(3000, noise=True)
    found = learning_curve(study, "A line", line())
    assert "learned hardly anything" in learning_finding(found)
    assert np.isfinite(found.gap).all() and learning_in_words(found)


def test_more_rows_help_and_are_worth_money():
    study, _ = made(3000)
    noise = np.random.default_rng(0).normal(size=(3000, 60))
    many = replace(study, features=study.features.assign(**{f"n{place}": one for place, one in enumerate(noise.T)}))
    found = learning_curve(many, "A line", LogisticRegression(C=100, max_iter=500))
    assert found.last_doubling[1] > 0 and found.others[-1][0] > found.others[0][0] + 0.05
    assert found.doubling_money[0] > 0 and found.doubling_errors[0] < 0


def test_sizes_double_up_to_all_that_trains():
    study, _ = made(2000)
    sizes = sizes_of(study, study.folds)
    assert sizes[-1] == 1600 and all(later // 2 == earlier for earlier, later in pairwise(sizes))
    counted = []
    learning_curve(study, "A line", line(), lambda: counted.append(1))
    assert len(counted) == fits(study)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.integers(10, 90))
def test_rows_are_drawn_with_either_label_in_its_share(seed, many):
    draw = np.random.default_rng(seed)
    rows, label = draw.random(200) < 0.7, (draw.random(200) < 0.3).astype(int)
    some = some_of(rows, label, many, draw)
    assert some.sum() == many and not (some & ~rows).any()
    assert abs(label[some].mean() - label[rows].mean()) <= 1 / many + 1e-9


def test_the_other_outcome_gives_the_same_curve():
    study, _ = made(1000)
    turned = replace(study, label=1 - study.label, event_is_right=False)
    one, other = (learning_curve(each, "A line", line()) for each in (study, turned))
    assert np.array(one.others) == pytest.approx(np.array(other.others), abs=0.01)
    assert one.gap == pytest.approx(other.gap, abs=0.01)


def test_of_time_only_the_folds_with_enough_past_count():
    study, _ = made(1200)
    by_time = replace(study, folds=folds_by_time(np.arange(1200), 5))
    found = learning_curve(by_time, "A line", line())
    assert found.sizes[-1] == 600 and found.rows == 600


@pytest.mark.parametrize("rows", [30, 60])
def test_too_few_rows_have_no_curve(rows):
    study, _ = made(rows)
    with pytest.raises(InputError, match="Too few rows"):
        learning_curve(study, "A line", line())


SIZES = np.array([125, 250, 500, 1000, 2000, 4000])


def seen(draw, error: float, common: float, sizes=SIZES) -> Ranked:
    """A curve as it would be seen: the judged rows shift it as a whole, the drawn rows each point."""
    truth = 1 - (1.5 * sizes**-0.5 + 0.1)
    alone = error * np.sqrt(sizes[-1] / sizes)
    covariance = np.diag(alone**2) + common**2
    return Ranked(draw.multivariate_normal(truth, covariance), covariance, 1000.0, 1000.0)


def test_an_end_that_is_called_known_is_where_the_curve_ends():
    draw, known, held, coming = np.random.default_rng(0), 0, 0, 0
    for seed in range(50):
        end, sure, doubling = curve._extrapolated(tuple(SIZES), seen(draw, 0.0008, 0.004), seed)
        true_gain = 1.5 * (4000**-0.5 - 8000**-0.5)
        coming += doubling[1] <= true_gain <= doubling[2]
        known += sure
        held += sure and end[1] <= 0.9 <= end[2]
    assert known > 35 and held >= 0.86 * known and coming >= 42


def test_a_blurred_end_is_not_called_known():
    draw = np.random.default_rng(1)
    assert not any(curve._extrapolated(tuple(SIZES), seen(draw, 0.02, 0.004), seed)[1] for seed in range(12))


def test_a_curve_that_climbs_faster_and_faster_has_no_known_end():
    """Its best fit ends where no error remains at all: that is the edge of what was asked, not an answer."""
    value = np.array([0.59, 0.62, 0.66, 0.71, 0.77])
    climbing = Ranked(value, np.eye(5) * 0.005**2, 1000.0, 1000.0)
    (_, low, high), sure, _ = curve._extrapolated(tuple(SIZES[:5]), climbing, 0)
    assert not sure and low <= 0.77 and high == pytest.approx(1.0)


@pytest.mark.parametrize("points", [3, 4])
def test_three_or_four_points_know_no_end(points):
    some = SIZES[:points]
    assert not curve._extrapolated(tuple(some), seen(np.random.default_rng(2), 1e-5, 1e-5, some), 0)[1]
