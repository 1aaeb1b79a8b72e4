"""The value of knowing a number, against cases that are known in closed form."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from workbook.stats.information import noise_of_knowing, value_of_knowing, value_of_knowing_all

N = 200_000


@pytest.mark.parametrize(("mean", "spread", "noise"), [(1.0, 2.0, 1.0), (-0.5, 1.0, 3.0), (0.0, 1.0, 0.0)])
def test_a_normal_input_has_its_closed_form(mean, spread, noise):
    """Value = mean + x + e: knowing x is worth s·φ(m/s) - |m|·Φ(-|m|/s), and knowing all the same with both spreads."""
    generator = np.random.default_rng(3)
    x = spread * generator.standard_normal(N)
    values = mean + x + noise * generator.standard_normal(N)

    def loss(sd: float) -> float:
        return float(sd * norm.pdf(mean / sd) - abs(mean) * norm.cdf(-abs(mean) / sd))

    assert value_of_knowing(values, x) == pytest.approx(loss(spread), rel=0.05)
    assert value_of_knowing_all(values) == pytest.approx(loss(np.hypot(spread, noise)), rel=0.03)


def test_nothing_is_worth_more_than_everything_and_the_unrelated_next_to_nothing():
    generator = np.random.default_rng(5)
    x = generator.standard_normal(N)
    values = x + generator.standard_normal(N)
    everything = value_of_knowing_all(values)
    assert value_of_knowing(values, x) <= everything
    assert noise_of_knowing(values, 7) < 0.02 * everything


def test_the_estimate_flatters_with_few_draws():
    """Stated in the docstring: the bias is upwards, and more draws shrink it."""
    generator = np.random.default_rng(6)
    few = np.mean([noise_of_knowing(generator.standard_normal(500), seed) for seed in range(40)])
    many = np.mean([noise_of_knowing(generator.standard_normal(50_000), seed) for seed in range(10)])
    assert few > 3 * many > 0


def test_a_certain_number_or_a_sure_decision_is_worth_nothing():
    values = 5 + np.random.default_rng(1).random(1000)
    assert value_of_knowing(values, np.ones(1000)) == 0
    assert value_of_knowing(values, values) == 0 and value_of_knowing_all(values) == 0
