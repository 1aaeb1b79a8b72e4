"""Levers: nobody is asked to grow younger, numbers keep to their direction, steps and range, words to those in use."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.errors import InputError
from workbook.models.levers import FEWEST, MOST_VALUES, Freedom, levers, usual_way

NUMBERS = st.lists(st.integers(-50, 200) | st.floats(-10, 10).map(lambda one: round(one, 2)), min_size=2, max_size=80)
WAYS = st.sampled_from(["free", "up", "down", "never"])


def lever(values, **said):
    return levers(pd.DataFrame({"x": values}), [Freedom("x", **said)])[0]


@pytest.mark.parametrize(
    ("name", "way"),
    [("age", "never"), ("Age_at_start", "never"), ("SeniorCitizen", "never"), ("sex", "never"), ("dateOfBirth", "never"),
     ("wage", "free"), ("usage", "free"), ("storage", "free"), ("language", "free"), ("seniority", "up"), ("tenure_months", "up"),
     ("income", "free"), ("", "free"), ("race2", "never")],
)  # fmt: skip
def test_what_nobody_spoke_of(name, way):
    assert usual_way(name) == way


@settings(max_examples=200, deadline=None)
@given(
    NUMBERS,
    WAYS,
    st.none() | st.floats(0.01, 30),
    st.none() | st.integers(-20, 20),
    st.none() | st.integers(21, 90),
    st.data(),
)
def test_a_number_keeps_to_its_limits(seen, way, step, low, high, data):
    now = float(data.draw(st.sampled_from(seen) | st.integers(-60, 210)))
    found = lever(np.array(seen, dtype=float), way=way, step=step, low=low, high=high)
    values = found.values_from(now)
    assert len(values) <= MOST_VALUES + 1 and now not in values
    assert way != "never" or not values
    for one in values:
        assert max(min(seen), -math.inf if low is None else low) - 1e-6 <= one
        assert one <= min(max(seen), math.inf if high is None else high) + 1e-6
        assert way != "up" or one > now
        assert way != "down" or one < now
        if step is not None:
            assert math.remainder(one - now, step) == pytest.approx(0, abs=1e-6)
    if step is None:
        assert set(values) <= set(map(float, seen))


@settings(max_examples=100, deadline=None)
@given(NUMBERS, st.data())
def test_effort_is_the_share_of_rows_that_are_passed(seen, data):
    now, new = (float(data.draw(st.sampled_from(seen))) for _ in range(2))
    ordered = np.array(seen, dtype=float)
    [effort] = lever(ordered).efforts(now, [new])
    low, high = min(now, new), max(now, new)
    between, ends = ((ordered > low) & (ordered < high)).sum(), (ordered == low).sum() + (ordered == high).sum()
    assert effort == pytest.approx((between + ends / 2) / len(ordered) if low < high else 0.0)


def test_farther_is_never_less_effort():
    found = lever(np.random.default_rng(0).gamma(2, 100, 400).round())
    efforts = found.efforts(100.0, [110.0, 150.0, 300.0, 900.0])
    assert (np.diff(efforts) >= 0).all() and efforts[0] > 0


def test_from_a_missing_number_only_a_free_one_moves_and_nothing_becomes_missing():
    seen = np.array([1.0, 2.0, 3.0, math.nan] * 10)
    assert set(lever(seen).values_from(math.nan)) == {1.0, 2.0, 3.0}
    assert lever(seen, way="up").values_from(math.nan) == ()
    assert all(math.isfinite(one) for one in lever(seen).values_from(1.0))
    assert lever(seen).efforts(math.nan, [2.0])[0] == pytest.approx(0.0)


def words(many=FEWEST, **said):
    return lever(["fixed"] * 40 + ["free"] * many + ["rare"] * (FEWEST - 1) + ["missing"] * 20, **said)


def test_words_that_few_hold_and_missing_are_proposed_to_nobody():
    assert set(words().values_from("rare")) == {"fixed", "free"}
    assert words().values_from("fixed") == ("free",)
    assert words(only=("rare",)).values_from("fixed") == ("rare",)
    assert words(way="up").values_from("fixed") == ()


def test_what_few_have_is_harder_to_get():
    fixed, free = words().efforts("missing", ["fixed", "free"])
    assert 0 < fixed < free < 1


def test_the_usual_kinds_of_columns():
    features = pd.DataFrame(
        {
            "flag": [True, False] * 10,
            "when": pd.date_range("2026-01-01", periods=20),
            "none": [math.nan] * 20,
            "one": [3] * 20,
        }
    )
    flag, when, none, one = levers(features)
    assert flag.values_from(True) == (False,) and not flag.is_number
    assert not when.values_from(features.when[0]) and not none.values_from(math.nan) and not one.values_from(3)


@pytest.mark.parametrize(
    ("said", "why"),
    [({"feature": "y"}, "reads no column “y”"), ({"low": 3, "high": 2}, "ends below its beginning"),
     ({"step": 0}, "steps of 0"), ({"step": -1}, "steps of -1"), ({"step": math.nan}, "steps of nan")],
)  # fmt: skip
def test_limits_that_make_no_sense(said, why):
    with pytest.raises(InputError, match=why):
        levers(pd.DataFrame({"x": [1.0, 2.0]}), [Freedom(**{"feature": "x"} | said)])


def test_a_range_beyond_what_was_seen_ends_where_nobody_has_been():
    assert lever([1.0, 2.0, 3.0], low=-10, high=99, step=1).values_from(2.0) == (1.0, 3.0)
    assert lever([1.0, 2.0, 3.0], low=50, high=99).values_from(2.0) == ()
