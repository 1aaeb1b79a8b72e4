"""The gap in each draw: around the gap of the rows, and only against a tolerance that was fixed."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fairness.tallies import tally_of
from workbook.fairness import audit
from workbook.fairness.drawn_gap import gap_in_draws, samples_at
from workbook.outcomes import Policy, Wording

TALLY = tally_of([[[300, 100], [100, 300]], [[250, 50], [150, 150]], [[5, 5], [5, 5]]], [("a",), ("b",), (None,)])


def of(tally=TALLY, metric="true_positive_rate", reason="agreed"):
    return gap_in_draws(samples_at(tally, Policy.given_decision(), ()), metric, 0.05, reason, Wording())


@pytest.mark.parametrize("metric", ["true_positive_rate", "selection_rate", "positive_predictive_value", "accuracy"])
def test_it_lies_around_the_gap_of_the_rows(metric):
    found, seen = of(metric=metric), audit(TALLY, by=["group"]).metric_gaps[metric]
    assert np.nanmean(found.difference) == pytest.approx(seen.difference, abs=0.01)
    assert found.difference.std() > 0


def test_a_missing_value_is_compared_with_nobody():
    assert {of().highest, of().lowest} == {"a", "b"}


def test_nothing_is_held_against_a_tolerance_without_a_reason():
    assert of(reason=" ") is None
    assert gap_in_draws(None, "accuracy", 0.05, "agreed", Wording()) is None and samples_at(TALLY, None, ()) is None


def test_one_group_has_no_gap():
    assert of(tally_of([[[30, 10], [10, 30]]])) is None
