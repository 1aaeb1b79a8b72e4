"""Another seed: what is counted is the truth of made-up luck, lines far from the threshold hold, and few are not told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

from tests.modelling.candidates.made_up import made
from workbook.modelling.doubts.seeds.repeating import flips_between, other_folds, repeat
from workbook.modelling.doubts.seeds.words import finding, luck_in_words, luck_picture, one_in
from workbook.models.folds import folds_by_time
from workbook.models.recipes import recipe


class Jittered(ClassifierMixin, BaseEstimator):
    """The true chance in column x, moved for each row by luck of a known size; the luck is another one with each seed."""

    def __init__(self, spread: float = 0.1, random_state: int = 0):
        self.spread, self.random_state = spread, random_state

    def fit(self, features, label):
        self.classes_ = np.unique(label)
        return self

    def predict_proba(self, features):
        chance = 1 / (1 + np.exp(-features["x"].to_numpy()))
        mark = (np.abs(features["noise"].to_numpy()) * 1e6).astype(np.int64)
        luck = np.array([np.random.default_rng([self.random_state, each]).normal() for each in mark])
        moved = np.clip(chance + self.spread * luck, 0, 1)
        return np.column_stack([1 - moved, moved])


def luck(spread: float):
    return lambda _features, seed: Jittered(spread, seed)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.integers(3, 8))
def test_pairs_of_trainings_are_counted(seed, runs):
    decided = np.random.default_rng(seed).random((runs, 20)) < 0.5
    pairs = [decided[one] != decided[other] for one in range(runs) for other in range(one)]
    assert flips_between(decided) == pytest.approx(np.mean(pairs, axis=0))


def test_luck_of_a_known_size_is_found():
    """Of decisions at 0.5 the chance that two trainings differ follows from the normal distribution."""
    from scipy.stats import norm

    study, known = made(1200)
    selected = norm.cdf((known - 0.5) / 0.1)
    truth = float(np.mean(2 * selected * (1 - selected)))
    found = repeat(study, "Luck", luck(0.1), range(8))
    assert found.flips[1] <= truth <= found.flips[2] and found.flips[0] == pytest.approx(truth, abs=0.02)
    assert found.near[1] > 2 * found.far[2]


def test_intervals_hold_the_truth():
    from scipy.stats import norm

    study, known = made(6000)
    selected, draw, held = norm.cdf((known - 0.5) / 0.1), np.random.default_rng(0), 0
    truth = float(np.mean(2 * selected * (1 - selected)))
    from workbook.modelling.doubts.seeds.repeating import _mean

    for _ in range(200):
        rows = draw.choice(6000, 500, replace=False)
        decided = draw.random((6, 500)) < selected[rows]
        some = np.zeros(6000, dtype=bool)
        some[rows] = True
        _, low, high = _mean(study.where(some), decided, flips_between(decided))
        held += low <= truth <= high
    assert held >= 183


def test_without_luck_nothing_changes():
    study, _ = made(400)
    found = repeat(study, "Sure", luck(0.0), range(3))
    assert found.flips == (0, 0, 0) and found.ever[0] == 0 and found.money[0] == found.money[2]
    assert "hardly any decision changes" in finding(found) and "decide alike" in luck_in_words(found)
    assert luck_picture(found)["data"]


def test_money_and_ranking_range_over_the_trainings():
    study, _ = made(800, yearly_volume=1000.0)
    found = repeat(study, "Luck", luck(0.3), range(5))
    low, middle, high = found.money
    assert low < middle < high and found.ranking[0] < found.ranking[1] < found.ranking[2] and found.per_year
    assert "promises" in luck_in_words(found) and found.sampling > 0


def test_the_recipe_is_trained_again_with_other_parts_of_the_rows():
    study, _ = made(500)
    counted = []
    found = repeat(study, "A line", recipe("logistic").make, range(4), lambda: counted.append(1))
    assert len(counted) == 4 * len(study.folds) and found.runs == 4 and 0 < found.flips[0] < 0.1


def test_few_that_change_are_not_told():
    study, _ = made(300)
    found = repeat(study, "A line", luck(0.004), range(4))
    assert found.ever is None and found.money is None and np.isnan(found.near[0])
    told = luck_in_words(found)
    assert "fewer than 10" in told and "nan" not in told


def test_of_groups_with_few_changes_nothing_is_told_nor_of_the_one_that_would_give_it_away():
    study, _ = made(1500)
    group = np.where(np.arange(1500) < 30, 0, np.where(np.arange(1500) < 600, 1, 2))
    found = repeat(replace(study, group=group, group_names=("small", "middle", "large")), "Luck", luck(0.1), range(4))
    told = {one.group: one for one in found.groups}
    assert told["small"].flips is None and told["middle"].flips is None and told["large"].flips is not None


def test_on_another_scale_it_selects_as_many_as_the_declared_threshold():
    study, known = made(600)
    points = replace(study, score=300 + 550 * known, cut=np.full(600, 620.0))
    found = repeat(points, "Luck", luck(0.1), range(3))
    assert found.matched and found.flips[0] > 0 and "as many as the declared one" in luck_in_words(found)
    no_column = replace(study, score=None)
    assert not repeat(no_column, "Luck", luck(0.1), range(3)).matched


def test_a_risk_that_selects_below_is_compared_on_its_own_side():
    study, _ = made(600, money=False, roles={"selected": "below"})
    found = repeat(study, "A line", lambda *_: LogisticRegression(), range(3))
    assert 0 <= found.flips[0] < 0.2 and found.money is None and found.ranking[0] > 0.6


def test_folds_keep_their_kind():
    study, _ = made(300)
    person = np.arange(300) // 3
    for fold in other_folds(study, 5, person):
        assert not set(person[fold.train]) & set(person[fold.test])
    assert (other_folds(study, 5)[0].test != other_folds(study, 6)[0].test).any()
    by_time = replace(study, folds=folds_by_time(np.arange(300), 3))
    assert other_folds(by_time, 5) is by_time.folds
    found = repeat(by_time, "A line", lambda *_: LogisticRegression(), range(3))
    assert found.by_time and found.rows == 225 and found.flips[0] == 0


@pytest.mark.parametrize(("share", "told"), [(1 / 14, "1 in 14"), (0.5, "1 in 2"), (0.0, "hardly any")])
def test_shares_are_said_as_people_say_them(share, told):
    assert one_in(share) == told
