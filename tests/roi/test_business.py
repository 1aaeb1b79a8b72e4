"""The business case from its definition."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from workbook.errors import WorkbookError
from workbook.roi.answers import AdoptionYear, CostLine, Harm, RoiAnswers, Worth
from workbook.roi.business import business_case
from workbook.roi.payoffs import assumptions, payoff_of, unowned
from workbook.stats.cash_flows import net_present_value

ANSWERS = RoiAnswers(
    true_positive=Worth(constant=10, owner="Dana"),
    yearly_volume=1000,
    costs=(
        CostLine(title="Build", when="once", low=80, likely=100, high=150),
        CostLine(title="Run", when="yearly", low=5, likely=10, high=20, owner="Ops"),
    ),
    years=3,
    discount_rate=0.1,
)


def test_cash_flows_are_benefits_less_costs():
    case = business_case(ANSWERS, 60.0)
    assert case.cash_flows == (-100.0, 50.0, 50.0, 50.0)
    assert case.npv == pytest.approx(net_present_value(0.1, [-100, 50, 50, 50]))
    assert case.payback == pytest.approx(2.0)


def test_the_ends_are_everything_at_its_worst_and_best():
    case = business_case(ANSWERS, 60.0, 40.0, 80.0)
    assert case.npv_low == pytest.approx(net_present_value(0.1, [-150, 20, 20, 20]))
    assert case.npv_high == pytest.approx(net_present_value(0.1, [-80, 75, 75, 75]))
    assert case.npv_low <= case.npv <= case.npv_high


def test_roi_is_over_what_was_spent():
    case = business_case(ANSWERS, 60.0)
    spent = net_present_value(0.1, [100, 10, 10, 10])
    assert case.roi == pytest.approx((net_present_value(0.1, [0, 60, 60, 60]) - spent) / spent)


def test_a_slow_start_costs():
    slow = business_case(ANSWERS.model_copy(update={"first_year_share": 0.5}), 60.0)
    assert slow.benefits == (0.0, 30.0, 60.0, 60.0)


def test_answers_of_the_first_release_still_load():
    """As they were saved: a cost without a kind, a worth without a doubt, one share for the first year."""
    worth = {"constant": 5.0, "amount": "", "per_unit": 0.0, "owner": "Dana", "source": ""}
    cost = {"title": "Build", "when": "once", "low": 1, "likely": 2, "high": 3, "owner": "", "source": ""}
    saved = {"true_positive": worth, "costs": [cost], "first_year_share": 0.5, "years": 3}
    old = RoiAnswers.model_validate(saved)
    assert old.costs[0].kind == "not said" and old.true_positive.doubt == 0
    assert business_case(old, 10.0).benefits == (0.0, 5.0, 10.0, 10.0)


def test_a_ramp_goes_on_as_its_last_year():
    ramp = (AdoptionYear(likely=0.2), AdoptionYear(likely=0.7))
    case = business_case(ANSWERS.model_copy(update={"adoption": ramp}), 100.0)
    assert case.benefits == pytest.approx((0.0, 20.0, 70.0, 70.0))


def test_a_harm_is_an_assumption_and_never_money_of_the_company():
    harmed = ANSWERS.model_copy(update={"harms": (Harm(what="No flat", each=500.0),)})
    assert "No flat" in unowned(harmed)
    assert payoff_of(harmed) == payoff_of(ANSWERS) and business_case(harmed, 60.0) == business_case(ANSWERS, 60.0)


def test_volumes_and_ramps_must_be_in_order():
    with pytest.raises(ValidationError, match="at least"):
        RoiAnswers(yearly_volume=10, yearly_volume_low=20)
    with pytest.raises(ValidationError, match="year 1: low"):
        RoiAnswers(adoption=(AdoptionYear(likely=0.1, low=0.5),))


def test_estimates_must_be_in_order():
    with pytest.raises(ValidationError, match="low must not exceed likely"):
        RoiAnswers(costs=(CostLine(title="x", low=5, likely=1, high=9),))


def test_assumptions_without_an_owner_are_listed():
    assert {one.name for one in assumptions(ANSWERS)} >= {"Build", "Run", "Cases a year", "Discount rate"}
    assert "Build" in unowned(ANSWERS) and "Run" not in unowned(ANSWERS)


def test_no_value_is_said():
    with pytest.raises(WorkbookError, match="No outcome has a value"):
        payoff_of(RoiAnswers())
