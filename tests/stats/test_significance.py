"""Tests beside screening rules, against published figures and scipy."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from tests.cases import published
from workbook.stats.significance import deviations_apart, fisher_two_sided, groups_apart, two_standard_deviations


def test_two_standard_deviations():
    case = published("fairness")["fair-castaneda-two-sd"]
    found = two_standard_deviations(case["inputs"]["observed"], case["inputs"]["n"], case["inputs"]["p"])
    for name, value in zip(("expected", "sd", "z"), found, strict=True):
        assert value == pytest.approx(case["expected"][name], abs=case["tolerance"][name])


def test_fisher():
    case = published("fairness")["fair-gender-promotion-fisher"]
    (n1, k1), (n2, k2) = case["inputs"]["promoted"]["male"], case["inputs"]["promoted"]["female"]
    expected = case["expected"]["fisher_two_sided_p"]
    assert fisher_two_sided(k1, n1, k2, n2) == pytest.approx(expected, abs=case["tolerance"])


@given(st.integers(1, 40), st.integers(41, 90), st.integers(1, 40), st.integers(41, 90))
def test_deviations_squared_are_pearsons(k1, n1, k2, n2):
    expected = chi2_contingency([[k1, n1 - k1], [k2, n2 - k2]], correction=False).statistic
    apart = deviations_apart(k1 / n1, n1, k2 / n2, n2)
    assert apart**2 == pytest.approx(expected, abs=1e-9) and (apart > 0) == (k1 / n1 > k2 / n2)


def test_where_nobody_is_selected_there_is_no_deviation():
    assert math.isnan(deviations_apart(0, 10, 0, 20)) and math.isnan(deviations_apart(0.5, 0, 0.5, 10))


def test_several_groups():
    case = published("fairness")["stat-chi2-scipy"]
    selected, others = case["inputs"]["table"]
    found = groups_apart(selected, [one + other for one, other in zip(selected, others, strict=True)])
    expected = [case["expected"][name] for name in ("chi2", "p", "dof")]
    assert found == pytest.approx(expected, abs=case["tolerance"])


def test_two_groups_are_apart_by_the_square_of_their_deviations():
    assert groups_apart([30, 12], [80, 60])[0] == pytest.approx(deviations_apart(30 / 80, 80, 12 / 60, 60) ** 2)
