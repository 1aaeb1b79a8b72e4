"""What a claim can mean: against every table of right and wrong that has it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.errors import InputError
from workbook.roi.depth_words import meaning_in_words
from workbook.roi.meaning import allowed, meaning

WORTHS = {"true_positive": 50.0, "false_positive": -20.0, "false_negative": -100.0, "true_negative": 1.0}


def tables(n: int, positives: int) -> tuple[np.ndarray, np.ndarray]:
    """Every number of true and of false positives among n cases."""
    found, falsely = np.meshgrid(np.arange(positives + 1), np.arange(n - positives + 1))
    return found.ravel(), falsely.ravel()


def worth(found, falsely, n, positives):
    return (
        found * WORTHS["true_positive"]
        + (positives - found) * WORTHS["false_negative"]
        + falsely * WORTHS["false_positive"]
        + (n - positives - falsely) * WORTHS["true_negative"]
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 59), st.integers(0, 60))
def test_accuracy_by_enumeration(positives, right):
    n = 60
    found, falsely = tables(n, positives)
    has = found + (n - positives - falsely) == right
    money = worth(found, falsely, n, positives)[has]
    said = meaning("accuracy", right / n, (positives / n, positives / n), WORTHS, n)
    assert said.money == pytest.approx((money.min(), money.max()), abs=1e-6)
    assert said.found == pytest.approx((found[has].min(), found[has].max()), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 59), st.data())
def test_f1_holds_every_table_that_has_it(positives, data):
    n = 60
    found, falsely = tables(n, positives)
    place = data.draw(st.integers(0, len(found) - 1))
    score = 2 * found[place] / (found[place] + falsely[place] + positives)
    has = np.isclose(2 * found, score * (found + falsely + positives))
    money = worth(found, falsely, n, positives)[has]
    said = meaning("F1", float(score), (positives / n, positives / n), WORTHS, n)
    assert said.money[0] <= money.min() + 1e-6 and money.max() <= said.money[1] + 1e-6
    places = allowed("F1", float(score), (positives / n, positives / n))
    p = positives / n
    again = 2 * p * places.recall / (p * places.recall + (1 - p) * places.false_alarms + p)
    assert again == pytest.approx(np.full(len(again), score), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=8), st.lists(st.floats(0, 1), min_size=2, max_size=8))
def test_every_point_of_a_curve_is_allowed_by_its_area(heights, steps):
    size = min(len(heights), len(steps))
    t, f = np.sort(heights[:size]), np.sort(steps[:size])
    t, f = np.concatenate([[0], t, [1]]), np.concatenate([[0], f, [1]])
    area = float(np.trapezoid(t, f))
    assert (t * (1 - f) <= area + 1e-9).all() and (1 - f * (1 - t) >= area - 1e-9).all()
    said = meaning("area under the curve", min(max(area, 0), 1), (0.3, 0.3), WORTHS, 1.0)
    money = 0.3 * (t * 50 - (1 - t) * 100) + 0.7 * (-20 * f + (1 - f))
    slack = 0.4  # one step of the net, in money
    assert said.money[0] - slack <= money.min() and money.max() <= said.money[1] + slack


def test_never_raising_an_alarm():
    """With 3.4 % failures never raising an alarm is 96.6 % accurate, and a year of it may be worth nothing."""
    said = meaning("accuracy", 0.966, (0.034, 0.034), {**WORTHS, "true_negative": 0.0}, 10_000)
    assert said.never_selecting == pytest.approx(0.966)
    assert said.found[0] == pytest.approx(0.0) and said.selected[0] == pytest.approx(0.0)
    assert said.money[0] < -30_000 and said.money[1] > -20_000
    assert "96.6 %" in meaning_in_words(said)


def test_one_more_number_closes_the_range():
    share = (0.034, 0.034)
    said = meaning("accuracy", 0.966, share, WORTHS, 10_000)
    assert said.ask == "recall"
    closed = meaning("accuracy", 0.966, share, WORTHS, 10_000, known={"recall": 0.8})
    assert closed.money[0] == pytest.approx(closed.money[1]) and closed.ask is None
    assert said.money[0] <= closed.money[0] <= said.money[1]
    assert "leave nothing open" in meaning_in_words(closed)


def test_an_unknown_share_of_positives_widens_and_is_what_to_ask():
    known = {"recall": 0.8}
    wide = meaning("accuracy", 0.9, (0.02, 0.3), WORTHS, 1000, known=known)
    narrow = meaning("accuracy", 0.9, (0.1, 0.1), WORTHS, 1000, known=known)
    assert wide.money[0] <= narrow.money[0] <= narrow.money[1] <= wide.money[1]
    assert wide.ask == "share of positives"


def test_more_volume_scales_all():
    one, ten = (meaning("accuracy", 0.9, (0.2, 0.2), WORTHS, volume, minutes_each=30) for volume in (100, 1000))
    assert np.array(ten.money) == pytest.approx(10 * np.array(one.money))
    assert ten.hours == pytest.approx(tuple(10 * hours for hours in one.hours or ()))


@pytest.mark.parametrize("value", [1.2, -0.1, float("nan")])
def test_a_quality_is_a_share(value):
    with pytest.raises(InputError, match="are shares"):
        meaning("accuracy", value, (0.2, 0.2), WORTHS, 100)


def test_numbers_that_cannot_be_true_together():
    with pytest.raises(InputError, match="No model can have"):
        meaning("accuracy", 0.99, (0.5, 0.5), WORTHS, 100, known={"recall": 0.1})
