"""A quality figure turned into people and money: ends that enumeration confirms, and what settles it."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.roi.test_standing import ANSWERS, WORDING, loans
from workbook.data import tally
from workbook.errors import InputError, WorkbookError
from workbook.outcomes import Policy, money_at
from workbook.roi.answers import Worth
from workbook.roi.payoffs import payoff_of
from workbook.roi.quality import Claim, Stakes, meaning_of, stakes_of
from workbook.roi.quality.breaking_even import break_even
from workbook.roi.quality.deciding import decision_curve
from workbook.roi.quality.figures import decision_picture
from workbook.roi.quality.words import break_even_in_words, decision_in_words, meaning_in_words, meaning_table

worth = st.integers(-50, 50).map(float)
CASES = 24


def stakes(base=0.25, tp=100.0, fp=-10.0, fn=-80.0, tn=0.0, volume=1000.0):
    return Stakes(base, tp, fp, fn, tn, volume, True, "EUR")


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, CASES - 1), st.integers(0, CASES), st.sampled_from(["accuracy", "F1"]), worth, worth, worth, worth
)
def test_no_table_with_this_figure_lies_outside_the_range(positives, right, measure, tp, fp, fn, tn):
    negatives, base = CASES - positives, positives / CASES
    at_stake = stakes(base, tp, fp, fn, tn, CASES)
    tables = [(hit, wrong) for hit in range(positives + 1) for wrong in range(negatives + 1)]

    def figure(hit, wrong):
        missed = positives - hit
        return (hit + negatives - wrong) / CASES if measure == "accuracy" else 2 * hit / (2 * hit + wrong + missed)

    wanted = figure(min(right, positives), max(0, min(negatives, CASES - right)))
    assume(wanted > 0)
    values = [at_stake.value(h / positives, w / negatives) for h, w in tables if math.isclose(figure(h, w), wanted)]
    found = meaning_of(Claim(measure, wanted), at_stake)
    assert found.low <= min(values) + 1e-6 and max(values) - 1e-6 <= found.high


@pytest.mark.parametrize("measure", ["accuracy", "F1"])
def test_the_recall_settles_it(measure):
    at_stake = stakes()
    claim = Claim(measure, 0.8)
    for rates in (meaning_of(claim, at_stake).worst, meaning_of(claim, at_stake).best):
        found = meaning_of(Claim(measure, 0.8, recall=rates[0]), at_stake)
        assert found.settled and found.low == pytest.approx(at_stake.value(*rates))
        assert "Ask for one more number" not in meaning_in_words(found, WORDING)


def test_a_rule_that_never_raises_an_alarm_is_accurate_where_the_event_is_rare():
    found = meaning_of(Claim("accuracy", 0.92), stakes(base=0.034))
    assert found.idle == pytest.approx(0.966) and found.low < max(found.stakes.alike)
    words = meaning_in_words(found, WORDING)
    assert "96.6 % accurate without looking" in words and "no more than that" in words and "its recall" in words


def test_an_area_is_worth_at_least_treating_everybody_alike_and_at_most_one_corner():
    at_stake = stakes()
    found = meaning_of(Claim("area under the curve", 0.8), at_stake)
    assert found.low == max(at_stake.alike)
    assert found.high == pytest.approx(max(at_stake.value(0.8, 0.0), at_stake.value(1.0, 0.2)))
    half = meaning_of(Claim("area under the curve", 0.8, recall=0.9), at_stake)
    assert not half.settled and half.high <= found.high + 1e-9
    assert meaning_of(Claim("area under the curve", 1.0), at_stake).high == pytest.approx(at_stake.value(1.0, 0.0))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6))
def test_no_point_of_a_curve_is_worth_more_than_its_area_allows(steps):
    rates = sorted((min(a, b), max(a, b)) for a, b in steps)
    heights = np.maximum.accumulate([t for _, t in rates])
    corners = [(0.0, 0.0), *((f, float(t)) for (f, _), t in zip(rates, heights, strict=True)), (1.0, 1.0)]
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(corners))
    at_stake = stakes()
    best = max(at_stake.value(t, f) for f, t in corners)
    assert best <= meaning_of(Claim("area under the curve", min(1.0, area)), at_stake).high + 1e-6


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (Claim("accuracy", 1.2), "is no accuracy"),
        (Claim("F1", -0.1), "is no F1"),
        (Claim("accuracy", 0.95, recall=0.5), "do not come from the same model"),
        (Claim("area under the curve", 0.9, recall=1.5), "is no recall"),
    ],
)
def test_figures_that_cannot_be_are_told(claim, said):
    with pytest.raises(InputError, match=said):
        meaning_of(claim, stakes())


def rows():
    return tally(loans(), label="y", score="s", groups=["g"], split=1)


def test_stakes_give_the_money_of_constant_worths():
    found, payoff = rows(), payoff_of(ANSWERS)
    at_stake = stakes_of(found, payoff)
    for threshold in (0.0, 0.4, 0.8):
        table = break_even(found, Policy.at(threshold), at_stake)
        value = at_stake.value(table.recall, table.false_positive_rate)
        assert value == pytest.approx(money_at(found, payoff, Policy.at(threshold)).total)


def test_the_break_even_rates_are_worth_the_reference():
    at_stake = stakes_of(rows(), payoff_of(ANSWERS), 10_000)
    found = break_even(rows(), Policy.at(0.7), at_stake)
    assert 0 < found.recall_needed < found.recall
    assert at_stake.value(found.recall_needed, found.false_positive_rate) == pytest.approx(found.reference)
    assert at_stake.value(found.recall, found.false_positive_rate_allowed) == pytest.approx(found.reference)
    assert "% recall it is worth less" in break_even_in_words(found, WORDING)


def test_where_no_recall_is_enough_it_is_said():
    at_stake = stakes_of(rows(), payoff_of(ANSWERS.model_copy(update={"false_positive": Worth(constant=-50.0)})))
    found = break_even(rows(), Policy.at(0.1), at_stake)
    assert found.recall_needed is None and "too many others" in break_even_in_words(found, WORDING)


def test_a_decision_curve_begins_at_the_base_rate_and_never_beats_a_perfect_model():
    found = decision_curve(rows(), payoff_of(ANSWERS))
    base = stakes_of(rows(), payoff_of(ANSWERS)).base_rate
    assert found.everybody == pytest.approx(base - (1 - base) * found.thresholds / (1 - found.thresholds))
    assert (found.model <= base + 1e-12).all() and found.own == pytest.approx(2 / 3)
    assert "The model beats" in decision_in_words(found) and len(decision_picture(found)["data"]) == 3


def test_a_score_that_is_no_probability_is_told():
    frame = loans().assign(s=lambda one: one.s * 100)
    with pytest.raises(WorkbookError, match="needs a score that is a probability"):
        decision_curve(tally(frame, label="y", score="s"), payoff_of(ANSWERS))


def test_the_table_holds_people_that_add_up():
    found = meaning_of(Claim("accuracy", 0.8), stakes())
    for row in meaning_table(found, WORDING).rows:
        assert row["right"] + row["missed"] == pytest.approx(250)
