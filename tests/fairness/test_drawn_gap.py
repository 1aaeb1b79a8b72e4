"""The gap in each draw: around the gap of the rows, and only against a tolerance that was fixed."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fairness.tallies import scored, tally_of
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


def test_weights_that_differ_widen_the_draws_as_samples_of_whole_rows_do():
    generator, n = np.random.default_rng(5), 800
    group, label = generator.integers(0, 2, n), generator.random(n) < 0.6
    score, weight = generator.random(n).round(2), generator.lognormal(0, 1, n)
    rows = scored(score, label, group, weight)
    found = gap_in_draws(samples_at(rows, Policy.at(0.5), ()), "true_positive_rate", 0.05, "agreed", Wording())
    chosen, many = score >= 0.5, generator.multinomial(n, np.full(n, 1 / n), size=3000) * weight
    rates = [
        (many[:, label & chosen & (group == one)].sum(axis=1) / many[:, label & (group == one)].sum(axis=1)) for one in (0, 1)
    ]  # fmt: skip
    plain = gap_in_draws(
        samples_at(scored(score, label, group), Policy.at(0.5), ()), "true_positive_rate", 0.05, "agreed", Wording()
    )
    assert found.difference.std() == pytest.approx((rates[0] - rates[1]).std(), rel=0.1)
    assert found.difference.std() > 1.3 * plain.difference.std()
