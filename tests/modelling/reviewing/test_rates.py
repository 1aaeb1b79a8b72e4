"""Rates before and after, and the change of a gap: intervals cover what a population holds, and nothing is sure of nothing."""

from __future__ import annotations

import numpy as np
import pytest

from tests.modelling.trials import rows, trial
from workbook.modelling.reviewing.judging import chance
from workbook.modelling.reviewing.rates import MEANINGS, gap_between, rate_of
from workbook.modelling.reviewing.reviewers import Reviewers

PEOPLE = Reviewers(0.2, 1.0, 0.0, 0.2)


def before_and_after(one, metric):
    inside = (one.score > 0.4) & (one.score < 0.7)
    chances = one.decided.astype(float), chance(one.study, one.decided, inside, PEOPLE)
    return [rate_of(metric, one.study, each) for each in chances]


def groups(one):
    return one.study.group == 0, one.study.group == 1


@pytest.mark.parametrize("metric", MEANINGS)
def test_intervals_cover_what_the_population_holds(metric):
    whole = trial(rows(0, 60_000))
    truth = gap_between(*before_and_after(whole, metric), *groups(whole))
    held = np.zeros(3)
    for seed in range(1, 121):
        one = trial(rows(seed, 700))
        found = gap_between(*before_and_after(one, metric), *groups(one))
        pairs = ((found.before, truth.before), (found.after, truth.after), (found.change, truth.change))
        held += [low <= value[0] <= high for (_, low, high), value in pairs]
    assert (held >= 120 * 0.95 - 3 * (120 * 0.95 * 0.05) ** 0.5).all(), held


def test_a_change_in_pairs_is_surer_than_the_two_gaps():
    one = trial(rows(1, 3000))
    found = gap_between(*before_and_after(one, "accuracy"), *groups(one))
    reach = [high - low for _, low, high in (found.before, found.after, found.change)]
    assert reach[2] < np.hypot(*reach[:2])


def test_where_nothing_moved_one_row_more_could_have():
    one = trial(rows(1, 300))
    same = rate_of("selection_rate", one.study, one.decided.astype(float))
    found = gap_between(same, same, *groups(one)).change
    assert found[0] == 0 and found[1] < 0 < found[2]


def test_a_rate_that_nobody_is_counted_for_is_unknown():
    one = trial(rows(1, 300))
    nobody = rate_of("positive_predictive_value", one.study, np.zeros(300))
    assert np.isnan(gap_between(nobody, nobody, *groups(one)).before).all()
