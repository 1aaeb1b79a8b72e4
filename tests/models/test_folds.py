"""Folds: every row is scored by what did not learn from it, from the past only, and never from another row of the same person."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.errors import InputError
from workbook.models.folds import even_folds, folds_by_identifier, folds_by_time, out_of_fold


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(20, 200))
def test_even_folds_test_every_row_once(seed, many, rows):
    draw = np.random.default_rng(seed)
    folds = even_folds(draw.integers(0, 2, rows), draw.integers(0, 3, rows), many, seed)
    assert np.sum([one.test for one in folds], axis=0).tolist() == [1] * rows
    assert all(not (one.train & one.test).any() for one in folds)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_folds_by_time_learn_from_the_past_only(seed, many):
    moment = np.random.default_rng(seed).integers(0, 40, 300)
    for one in folds_by_time(moment, many):
        assert one.train.any() and one.test.any()
        assert moment[one.train].max() < moment[one.test].min()


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_the_rows_of_one_person_stay_together(seed, many):
    person = np.random.default_rng(seed).integers(0, 60, 300).astype(str)
    folds = folds_by_identifier(person, many, seed)
    assert np.sum([one.test for one in folds], axis=0).tolist() == [1] * 300
    for one in folds:
        assert not set(person[one.train]) & set(person[one.test])


@pytest.mark.parametrize(
    "fold", [lambda: folds_by_time(np.array([1, 1, 2]), 2), lambda: folds_by_identifier(np.array(["a", "a"]), 2)]
)
def test_too_few_to_part(fold):
    with pytest.raises(InputError):
        fold()


def test_rows_that_only_train_have_no_score():
    moment = np.repeat(np.arange(6), 10)
    features, label = pd.DataFrame({"x": moment}), np.tile([0, 1], 30)
    found = out_of_fold(lambda *_: lambda new: np.ones(len(new)), features, label, label * 0, folds_by_time(moment, 2))
    assert np.isnan(found[moment < 2]).all() and np.isfinite(found[moment >= 2]).all()
