"""Value against threshold: published decision curves, honest choosing, and noise that must earn nothing."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from tests.cases import data_file, published
from tests.roi.noise import labels, noise_tally
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


SHUFFLES = 250
CASES = [  # share of positives, worth of a right and of a wrong selection, so that selecting is worth nothing on average
    (0.5, 1.0, -1.0),
    (0.9, 1.0, -9.0),
    (0.98, 1.0, -49.0),  # one rare loss eats fifty gains: a few selected rows without one look like a sure gain
    (0.02, 49.0, -1.0),
]


@pytest.mark.parametrize(("share", "right", "wrong"), CASES)
def test_noise_earns_nothing(share, right, wrong):
    """A shuffled score claims a gain in at most 5 % of shuffles, and its plateau leaves no threshold out more often."""
    payoff = Payoff(true_positive=OutcomeValue(constant=right), false_positive=OutcomeValue(constant=wrong))
    claims = narrowed = 0
    for seed in range(SHUFFLES):
        curve = value_curve(noise_tally(labels(800, share), np.ones(800), seed), payoff)
        claims += curve.claimed
        narrowed += (curve.plateau_low, curve.plateau_high) != (0, 800)
    for found in (claims, narrowed):
        assert float(wilson(found / SHUFFLES, SHUFFLES, 0.99)[0]) <= 0.05


def test_the_plateau_of_a_model_leaves_out_what_costs_money():
    curve = value_curve(tally(scored(4000, 1, 0.6), label="y", score="s", split=1), PAYOFF)
    assert 0 < curve.plateau_low <= curve.best <= curve.plateau_high < len(curve.total) - 1
    assert curve.low[0] < curve.high[0] < curve.low[curve.best]


def test_no_known_label_is_said():
    table = scored(50, 1, 0.5).assign(y=[1, 0] * 25)
    counted = tally(table, label="y", score="s", label_positive=1)
    unknown = dataclasses.replace(
        counted, cells=dataclasses.replace(counted.cells, label=np.full_like(counted.cells.label, 2))
    )
    with pytest.raises(WorkbookError, match="No row has a known label"):
        value_curve(unknown, PAYOFF)


@pytest.mark.parametrize("threshold", [1.0, -0.1, float("nan")])
def test_net_benefit_wants_a_probability(threshold):
    with pytest.raises(WorkbookError, match="must be a probability"):
        net_benefit(tally(scored(50, 1, 0.5), label="y", score="s"), [threshold])


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
