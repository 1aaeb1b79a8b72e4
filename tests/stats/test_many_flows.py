"""Many cash flows at once say what one at a time says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import triang

from tests.cases import published
from workbook.errors import InputError
from workbook.stats import cash_flows
from workbook.stats.many_flows import discounted_paybacks, internal_rates, net_present_values, paybacks, triangular

FLOWS = st.lists(st.integers(-1000, 1000), min_size=2, max_size=8)


@settings(max_examples=200, deadline=None)
@given(FLOWS, st.floats(0, 0.5))
def test_value_and_payback_are_those_of_each_row(flows, rate):
    many = np.array([flows, flows], dtype=float)
    assert net_present_values(rate, many)[1] == pytest.approx(cash_flows.net_present_value(rate, flows), abs=1e-8)
    single = cash_flows.payback_period(flows)
    assert paybacks(many)[0] == pytest.approx(math.inf if single is None else single)
    later = cash_flows.discounted_payback_period(rate, flows)
    assert discounted_paybacks(rate, many)[0] == pytest.approx(math.inf if later is None else later)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 1000), st.lists(st.integers(0, 1000), min_size=1, max_size=6))
def test_the_rate_of_one_change_of_sign_is_the_single_rate(invested, gains):
    flows = [-invested, *gains]
    found = float(internal_rates(np.array([flows], dtype=float))[0])
    single = cash_flows.internal_rate_of_return(flows)
    if isinstance(single, float) and -0.98 < single < 900:
        assert found == pytest.approx(single, abs=1e-6)
    elif single is None:
        assert math.isnan(found)


def test_several_rates_are_no_rate():
    several = published("roi")["roi-irr-multiple"]["inputs"]["flows"]
    one = published("roi")["roi-irr-single"]
    assert math.isnan(internal_rates(np.array([several], dtype=float))[0])
    found = internal_rates(np.array([one["inputs"]["flows"]], dtype=float))[0]
    assert found == pytest.approx(one["expected"], abs=one["tolerance"])


@given(st.floats(0, 1), st.floats(0, 100), st.floats(0.5, 100), st.floats(0, 1))
def test_the_triangle_is_the_triangle(place, low, width, bend):
    drawn = triangular(np.array([place]), low, low + bend * width, low + width)[0]
    assert drawn == pytest.approx(triang.ppf(place, bend, low, width), abs=1e-6 * width)


def test_a_certain_estimate_is_itself():
    assert (triangular(np.random.default_rng(1).random(50), 7.0, 7.0, 7.0) == 7.0).all()


def test_payments_of_a_mortgage():
    case = published("roi")["roi-annuity-mortgage"]
    inputs = case["inputs"]
    found = cash_flows.level_payment(inputs["monthly_rate"], inputs["n"], inputs["principal"])
    assert found == pytest.approx(case["expected"], abs=case["tolerance"])


def test_time_value_of_money():
    """The published signs are those of a spreadsheet: what is paid is negative."""
    case = published("roi")["roi-tvm-npf"]
    inputs, expected = case["inputs"], case["expected"]

    def rate(of):
        top, bottom = of["rate"].split("/")
        return float(top) / float(bottom)

    fv, pmt, nper = inputs["fv"], inputs["pmt"], inputs["nper"]
    grown = cash_flows.value_after(rate(fv), fv["nper"], -fv["pmt"], -fv["pv"])
    assert grown == pytest.approx(expected["fv"], abs=case["tolerance"])
    assert -cash_flows.level_payment(rate(pmt), pmt["nper"], pmt["pv"]) == pytest.approx(expected["pmt"], abs=1e-5)
    assert cash_flows.periods_to_repay(rate(nper), -nper["pmt"], nper["pv"]) == pytest.approx(
        expected["nper"], abs=1e-4
    )


def test_a_payment_below_the_interest_never_repays():
    assert cash_flows.periods_to_repay(0.01, 1.0, 100.0) is None
    assert cash_flows.periods_to_repay(0.0, 5.0, 100.0) == pytest.approx(20.0)
    with pytest.raises(InputError, match="needs a period"):
        cash_flows.level_payment(0.1, 0, 100.0)
