"""The draws: certain inputs are the deterministic case, money scales, names do not matter, and risk is counted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.roi.answers import AdoptionYear, CostLine, RoiAnswers, Worth
from workbook.roi.business import business_case
from workbook.roi.depth_words import knowing_in_words, knowing_table, simulation_in_words, simulation_table
from workbook.roi.promises import Scenario
from workbook.roi.simulating import Benefit, simulate
from workbook.roi.stories import delayed, tell, yearly_cost
from workbook.stats.cash_flows import net_present_value

UNSURE = RoiAnswers(
    true_positive=Worth(constant=10, doubt=0.3),
    yearly_volume=1000,
    yearly_volume_low=700,
    yearly_volume_high=1500,
    adoption=(AdoptionYear(likely=0.4, low=0.2, high=0.6), AdoptionYear(likely=0.9)),
    costs=(
        CostLine(title="Build", low=80, likely=100, high=150),
        CostLine(title="Run", when="yearly", low=5, likely=10, high=20, owner="Ops"),
    ),
)
BENEFIT = Benefit(100, 60, 140, {"true_positive": 150, "false_positive": -50})
MONEY = st.integers(0, 10**6).map(float)


@settings(max_examples=60, deadline=None)
@given(st.floats(-1e6, 1e6), st.lists(MONEY, max_size=3), st.lists(MONEY, max_size=3), st.lists(st.floats(0, 1), max_size=4), st.integers(1, 8), st.floats(0, 0.5))  # fmt: skip
def test_certain_inputs_give_the_deterministic_case(benefit, once, yearly, ramp, years, rate):
    lines = [("once", cost) for cost in once] + [("yearly", cost) for cost in yearly]
    answers = RoiAnswers(
        costs=tuple(CostLine(when=when, low=cost, likely=cost, high=cost) for when, cost in lines),
        adoption=tuple(AdoptionYear(likely=share) for share in ramp),
        years=years,
        discount_rate=rate,
    )
    found, case = simulate(answers, Benefit(benefit, benefit, benefit), draws=50), business_case(answers, benefit)
    assert np.ptp(found.npv) == 0 and found.influences == () and found.worth_knowing_all == 0
    scale = max(abs(benefit), *(cost for _, cost in lines), 1.0) if lines else max(abs(benefit), 1.0)
    assert found.npv[0] == pytest.approx(case.npv, abs=1e-9 * scale * years)
    assert found.as_likely == pytest.approx(case.npv, abs=1e-9 * scale * years)
    assert found.flows[1] == pytest.approx(np.array(case.cash_flows), abs=1e-9 * scale)
    assert (found.payback[0] == np.inf) == (case.payback is None)


def scaled(answers: RoiAnswers, factor: float) -> RoiAnswers:
    costs = tuple(
        line.model_copy(update={end: getattr(line, end) * factor for end in ("low", "likely", "high")})
        for line in answers.costs
    )
    return answers.model_copy(update={"costs": costs})


@given(st.floats(0.01, 1000))
@settings(max_examples=20, deadline=None)
def test_another_currency_scales_everything(factor):
    once = simulate(UNSURE, BENEFIT, draws=2000)
    parts = {name: value * factor for name, value in BENEFIT.by_outcome.items()}
    other = simulate(scaled(UNSURE, factor), Benefit(100 * factor, 60 * factor, 140 * factor, parts), draws=2000)
    assert other.npv == pytest.approx(once.npv * factor)
    assert other.irr == pytest.approx(once.irr, nan_ok=True) and other.roi == pytest.approx(once.roi)
    assert other.worst_tenth == pytest.approx(once.worst_tenth * factor)
    assert other.chance_of_loss == once.chance_of_loss


def test_swapping_names_changes_nothing():
    costs = tuple(
        line.model_copy(update={"title": other.title, "owner": other.owner})
        for line, other in zip(UNSURE.costs, reversed(UNSURE.costs), strict=True)
    )
    renamed = UNSURE.model_copy(update={"costs": costs})
    assert (simulate(renamed, BENEFIT, draws=500).npv == simulate(UNSURE, BENEFIT, draws=500).npv).all()


def test_the_draws_have_the_mean_that_they_must_have():
    found = simulate(UNSURE, BENEFIT, draws=200_000, seed=4)
    volume, ramp = (0.7 + 1 + 1.5) / 3, (0.4, 0.9, 0.9)
    costs = np.array([(80 + 100 + 150) / 3, *[(5 + 10 + 20) / 3] * 3])
    expected = net_present_value(0.1, [0.0, *(100 * volume * share for share in ramp)]) - net_present_value(0.1, costs)
    assert found.npv.mean() == pytest.approx(expected, abs=4 * found.npv.std() / 200_000**0.5)
    assert found.worst_tenth < found.between(found.npv, 0.8)[0] < found.npv.mean()
    assert found.chance_of_loss == pytest.approx((found.npv < 0).mean())


def test_a_seed_gives_the_same_draws_and_another_gives_others():
    one, same, other = (simulate(UNSURE, BENEFIT, draws=300, seed=seed) for seed in (1, 1, 2))
    assert (one.npv == same.npv).all() and (one.npv != other.npv).any()


def test_resampled_values_are_drawn_from():
    given = np.array([10.0, 20.0, 90.0])
    bare = UNSURE.model_copy(
        update={"yearly_volume_low": None, "yearly_volume_high": None, "costs": (), "adoption": (), "years": 1}
    )
    found = simulate(bare, Benefit(40, 0, 100, draws=given), draws=9000)
    assert set(np.round(found.npv * 1.1, 6)) == set(given) and found.npv.mean() * 1.1 == pytest.approx(40, rel=0.05)


def test_a_typed_value_of_today_does_not_grow_with_the_volume():
    wide = UNSURE.model_copy(update={"costs": (), "adoption": (), "true_positive": Worth(constant=10)})
    found = simulate(wide, Benefit(0, 0, 0, {"true_positive": 500}, fixed=-500), draws=5000)
    assert found.npv.std() > 0 and simulate(wide, Benefit(0, 0, 0), draws=500).npv.std() == 0


def test_what_to_find_out_first():
    found = simulate(UNSURE, BENEFIT, draws=50_000)
    assert max(abs(one.high - one.low) for one in found.influences) == abs(
        found.influences[0].high - found.influences[0].low
    )
    assert all(one.worth_knowing <= found.worth_knowing_all for one in found.influences)
    best = max(found.influences, key=lambda one: one.worth_knowing)
    assert best.worth_knowing > 0 and best.name in knowing_in_words(found)
    assert len(knowing_table(found).rows) == len(found.influences)
    assert "draws the project loses money" in simulation_in_words(found)
    assert len(simulation_table(found).rows) == 5 + 4


def test_starting_later():
    case = business_case(UNSURE, 100.0)
    assert delayed(case, 0) == pytest.approx(case.cash_flows)
    whole = delayed(case, 12)
    assert whole[0] == pytest.approx(case.cash_flows[0] / 1.1) and whole[1] == 0
    assert whole[2:] == pytest.approx(case.cash_flows[1:-1])
    half = delayed(case, 6)
    assert half[1] == pytest.approx(case.cash_flows[1] / 2)
    assert half[2] == pytest.approx((case.cash_flows[1] + case.cash_flows[2]) / 2)
    assert delayed(case, 600)[1:] == (0.0, 0.0, 0.0)


def test_stories_side_by_side():
    found = tell(
        UNSURE, BENEFIT, (Scenario(name="Half", benefit=0.5), Scenario(name="Late", delay_months=6), Scenario())
    )
    entered, careful, hopeful, half, late = found.stories
    assert careful.npv < entered.npv < hopeful.npv and half.npv < entered.npv
    assert entered.npv - late.npv == pytest.approx(found.cost_of_delay[found.months.index(6.0)])
    assert entered.npv == pytest.approx(business_case(UNSURE, 100.0).npv)


def test_the_cost_a_year_has_the_same_present_value():
    yearly = yearly_cost(UNSURE)
    assert net_present_value(0.1, [0, yearly, yearly, yearly]) == pytest.approx(
        net_present_value(0.1, [100, 10, 10, 10])
    )
