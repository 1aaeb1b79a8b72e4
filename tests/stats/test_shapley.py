"""Shapley values: published games, and the axioms on drawn ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.cases import published
from workbook.stats.shapley import by_enumeration, by_orders

worths = st.integers(1, 5).flatmap(
    lambda players: arrays(float, 2**players, elements=st.floats(-5, 5, allow_nan=False, width=32))
)


def game(worth):
    players = int(np.log2(len(worth)))
    return (lambda who: worth[(who * 2 ** np.arange(players)).sum(axis=1)]), players


def test_the_airport():
    case = published("explainability")["xai-shapley-airport"]
    costs = np.array(case["inputs"]["costs"])
    found = by_enumeration(lambda who: (who * costs).max(axis=1), len(costs))
    np.testing.assert_allclose(found, case["expected"], atol=case["tolerance"])


def test_the_gloves():
    case = published("explainability")["xai-shapley-glove"]
    found = by_enumeration(lambda who: ((who[:, 0] | who[:, 1]) & who[:, 2]).astype(float), 3)
    np.testing.assert_allclose(found, case["expected"], atol=case["tolerance"])


@given(worths)
def test_all_is_shared_out(worth):
    played, players = game(worth)
    assert by_enumeration(played, players).sum() == pytest.approx(worth[-1] - worth[0], abs=1e-9)
    drawn = by_orders(played, players, 3, np.random.default_rng(0))
    assert drawn.sum() == pytest.approx(worth[-1] - worth[0], abs=1e-9)


@given(arrays(float, 4, elements=st.floats(-5, 5)), st.floats(-5, 5))
def test_who_brings_the_same_to_every_coalition_gets_the_same_and_who_brings_nothing_gets_nothing(single, together):
    def played(who):
        return single[0] * who[:, 0] + single[1] * (who[:, 1] | who[:, 2]) + together * (who[:, 1] & who[:, 2])

    found = by_enumeration(played, 4)
    assert found[1] == pytest.approx(found[2], abs=1e-9)
    assert found[3] == 0


@given(worths, worths)
def test_the_values_of_two_games_played_at_once_add_up(one, other):
    size = min(len(one), len(other))
    (first, players), (second, _) = game(one[:size]), game(other[:size])
    both = by_enumeration(lambda who: first(who) + second(who), players)
    np.testing.assert_allclose(both, by_enumeration(first, players) + by_enumeration(second, players), atol=1e-9)


@given(arrays(float, (6, 6), elements=st.floats(-5, 5)))
def test_one_order_and_back_is_exact_where_no_more_than_two_interact(pairs):
    def played(who):
        return np.einsum("ci,ij,cj->c", who, pairs, who)

    drawn = by_orders(played, 6, 1, np.random.default_rng(1))
    np.testing.assert_allclose(drawn, by_enumeration(played, 6), atol=1e-8)


@given(arrays(float, 32, elements=st.floats(-5, 5)))
def test_many_orders_come_near(worth):
    played, players = game(worth)
    drawn = by_orders(played, players, 400, np.random.default_rng(2))
    np.testing.assert_allclose(drawn, by_enumeration(played, players), atol=1.0)


def test_nobody_plays_and_too_many_play():
    assert by_enumeration(lambda who: np.zeros(len(who)), 0).shape == (0,)
    assert by_orders(lambda who: np.zeros(len(who)), 0, 3, np.random.default_rng(0)).shape == (0,)
    with pytest.raises(ValueError, match="players"):
        by_enumeration(lambda who: np.zeros(len(who)), 17)
