"""Thresholds are the best of all that could be chosen, tried one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.modelling.candidates.made_up import made
from workbook.models.thresholds import best_by_money, same_share


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.booleans())
def test_no_other_cut_is_worth_more(seed, ties):
    study, known = made(200, seed)
    score = known.round(1) if ties else known
    rows = study.half == 0
    cut = best_by_money(study, score, rows)
    worth = {each: study.worth(score >= each)[rows].sum() for each in [*np.unique(score), cut, np.inf]}
    assert worth[cut] == pytest.approx(max(worth.values()))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.floats(0, 1))
def test_no_other_cut_comes_nearer_to_the_share(seed, share):
    study, known = made(200, seed)
    score, rows = known.round(1), study.half == 0
    cut = same_share(study, score, rows, share)
    far = {each: abs((score[rows] >= each).mean() - share) for each in [*np.unique(score), cut, np.inf]}
    assert far[cut] == pytest.approx(min(far.values()))


def test_one_score_for_all_selects_all_or_nobody():
    study, _ = made(200)
    rows = study.half == 0
    assert same_share(study, np.full(200, 0.3), rows, 0.7) == -np.inf
    assert same_share(study, np.full(200, 0.3), rows, 0.2) == np.inf
