"""Wishes and measures of a model are told from measures of a business, without refusing honest ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.scoping.measuring import (
    Unit,
    contradiction,
    highest,
    measures_a_model,
    number,
    unit_of,
    wish_in_metric,
    wish_in_prose,
)

HONEST = [
    "defaults per 100 loans granted",
    "product recalls per year",
    "recall of faulty cars per year",
    "lift breakdowns per month",
    "accuracy of invoices sent",
    "precision parts rejected per 1,000",
    "minutes per ticket",
    "share of cases decided within 2 days",
    "reduced fees granted per month",
    "best-before dates missed per week",
    "improvement notices per quarter",
    "number of optimised routes",
    "weeks until the first answer",
]


@pytest.mark.parametrize("metric", HONEST)
def test_honest_measures_pass(metric):
    assert wish_in_metric(metric) is None and not measures_a_model(metric)


@pytest.mark.parametrize(
    ("metric", "word"),
    [
        ("better predictions", "better"),
        ("Better predictions per month", "Better"),
        ("20 % better service", "better"),
        ("improved customer experience", "improved"),
        ("efficiency", "efficiency"),
        ("state-of-the-art results", "state-of-the-art"),
        ("as accurate as possible", "as accurate as possible"),
        ("optimising the process", "optimising"),
    ],
)
def test_wishes_are_named_by_their_word(metric, word):
    assert wish_in_metric(metric) == word


@pytest.mark.parametrize(
    "metric",
    [
        "AUC on the test set",
        "accuracy",
        "Accuracy of the model",
        "overall accuracy",
        "precision and recall",
        "recall of defaults",
        "precision at 10",
        "precision@10",
        "lift",
        "F1 score",
        "log-loss",
        "R²",
        "balanced accuracy on test data",
        "model performance",
        "quality of predictions",
    ],
)
def test_measures_of_a_model_are_told(metric):
    assert measures_a_model(metric)


def test_a_number_makes_a_sentence_missable():
    assert wish_in_prose("We reduce waiting") == "reduce"
    assert wish_in_prose("We reduce waiting from 9 to 5 days") is None
    assert wish_in_prose("Nobody waits longer than today") is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("per cent", Unit("share", "per cent")),
        ("percent of loans", Unit("share", "per cent")),
        ("% of loans", Unit("share", "per cent")),
        ("percentage of loans", Unit("share", "per cent")),
        ("% points", None),
        ("percentage points", None),
        ("cents per call", Unit("money", "cent")),
        ("euro a year", Unit("money", "euro")),
        ("EUR/month", Unit("money", "euro")),
        ("average working days until an answer", Unit("time", "day")),
        ("Daylight hours", None),
        ("cases a month", None),
        ("", None),
    ],
)
def test_a_unit_is_what_a_text_begins_with(text, unit):
    assert unit_of(text) == unit


@pytest.mark.parametrize(
    ("metric", "unit"),
    [
        ("minutes per ticket", "euro"),
        ("average days until an answer", "hours"),
        ("share of cases decided in time", "euro"),
        ("defaults per 100 loans", "euro a year"),
        ("complaints per 1,000 customers", "days"),
    ],
)
def test_measure_and_unit_contradict_each_other(metric, unit):
    assert unit in str(contradiction(metric, unit))


@pytest.mark.parametrize(
    ("metric", "unit"),
    [
        ("defaults per 100 loans", "per cent"),
        ("defaults per 100 loans", "defaults"),
        ("handling cost per 100 loans", "euro"),
        ("minutes per ticket", "min"),
        ("share of cases decided within 2 days", "%"),
        ("cases decided within 2 days", "per cent"),
        ("percentage of calls answered", "share"),
        ("complaints", ""),
    ],
)
def test_what_may_belong_together_is_left_alone(metric, unit):
    assert contradiction(metric, unit) is None


def test_only_shares_have_a_whole():
    assert (highest("per cent"), highest("share of loans"), highest("euro"), highest("cents a call")) == (
        100,
        1,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (28.2, "28.2"),
        (15.0, "15"),
        (1_250_000, "1,250,000"),
        (0.035, "0.035"),
        (0, "0"),
        (-3.5, "-3.5"),
        (1e-9, "1e-09"),
    ],
)
def test_numbers_are_written_as_people_write_them(value, told):
    assert number(value) == told


@given(st.floats(min_value=-1e9, max_value=1e9).map(lambda value: round(value, 4)))
def test_a_written_number_is_the_number(value):
    assert float(number(value).replace(",", "")) == pytest.approx(value, abs=1e-6)
