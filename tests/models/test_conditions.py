"""Conditions: what is written can be read again, and holds for the same rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.errors import InputError
from workbook.models.conditions import Condition, conditions_in, in_words, rows_where, rule_of

COLUMNS = st.text(min_size=1, max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
ENDS = st.tuples(st.none() | NUMBERS, st.none() | NUMBERS).filter(lambda ends: ends != (None, None))
RANGES = st.builds(lambda column, ends: Condition(column, *ends), COLUMNS, ENDS)
VALUES = st.builds(lambda column, value: Condition(column, equals=value), COLUMNS | st.just(""), st.text(max_size=12))
EXACT = st.builds(lambda column, value: Condition(column, equals=value), COLUMNS, NUMBERS)
GONE = st.builds(lambda column: Condition(column, missing=True), COLUMNS)
SLICES = st.lists(RANGES | VALUES | EXACT | GONE, min_size=1, max_size=3, unique_by=lambda one: one.column).map(tuple)


@settings(max_examples=300)
@given(SLICES)
def test_a_rule_is_read_as_it_was_written(slice_):
    assert conditions_in(rule_of(slice_)) == slice_


@pytest.mark.parametrize(
    "rule",
    ["", "income < 95", '"income"', '"income" <', '"income" < low', '"income" is there', '"a" = "b" "c" = "d"', 'and "a" = "b"',
     '"a" = "b" and', '"a" != 3', "group", '"a" = b', '"a" < "3"', '"a" = "b" or "c" = "d"'],
)  # fmt: skip
def test_what_is_no_rule_is_told(rule):
    with pytest.raises(InputError):
        conditions_in(rule)


def frame():
    return pd.DataFrame(
        {"n": [1.0, 5.0, np.nan, np.inf], "w": ["a", "", None, "missing"], "b": [True, False, True, True]}
    )


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('"n" < 5', [1, 0, 0, 0]),
        ('"n" >= 5', [0, 1, 0, 1]),
        ('"n" >= 1 and "n" < 5', [1, 0, 0, 0]),
        ('"n" = 5', [0, 1, 0, 0]),
        ('"n" is missing', [0, 0, 1, 0]),
        ('"w" = ""', [0, 1, 0, 0]),
        ('"w" is missing', [0, 0, 1, 0]),
        ('"b" = "True" and group = "old"', [0, 0, 1, 1]),
        ('group = "nobody"', [0, 0, 0, 0]),
    ],
)
def test_a_rule_holds_for_its_rows(rule, expected):
    found = rows_where(conditions_in(rule), frame(), np.array([0, 0, 1, 1]), ("young", "old"))
    assert found.astype(int).tolist() == expected


def test_words_are_those_of_people():
    told = in_words(
        conditions_in('"income" >= 1200 and "income" < 12500.0 and "job" = "missing" and group = "under 30"')
    )
    assert told == "income 1,200 to under 12,500 · job missing · under 30"


@pytest.mark.parametrize("rule", ['"gone" < 3', '"w" < 3'])
def test_a_column_that_is_gone_or_has_changed_is_told(rule):
    with pytest.raises(InputError):
        rows_where(conditions_in(rule), frame(), np.zeros(4, dtype=int), ("all",))
