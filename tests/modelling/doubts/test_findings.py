"""What the decision table reads of each doubt: held, failed or cannot tell, as the intervals allow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier

from tests.modelling.candidates.made_up import made, scored
from tests.modelling.candidates.test_comparing import noisy
from tests.modelling.doubts.leakage.made_up import frame, study
from workbook.modelling.candidates import words as candidates
from workbook.modelling.candidates.comparing import compare
from workbook.modelling.doubts.calibration import words as calibration
from workbook.modelling.doubts.calibration.judging import calibrate
from workbook.modelling.doubts.leakage import words as leakage
from workbook.modelling.doubts.leakage.looking import look_for_leaks
from workbook.modelling.doubts.learning import words as learning
from workbook.modelling.doubts.learning.curve import learning_curve
from workbook.modelling.doubts.seeds import words as seeds
from workbook.modelling.doubts.seeds.repeating import Repeated
from workbook.models.findings import findings_in
from workbook.models.steps import Steps


def outcome(words, found) -> str:
    one = findings_in(words.kept(found))[0]
    assert one.test and one.says.endswith(".")
    return one.outcome


def test_a_rival_that_is_shown_to_be_better_fails_it_with_what_is_lost():
    rows, known = made()
    pair = [scored("worse", noisy(known, 1, 0.6)), scored("better", known)]
    failed, held = (compare(rows, pair, name) for name in ("worse", "better"))
    assert outcome(candidates, failed) == "failed" and outcome(candidates, held) == "held"
    assert candidates.findings(failed)[0].money[2] < 0 and candidates.findings(held)[0].money is None


def test_what_is_not_shown_to_beat_the_naive_one_cannot_be_told():
    rows, _ = made(noise=True)
    draw = np.random.default_rng(0)
    naive = replace(scored("naive", np.full(rows.rows, 0.5)), kind="naive")
    assert outcome(candidates, compare(rows, [naive, scored("a", draw.random(rows.rows))], "a")) == "cannot tell"


def test_memory_fails_and_learning_holds():
    noise, signal = made(800, noise=True)[0], made(3000)[0]
    assert outcome(learning, learning_curve(noise, "Tree", DecisionTreeClassifier(random_state=0))) == "failed"
    assert outcome(learning, learning_curve(signal, "Line", LogisticRegression())) == "held"


def test_a_score_that_lies_fails_and_says_what_mending_is_worth():
    rows, known = made(6000)
    sure = 1 / (1 + np.exp(-3 * np.log(known / (1 - known))))
    worth = (np.full(6000, 1.0), np.full(6000, -3.0))
    priced = replace(rows, if_selected=np.where(rows.label == 1, *worth), if_not=np.zeros(6000))
    lying = calibrate(priced, sure, "Sure", worth)
    assert outcome(calibration, lying) == "failed" and calibration.findings(lying)[0].money[0] < 0
    assert outcome(calibration, calibrate(rows, known, "Truth")) == "held"
    assert outcome(calibration, calibrate(rows, 850 * known, "Points")) == "cannot tell"


def test_every_alarm_that_was_asked_is_a_finding():
    table = frame()
    table["after"] = table.y * 3 + np.random.default_rng(1).normal(0, 0.4, len(table))
    found = look_for_leaks(study(table), table.drop(columns="y"), 0.95, Steps(1))
    kept = {one.test: one.outcome for one in findings_in(leakage.kept(found))}
    assert kept["Leak: one column does it all"] == "failed" and kept["Leak: rows that are there twice"] == "held"
    assert "Leak: it learned from the future" not in kept


@pytest.mark.parametrize(
    ("flips", "told"),
    [((0.02, 0.01, 0.03), "held"), ((0.09, 0.07, 0.1), "failed"), ((0.05, 0.04, 0.06), "cannot tell")],
)
def test_more_flips_than_tolerated_fail(flips, told):
    known = (0.8, 0.79, 0.81)
    found = Repeated(
        "It", 11, 1000, flips, None, flips, flips, known, None, None, (), tolerated=0.05, yearly_volume=20_000.0
    )
    assert outcome(seeds, found) == told
    assert seeds.findings(found)[0].people == pytest.approx(20_000 * flips[0])
    assert seeds.findings(replace(found, yearly_volume=None, rows=60))[0].people is None
