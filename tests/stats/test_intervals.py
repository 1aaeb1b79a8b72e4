"""Intervals against published tables, an independent library, and their own properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from tests.cases import published
from workbook.stats.intervals import katz_ratio, needed_n, newcombe, rate, wilson

counts = st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts.filter(lambda pair: pair[1] > 0), st.sampled_from([0.8, 0.9, 0.95, 0.999]))
def test_wilson_is_scipys(pair, confidence):
    k, n = pair
    expected = binomtest(k, n).proportion_ci(confidence, method="wilson")
    low, high = wilson(k / n, n, confidence)
    assert low == pytest.approx(expected.low, abs=1e-12) and high == pytest.approx(expected.high, abs=1e-12)


def test_newcombe_is_the_published_one():
    case = published("fairness")["fair-ci-diff-newcombe-hybrid-score"]
    given_ = case["inputs"]
    low, high = newcombe(
        given_["count1"] / given_["nobs1"], given_["nobs1"], given_["count2"] / given_["nobs2"], given_["nobs2"]
    )
    assert (float(low), float(high)) == pytest.approx(tuple(case["expected"]), abs=case["tolerance"])


@given(counts.filter(lambda pair: pair[1] > 0), counts.filter(lambda pair: pair[1] > 0))
def test_newcombe_mirrors_and_holds_the_difference(first, second):
    (k1, n1), (k2, n2) = first, second
    low, high = newcombe(k1 / n1, n1, k2 / n2, n2)
    back_low, back_high = newcombe(k2 / n2, n2, k1 / n1, n1)
    assert low <= k1 / n1 - k2 / n2 + 1e-12 and k1 / n1 - k2 / n2 - 1e-12 <= high
    assert back_low == pytest.approx(-high) and back_high == pytest.approx(-low)


def test_nothing_rests_on_no_rows():
    low, high = wilson(np.nan, 0)
    assert np.isnan(low) and np.isnan(high) and np.isnan(rate(0, 0))


@given(st.integers(1, 60), st.integers(61, 200), st.integers(1, 60), st.integers(61, 200))
def test_katz_is_log_symmetric(k1, n1, k2, n2):
    low, high = katz_ratio(k1 / n1, n1, k2 / n2, n2)
    ratio = (k1 / n1) / (k2 / n2)
    assert low * high == pytest.approx(ratio**2)


def test_needed_n_shrinks_with_the_distance_from_the_tolerance():
    near, far = needed_n(0.5, 0.44, 0.05, 0.95), needed_n(0.5, 0.3, 0.05, 0.95)
    assert near > far > 2 and np.isnan(needed_n(0.5, 0.45, 0.05, 0.95))


def test_needed_n_has_the_power_it_promises():
    p1, p2, tolerance = 0.5, 0.35, 0.05
    n = int(needed_n(p1, p2, tolerance, 0.95))
    generator = np.random.default_rng(1)
    first, second = generator.binomial(n, p1, 4000) / n, generator.binomial(n, p2, 4000) / n
    low, _ = newcombe(first, n, second, n)
    assert 0.76 < np.mean(low > tolerance) < 0.86
