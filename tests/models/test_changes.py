"""Comparing decisions in pairs: nothing changed is nothing, the sign is that of the second, and intervals cover."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.models.test_making import PAYOFF, roles, table
from workbook.models.changes import Z, change, widened
from workbook.models.making import make_study
from workbook.outcomes import Policy


def study(seed=0, rows=400, **more):
    return make_study(table(seed, rows), roles(), policy=Policy.at(0.5), payoff=PAYOFF, **more)


def test_nothing_changed_is_nothing():
    one = study()
    found = change(one, one.decided(one.score), one.decided(one.score))
    assert (
        found.changed[0] == 0
        and found.money == (0, 0, 0)
        and found.errors == (0, 0, 0)
        and not found.gained + found.lost
    )


def test_the_other_way_round_is_the_opposite():
    one = study()
    before, after = one.decided(one.score), one.at(0.3).decided(one.score)
    there, back = change(one, before, after), change(one, after, before)
    assert there.money[0] == pytest.approx(-back.money[0]) and there.gained == back.lost
    assert there.money[0] == pytest.approx((one.worth(after) - one.worth(before)).sum())


def test_a_year_is_the_rows_in_proportion():
    one = study()
    before, after = one.decided(one.score), one.at(0.3).decided(one.score)
    year = change(replace(one, yearly_volume=10.0 * one.known.sum()), before, after)
    assert year.money[0] == pytest.approx(10 * change(one, before, after).money[0]) and year.per_year


def test_groups_add_up():
    one = study()
    found = change(one, one.decided(one.score), one.at(0.3).decided(one.score))
    assert sum(each.rows * each.changed[0] for each in found.groups) == pytest.approx(found.rows * found.changed[0])


def test_intervals_cover_what_a_population_holds():
    """The money of many samples from one population: about 95 of 100 intervals hold the truth."""
    whole = study(rows=40_000)
    before, after = whole.decided(whole.score), whole.at(0.3).decided(whole.score)
    truth = (whole.worth(after) - whole.worth(before))[whole.known].mean()
    draw, held = np.random.default_rng(1), 0
    for _ in range(300):
        some = np.zeros(whole.rows, dtype=bool)
        some[draw.choice(whole.rows, 800, replace=False)] = True
        part = whole.where(some)
        value, low, high = change(part, before[some], after[some], by_group=False).money
        assert low <= value <= high
        held += low <= truth * part.known.sum() <= high
    assert held >= 270


def test_more_comparisons_widen_an_interval_on_both_sides():
    assert widened((1.0, 0.0, 2.0), 1) == pytest.approx((1, 0, 2))
    value, low, high = widened((1.0, 0.0, 2.0), 20)
    assert value == 1 and high - 1 == pytest.approx(1 - low) and (high - 1) * Z == pytest.approx(3.0233, abs=1e-3)
