"""Cash flows against published cases and by definition."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.cases import published
from workbook.errors import InputError
from workbook.stats.cash_flows import (
    discounted_payback_period,
    internal_rate_of_return,
    net_present_value,
    payback_period,
)


def test_omb_circular():
    case = published("roi")["roi-omb-a94-appendix-b"]
    rate, costs, benefits = (
        case["inputs"]["rate"],
        case["inputs"]["costs_year_0_to_10"],
        case["inputs"]["benefits_year_0_to_10"],
    )
    assert net_present_value(rate, costs) == pytest.approx(case["expected"]["pv_costs"], abs=case["tolerance"])
    assert net_present_value(rate, benefits) == pytest.approx(case["expected"]["pv_benefits"], abs=case["tolerance"])
    flows = [b - c for b, c in zip(benefits, costs, strict=True)]
    assert net_present_value(rate, flows) == pytest.approx(case["expected"]["npv"], abs=case["tolerance"])


def test_one_rate():
    case = published("roi")["roi-irr-single"]
    assert internal_rate_of_return(case["inputs"]["flows"]) == pytest.approx(case["expected"], abs=case["tolerance"])


def test_several_rates_are_all_given():
    case = published("roi")["roi-irr-multiple"]
    assert internal_rate_of_return(case["inputs"]["flows"]) == pytest.approx(
        tuple(case["expected"]), abs=case["tolerance"]
    )


def test_no_rate():
    for flows in published("roi")["roi-irr-none"]["inputs"]["flows"]:
        assert internal_rate_of_return(flows) is None


@given(st.floats(1, 1e6), st.floats(-0.5, 3.0), st.integers(1, 10))
def test_the_rate_makes_the_value_zero(invested, rate, years):
    flows = [-invested, *([0.0] * (years - 1)), invested * (1 + rate) ** years]
    found = internal_rate_of_return(flows)
    assert found == pytest.approx(rate, abs=1e-6)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12))
def test_at_rate_zero_the_value_is_the_sum(flows):
    assert net_present_value(0.0, flows) == pytest.approx(sum(flows), abs=1e-6)


def test_a_flow_beside_which_another_is_nothing_needs_no_number_of_its_own():
    assert internal_rate_of_return((-1.0, 5e-324)) is None
    assert internal_rate_of_return((-1.0, 1.1, 5e-324)) == pytest.approx(0.1)
    assert internal_rate_of_return((0.0, 0.0)) is None and internal_rate_of_return(()) is None


def test_a_rate_of_minus_one_is_refused():
    with pytest.raises(InputError, match="no meaning"):
        net_present_value(-1.0, [1, 2])


def test_payback_is_linear_within_the_year():
    assert payback_period([-100, 60, 80]) == pytest.approx(1.5)
    assert payback_period([-100, 50, 40]) is None
    assert payback_period([10, 5]) == 0.0
    assert payback_period([0, -5, 10]) == pytest.approx(1.5)
    assert payback_period([10, -20, 5]) is None


@given(st.floats(1, 1e4), st.lists(st.floats(0, 1e4), min_size=1, max_size=8), st.floats(0.001, 0.5))
def test_discounting_never_pays_back_sooner(invested, benefits, rate):
    plain, discounted = payback_period([-invested, *benefits]), discounted_payback_period(rate, [-invested, *benefits])
    assume(discounted is not None)
    assert plain is not None and plain <= discounted + 1e-9


def test_a_rate_that_touches_zero_is_given_once():
    assert internal_rate_of_return([1, -2.2, 1.21]) == pytest.approx(0.1, abs=1e-5)


def test_a_missing_flow_is_refused():
    with pytest.raises(InputError, match="not a number"):
        internal_rate_of_return([-1, float("nan"), 3])
