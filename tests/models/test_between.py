"""Groups that are alike are seldom called apart however many they are, and groups that are not are found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.models.between import Share, furthest_apart
from workbook.stats.intervals import newcombe


def drawn(seed, chances, rows):
    draw = np.random.default_rng(seed)
    return {f"g{place}": Share(draw.binomial(rows, chance) / rows, rows) for place, chance in enumerate(chances)}


@pytest.mark.parametrize("many", [2, 8])
def test_groups_alike_are_seldom_called_apart(many):
    found = [furthest_apart(drawn(seed, [0.3] * many, 60), 0.0).verdict for seed in range(300)]
    assert found.count("gap") <= 300 * 0.05 + 3 * (300 * 0.05 * 0.95) ** 0.5


def test_groups_that_are_not_alike_are_found_and_named():
    found = furthest_apart(drawn(0, [0.2, 0.25, 0.6], 400), 0.05)
    assert found.verdict == "gap" and found.highest == "g2" and found.value[1] > 0.05


def test_many_rows_show_that_there_is_no_gap():
    assert furthest_apart(drawn(1, [0.3, 0.3], 100_000), 0.05).verdict == "no gap"


def test_few_rows_can_show_nothing():
    assert furthest_apart(drawn(1, [0.3, 0.4], 12), 0.05).verdict == "cannot tell"


def test_two_groups_are_newcombes_interval():
    found = furthest_apart({"a": Share(0.6, 50), "b": Share(0.4, 80)}, 0.5)
    low, high = newcombe(0.6, 50, 0.4, 80)
    assert found.value == pytest.approx((0.2, float(low), float(high)))


@given(st.floats(0, 0.3), st.floats(0, 0.3))
def test_what_nobody_knows_widens_the_interval(high, low):
    plain = furthest_apart({"a": Share(0.6, 50), "b": Share(0.4, 80)}, 0.5).value
    wider = furthest_apart({"a": Share(0.6, 50, high), "b": Share(0.4, 80, low)}, 0.5).value
    assert wider == pytest.approx((plain[0], plain[1] - low, plain[2] + high))


@pytest.mark.parametrize("shares", [{}, {"a": Share(0.5, 10)}])
def test_one_group_alone(shares):
    assert furthest_apart(shares, 0.05) is None
