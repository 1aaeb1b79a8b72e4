"""Many cash flows at once agree with one at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import triang

from workbook.errors import InputError
from workbook.stats.cash_flows import internal_rate_of_return, net_present_value, payback_period
from workbook.stats.information import value_of_knowing
from workbook.stats.many_cash_flows import internal_rates_of_return, net_present_values, payback_periods
from workbook.stats.triangular import triangular, triangular_mean

flow = st.integers(-1000, 1000).map(float)


@given(st.lists(st.lists(flow, min_size=4, max_size=4), min_size=1, max_size=5), st.sampled_from([0.0, 0.1, 0.5]))
def test_each_row_as_if_alone(rows, rate):
    flows = np.array(rows)
    assert net_present_values(rate, flows) == pytest.approx([net_present_value(rate, row) for row in rows])
    for found, row in zip(payback_periods(flows), rows, strict=True):
        alone = payback_period(row)
        assert (np.isnan(found) and alone is None) or found == pytest.approx(alone)


@given(st.lists(st.integers(1, 1000).map(float), min_size=1, max_size=6), st.integers(1, 5000))
def test_the_rate_of_return_of_an_investment(gains, price):
    flows = [-float(price), *gains]
    alone = internal_rate_of_return(flows)
    found = internal_rates_of_return(np.array([flows]))[0]
    assert isinstance(alone, float)
    assert found == pytest.approx(alone, abs=1e-8) or (np.isnan(found) and not -0.99 < alone < 1000)


def test_several_or_no_rates_are_not_made_up():
    assert np.isnan(internal_rates_of_return(np.array([[-1.0, 3.0, -2.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]))).all()


def test_a_rate_without_meaning_is_refused():
    with pytest.raises(InputError):
        net_present_values(-1.0, np.ones((1, 2)))


@pytest.mark.parametrize(("low", "likely", "high"), [(0.0, 2.0, 10.0), (-3.0, -3.0, 4.0), (1.0, 5.0, 5.0)])
def test_triangular_draws_follow_their_distribution(low, likely, high):
    uniform = (np.arange(2000) + 0.5) / 2000
    expected = triang.ppf(uniform, (likely - low) / (high - low), loc=low, scale=high - low)
    assert triangular(uniform, low, likely, high) == pytest.approx(expected)
    assert triangular(uniform, low, likely, high).mean() == pytest.approx(triangular_mean(low, likely, high), rel=1e-3)


def test_what_is_certain_does_not_vary_and_disorder_is_refused():
    assert set(triangular(np.linspace(0, 1, 5), 2.0, 2.0, 2.0)) == {2.0} and triangular_mean(2.0, 2.0, 2.0) == 2.0
    with pytest.raises(InputError, match="Put them in this order"):
        triangular(np.zeros(1), 3.0, 2.0, 4.0)


def test_a_number_without_influence_is_not_worth_knowing():
    generator = np.random.default_rng(1)
    worth = generator.normal(0, 1, 100_000)
    assert value_of_knowing(generator.random(100_000), worth) < 0.02 < value_of_knowing(worth, worth)
