"""Money and the gap in the same draws."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from tests.roi.test_standing import ANSWERS, WORDING, loans
from workbook.data import tally
from workbook.outcomes import Policy, draw_samples
from workbook.outcomes.prevalence import at_prevalence
from workbook.roi.joining import benefit_of, simulated
from workbook.roi.payoffs import payoff_of
from workbook.roi.standing import ground, standing
from workbook.roi.together import benefit_draws, together, together_in_words


@dataclass(frozen=True)
class Gap:
    difference: np.ndarray
    tolerance: float = 0.05
    rate: str = "true positive rate"
    highest: str = "a"
    lowest: str = "b"


def setting(answers=ANSWERS, policy=Policy.at(0.5), draws=2000):  # noqa: B008 frozen
    counted = tally(loans(), label="y", score="s", groups=["g"], decision="d", split=3)
    payoff = payoff_of(answers)
    found = standing(ground(counted, payoff, answers, WORDING, "no"), counted, policy, answers, WORDING)
    return found, counted, payoff, answers, draw_samples(counted, policy, draws=draws)


@pytest.mark.parametrize("today", ["accept all", "accept none", "given decision"])
def test_the_benefit_is_drawn_around_what_is_shown_and_never_surer(today):
    found, counted, payoff, answers, samples = setting(ANSWERS.model_copy(update={"today": today}))
    benefit = benefit_of(found, answers)
    drawn = benefit_draws(found, counted, payoff, answers, samples, benefit)
    assert drawn.mean() == pytest.approx(benefit.value)
    assert drawn.std() == pytest.approx(benefit.standard_error, rel=0.08)
    assert drawn.std() >= benefit.standard_error * (1 - 1e-9)


def test_draws_of_the_case_are_draws_of_the_rows():
    found, counted, payoff, answers, samples = setting()
    drawn = benefit_draws(found, counted, payoff, answers, samples, benefit_of(found, answers))
    case = simulated(found, counted, payoff, answers, samples)
    order = np.argsort(drawn[case.sample])
    assert (np.diff(case.npv[order]) >= -1e-6 * np.abs(case.npv).max()).all()  # nothing else is uncertain here


def test_without_draws_the_interval_serves():
    found, counted, payoff, answers, _ = setting()
    case = simulated(found, counted, payoff, answers, None)
    assert case.sample is None and case.chance_of_loss >= 0 and together(case, Gap(np.zeros(9))) is None
    assert "Once a threshold is declared" in together_in_words(None)


def test_the_four_shares_are_counted_and_add_up():
    found, counted, payoff, answers, samples = setting()
    case = simulated(found, counted, payoff, answers, samples)
    case = replace(case, npv=case.npv - np.median(case.npv))
    gap = np.random.default_rng(3).normal(0.04, 0.02, len(samples.drawn))
    shares = together(case, Gap(gap))
    inside = np.abs(gap[case.sample]) <= 0.05
    assert shares.pays_within == np.mean(inside & (case.npv > 0))
    assert shares.pays_within + shares.pays_beyond + shares.loses_within + shares.loses_beyond == pytest.approx(1)
    words = together_in_words(shares)
    assert "between “a” and “b” in the true positive rate" in words and "5 points" in words


def test_a_policy_off_the_curve_is_valued_on_the_population_too():
    answers = ANSWERS.model_copy(update={"population_share": 0.2})
    counted = tally(loans(), label="y", score="s", groups=["g"], decision="d", split=3)
    population, payoff = at_prevalence(counted, answers.population_share), payoff_of(answers)
    on = ground(population, payoff, answers, WORDING, "no")
    alike = Policy.model_validate({"threshold": 0.5, "thresholds": [{"group": ("a",), "threshold": 0.5}]})
    off, at = (standing(on, population, one, answers, WORDING) for one in (alike, Policy.at(0.5)))
    assert off.place is None and off.value == pytest.approx(at.value)
    assert off.benefit[0] == pytest.approx(at.benefit[0])
