"""Shapley values of trees: against going through every coalition, walked and looked up, with missing values and big trees."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.stats import tree_shapley as module
from workbook.stats.leaf_shapley import leaves_of
from workbook.stats.shapley import by_enumeration
from workbook.stats.tree_shapley import Trees, outputs, tree_shapley


def grown(generator, trees, inputs, depth, missing=True):
    """Full trees of some depth that ask at random, on a grid of thresholds so that values meet them exactly."""
    inner, nodes = 2**depth - 1, 2 ** (depth + 1) - 1
    left = np.full((trees, nodes), -1, dtype=np.int32)
    left[:, :inner] = 2 * np.arange(inner) + 1
    right = np.where(left >= 0, left + 1, -1).astype(np.int32)
    goes = np.where(generator.random(left.shape) < 0.5, left, right).astype(np.int32)
    asked = generator.integers(0, inputs, left.shape).astype(np.int32)
    thresholds = generator.integers(-3, 4, left.shape) / 2
    return Trees(left, right, goes, asked, thresholds, generator.normal(size=left.shape), 0.3)


def some_rows(generator, many, inputs):
    rows = generator.integers(-4, 5, (many, inputs)) / 2
    rows[generator.random(rows.shape) < 0.2] = np.nan
    return rows


def tabled(*given, **more):
    """As if the rows were many enough for tables to pay."""
    with patch.object(module, "MANY", 0):
        return tree_shapley(*given, **more)


def enumerated(trees, row, background):
    def game(who):
        return np.array([outputs(trees, np.where(one, row, background)).mean() for one in who])

    return by_enumeration(game, len(row))


@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(0, 4))
@settings(max_examples=25, deadline=None)
def test_walked_and_looked_up_equal_every_coalition(seed, inputs, depth):
    generator = np.random.default_rng(seed)
    trees = grown(generator, 3, inputs, depth)
    rows, background = some_rows(generator, 3, inputs), some_rows(generator, 4, inputs)
    walked, looked_up = tree_shapley(trees, rows, background), tabled(trees, rows, background)
    expected = np.array([enumerated(trees, row, background) for row in rows])
    np.testing.assert_allclose(walked, expected, atol=1e-12)
    np.testing.assert_allclose(looked_up, expected, atol=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_base_and_values_add_up_to_the_output(seed):
    generator = np.random.default_rng(seed)
    trees = grown(generator, 8, 6, 7)
    rows, background = some_rows(generator, 60, 6), some_rows(generator, 30, 6)
    for found in (tree_shapley(trees, rows, background), tabled(trees, rows, background)):
        missed = outputs(trees, background).mean() + found.sum(axis=1) - outputs(trees, rows)
        assert np.abs(missed).max() < 1e-9


def test_against_each_row_of_the_background_the_mean_is_the_same():
    generator = np.random.default_rng(0)
    trees, rows, background = grown(generator, 5, 4, 5), some_rows(generator, 20, 4), some_rows(generator, 7, 4)
    apart = tree_shapley(trees, rows, background, apart=True)
    assert apart.shape == (20, 7, 4)
    np.testing.assert_allclose(apart.mean(axis=1), tree_shapley(trees, rows, background), atol=1e-12)


def test_an_input_that_no_tree_asks_for_has_no_part():
    generator = np.random.default_rng(1)
    trees = grown(generator, 5, 3, 4)
    wide = some_rows(generator, 60, 5)
    assert not tree_shapley(trees, wide, wide[:9])[:, 3:].any()


def test_two_inputs_that_are_asked_alike_have_equal_parts():
    one = Trees(
        *(np.array([ids], dtype=np.int32) for ids in ([1, 3, 5, -1, -1, -1, -1], [2, 4, 6, -1, -1, -1, -1])),
        np.array([[1, 3, 5, -1, -1, -1, -1]], dtype=np.int32),
        np.array([[0, 1, 1, 0, 0, 0, 0]], dtype=np.int32),
        np.zeros((1, 7)),
        np.array([[0, 0, 0, 0.0, 1.0, 1.0, 5.0]]),
    )
    found = tree_shapley(one, np.array([[1.0, 1.0]]), np.array([[-1.0, -1.0]]))
    assert found.tolist() == [[2.5, 2.5]]


def test_a_tree_with_more_nodes_than_fit_into_sixteen_bits():
    """The routine of shap 0.51 numbers nodes with sixteen bits and breaks here."""
    deep = 40_000
    left, right = np.full((1, 2 * deep + 1), -1, np.int32), np.full((1, 2 * deep + 1), -1, np.int32)
    left[0, 0 : 2 * deep : 2], right[0, 0 : 2 * deep : 2] = np.arange(1, 2 * deep, 2), np.arange(2, 2 * deep + 1, 2)
    thresholds = np.zeros((1, 2 * deep + 1))
    thresholds[0, 0 : 2 * deep : 2] = np.arange(deep)
    values = np.random.default_rng(2).normal(size=(1, 2 * deep + 1))
    chain = Trees(left, right, left, np.zeros_like(left), thresholds, values)
    rows, background = np.array([[deep - 5.0], [3.5]]), np.array([[100.0]])
    found = tree_shapley(chain, rows, background)
    np.testing.assert_allclose(found[:, 0], outputs(chain, rows) - outputs(chain, background), atol=1e-12)


def test_trees_whose_tables_would_be_too_large_are_walked_beside_the_others(monkeypatch):
    generator = np.random.default_rng(3)
    trees, rows, background = grown(generator, 6, 8, 5), some_rows(generator, 48, 8), some_rows(generator, 10, 8)
    whole = tree_shapley(trees, rows, background)
    sizes = leaves_of(trees)[0].sizes
    monkeypatch.setattr("workbook.stats.leaf_shapley.MOST_CELLS", int((sizes << sizes).sum() / 2))
    assert 0 < leaves_of(trees)[1].sum() < 6
    np.testing.assert_allclose(tabled(trees, rows, background), whole, atol=1e-12)
    monkeypatch.setattr("workbook.stats.leaf_shapley.MOST_INPUTS", 2)
    assert not leaves_of(trees)[1].any()
    np.testing.assert_allclose(tabled(trees, rows, background), whole, atol=1e-12)


def test_nobody_and_no_split():
    generator = np.random.default_rng(4)
    stump = grown(generator, 2, 1, 0)
    assert not tree_shapley(stump, np.zeros((60, 1)), np.zeros((3, 1))).any()
    assert not tabled(stump, np.zeros((60, 1)), np.zeros((3, 1))).any()
    assert tree_shapley(stump, np.zeros((0, 1)), np.zeros((3, 1))).shape == (0, 1)
    assert outputs(stump, np.zeros((1, 1)))[0] == pytest.approx(0.3 + stump.values[:, 0].sum())


def test_it_can_be_stopped_on_the_way():
    generator = np.random.default_rng(5)
    trees, rows = grown(generator, 2, 3, 3), some_rows(generator, 40, 3)

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        module.tree_shapley(trees, rows, rows[:3], tick=stop)
