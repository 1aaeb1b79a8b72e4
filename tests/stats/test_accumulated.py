"""Accumulated local effects: curves that can be written down."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.stats.accumulated import accumulated, edges_of


def curve(function, values, others, many=10, **more):
    edges = edges_of(values, many)
    return accumulated(values, edges, lambda rows, value: function(value, others[rows]), **more)


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_a_line_has_its_slope_everywhere(slope, other):
    generator = np.random.default_rng(0)
    values = generator.normal(size=300)
    others = 0.9 * values + generator.normal(size=300)
    found = curve(lambda x, z: slope * x + other * z, values, others, draws=0)
    np.testing.assert_allclose(np.diff(found.value), slope * np.diff(found.edges), atol=1e-9)


def test_what_is_left_out_has_no_effect():
    values = np.random.default_rng(1).normal(size=200)
    found = curve(lambda x, z: z**2, values, values, draws=20)
    assert not found.value.any() and not found.low.any() and not found.high.any()


def test_a_column_that_only_goes_with_another_has_none_where_dependence_is_strong():
    """The model reads z alone; x is nearly z. The curve of x stays flat, as it would not if rows were left in pairs."""
    generator = np.random.default_rng(2)
    values = generator.normal(size=500)
    others = values + 0.01 * generator.normal(size=500)
    assert np.abs(curve(lambda x, z: 3 * z, values, others, draws=0).value).max() == 0


def test_the_curve_is_nought_on_average():
    values = np.random.default_rng(3).uniform(0, 1, 4000)
    found = curve(lambda x, z: x**2, values, values, many=40, draws=0)
    at = np.interp(np.sort(values), found.edges, found.value)
    assert abs(at.mean()) < 2e-3


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    generator, held = np.random.default_rng(4), []
    for draw in range(60):
        values, others = generator.uniform(0, 1, 400), generator.normal(size=400)
        found = curve(lambda x, z: x * (1 + z), values, others, many=5, seed=draw, draws=200)
        truth = found.edges[-1] - (found.edges[0] + found.edges[-1]) / 2
        held.append(found.low[-1] <= truth <= found.high[-1])
    assert np.mean(held) >= 0.85


def test_rows_that_are_missing_or_beyond_are_not_asked():
    values = np.concatenate([np.linspace(0, 1, 100), [np.nan, np.nan, 50.0]])
    asked = []
    accumulated(values, np.array([0.0, 0.5, 1.0]), lambda rows, value: asked.append(rows) or value, draws=0)
    assert max(map(max, asked)) < 100


def test_every_interval_holds_enough_rows_and_so_do_both_ends():
    values = np.random.default_rng(5).lognormal(size=1000)
    edges = edges_of(values, 20)
    inside = np.histogram(values, np.concatenate([[-np.inf], edges, [np.inf]]))[0]
    assert (inside[1:-1] >= 10).all()
    assert (values <= edges[0]).sum() >= 10 and (values >= edges[-1]).sum() >= 10


@pytest.mark.parametrize("values", [np.ones(100), np.arange(15.0), np.full(50, np.nan), np.zeros(0)])
def test_too_little_to_draw_a_curve(values):
    edges = edges_of(values, 10)
    assert len(edges) < 2
    with pytest.raises(ValueError, match="two different"):
        accumulated(values, edges, lambda rows, value: value)
