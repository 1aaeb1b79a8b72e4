"""Thresholds by group equalise what they promise, on the rows that chose them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fairness.mitigation.conftest import PAYOFF, TERMS, counted, rows
from workbook.fairness.mitigation.curves import curves
from workbook.fairness.mitigation.halves import halves
from workbook.fairness.mitigation.review_band import review_band
from workbook.fairness.mitigation.thresholds import moved, without_training
from workbook.outcomes import Policy, confusion, money_along, money_at, position
from workbook.outcomes.policy import reviewed

SIDES = st.sampled_from(["at_or_above", "below"])


def rates(held, policy):
    found = confusion(held, policy)
    return {
        "true_positive_rate": found.true_positive / found.count[:, 1].sum(axis=1),
        "false_positive_rate": found.false_positive / found.count[:, 0].sum(axis=1),
        "selection_rate": found.count[:, :, 1].sum(axis=1) / found.n,
    }


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1_000), SIDES)
def test_rates_are_equal_where_they_were_chosen(seed, side):
    choosing, _ = halves(counted(rows(seed, 3_000), selected=side))
    terms = replace(TERMS, metric="false_positive_rate")
    found = {one.name: one.policy for one in without_training(choosing, PAYOFF, terms, Policy.at(0.0))}
    for name, metric in (
        ("equal opportunity", "true_positive_rate"),
        ("equal false positives", "false_positive_rate"),
        ("demographic parity", "selection_rate"),
    ):
        assert np.ptp(rates(choosing, found[name])[metric]) < 0.03
    odds = rates(choosing, found["equalised odds"])
    assert max(np.ptp(odds["true_positive_rate"]), np.ptp(odds["false_positive_rate"])) <= terms.tolerance + 1e-9


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1_000), SIDES)
def test_the_moved_threshold_is_worth_most_where_it_was_chosen(seed, side):
    choosing, _ = halves(counted(rows(seed, 1_000), selected=side))
    policy = moved(curves(choosing, PAYOFF, None)).policy
    assert money_at(choosing, PAYOFF, policy).total == pytest.approx(money_along(choosing, PAYOFF).total.max())


@pytest.mark.parametrize(("side", "favourable"), [("at_or_above", True), ("below", True), ("at_or_above", False)])
def test_the_reject_option_favours_those_behind(side, favourable):
    table = rows(4)
    table["s"] = table.s if side == "at_or_above" else -table.s
    terms = replace(TERMS, wording=replace(TERMS.wording, favourable=favourable))
    choosing, _ = halves(counted(table, selected=side))
    offers = without_training(choosing, PAYOFF, terms, Policy.at(0.3))
    policy = next(one.policy for one in offers if one.name == "reject option")
    before, after = (rates(choosing, one)["selection_rate"] for one in (Policy.at(0.3), policy))
    behind, ahead = (1, 0) if favourable else (0, 1)  # b is selected less often; where that is bad luck, a is behind
    assert (after[behind] > before[behind]) == favourable and (after[ahead] > before[ahead]) != favourable
    assert np.ptp(rates(choosing, policy)["true_positive_rate"]) < np.ptp(
        rates(choosing, Policy.at(0.3))["true_positive_rate"]
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1_000), SIDES, st.floats(0, 40), st.floats(0, 0.4))
def test_the_review_band_is_the_best_that_reviewers_can_take(seed, side, cost, error):
    choosing, _ = halves(counted(rows(seed, 1_000), selected=side))
    review = replace(TERMS.review, cost=cost, error_rate=error)
    offer = review_band(choosing, PAYOFF, review, TERMS.yearly_volume)
    best = money_along(choosing, PAYOFF).total.max()
    if offer is None:
        return
    share = choosing.cells.weight[reviewed(choosing, offer.policy)].sum() / choosing.cells.weight.sum()
    assert 0 < share <= review.capacity / TERMS.yearly_volume + 1e-9
    band = offer.policy.review
    assert money_at(choosing, PAYOFF, offer.policy).total > best - 1e-6
    assert position(choosing, band.low) < position(choosing, band.high)


def test_reviewers_who_cost_too_much_are_not_offered(held):
    choosing, _ = halves(held)
    assert review_band(choosing, PAYOFF, replace(TERMS.review, cost=1e6), 10_000) is None
