"""Agreement measures against published figures, against plain definitions, and in rooms that are known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as made
from scipy.stats import friedmanchisquare, spearmanr

from tests.cases import published
from workbook.stats.agreement import FEWEST, kendall_w, krippendorff_alpha, spread


def alpha(table, level, **more):
    return krippendorff_alpha(table, level, seed=1, **{"draws": 2} | more)


def coders(case):
    return np.array([[np.nan if one is None else one for one in row] for row in case["inputs"]["coders_by_units"]])


@pytest.mark.parametrize("name", ["align-krippendorff-2011", "align-krippendorff-wikipedia"])
def test_alpha_is_the_published_one(name):
    case = published("alignment")[name]
    checked = [level for level in ("nominal", "ordinal", "interval") if level in case["expected"]]
    assert len(checked) == 2
    for level in checked:
        found = alpha(coders(case), level).value
        assert found == pytest.approx(case["expected"][level], abs=case["tolerance"])


def test_alpha_between_numbers_is_the_computed_one():
    cases = published("alignment")
    case = cases["align-krippendorff-2011-interval"]
    found = alpha(coders(cases["align-krippendorff-2011"]), "interval").value
    assert found == pytest.approx(case["expected"], abs=case["tolerance"])


def test_w_is_that_of_friedman():
    """With chi2 = m(n - 1)W: the chi2 comes from scipy, with ties and without."""
    generator = np.random.default_rng(4)
    for table in (generator.random((7, 5)), generator.integers(0, 3, (9, 6)).astype(float)):
        people, items = table.shape
        chi2 = friedmanchisquare(*table.T).statistic
        found = kendall_w(table, seed=1, draws=2).value
        assert found == pytest.approx(chi2 / (people * (items - 1)), rel=1e-9)


def test_w_without_ties_is_the_mean_rank_correlation():
    table = np.random.default_rng(5).random((6, 8))
    mean = np.mean([spearmanr(*pair).statistic for pair in itertools.combinations(table, 2)])
    assert kendall_w(table, seed=1, draws=2).value == pytest.approx((mean * 5 + 1) / 6, rel=1e-9)


def test_w_by_hand():
    """Three people, three items: rank sums 4, 6, 8, so S = 8 and W = 12 · 8 / (9 · 24)."""
    assert kendall_w([[1, 2, 3], [1, 2, 3], [2, 2, 2]], seed=1).people == 3
    assert kendall_w([[1, 2, 3], [1, 3, 2], [2, 1, 3]], seed=1).value == pytest.approx(12 * 8 / (9 * 24))
    assert kendall_w([[1, 2, 3]] * 4, seed=1).value == pytest.approx(1.0)
    assert np.isnan(kendall_w([[2, 2, 2]] * 4, seed=1).value)


@settings(deadline=None, max_examples=40)
@given(
    made.arrays(float, st.tuples(st.integers(3, 7), st.integers(1, 5)), elements=st.integers(1, 5).map(float)),
    st.sampled_from(["nominal", "ordinal", "interval"]),
    st.randoms(),
)
def test_alpha_does_not_ask_who_or_in_which_order(table, level, random):
    people, questions = list(range(len(table))), list(range(table.shape[1]))
    random.shuffle(people)
    random.shuffle(questions)
    here, there = alpha(table, level).value, alpha(table[people][:, questions], level).value
    assert here == pytest.approx(there, nan_ok=True) and not here > 1
    if level != "ordinal":
        assert alpha(table * 3 + 7, level).value == pytest.approx(here, nan_ok=True)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0, 100), min_size=3, max_size=12))
def test_spread_lies_between_nothing_and_everything(values):
    found = spread(values, "interval", ends=(0, 100), seed=1, draws=50)
    assert 0 <= found.value <= 1 + 1e-9
    mean = np.mean([abs(one - other) for one, other in itertools.combinations(values, 2)])
    half = len(values) // 2
    ends = [0.0] * half + [100.0] * (len(values) - half)
    most = np.mean([abs(one - other) for one, other in itertools.combinations(ends, 2)])
    assert found.value == pytest.approx(mean / most, abs=1e-9)


@pytest.mark.parametrize("people", [4, 5, 9])
@pytest.mark.parametrize("choices", [2, 3, 4])
def test_spread_of_choices_is_one_where_they_are_as_even_as_can_be(people, choices):
    even = [place % choices for place in range(people)]
    assert spread(even, "nominal", choices=choices, seed=1).value == pytest.approx(1.0)
    assert spread([1] * people, "nominal", choices=choices, seed=1).value == 0


def test_too_few_people_are_told_and_get_no_number():
    for people in range(FEWEST):
        found = alpha(np.ones((people, 2)) if people else np.zeros((0, 2)), "nominal")
        assert found.too_few and found.people == people and np.isnan(found.value)
        assert spread([1.0] * people, "interval", seed=1).too_few and kendall_w([[1, 2]] * people, seed=1).too_few
    four = spread([0, 0, 1, 1], "interval", seed=1)
    assert four.value == pytest.approx(1) and np.isnan(four.low)
    assert np.isnan(alpha(np.full((5, 3), 2.0), "interval").value), "nothing could have disagreed"
    assert alpha([[1, np.nan], [np.nan, np.nan], [1, 2], [1, 1]], "nominal").people == 3


def test_an_interval_is_that_of_its_seed_and_narrows_with_people():
    generator = np.random.default_rng(2)
    wide, narrow = (
        krippendorff_alpha(generator.integers(1, 6, (people, 1)) + np.arange(6) * 0.8, "interval", seed=3, draws=200)
        for people in (6, 80)
    )
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low) > 0 and narrow.low <= narrow.value <= narrow.high
    again = krippendorff_alpha(np.arange(12.0).reshape(6, 2), "interval", seed=3)
    assert again == krippendorff_alpha(np.arange(12.0).reshape(6, 2), "interval", seed=3)


def test_someone_drawn_twice_does_not_agree_with_themselves():
    """In a room of pure chance a plain bootstrap of people shows agreement; this one keeps its middle at none."""
    generator = np.random.default_rng(9)
    middles = []
    for seed in range(30):
        found = krippendorff_alpha(generator.integers(0, 3, (8, 12)), "nominal", seed=seed, draws=200)
        middles.append((found.low + found.high) / 2)
    assert abs(np.mean(middles)) < 0.03
