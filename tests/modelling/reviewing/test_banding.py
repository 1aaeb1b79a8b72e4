"""Bands against brute force: the best stretch within the capacity, nothing where nothing pays, and noise earns nothing."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.modelling.trials import rows, trial, turned
from workbook.modelling.reviewing.banding import Band, best_threshold, weigh
from workbook.modelling.reviewing.reviewers import Reviewers, gains
from workbook.models.changes import Z


def everybody(one):
    return np.ones(one.study.rows, dtype=bool)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.floats(0, 0.5), st.floats(0, 80), st.floats(0.02, 1), st.booleans())
def test_no_band_within_the_capacity_gains_more(seed, error, cost, share, has_money):
    frame = rows(seed, 60)
    frame["score"] = frame.score.round(1)
    one = trial(frame) if has_money else trial(frame, payoff=None)
    people = Reviewers(share, 1.0, cost, error)
    found = weigh(one, everybody(one), people).best(share)
    money, wronged = gains(one.study, one.decided, people)
    each = money if has_money else -wronged
    places = [*sorted(set(one.score)), np.inf]
    within = {(low, high): (one.score >= low) & (one.score < high) for low, high in combinations(places, 2)}
    visible = [
        each[inside]
        for inside in within.values()
        if inside.mean() <= share + 1e-9 and each[inside].sum() > Z * np.sqrt((each[inside] ** 2).sum()) + 1e-9
    ]
    possible = [one.sum() for one in visible]
    best = max(possible, default=0.0)
    if found is None:
        assert best <= 1e-6
    else:
        inside = found.holds(one.score)
        assert inside.mean() <= share + 1e-9 and each[inside].sum() == pytest.approx(best) and best > 0


def test_faultless_and_free_reviewers_see_everything():
    one = trial()
    band = weigh(one, everybody(one), Reviewers(1.0, 1.0)).best(1.0)
    assert band.holds(one.score)[one.study.wronged(one.decided)].all()


def test_reviewers_who_are_nearly_always_wrong_are_given_nothing():
    one = trial(payoff=None, threshold=0.5)
    assert weigh(one, everybody(one), Reviewers(1.0, 1.0, 0.0, 0.9)).best(1.0) is None


def test_a_missing_score_lies_in_no_band():
    assert Band(-np.inf, np.inf).holds(np.array([np.nan, 0.5])).tolist() == [False, True]


def test_no_rows_no_band():
    one = trial()
    nobody = np.zeros(one.study.rows, dtype=bool)
    assert weigh(one, nobody, Reviewers(1.0, 1.0)).best(1.0) is None and best_threshold(one, nobody) is None


@pytest.mark.parametrize("has_money", [True, False])
def test_the_best_threshold_against_all_others(has_money):
    one = trial() if has_money else trial(payoff=None)
    found = best_threshold(one, everybody(one))

    def worth(threshold):
        decided = one.study.at(threshold).decided(one.score)
        return one.study.worth(decided).sum() if has_money else -one.study.wronged(decided).sum()

    assert worth(found) == max(
        worth(edge)
        for edge in [*np.unique(np.quantile(one.score, np.linspace(0, 1, 121), method="inverted_cdf")), np.inf]
    )


def test_the_other_side_is_the_same():
    one = trial()
    other = turned(one)
    assert one.decided.tolist() == other.decided.tolist()
    people = Reviewers(0.2, 1.0, 20.0, 0.1)
    gained = [max(weigh(each, everybody(each), people).gain) for each in (one, other)]
    assert gained[0] == pytest.approx(gained[1], rel=0.02)  # edges fall on other rows, counted from the other end
