"""What the Value page says of tables it was not written for: each sentence true, on small made-up rows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tests.roi.test_deciding import SEEN, counted
from tests.roi.test_standing import ANSWERS, WORDING, loans, stand
from workbook.data import tally
from workbook.outcomes import Policy, Wording
from workbook.outcomes.amounts_in_words import money
from workbook.outcomes.prevalence import at_prevalence
from workbook.roi.answers import CostLine, RoiAnswers, Worth
from workbook.roi.breaking_even import break_even
from workbook.roi.business import business_case
from workbook.roi.depth_words import break_even_in_words, meaning_in_words, months_in_words, simulation_in_words
from workbook.roi.flat_top import flat_top
from workbook.roi.joining import claimed
from workbook.roi.page import kept_value
from workbook.roi.payoffs import payoff_of
from workbook.roi.promises import Launch, MonthOfBenefit, WhatIf
from workbook.roi.readout import read_out, readout_table
from workbook.roi.realised import compare
from workbook.roi.simulating import Benefit, simulate
from workbook.roi.standing import Case, ground, standing
from workbook.roi.words import case_in_words, flat_top_title, value_in_words
from workbook.roi.wronged import harmed

DEFENDANTS = Wording(
    units="defendants",
    selected_means="detained",
    not_selected_means="released",
    favourable=False,
    positive_means="reoffended",
    negative_means="did not reoffend",
)


def test_the_group_that_is_coloured_is_the_one_that_is_hit_first():
    """Where high scores are detained, those wronged first have high scores; where low scores are refused, low ones."""
    rows = pd.DataFrame({"y": [0] * 40 + [1] * 40, "s": [*[8, 9] * 10, *[2, 3] * 10] * 2, "g": ["high"] * 20 + ["low"] * 20 + ["high", "low"] * 20})  # fmt: skip
    for side, first in (("at_or_above", "high"), ("below", "low")):
        held = tally(rows, label="y", score="s", groups=["g"], selected=side)
        assert harmed(held, DEFENDANTS).names[0] == first
    flipped = rows.assign(y=1 - rows.y)
    assert harmed(tally(flipped, label="y", score="s", groups=["g"]), Wording()).names[0] == "low"


def test_losses_and_shortfalls_are_told_as_sizes():
    """ "€2k less (€1k to €3k)", not "less (−€3k to −€1k)": a loss with a minus reads as a gain."""
    dear = ANSWERS.model_copy(update={"false_positive": Worth(constant=-9.0, owner="Dana"), "today": "accept none"})
    found = stand(threshold=0.0, answers=dear)
    assert found.value is not None and found.value[2] < 0
    said = value_in_words(found)
    assert f"you lose {money(-found.value[0])} a year ({money(-found.value[2])} to {money(-found.value[1])}" in said
    assert found.benefit is not None
    assert f"{money(-found.benefit[0])} less than today's process ({money(-found.benefit[2])} to " in said


def test_all_and_none_of_whatever_they_are():
    machines = Wording("thing", "machines", "stopped for service", "left running", False, "failed", "ran on")
    said = value_in_words(stand(wording=machines))
    assert "All machines stopped for service: " in said and "No machines stopped for service: " in said
    assert "verybody" not in said


@pytest.mark.parametrize(
    ("benefit", "told"),
    [
        (700.0, "For every €100 spent €70 come back"),
        (1040.0, "For every €100 spent €104 come back"),
        (-10.0, "Nothing of what is spent comes back"),
    ],
)
def test_what_comes_back_keeps_its_cents(benefit, told):
    """Of €1 the sentence once said "€1 back" for a loss and a gain alike, and "−€16 back" for a benefit below zero."""
    answers = RoiAnswers(years=1, discount_rate=0.0, costs=(CostLine(title="Team", when="once", low=1000.0, likely=1000.0, high=1000.0),))  # fmt: skip
    case = business_case(answers, benefit)
    assert told in case_in_words(Case(case, benefit, benefit, benefit, (), ()))


def test_draws_that_never_pay_back_have_no_half_that_does():
    answers = ANSWERS.model_copy(update={"costs": (CostLine(title="Team", when="once", low=1e9, likely=1e9, high=1e9),)})  # fmt: skip
    said = simulation_in_words(simulate(answers, Benefit(1.0, 0.5, 1.5, {}), draws=500))
    assert "No draw pays back within these years." in said and "within never" not in said
    sure = ANSWERS.model_copy(update={"costs": (CostLine(title="Team", when="once", low=1.0, likely=1.0, high=1.0),)})
    assert "Every draw pays back; half pay back within a month." in simulation_in_words(
        simulate(sure, Benefit(1e6, 1e6, 1e6, {}), draws=500)
    )


def test_a_quality_that_nobody_promised_is_not_called_a_promise():
    found = stand()
    asked = claimed(found, payoff_of(ANSWERS), ANSWERS, WhatIf())
    assert meaning_in_words(asked).startswith("Nothing was promised yet, so this is the accuracy of these rows.")
    promised = claimed(found, payoff_of(ANSWERS), ANSWERS, WhatIf(claim_value=0.7))
    assert meaning_in_words(promised).startswith("Accuracy 70 %")


def test_a_year_under_a_limit_says_whom_it_counts():
    answers = ANSWERS.model_copy(update={"capacity_a_day": 5.0})
    for wording, counts in ((WORDING, "those not served too"), (DEFENDANTS, "only those you can handle")):
        at = stand(answers=answers, wording=wording)
        notes = [row["note"] for row in readout_table(read_out(at, SEEN, answers)).rows]
        assert any(note.endswith(f"a year counts {counts}") for note in notes)


def test_a_best_threshold_above_every_score_is_told_in_words():
    """Where each selected case loses, it is best to select none: that is no threshold of "inf"."""
    losing = ANSWERS.model_copy(
        update={
            "true_positive": Worth(constant=-1.0, owner="Dana"),
            "false_positive": Worth(constant=-9.0, owner="Dana"),
            "today": "accept none",
        }
    )
    found = stand(answers=losing)
    said = [value_in_words(found), flat_top_title(found)]
    said += [one.name for one in break_even(found, counted(), payoff_of(losing), losing).rivals]
    assert not any("inf" in one.split() or "inf;" in one or "inf," in one for one in said)
    assert "The best threshold on the half that chooses is above every score" in said[0]
    assert "upwards these rows" in said[1] or "No other threshold is as good as above every score" in said[1]
    assert kept_value(found)["best_threshold"] is None


def test_one_score_for_all_is_told():
    rows = loans(400).assign(s=0.7)
    assert flat_top_title(stand(table=rows)).startswith("All rows have the same score")
    assert "No applicants who repaid are refused." in value_in_words(stand(table=rows))


def test_money_weighted_to_an_entered_share_says_so():
    rows = counted()
    found = ground(at_prevalence(rows, 0.1), payoff_of(ANSWERS), ANSWERS, WORDING, "no")
    standing_now = standing(found, at_prevalence(rows, 0.1), Policy.at(0.5), ANSWERS, WORDING)
    here = 100 * loans().y.mean()
    assert f"10 % “repaid” in real life; in these rows it is {here:.1f} %".replace(".0 %", " %") in value_in_words(
        standing_now
    )
    assert "weighted" not in value_in_words(stand())


def test_under_a_limit_today_is_not_what_selecting_all_would_bring():
    """Today everybody is served; with a limit "all approved" is another number, and each has its own label."""
    for limit, shared in ((None, True), (5.0, False)):
        found = stand(answers=ANSWERS.model_copy(update={"capacity_a_day": limit}))
        notes = [str(note["text"]) for note in flat_top(found)["layout"]["annotations"]]
        assert any(note.startswith("today, all approved") for note in notes) == shared
        assert found.ground.today is not None
        assert any(note.startswith("today") and note.endswith(money(found.ground.today)) for note in notes)


def test_breaking_even_without_costs_names_none():
    plain = break_even_in_words(break_even(stand(), counted(), payoff_of(ANSWERS), ANSWERS))
    assert "€0 of costs" not in plain and "Counted against today’s process." in plain


def test_months_lie_above_or_below_the_plan():
    benefit = Benefit(12_000.0, 11_000.0, 13_000.0, {})
    launched = date(2026, 1, 1)
    for each, side in ((2_000.0, "€1k above"), (0.0, "€1k below")):
        actuals = tuple(MonthOfBenefit(month=f"2026-0{month}", benefit=each) for month in range(1, 5))
        said = months_in_words(compare(ANSWERS, benefit, Launch(launched=launched, actuals=actuals)))
        assert f"On average a month lies {side} the plan" in said
