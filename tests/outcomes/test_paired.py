"""Paired differences from the tally equal those of the rows; weights have no unit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.outcomes.test_money import PAYOFF, row_values, rows
from workbook.data import tally
from workbook.errors import InputError
from workbook.outcomes import (
    OutcomeValue,
    Payoff,
    Policy,
    difference_along,
    difference_from_decision_along,
    money_along,
    money_at,
    position,
)


@pytest.mark.parametrize("below", [False, True])
def test_differences_from_a_given_decision_are_those_of_the_rows(below):
    table = rows(8)
    generator = np.random.default_rng(8)
    table["d"] = generator.choice([0.0, 1.0, np.nan], len(table))
    table.loc[generator.random(len(table)) < 0.1, "s"] = np.nan
    counted = tally(
        table, label="y", score="s", decision="d", amounts={"loan": "a"}, selected="below" if below else "at_or_above"
    )
    total, error, _ = difference_from_decision_along(counted, PAYOFF)
    yes = np.where(table.y == 1, 5 + 0.2 * table.a, -2 - 0.6 * table.a)
    no = np.where(table.y == 1, -1.0, 0.0)
    decided = np.where(table.d.isna(), 0.0, np.where(table.d == 1, yes, no))
    for place, threshold in enumerate([*counted.edges, np.inf]):
        values = np.where(table.s.isna(), 0.0, row_values(table, threshold, below)) - decided
        assert total[place] == pytest.approx(values.sum(), abs=1e-6)
        assert error[place] == pytest.approx(values.std() * np.sqrt(len(values)), abs=1e-6)


@pytest.mark.parametrize("below", [False, True])
def test_where_some_cannot_be_handled_each_selected_row_counts_for_that_share(below):
    table = rows(12)
    counted = tally(table, label="y", score="s", amounts={"loan": "a"}, selected="below" if below else "at_or_above")
    served = np.random.default_rng(3).random(len(counted.edges) + 1)
    reference = position(counted, 0.6)
    one_amount = Payoff(true_positive=PAYOFF.true_positive, false_positive=OutcomeValue(constant=-300))
    found = difference_along(counted, one_amount, reference, served=served)
    gain = np.where(table.y == 1, 5 + 0.2 * table.a, -300.0)

    def worth(place, threshold):
        chosen = (table.s < threshold) if below else (table.s >= threshold)
        return served[place] * gain * chosen.to_numpy()

    of_reference = worth(reference, counted.edges[reference])
    for place, threshold in enumerate([*counted.edges, np.inf]):
        values = worth(place, threshold) - of_reference
        assert found.total[place] == pytest.approx(values.sum(), abs=1e-6)
        assert found.standard_error[place] == pytest.approx(values.std() * np.sqrt(len(values)), abs=1e-6)


def test_few_rows_that_agree_are_not_certain():
    """Three wins in a row between two thresholds say little where one loss in fifty eats fifty wins."""
    table = pd.DataFrame({"y": [1] * 98 + [0] * 2, "s": np.arange(100) / 100})
    table.loc[[97, 5], "y"] = table.loc[[5, 97], "y"].to_numpy()
    payoff = Payoff(true_positive=OutcomeValue(constant=1), false_positive=OutcomeValue(constant=-49))
    counted = tally(table, label="y", score="s")
    found = difference_along(counted, payoff, position(counted, 0.1))
    assert found.between[position(counted, 0.13)] == 3
    mean_square = np.where(table.y == 1, 1.0, 49.0**2).mean()
    assert found.cautious_error[position(counted, 0.13)] == pytest.approx(np.sqrt(3 * mean_square))
    assert found.standard_error[position(counted, 0.13)] < 2


@pytest.mark.parametrize("unit", [0.01, 1.0, 37.0])
def test_money_a_case_does_not_depend_on_the_unit_of_the_weights(unit):
    table = rows(9)
    weight = np.random.default_rng(9).gamma(2, 1, len(table))
    counted = tally(table.assign(w=weight * unit), label="y", score="s", amounts={"loan": "a"}, weight="w")
    values = row_values(table, 0.5)
    mean = np.average(values, weights=weight)
    error = np.sqrt((weight**2 * (values - mean) ** 2).sum()) / weight.sum()
    at, curve = money_at(counted, PAYOFF, Policy.at(0.5)), money_along(counted, PAYOFF)
    place = position(counted, 0.5)
    assert (at.total / at.weight, at.standard_error / at.weight) == pytest.approx((mean, error))
    assert (curve.total[place] / curve.weight, curve.standard_error[place] / curve.weight) == pytest.approx(
        (mean, error)
    )


def test_two_amounts_for_one_outcome_are_refused():
    payoff = Payoff(
        true_positive=OutcomeValue(amount="loan", per_unit=1), false_negative=OutcomeValue(amount="other", per_unit=1)
    )
    counted = tally(rows(3).assign(b=1.0), label="y", score="s", amounts={"loan": "a", "other": "b"})
    with pytest.raises(InputError, match="Two different amounts"):
        difference_along(counted, payoff, 0)
