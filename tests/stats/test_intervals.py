"""Intervals against published tables, an independent library, and their own properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, ttest_1samp

from tests.cases import published
from workbook.stats.intervals import (
    clopper_pearson,
    katz_ratio,
    koopman_ratio,
    mean_interval,
    newcombe,
    rate,
    widest,
    wilson,
)

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


@given(counts.filter(lambda pair: pair[1] > 0), st.sampled_from([0.8, 0.95, 0.99999]))
def test_the_exact_interval_is_scipys(pair, confidence):
    k, n = pair
    expected = binomtest(k, n).proportion_ci(confidence, method="exact")
    low, high = clopper_pearson(k / n, n, confidence)
    assert low == pytest.approx(expected.low, abs=1e-9) and high == pytest.approx(expected.high, abs=1e-9)


@given(counts.filter(lambda pair: pair[1] > 0), st.sampled_from([0.95, 0.99999]))
def test_the_widest_holds_both(pair, confidence):
    k, n = pair
    low, high = widest(k / n, n, confidence)
    for one in (wilson(k / n, n, confidence), clopper_pearson(k / n, n, confidence)):
        assert low <= one[0] and one[1] <= high


def test_far_in_the_tails_the_widest_covers_what_wilson_does_not():
    """Of ten rows with a true rate of one in a hundred: exact binomial coverage at a confidence of 0.9999."""
    n, p, confidence = 10, 0.01, 0.9999
    seen = np.arange(n + 1)
    chance = binom.pmf(seen, n, p)
    covered = {}
    for name, interval in (("wilson", wilson), ("widest", widest)):
        low, high = interval(seen / n, n, confidence)
        covered[name] = chance[(low <= p) & (p <= high)].sum()
    assert covered["widest"] >= confidence > covered["wilson"] + 0.003


def test_koopman_and_katz_are_the_published_ones():
    """Koopman 1984, 36/40 against 16/80; 7/34 against 1/34 in Fagerland, Lydersen and Laake 2015, and by R's PropCIs."""
    assert koopman_ratio(36 / 40, 40, 16 / 80, 80) == pytest.approx((2.940, 7.152), abs=6e-4)
    assert koopman_ratio(7 / 34, 34, 1 / 34, 34) == pytest.approx((1.220853, 42.575718), rel=1e-6)
    assert katz_ratio(7 / 34, 34, 1 / 34, 34) == pytest.approx((0.91, 54), rel=5e-3)


@settings(deadline=None)
@given(counts.filter(lambda pair: pair[1] > 0), counts.filter(lambda pair: pair[1] > 0))
def test_koopman_stands_where_a_rate_is_zero_and_turns_over(first, second):
    (k1, n1), (k2, n2) = first, second
    low, high = koopman_ratio(k1 / n1, n1, k2 / n2, n2)
    back_low, back_high = koopman_ratio(k2 / n2, n2, k1 / n1, n1)
    assert 0 <= low <= high
    assert (low == 0) == (k1 == 0) and np.isinf(high) == (k2 == 0)
    if k1 and k2:
        assert low <= (k1 / n1) / (k2 / n2) * (1 + 1e-9) and (k1 / n1) / (k2 / n2) <= high * (1 + 1e-9)
        assert back_low == pytest.approx(1 / high) and back_high == pytest.approx(1 / low)


def test_koopman_covers():
    """Exact coverage over all outcomes of 15 and 25 rows, ratio 2."""
    p1, p2, n1, n2 = 0.4, 0.2, 15, 25
    k1, k2 = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij")
    chance = np.outer(binom.pmf(np.arange(n1 + 1), n1, p1), binom.pmf(np.arange(n2 + 1), n2, p2))
    low, high = koopman_ratio(k1 / n1, n1, k2 / n2, n2)
    assert 0.93 < chance[(low <= p1 / p2) & (p1 / p2 <= high)].sum() < 0.98


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30).filter(lambda values: np.ptp(values) > 1e-3))
def test_the_interval_of_a_mean_is_scipys(values):
    error, n = np.std(values, ddof=1) / np.sqrt(len(values)), len(values)
    expected = ttest_1samp(values, 0.0).confidence_interval(0.95)
    low, high = mean_interval(np.mean(values), error, n)
    assert (float(low), float(high)) == pytest.approx((expected.low, expected.high), rel=1e-9, abs=1e-9)


def test_values_that_are_all_alike_leave_no_doubt_and_one_row_tells_no_spread():
    low, high = mean_interval([0.3, 0.3, 7.0], [0.0, 0.0, 0.0], [5, 1, 5], share=False)
    assert (low[0], high[0]) == (0.3, 0.3) and np.isnan([low[1], high[1]]).all() and low[2] == high[2] == 7
    assert [float(one) for one in mean_interval(0.3, 0.0, 5, share=True)] == [0.3, 0.3]


@pytest.mark.parametrize(("first", "second", "least"), [(2, 8, 0.93), (0.5, 0.5, 0.94), (1, 20, 0.92), (0.5, 5, 0.90)])
def test_the_interval_of_a_mean_score_covers_from_ten_rows(first, second, least):
    scores, truth = np.random.default_rng(6).beta(first, second, (4000, 10)), first / (first + second)
    ends = scores.mean(axis=1), scores.std(axis=1, ddof=1) / np.sqrt(10), 10
    low, high = mean_interval(*ends, share=True)
    plain_low, plain_high = mean_interval(*ends)
    covered = ((low <= truth) & (truth <= high)).mean()
    assert least <= covered <= 0.975 and covered >= ((plain_low <= truth) & (truth <= plain_high)).mean() - 0.005
