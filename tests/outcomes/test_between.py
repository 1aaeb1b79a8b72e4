"""Two policies in pairs, and what reviewers do, against the rows themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from tests.outcomes.test_money import PAYOFF, rows
from workbook.data import tally
from workbook.errors import InputError
from workbook.outcomes import (
    GroupThreshold,
    Policy,
    ReviewBand,
    confusion,
    difference_along,
    difference_between,
    money_at,
    moved,
    position,
)

BAND = Policy(threshold=0.5, review=ReviewBand(low=0.3, high=0.7, error_rate=0.1, cost=2.0))


def counted(seed=3):
    table = rows(seed)
    table["g"] = np.where(np.arange(len(table)) % 3 == 0, "a", "b")
    return table, tally(table, label="y", score="s", groups=["g"], amounts={"loan": "a"})


def test_it_is_the_difference_along_the_curve():
    _, held = counted()
    along = difference_along(held, PAYOFF, position(held, 0.5))
    for threshold in (0.2, 0.5, 0.8):
        place = position(held, threshold)
        found = difference_between(held, PAYOFF, Policy.at(threshold), Policy.at(0.5))
        assert found.total == pytest.approx(along.total[place])
        assert found.standard_error == pytest.approx(along.cautious_error[place])


def test_totals_differ_by_it_whatever_the_policies():
    _, held = counted()
    by_group = Policy(threshold=0.4, thresholds=(GroupThreshold(group=("a",), threshold=0.7),))
    for policy in (by_group, BAND):
        found = difference_between(held, PAYOFF, policy, Policy.at(0.5))
        expected = money_at(held, PAYOFF, policy).total - money_at(held, PAYOFF, Policy.at(0.5)).total
        assert found.total == pytest.approx(expected) and found.low < found.total < found.high


def test_paid_reviews_are_no_reference():
    _, held = counted()
    with pytest.raises(InputError, match="reference"):
        difference_between(held, PAYOFF, Policy.at(0.5), BAND)


def test_reviewers_decide_rightly_but_for_their_errors():
    table = pd.DataFrame({"y": [1] * 10 + [0] * 20, "s": [0.5] * 30})
    held = tally(table, label="y", score="s")
    found = confusion(held, BAND)
    assert found.true_positive[0] == pytest.approx(9) and found.false_positive[0] == pytest.approx(2)
    assert found.n[0] == pytest.approx(30)


def test_money_under_review_is_what_throwing_their_errors_gives_on_average():
    table, held = counted()
    generator, totals = np.random.default_rng(0), []
    scored = table.s.notna().to_numpy()
    inside = ((table.s >= 0.3) & (table.s < 0.7)).to_numpy()
    for _ in range(3_000):
        wrong = generator.random(len(table)) < 0.1
        chosen = np.where(inside, (table.y == 1) != wrong, table.s >= 0.5)
        yes = np.where(table.y == 1, 5 + 0.2 * table.a, -2 - 0.6 * table.a)
        no = np.where(table.y == 1, -1.0, 0.0)
        values = np.where(scored, np.where(chosen, yes, no), 0.0)
        totals.append(np.nansum(values) - 2.0 * inside.sum())
    found = money_at(held, PAYOFF, BAND)
    assert found.total == pytest.approx(np.mean(totals), abs=4 * np.std(totals) / np.sqrt(len(totals)))


def test_those_whose_decision_turns_are_counted_by_group():
    table, held = counted()
    found = moved(held, Policy.at(0.3), Policy.at(0.6))
    for code, key in enumerate(held.groups):
        here = table[(table.g == key[0]) & (table.s >= 0.3) & (table.s < 0.6)]
        assert found.gained[code].sum() == len(here) and found.lost[code].sum() == 0


@pytest.mark.parametrize(("low", "high"), [(0.7, 0.3), (float("nan"), 0.3), (0.3, float("nan"))])
def test_a_band_needs_a_beginning_before_its_end(low, high):
    with pytest.raises(ValidationError):
        ReviewBand(low=low, high=high)
