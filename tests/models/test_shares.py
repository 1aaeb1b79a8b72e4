"""Shares by weight with their intervals, in words, and none that gives a handful of people away."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.models.shares import (
    UNKNOWN,
    effective,
    more_in_words,
    people_in_words,
    points_in_words,
    share_in_words,
    shown,
    weighted_share,
    without_small_counts,
)  # fmt: skip
from workbook.stats.intervals import wilson


@given(st.lists(st.booleans(), min_size=1, max_size=60), st.floats(0.1, 9))
def test_equal_weights_are_wilsons_interval(which, weight):
    found = weighted_share(np.array(which), np.full(len(which), weight))
    low, high = wilson(np.mean(which), len(which))
    assert found == pytest.approx((np.mean(which), float(low), float(high)))


def test_unequal_weights_tell_less():
    weight = np.array([10.0, 1, 1, 1, 1])
    assert effective(weight) < 5 and effective(np.ones(5)) == pytest.approx(5)
    assert weighted_share(np.array([1, 0, 0, 0, 0], dtype=bool), weight)[0] == pytest.approx(10 / 14)


def test_nobody_is_unknown():
    assert all(map(math.isnan, weighted_share(np.empty(0), np.empty(0)))) and share_in_words(UNKNOWN) == "unknown"
    assert points_in_words(UNKNOWN) == "unknown"


@given(st.integers(0, 300), st.integers(0, 300))
def test_no_share_gives_a_handful_away(met, left):
    rows = met + left
    share = met / rows if rows else math.nan
    safe = without_small_counts((share, share, share), rows)
    gives_away = 0 < met < 10 or 0 < left < 10
    assert math.isnan(safe[0]) == (gives_away or not rows)


@pytest.mark.parametrize(
    ("people", "told"), [(0, "0"), (1, "fewer than 10"), (9, "fewer than 10"), (10, "10"), (1200, "1,200")]
)
def test_fewer_than_ten_are_not_told(people, told):
    assert people_in_words(shown(people)) == told


@pytest.mark.parametrize(
    ("found", "told"),
    [((84e3, 20e3, 148e3), "€84k more a year than today (€20k to €148k)"), ((-5e3, -9e3, -1e3), "€5k less a year than today (€1k to €9k)"),
     ((500.0, -900.0, 1900.0), "€500 more a year than today (€900 less to €1.9k more)"), ((0.0, 0.0, 0.0), "€0 more a year than today (€0 to €0)")],
)  # fmt: skip
def test_money_more_or_less(found, told):
    assert more_in_words(found, "EUR", True, "today") == told


def test_a_share_in_words():
    assert share_in_words((0.123, 0.1, 0.15)) == "12.3 % (10 to 15 %)"
    assert points_in_words((0.03, -0.01, 0.07)) == "3 points (−1 to 7 points)"
