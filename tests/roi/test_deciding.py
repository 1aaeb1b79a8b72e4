"""Breaking even, decision curves, capacity, prevalence, harms and the readout, on rows."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tests.cases import data_file, published
from tests.roi.test_standing import ANSWERS, WORDING, loans, stand
from workbook.data import tally
from workbook.errors import InputError, WorkbookError
from workbook.outcomes import Policy, confusion
from workbook.outcomes.payoff import elkan_threshold
from workbook.outcomes.prevalence import at_prevalence, prevalence
from workbook.roi import value_curve
from workbook.roi.answers import CostLine, Harm, RoiAnswers
from workbook.roi.breaking_even import break_even
from workbook.roi.capacity import under_capacity
from workbook.roi.decision_curve import decision_curve, interventions_avoided, trade_off_of_scoring, treat_everybody
from workbook.roi.depth_words import break_even_in_words
from workbook.roi.joining import benefit_of, claimed, quality
from workbook.roi.payoffs import payoff_of
from workbook.roi.promises import WhatIf
from workbook.roi.readout import cases_a_year, read_out, readout_table
from workbook.roi.standing import Standing
from workbook.roi.typical import typical_costs, typical_in_words
from workbook.roi.words import headline

GAP = SimpleNamespace(difference=0.1, difference_low=0.05, difference_high=0.15, verdict="gap")
SEEN = SimpleNamespace(
    audited=SimpleNamespace(metric_gaps={"selection_rate": GAP}, tolerance=0.05), primary="selection_rate"
)


def counted(**roles: object):
    return tally(loans(), **{"label": "y", "score": "s", "groups": ["g"], "split": 3, **roles})


def with_answers(**changed: object) -> RoiAnswers:
    return ANSWERS.model_copy(update=changed)


def test_decision_curve_of_the_tutorial_from_end_to_end():
    case = published("roi")["roi-net-interventions-avoided"]
    table = pd.read_csv(data_file("dcurves_dca.csv"))
    found = decision_curve(tally(table, label="cancer", score="cancerpredmarker", bins=100_000))
    place = round(case["inputs"]["threshold"] * 100) - 1
    assert found.avoided[place] == pytest.approx(case["expected"]["model"], abs=case["tolerance"])
    assert (found.low <= found.model).all() and (found.model <= found.high).all()


def test_everybody_in_a_case_control_sample():
    case = published("roi")["roi-net-benefit-case-control"]["inputs"]
    expected = published("roi")["roi-net-benefit-case-control"]["expected"]["all"]
    threshold = np.array([case["threshold"]])
    everybody = treat_everybody(case["prevalence"], threshold)
    assert everybody[0] == pytest.approx(expected, abs=1e-6)
    assert interventions_avoided(everybody, everybody, threshold)[0] == 0


def test_net_benefit_of_a_reweighed_sample_is_the_case_control_one():
    case = published("roi")["roi-net-benefit-case-control"]
    table = pd.read_csv(data_file("dcurves_dca.csv"))
    sampled = tally(table, label="casecontrol", score="cancerpredmarker", bins=100_000)
    share = case["inputs"]["prevalence"]
    found = decision_curve(at_prevalence(sampled, share))
    place = round(case["inputs"]["threshold"] * 100) - 1
    assert found.model[place] == pytest.approx(case["expected"]["model"], abs=case["tolerance"])
    assert found.everybody[place] == pytest.approx(case["expected"]["all"], abs=1e-6)


def test_the_test_trade_off():
    case = published("roi")["roi-test-tradeoff"]
    found = trade_off_of_scoring(case["inputs"]["delta_net_benefit"], case["inputs"]["threshold"])
    assert found == tuple(case["expected"].values())
    with pytest.raises(InputError, match="Only a gain"):
        trade_off_of_scoring(0.0, 0.1)


def test_a_score_that_is_no_probability_has_no_decision_curve():
    table = loans().assign(s=lambda rows: 300 + 5 * rows.s)
    with pytest.raises(WorkbookError, match="no probabilities"):
        decision_curve(tally(table, label="y", score="s"))


def test_break_even_is_where_the_money_turns():
    """Selecting each positive with the needed recall, and the same negatives, the rows bring what is needed."""
    answers = with_answers(costs=(CostLine(title="Run", when="yearly", low=3000, likely=3000, high=3000),))
    found, rows = stand(answers=answers), counted()
    said = break_even(found, rows, payoff_of(answers), answers)
    assert said.needed_recall is not None and said.needed_precision is not None
    at = confusion(rows, Policy.at(0.5), ()).weight[0]
    p, f = at[1].sum() / at.sum(), at[0, 1] / at[0].sum()
    volume = answers.yearly_volume or 0
    today = volume * (p * 1.0 - (1 - p) * 2.0)  # all are approved, on the rows that the rates are counted on
    money = volume * (p * said.needed_recall * 1.0 - (1 - p) * f * 2.0)
    assert money == pytest.approx(today + said.cost)
    selected = at[:, 1].sum() / at.sum()
    by_precision = volume * selected * (said.needed_precision * 1.0 - (1 - said.needed_precision) * 2.0)
    assert by_precision == pytest.approx(today + said.cost)
    assert said.pays_from == pytest.approx(2 / 3) == elkan_threshold(payoff_of(answers))
    assert "this loses money" in break_even_in_words(said)
    lot = next(one for one in said.rivals if one.name.startswith("A lot"))
    assert (
        min(found.curve.treat_all, found.curve.treat_none)
        <= lot.value
        <= max(found.curve.treat_all, found.curve.treat_none)
    )


def test_a_capacity_serves_as_many_as_it_can():
    free = stand()
    assert free.selected_a_year is not None
    half = with_answers(capacity_a_day=free.selected_a_year / 250 / 2)
    found = stand(answers=half)
    assert found.served == pytest.approx(0.5) and found.value is not None and free.value is not None
    assert found.value[0] == pytest.approx(free.value[0] / 2 + free.curve.treat_none / 2)
    assert found.benefit is not None and found.ground.today is not None
    assert found.benefit[0] == pytest.approx(found.value[0] - found.ground.today)
    assert "You can handle 50 %" in headline(found)
    ample = stand(answers=with_answers(capacity_a_day=1e6))
    assert ample.value == free.value and ample.benefit == free.benefit


def test_the_best_threshold_under_a_capacity_is_no_lower():
    answers = with_answers(capacity_a_day=5)
    found = under_capacity(stand(answers=answers).ground, answers)
    assert found.best >= found.best_unlimited
    assert (found.selected_a_day * found.served <= 5 + 1e-9).all()
    with pytest.raises(WorkbookError, match="No limit was entered"):
        under_capacity(stand().ground, ANSWERS)


def test_the_hill_is_the_one_under_the_limit():
    answers = with_answers(capacity_a_day=5)
    found = stand(answers=answers)
    assert found.value is not None and found.value[0] == found.curve.total[found.place]
    assert found.curve.total.max() < found.ground.unlimited.total.max()
    free = found.curve.total == found.ground.unlimited.total
    assert free[found.ground.served == 1].all()
    assert found.curve.plateau_low <= found.curve.best <= found.curve.plateau_high
    assert found.ground.today == stand().ground.today


def test_reweighing_gives_the_share_and_keeps_the_rates():
    rows = counted(amounts={"a": "s"})
    other = at_prevalence(rows, 0.1)
    assert prevalence(other) == pytest.approx(0.1) and at_prevalence(rows, None) is rows
    before, after = (confusion(one, Policy.at(0.5), ()).weight[0] for one in (rows, other))
    assert after[:, 1] / after.sum(axis=1).clip(1e-9) == pytest.approx(before[:, 1] / before.sum(axis=1).clip(1e-9))
    sums, changed = rows.cells.amounts["a"], other.cells.amounts["a"]
    factor = other.cells.weight / rows.cells.weight
    assert changed.total == pytest.approx(sums.total * factor) and changed.squares == pytest.approx(
        sums.squares * factor**2
    )
    share = prevalence(rows)
    assert share is not None
    same = value_curve(at_prevalence(rows, share), payoff_of(ANSWERS), yearly_volume=1000)
    assert same.total == pytest.approx(value_curve(rows, payoff_of(ANSWERS), yearly_volume=1000).total)
    with pytest.raises(InputError, match="between 0 and 1"):
        at_prevalence(rows, 1.5)


def test_more_volume_scales_the_benefit():
    one, ten = stand(), stand(answers=with_answers(yearly_volume=100_000))
    assert one.benefit is not None and ten.benefit is not None
    assert np.array(ten.benefit) == pytest.approx(10 * np.array(one.benefit))


@pytest.mark.parametrize("today", ["accept all", "accept none", "given decision", "typed value"])
def test_the_parts_of_the_benefit_are_the_benefit(today):
    answers = with_answers(today=today, today_value=500.0)
    found = stand(answers=answers)
    made = benefit_of(found, answers)
    assert sum(made.by_outcome.values()) + made.fixed == pytest.approx(made.value)


def test_the_readout_says_where_the_slider_stands():
    answers = with_answers(
        harms=(Harm(outcome="false_negative", what="No loan", each=100.0),), minutes_each=6.0, capacity_a_day=1e6
    )
    found = stand(answers=answers)
    at = read_out(found, SEEN, answers)
    table = loans()
    assert at.recall == pytest.approx((table.s[table.y == 1] >= 0.5).mean())
    assert at.false_positive_rate == pytest.approx((table.s[table.y == 0] >= 0.5).mean())
    assert at.selected_a_day == pytest.approx((table.s >= 0.5).mean() * 10_000 / 250)
    assert at.hours_a_year == pytest.approx((table.s >= 0.5).mean() * 10_000 / 10)
    refused = ((table.y == 1) & (table.s < 0.5)).mean() * 10_000
    assert at.wronged_a_year == pytest.approx(refused) and at.harms[0].price == pytest.approx(100 * refused)
    assert sum(cases_a_year(found, 10_000).values()) == pytest.approx(10_000)
    shown = readout_table(at)
    assert any("10 points" in str(row["value"]) for row in shown.rows)
    assert any("not in the money above" in str(row["note"]) for row in shown.rows)
    assert found.value == stand().value


def test_without_a_promise_the_rows_say_their_own_quality():
    from sklearn.metrics import accuracy_score, f1_score, roc_auc_score

    table, found = loans(), stand()
    assert isinstance(found, Standing)
    chosen = (table.s >= 0.5).astype(int)
    assert quality(found, "accuracy") == pytest.approx(accuracy_score(table.y, chosen))
    assert quality(found, "F1") == pytest.approx(f1_score(table.y, chosen))
    assert quality(found, "area under the curve") == pytest.approx(roc_auc_score(table.y, table.s))
    said = claimed(found, payoff_of(ANSWERS), ANSWERS, WhatIf())
    value = cases_a_year(found, 10_000)
    money = value["true_positive"] - 2 * value["false_positive"]
    assert said.money[0] <= money <= said.money[1]


def test_the_headline_is_one_sentence():
    said = headline(stand())
    assert said.startswith("At 0.5 you gain €") or said.startswith("At 0.5 you lose €")
    assert "sampling error only; threshold chosen by you" in said and said.count(". ") == 0
    best = stand(threshold=stand().curve.best_threshold)
    assert "sampling error only; threshold chosen on other rows" in headline(best)
    assert headline(stand(threshold=None)) == "" and WORDING.units == "applicants"


def test_typical_costs_say_what_is_a_guess():
    shown = typical_costs()
    guesses = [row for row in shown.rows if row["status"] != "sourced"]
    assert guesses and all(row["source"] == "none" for row in guesses)
    assert f"{len(shown.rows) - len(guesses)} of {len(shown.rows)}" in typical_in_words(shown)
