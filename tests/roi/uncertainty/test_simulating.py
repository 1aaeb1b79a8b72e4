"""Certain inputs give exactly the deterministic case; uncertain ones vary as they were entered."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from tests.roi.test_standing import ANSWERS, WORDING, loans
from workbook.data import tally
from workbook.outcomes import Policy
from workbook.roi.answers import CostLine, RoiAnswers, Worth
from workbook.roi.business import business_case
from workbook.roi.payoffs import payoff_of
from workbook.roi.standing import ground, standing
from workbook.roi.uncertainty import Spread, Yearly, simulate, spreads_of
from workbook.roi.uncertainty.contributing import contributions
from workbook.roi.uncertainty.figures import flows_by_year, npv_distribution, tornado
from workbook.roi.uncertainty.scenarios import month_of_delay, scenarios
from workbook.roi.uncertainty.words import knowing_table, scenario_table, simulation_in_words

FEW = 2_000
amounts = st.integers(0, 500_000).map(float)


def cost(when, low, likely, high, title="Build"):
    return CostLine(title=title, when=when, low=low, likely=likely, high=high, owner="Dana")


@settings(max_examples=40, deadline=None)
@given(amounts, amounts, st.integers(-400_000, 400_000), st.integers(1, 10), st.sampled_from([0.0, 0.07, 0.3]))
def test_certain_inputs_give_the_deterministic_case(once, yearly, benefit, years, rate):
    answers = RoiAnswers(
        costs=(cost("once", once, once, once), cost("yearly", yearly, yearly, yearly, "Run")),
        years=years,
        discount_rate=rate,
        first_year_share=0.5,
    )
    case = business_case(answers, float(benefit))
    found = simulate(spreads_of(answers, (float(benefit),) * 3), FEW, seed=1)
    assert np.ptp(found.npv) == 0 and found.low == found.high == pytest.approx(found.worst_tenth)
    assert found.npv[0] == pytest.approx(case.npv, rel=1e-12, abs=1e-6)
    assert found.flow_mean == pytest.approx(case.cash_flows)
    assert found.loss == float(case.npv < -1e-6) or abs(case.npv) < 1e-6
    for quantile in found.payback:
        assert (np.isnan(quantile) and case.payback is None) or quantile == pytest.approx(case.payback)
    for quantile in found.discounted_payback:
        assert (np.isnan(quantile) and case.discounted_payback is None) or quantile == pytest.approx(
            case.discounted_payback
        )
    if isinstance(case.irr, float) and -0.9 < case.irr < 900:
        assert found.rate[1] == pytest.approx(case.irr, abs=1e-9)
    if case.roi is not None:
        assert found.returned[1] == pytest.approx(case.roi)
    assert not found.swings and found.knowing_all == 0
    assert "Nothing here varies" in simulation_in_words(found)


def uncertain(benefit=300_000.0, error=60_000.0, factor=1.0):
    answers = RoiAnswers(
        yearly_volume=1000.0,
        volume_low=800.0,
        volume_high=1500.0,
        first_year_share=0.6,
        first_year_low=0.3,
        first_year_high=0.8,
        volume_owner="Sales",
        costs=(
            cost("once", 100_000 * factor, 300_000 * factor, 900_000 * factor),
            cost("yearly", 10_000 * factor, 40_000 * factor, 90_000 * factor, "Run"),
        ),
    )
    ends = (benefit, benefit - 1.96 * error, benefit + 1.96 * error)
    return answers, tuple(one * factor for one in ends)


def test_the_mean_is_the_one_that_the_ranges_have():
    answers, benefit = uncertain()
    found = simulate(spreads_of(answers, benefit), 200_000, seed=3)
    volume = (0.8 + 1 + 1.5) / 3
    first = (0.3 + 0.6 + 0.8) / 3
    discount = [1.1**-year for year in range(4)]
    gains = benefit[0] * volume * (first * discount[1] + discount[2] + discount[3])
    costs = (100_000 + 300_000 + 900_000) / 3 + (10_000 + 40_000 + 90_000) / 3 * sum(discount[1:])
    error = found.npv.std() / np.sqrt(len(found.npv))
    assert found.mean == pytest.approx(gains - costs, abs=4 * error)
    assert found.low < found.mean < found.high and 0 < found.loss < 1 and found.worst_tenth < found.low


def test_the_same_seed_gives_the_same_draws_and_another_does_not():
    yearly = spreads_of(*uncertain())
    assert np.array_equal(simulate(yearly, FEW, seed=1).npv, simulate(yearly, FEW, seed=1).npv)
    assert not np.array_equal(simulate(yearly, FEW, seed=1).npv, simulate(yearly, FEW, seed=2).npv)


def test_another_currency_scales_everything():
    plain, scaled = (simulate(spreads_of(*uncertain(factor=factor)), FEW, seed=1) for factor in (1.0, 7.5))
    assert scaled.npv == pytest.approx(7.5 * plain.npv)
    assert scaled.rate == pytest.approx(plain.rate) and scaled.payback == pytest.approx(plain.payback, nan_ok=True)
    assert [one.worth_knowing for one in scaled.swings] == pytest.approx(
        [7.5 * one.worth_knowing for one in plain.swings], abs=1e-6
    )


def test_a_number_that_decides_alone_is_worth_what_theory_says():
    mean, spread = -20_000.0, 100_000.0
    yearly = Yearly(0.0, spread, 1, 0.0, "EUR", (
        Spread("luck", "sampling", -1.96 * spread, 0.0, 1.96 * spread),
        Spread("build", "once", -mean, -mean, -mean),
    ))  # fmt: skip
    found = simulate(yearly, 400_000, seed=5)
    expected = mean * norm.cdf(mean / spread) + spread * norm.pdf(mean / spread)
    assert found.swings[0].worth_knowing == pytest.approx(expected, rel=0.06)
    assert found.knowing_all == pytest.approx(expected, rel=0.02)
    assert found.swings[0].worth_knowing <= found.knowing_all * 1.01


def test_nothing_is_worth_knowing_where_no_answer_would_change_the_decision():
    found = simulate(spreads_of(*uncertain(benefit=9_000_000.0, error=1_000.0)), FEW, seed=1)
    assert all(one.worth_knowing < 1 for one in found.swings) and "No single number" in simulation_in_words(found)


@pytest.mark.parametrize("today", ["accept all", "accept none", "given decision", "typed value"])
@pytest.mark.parametrize("threshold", [0.2, 0.6])
def test_the_four_outcomes_add_up_to_the_benefit(today, threshold):
    answers = ANSWERS.model_copy(
        update={
            "today": today,
            "today_value": 100.0,
            "false_negative": Worth(constant=-0.3),
            "true_negative": Worth(constant=0.2),
        }
    )
    rows = tally(loans(), label="y", score="s", decision="d", groups=["g"], split=1)
    policy = Policy.at(threshold)
    found = standing(ground(rows, payoff_of(answers), answers, WORDING, "no"), rows, policy, answers, WORDING)
    parts = contributions(found, rows, policy, answers)
    known = 100.0 if today == "typed value" else 0.0
    assert sum(parts.values()) - known == pytest.approx(found.benefit[0])


def test_a_worth_that_may_be_off_moves_its_part():
    answers, benefit = uncertain()
    answers = answers.model_copy(update={"true_positive": Worth(constant=1.0, give_or_take=0.5, owner="Dana")})
    found = simulate(spreads_of(answers, benefit, {"true_positive": 400_000.0}), FEW, seed=1)
    swing = next(one for one in found.swings if one.spread.kind == "worth")
    discount = 0.6 / 1.1 + 1.1**-2 + 1.1**-3
    assert swing.size == pytest.approx(400_000 * discount) and swing.spread.owner == "Dana"


def test_more_cases_are_worth_more_and_waiting_costs():
    answers, benefit = uncertain()
    found = {one.name: one.case.npv for one in scenarios(answers, benefit).all}
    assert found["Careful"] < found["Half the cases"] < found["Half a year late"] < found["Likely"] < found["Hopeful"]
    assert month_of_delay(answers, 300_000.0) == pytest.approx((300_000 - 40_000) / 12 / 1.1**3)
    assert month_of_delay(answers, 0.0) < 0


def test_pictures_and_tables_hold_what_was_found():
    found = simulate(spreads_of(*uncertain()), FEW, seed=1)
    bars = npv_distribution(found)["data"]
    assert sum(float(np.sum(bar["y"])) for bar in bars) == pytest.approx(1)
    losing = next(bar for bar in bars if bar["name"] == "It loses money")
    assert float(np.sum(losing["y"])) == pytest.approx(found.loss)
    assert len(tornado(found)["data"][0]["y"]) == len(found.swings) == len(knowing_table(found).rows)
    assert len(flows_by_year(found)["data"][0]["x"]) == found.years + 1
    assert len(scenario_table(scenarios(*uncertain())).rows) == 5


def test_a_name_from_people_is_never_markup():
    answers, benefit = uncertain()
    answers = answers.model_copy(update={"costs": (cost("once", 1.0, 2.0, 3.0, "<b>Build</b>"),)})
    found = simulate(spreads_of(answers, benefit), FEW, seed=1)
    assert not any("<b>" in name for name in tornado(found)["data"][0]["y"])


@pytest.mark.parametrize(
    "changes", [{"volume_low": 2000.0}, {"volume_high": 10.0}, {"first_year_low": 0.9}, {"first_year_high": 0.1}]
)
def test_ranges_out_of_order_are_told(changes):
    answers, _ = uncertain()
    with pytest.raises(ValueError, match="at least must not exceed"):
        RoiAnswers(**(answers.model_dump() | changes))
