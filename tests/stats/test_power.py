"""How many rows would decide: against the textbook formula, and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from workbook.stats.intervals import newcombe
from workbook.stats.power import needed_n


def test_two_rates_beyond_the_tolerance_need_the_textbook_number():
    z = norm.ppf(0.975) + norm.ppf(0.8)
    expected = np.ceil(z**2 * (0.5 * 0.5 + 0.35 * 0.65) / (0.15 - 0.05) ** 2)
    assert needed_n(0.5, 0.35, 0.05, 0.95) == expected


def test_equal_rates_need_the_textbook_number_of_an_equivalence():
    z = norm.ppf(0.975) + norm.ppf(0.9)
    assert needed_n(0.5, 0.5, 0.05, 0.95) == np.ceil(z**2 * 0.5 / 0.05**2)


def test_no_number_decides_at_the_tolerance_or_without_a_rate():
    assert np.isnan(needed_n(0.5, 0.45, 0.05, 0.95)) and np.isnan(needed_n(np.nan, 0.4, 0.05, 0.95))
    assert np.isnan(needed_n(0.5, 0.4, 0.05, 0.95, share1=0.0))


def test_nearer_the_tolerance_more_are_needed_and_rates_of_zero_are_not_free():
    assert needed_n(0.5, 0.44, 0.05, 0.95) > needed_n(0.5, 0.3, 0.05, 0.95) > 2
    assert needed_n(0.0, 0.0, 0.05, 0.95) > 50


def test_a_rate_that_rests_on_a_fifth_of_the_people_needs_five_times_as_many():
    all_, fifth = needed_n(0.5, 0.35, 0.05, 0.95), needed_n(0.5, 0.35, 0.05, 0.95, share1=0.2, share2=0.2)
    assert fifth == pytest.approx(5 * all_, abs=5)


@pytest.mark.parametrize(("rates", "tolerance"), [((0.5, 0.35), 0.05), ((0.2, 0.19, 0.18), 0.06), ((0.9, 0.9), 0.04)])
def test_the_power_is_what_it_promises(rates, tolerance):
    pairs = [(i, j) for i in range(len(rates)) for j in range(i + 1, len(rates))]
    first, second = ([rates[pair[end]] for pair in pairs] for end in (0, 1))
    n = int(needed_n(first, second, tolerance, 0.95))
    generator = np.random.default_rng(1)
    seen = {place: generator.binomial(n, p, 3000) / n for place, p in enumerate(rates)}
    beyond, within = np.zeros(3000, dtype=bool), np.ones(3000, dtype=bool)
    for i, j in pairs:
        low, high = newcombe(seen[i], n, seen[j], n)
        beyond |= (low > tolerance) | (high < -tolerance)
        within &= (low >= -tolerance) & (high <= tolerance)
    decided = beyond if max(rates) - min(rates) > tolerance else within
    assert 0.76 < decided.mean() < 0.93
