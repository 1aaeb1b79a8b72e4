"""What an endpoint is sent, and what it may answer."""

from __future__ import annotations

import datetime
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.errors import InputError
from workbook.models.sources.endpoint_contract import question, scores_in

ODD = pd.DataFrame(
    {
        "n": pd.array([1, None], dtype="Int64"),
        "x": [0.5, np.nan],
        "when": [pd.Timestamp("2026-01-02"), pd.NaT],
        "day": [datetime.date(2026, 1, 2), None],
        "word": ["<b>", None],
        "yes": [True, False],
        "far": [np.inf, 1.0],
    }
)
FIRST = [1, 0.5, "2026-01-02T00:00:00", "2026-01-02", "<b>", True, None]
SECOND = [None, None, None, None, None, False, 1.0]


def test_the_table_shape():
    told = json.loads(question(ODD, "dataframe_split"))
    assert told == {"dataframe_split": {"columns": list(ODD), "data": [FIRST, SECOND]}}


def test_the_shape_of_records():
    assert json.loads(question(ODD, "records")) == [dict(zip(ODD, row, strict=True)) for row in (FIRST, SECOND)]


@pytest.mark.parametrize(
    "answer",
    [
        [0.2, 0.7], {"predictions": [0.2, 0.7]}, {"scores": [0.2, 0.7], "model": "3"}, [[0.8, 0.2], [0.3, 0.7]],
        {"predictions": [[0.2], [0.7]]}, [{"score": 0.2}, {"score": 0.7}], {"predictions": [{"probability": 0.2}, {"probability": 0.7}]},
    ],
)  # fmt: skip
def test_every_way_of_answering(answer):
    assert scores_in(json.dumps(answer).encode(), 2) == pytest.approx([0.2, 0.7])


def test_the_other_class_of_a_pair():
    assert scores_in(b"[[0.8, 0.2], [0.3, 0.7]]", 2, event=0) == pytest.approx([0.8, 0.3])


def test_a_row_without_a_score_has_none():
    assert np.isnan(scores_in(b'{"predictions": [null, 0.7]}', 2)).tolist() == [True, False]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"<html>", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"error": "no"}', "an object instead of a list"),
        (b'"0.2"', "a text instead of a list"),
        (b"0.2", "a number instead of a list"),
        (b"[0.2]", "asked for 2 rows and answered for 1"),
        (b"[0.2, 0.3, 0.4]", "answered for 3"),
        (b'["good", "bad"]', "a text for a row"),
        (b"[true, false]", "true or false for a row"),
        (b"[[0.1, 0.2, 0.7], [0.1, 0.2, 0.7]]", "a list for a row"),
        (b'[{"class": "good"}, {"class": "bad"}]', "an object for a row"),
    ],
)
def test_what_is_no_score_is_told_without_its_values(answer, why):
    with pytest.raises(InputError, match=why):
        scores_in(answer, 2)


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_arrive_as_they_were_sent(numbers):
    assert scores_in(json.dumps({"predictions": numbers}).encode(), len(numbers)).tolist() == numbers
