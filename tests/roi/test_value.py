"""Value against threshold: published decision curves, honest choosing, and noise that must earn nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.cases import data_file, published
from workbook.data import tally
from workbook.errors import WorkbookError
from workbook.outcomes import OutcomeValue, Payoff
from workbook.roi import net_benefit, value_curve
from workbook.stats.intervals import wilson

PAYOFF = Payoff(true_positive=OutcomeValue(constant=1.0), false_positive=OutcomeValue(constant=-1.0))


def test_decision_curve_of_the_tutorial():
    from sklearn.linear_model import LogisticRegression

    case = published("roi")["roi-dca-tutorial-marker-20pct"]
    table = pd.read_csv(data_file("dcurves_dca.csv"))
    model = LogisticRegression(C=1e9, max_iter=1000).fit(table[["marker"]], table["cancer"])
    table["p"] = model.predict_proba(table[["marker"]])[:, 1]
    found = net_benefit(tally(table, label="cancer", score="p", bins=100_000), [0.2])
    assert found[0] == pytest.approx(case["expected"], abs=case["tolerance"])


def test_case_control_needs_the_prevalence():
    case = published("roi")["roi-net-benefit-case-control"]
    table = pd.read_csv(data_file("dcurves_dca.csv"))
    counted = tally(table, label="casecontrol", score="cancerpredmarker", bins=100_000)
    found = net_benefit(counted, [case["inputs"]["threshold"]], prevalence=case["inputs"]["prevalence"])
    assert found[0] == pytest.approx(case["expected"]["model"], abs=case["tolerance"])


def test_interventions_avoided():
    case = published("roi")["roi-net-interventions-avoided"]
    table = pd.read_csv(data_file("dcurves_dca.csv"))
    threshold = case["inputs"]["threshold"]
    odds = threshold / (1 - threshold)
    prevalence = table["cancer"].mean()
    everybody = prevalence - (1 - prevalence) * odds
    nobody_avoided = (0 - everybody) / odds
    model = net_benefit(tally(table, label="cancer", score="cancerpredmarker", bins=100_000), [threshold])[0]
    assert nobody_avoided == pytest.approx(case["expected"]["none"], abs=case["tolerance"])
    assert (model - everybody) / odds == pytest.approx(case["expected"]["model"], abs=case["tolerance"])


def scored(n: int, seed: int, strength: float) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    truth = generator.random(n)
    return pd.DataFrame(
        {"y": (truth > 0.5).astype(int), "s": (strength * truth + (1 - strength) * generator.random(n)).round(3)}
    )


def test_a_model_earns_and_the_best_is_valued_on_other_rows():
    curve = value_curve(tally(scored(4000, 1, 0.6), label="y", score="s", split=1), PAYOFF)
    assert curve.held_out and curve.claimed and curve.gain_low > 0
    assert curve.plateau_low <= curve.best <= curve.plateau_high


def test_without_a_split_nothing_is_claimed():
    curve = value_curve(tally(scored(4000, 1, 0.6), label="y", score="s"), PAYOFF)
    assert not curve.held_out and not curve.claimed


def test_noise_earns_nothing():
    """A shuffled score claims a gain over the better of treat all and treat none in at most 5 % of shuffles."""
    rounds = 300
    table = scored(800, 2, 0.0)
    generator = np.random.default_rng(3)
    claims = 0
    for _ in range(rounds):
        shuffled = table.assign(s=generator.permutation(table["s"].to_numpy()))
        claims += value_curve(tally(shuffled, label="y", score="s", split=1), PAYOFF).claimed
    low, _ = wilson(claims / rounds, rounds, 0.99)
    assert low <= 0.05


def test_everybody_and_nobody_are_the_ends():
    table = scored(500, 5, 0.5)
    curve = value_curve(tally(table, label="y", score="s", split=1), PAYOFF)
    assert curve.treat_none == pytest.approx(0.0)
    assert curve.treat_all == pytest.approx(curve.total[0])


def test_a_year_scales_with_its_volume():
    counted = tally(scored(500, 5, 0.5), label="y", score="s", split=1)
    rows, year = value_curve(counted, PAYOFF), value_curve(counted, PAYOFF, yearly_volume=50_000)
    assert year.gain == pytest.approx(rows.gain * 50_000 / rows.rows)


@pytest.mark.parametrize("roles", [{"decision": "y"}, {"score": "s"}])
def test_what_is_missing_is_said(roles):
    with pytest.raises(WorkbookError, match=r"no (score|label)"):
        value_curve(tally(scored(50, 1, 0.5), **roles), PAYOFF)
