"""Draws of the rows: the audit's counts, and money that spreads as the rows themselves do."""

from __future__ import annotations

import numpy as np
import pytest

from tests.outcomes.test_between import BAND
from tests.outcomes.test_money import PAYOFF, rows
from workbook.data import tally
from workbook.fairness import audit
from workbook.outcomes import (
    GroupThreshold,
    OutcomeValue,
    Payoff,
    Policy,
    difference_between,
    draw_money,
    draw_samples,
    money_at,
)

BY_GROUP = Policy(threshold=0.4, thresholds=(GroupThreshold(group=("a",), threshold=0.7),))
DRAWS = 8000
OF_A_SPREAD = 4 / np.sqrt(2 * DRAWS)
"""Four standard errors of a standard deviation estimated from so many draws, as a share of it."""


def held(seed=3, n=600, **roles):
    table = rows(seed, n)
    table["g"] = np.where(np.arange(n) % 3 == 0, "a", "b")
    table["w"] = np.random.default_rng(seed).lognormal(0, 0.7, n)
    table["d"] = np.arange(n) % 2
    return table, tally(table, label="y", score="s", groups=["g"], amounts={"loan": "a"}, decision="d", **roles)


def spread_of_rows(table, values, draws, seed):
    """The worth of a case in samples of whole rows, drawn with replacement: what the draws stand for."""
    generator = np.random.default_rng(seed)
    weights = table["w"].to_numpy()
    many = generator.multinomial(len(table), np.full(len(table), 1 / len(table)), size=draws)
    return ((many @ (weights * values)) / (many @ weights)).std()


@pytest.mark.parametrize("policy", [Policy.at(0.5), BY_GROUP, BAND, Policy.given_decision()], ids=str)
def test_money_spreads_as_its_standard_error_says(policy):
    _, counted = held()
    samples = draw_samples(counted, policy, draws=DRAWS, seed=5)
    found, drawn = money_at(counted, PAYOFF, policy), draw_money(counted, PAYOFF, samples)
    assert drawn.std() == pytest.approx(found.standard_error / found.weight, rel=OF_A_SPREAD + 0.005)
    assert drawn.mean() == pytest.approx(found.total / found.weight, abs=4 * drawn.std() / np.sqrt(DRAWS))


def test_a_difference_in_pairs_spreads_less_than_a_total():
    _, counted = held()
    one_amount = Payoff(true_positive=PAYOFF.true_positive, false_positive=OutcomeValue(constant=-300))
    samples = draw_samples(counted, Policy.at(0.5), draws=DRAWS, seed=5)
    drawn = draw_money(counted, one_amount, samples, Policy.at(0.45))
    paired = difference_between(counted, one_amount, Policy.at(0.5), Policy.at(0.45))
    assert drawn.mean() == pytest.approx(paired.total / paired.weight, abs=4 * drawn.std() / np.sqrt(DRAWS))
    assert 0 < drawn.std() < 0.5 * draw_money(counted, one_amount, samples).std()
    assert not draw_money(counted, one_amount, samples, Policy.at(0.5)).any()


def test_weighted_rows_spread_as_samples_of_whole_rows_do():
    table, counted = held(weight="w")
    chosen = table.s >= 0.5
    values = np.where(
        chosen, np.where(table.y == 1, 5 + 0.2 * table.a, -2 - 0.6 * table.a), np.where(table.y == 1, -1.0, 0.0)
    )
    drawn = draw_money(counted, PAYOFF, draw_samples(counted, Policy.at(0.5), draws=DRAWS, seed=5))
    assert drawn.std() == pytest.approx(spread_of_rows(table, values, 4000, 8), rel=0.06)


def test_only_the_rows_of_the_split_have_a_worth():
    _, counted = held(split=4)
    policy = Policy.at(0.5)
    drawn = draw_money(counted, PAYOFF, draw_samples(counted, policy, draws=DRAWS, seed=1), split="value")
    found = money_at(counted, PAYOFF, policy, "value")
    assert drawn.mean() == pytest.approx(found.total / found.weight, abs=4 * drawn.std() / np.sqrt(DRAWS))
    assert drawn.std() == pytest.approx(found.standard_error / found.weight, rel=OF_A_SPREAD + 0.02)


def test_the_counts_are_the_draws_of_the_audit():
    _, counted = held()
    samples = draw_samples(counted, Policy.at(0.5), ("g",), draws=50, seed=9)
    assert (samples.drawn == audit(counted, 0.5, by=["g"], draws=50, seed=9).drawn).all()


def test_money_goes_with_the_counts_it_was_drawn_with():
    _, counted = held()
    by_counts = Payoff(true_positive=OutcomeValue(constant=3), false_positive=OutcomeValue(constant=-2))
    samples = draw_samples(counted, Policy.at(0.5), draws=200, seed=2)
    together = samples.drawn.sum(axis=1)
    expected = (3 * together[:, 1, 1] - 2 * together[:, 0, 1]) / together[:, :2].sum(axis=(1, 2))
    assert draw_money(counted, by_counts, samples) == pytest.approx(expected)
