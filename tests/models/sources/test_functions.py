"""Functions of a notebook: whatever they give is looked at before anybody rests on it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbook.errors import InputError
from workbook.models.sources.functions import from_function
from workbook.models.sources.probing import probe


def opened(function, columns=("income",)):
    return from_function(function, columns=columns).model


def test_a_function_is_given_only_its_columns(rows):
    seen = []
    model = opened(lambda given: seen.append(list(given.columns)) or given["income"] / 100)
    assert model.score(rows) == pytest.approx(rows["income"] / 100) and seen == [["income"]]


def steadily(rows):
    return rows["income"].rank()


def half_of_them(rows):
    return np.where(rows["income"] > 25, rows["income"], np.nan)


def changing(rows):
    rows["income"] = 0.0
    return rows["income"]


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (lambda rows: [0.5], "gave 1"),
        (lambda rows: 0.5, "gave one number"),
        (lambda rows: np.zeros((len(rows), 2)), "gave 200 × 2"),
        (lambda rows: ["good"] * len(rows), "something else than numbers"),
        (lambda rows: [None] * len(rows), "no number for any row"),
        (lambda rows: np.random.default_rng().random(len(rows)), "other scores each time"),
        (lambda rows: rows["nothing"], "could not score these rows: 'nothing'"),
        (lambda rows: 1 / 0, "division by zero"),
        (lambda rows: rows["income"][:-1], "gave 199"),
        (lambda rows: "0.5", "gave one number|something else"),
    ],
)
def test_what_is_no_score_is_refused(rows, function, why):
    with pytest.raises(InputError, match=why):
        probe(opened(function), rows)


def test_a_function_that_writes_into_its_rows_spoils_nothing(rows):
    before = rows.copy()
    probe(opened(changing), rows)
    pd.testing.assert_frame_equal(rows, before)


def test_a_model_that_writes_into_its_rows_is_refused(rows):
    model = opened(steadily)
    model.score = lambda given: changing(given).to_numpy()
    with pytest.raises(InputError, match="changes the rows"):
        probe(model, rows)


@pytest.mark.parametrize(
    ("function", "note"),
    [
        (steadily, "depends on the rows that are scored with it"),
        (half_of_them, "of the rows tried got no score"),
        (lambda rows: rows["income"] > 30, "only two different scores"),
    ],
)
def test_what_is_odd_is_noted(rows, function, note):
    assert note in " ".join(probe(opened(function), rows).notes)


def test_the_behaviour_tells_models_apart(rows):
    one, same, other = (
        probe(opened(function), rows).behaviour
        for function in (lambda r: r["income"] / 2, lambda r: r["income"] * 0.5, lambda r: r["income"] / 3)
    )
    assert one == same != other


def test_columns_have_to_be_named():
    with pytest.raises(InputError, match=r"columns=\[…\]"):
        from_function(steadily)


def test_no_rows_no_trial(rows):
    with pytest.raises(InputError, match="no rows"):
        probe(opened(steadily), rows[:0])
