"""Money from the tally equals money from the rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.roi.noise import noise_tally
from workbook.data import tally
from workbook.errors import InputError
from workbook.outcomes import OutcomeValue, Payoff, Policy, difference_along, money_along, money_at, position
from workbook.outcomes.amounts_in_words import money as money_in_words
from workbook.outcomes.payoff import elkan_threshold

PAYOFF = Payoff(
    true_positive=OutcomeValue(constant=5, amount="loan", per_unit=0.2),
    false_positive=OutcomeValue(constant=-2, amount="loan", per_unit=-0.6),
    false_negative=OutcomeValue(constant=-1),
)


def rows(seed: int, n: int = 300) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "y": generator.integers(0, 2, n),
            "s": generator.integers(0, 40, n) / 40,
            "a": generator.gamma(2, 500, n).round(2),
        }
    )


def row_values(table: pd.DataFrame, threshold: float, below: bool = False) -> np.ndarray:
    selected = table.s < threshold if below else table.s >= threshold
    yes = np.where(table.y == 1, 5 + 0.2 * table.a, -2 - 0.6 * table.a)
    return np.where(selected, yes, np.where(table.y == 1, -1.0, 0.0))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 9999), st.sampled_from([0.0, 0.225, 0.5, 0.975, 1.1]), st.booleans())
def test_totals_and_errors_are_those_of_the_rows(seed, threshold, below):
    table = rows(seed)
    counted = tally(table, label="y", score="s", amounts={"loan": "a"}, selected="below" if below else "at_or_above")
    found, values = money_at(counted, PAYOFF, Policy.at(threshold)), row_values(table, threshold, below)
    assert found.total == pytest.approx(values.sum())
    assert found.standard_error == pytest.approx(values.std() * np.sqrt(len(values)))


@pytest.mark.parametrize("below", [False, True])
def test_the_curve_is_the_total_at_every_threshold(below):
    table = rows(4)
    counted = tally(table, label="y", score="s", amounts={"loan": "a"}, selected="below" if below else "at_or_above")
    curve = money_along(counted, PAYOFF)
    for place, threshold in enumerate(curve.thresholds):
        assert curve.total[place] == pytest.approx(row_values(table, threshold, below).sum())


@pytest.mark.parametrize("below", [False, True])
def test_paired_differences_are_those_of_the_rows(below):
    table = rows(5)
    counted = tally(table, label="y", score="s", amounts={"loan": "a"}, selected="below" if below else "at_or_above")
    reference = position(counted, 0.5)
    paired = difference_along(counted, PAYOFF, reference)
    for place, threshold in enumerate(paired.thresholds):
        values = row_values(table, threshold, below) - row_values(table, 0.5, below)
        assert paired.total[place] == pytest.approx(values.sum(), abs=1e-6)
        assert paired.standard_error[place] == pytest.approx(values.std() * np.sqrt(len(values)), abs=1e-6)


def test_the_interval_holds_the_truth():
    """Skewed amounts: 95 % intervals of totals hold the expected total about 95 % of the time.

    Half of the rows are positive, half are selected, and the mean amount is 1,000: by the payoff, a row is worth
    ½ (½ · 205 - ½ · 602) + ½ (½ · -1).
    """
    truth, held = 0.5 * (0.5 * 205 - 0.5 * 602) - 0.25, 0
    for seed in range(600):
        table = rows(seed, 400)
        found = money_at(noise_tally(table.y.to_numpy(), table.a.to_numpy(), seed), PAYOFF, Policy.at(0.5))
        held += found.low <= 400 * truth <= found.high
    assert 0.92 <= held / 600 <= 0.98


def test_rows_without_an_amount_are_counted():
    table = rows(6)
    table.loc[:4, "a"] = None
    found = money_at(tally(table, label="y", score="s", amounts={"loan": "a"}), PAYOFF, Policy.at(0.5))
    assert found.missing_amounts == 5


def test_an_unknown_amount_is_named():
    with pytest.raises(InputError, match="no amount called “loan”"):
        money_at(tally(rows(7), label="y", score="s"), PAYOFF, Policy.at(0.5))


def test_elkan():
    from tests.cases import published

    case = published("roi")["roi-elkan-threshold"]
    for name, expected in case["expected"].items():
        cost = case["inputs"][name]
        constants = {
            "true_positive": -cost["c11"],
            "false_positive": -cost["c10"],
            "false_negative": -cost["c01"],
            "true_negative": -cost["c00"],
        }
        payoff = Payoff(**{outcome: OutcomeValue(constant=value) for outcome, value in constants.items()})
        assert elkan_threshold(payoff) == pytest.approx(expected, abs=case["tolerance"])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (412_345, "€412k"),
        (1_234_567, "€1.2m"),
        (-37.2, "−€37"),
        (999_700, "€1m"),
        (0, "€0"),
        (float("nan"), "–"),
        (64_000_000_000, "€64bn"),
    ],
)
def test_money_as_people_say_it(value, said):
    assert money_in_words(value) == said
