"""DeLong's areas: those of plain counting, the interval of a bootstrap, and nothing certain where nothing was seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from workbook.stats.paired_ranking import ranked
from workbook.stats.ranking import auc


def two_scores(seed: int, rows: int):
    draw = np.random.default_rng(seed)
    positive = draw.random(rows) < 0.4
    first = draw.normal(size=rows) + positive
    return first, first + draw.normal(size=rows), positive


def by_counting(first, second, positive):
    """Areas and their covariance, every pair written out, as the paper defines them."""
    areas, above, below = [], [], []
    for score in (first, second):
        won = (score[positive][:, None] > score[~positive]) + 0.5 * (score[positive][:, None] == score[~positive])
        areas.append(won.mean())
        above.append(won.mean(axis=1))
        below.append(won.mean(axis=0))
    return np.array(areas), np.cov(above) / positive.sum() + np.cov(below) / (~positive).sum()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(10, 60), st.booleans())
def test_it_is_what_counting_every_pair_gives(seed, rows, ties):
    first, second, positive = two_scores(seed, rows)
    positive[:4] = [True, True, False, False]
    if ties:
        first, second = first.round(), second.round()
    areas, covariance = by_counting(first, second, positive)
    found = ranked([first, second], positive)
    assert found.value == pytest.approx(areas) and found.covariance == pytest.approx(covariance)


def test_weights_of_two_are_rows_twice():
    first, second, positive = two_scores(0, 80)
    weight = np.where(np.arange(80) % 3 == 0, 2.0, 1.0)
    twice = np.repeat(np.arange(80), weight.astype(int))
    found = ranked([first, second], positive, weight)
    assert found.value == pytest.approx([auc(one[twice], positive[twice]) for one in (first, second)])
    assert found.value[0] == pytest.approx(roc_auc_score(positive, first, sample_weight=weight))


def test_the_interval_of_a_difference_is_that_of_a_bootstrap():
    first, second, positive = two_scores(1, 900)
    draw, drawn = np.random.default_rng(2), []
    for _ in range(600):
        rows = draw.integers(0, 900, 900)
        drawn.append(auc(first[rows], positive[rows]) - auc(second[rows], positive[rows]))
    value, low, high = ranked([first, second], positive).difference(0, 1)
    assert (low, high) == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.004)
    assert value == pytest.approx(auc(first, positive) - auc(second, positive))


def test_of_equal_scores_one_in_twenty_is_called_different():
    """Two scores that both know as much, with errors of their own."""
    draw, claimed = np.random.default_rng(3), 0
    for _ in range(400):
        positive = draw.random(300) < 0.4
        _, low, high = ranked([draw.normal(size=300) + positive for _ in range(2)], positive).difference(0, 1)
        claimed += low > 0 or high < 0
    assert 8 <= claimed <= 32


def test_a_score_that_ranks_every_pair_rightly_is_not_certain_to():
    positive = np.arange(20) >= 12
    value, low, high = ranked([np.arange(20.0)], positive).interval(0)
    assert value == high == 1 and 0.6 < low < 0.9


@pytest.mark.parametrize("label", [np.zeros(5, dtype=bool), np.ones(5, dtype=bool)])
def test_one_kind_of_row_ranks_nothing(label):
    assert np.isnan(ranked([np.arange(5.0)], label).interval(0)).all()
