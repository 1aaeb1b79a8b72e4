"""Learning curves: certified figures, the fit of a general optimiser, and curves that never rise or fall below nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import curve_fit

from workbook.stats.power_law import fit_power_law

ROWS = np.array([100, 200, 400, 800, 1600, 3200])


def test_certified_by_nist():
    """DanielWood (NIST StRD, nonlinear regression): y = b1 · x^b2, certified to eleven digits."""
    x, y = [1.309, 1.471, 1.490, 1.565, 1.611, 1.680], [2.138, 3.421, 3.597, 4.340, 4.882, 5.660]
    found = fit_power_law(x, y, floor=False, exponents=(-6.0, -0.05))
    assert float(found.a) == pytest.approx(0.76886226176, rel=1e-6)
    assert float(found.b) == pytest.approx(-3.8604055871, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.5, 5), st.floats(0.2, 1.5), st.floats(0, 0.4))
def test_a_curve_without_noise_is_found_again(a, b, c):
    found = fit_power_law(ROWS, a * ROWS**-b + c)
    assert (float(found.a), float(found.b), float(found.c)) == pytest.approx((a, b, c), rel=1e-3, abs=1e-4)


def test_it_is_the_least_squares_of_a_general_optimiser():
    draw = np.random.default_rng(0)
    error, weight = 2 * ROWS**-0.6 + 0.12 + draw.normal(0, 0.002, len(ROWS)), np.arange(1.0, 7.0)
    found = fit_power_law(ROWS, error, weight)
    best, _ = curve_fit(lambda n, a, b, c: a * n**-b + c, ROWS, error, p0=(2, 0.6, 0.1), sigma=weight**-0.5)
    assert [float(one) for one in (found.a, found.b, found.c)] == pytest.approx(best, rel=1e-4)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=6, max_size=6))
def test_a_curve_never_rises_nor_ends_below_nothing(error):
    found = fit_power_law(ROWS, error)
    assert found.a >= 0 and found.c >= 0
    assert found.at(100) >= found.at(3200) >= found.at(1e9) >= 0


def test_many_curves_at_once_are_each_alone():
    errors = np.random.default_rng(1).random((5, 6))
    together = fit_power_law(ROWS, errors)
    for place, one in enumerate(errors):
        assert together.c[place] == pytest.approx(float(fit_power_law(ROWS, one).c))
