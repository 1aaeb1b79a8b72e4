"""Slices and stress on real tables: loans, leaving customers, incomes, machines, payments; with a model and with predictions."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from tests.cases import data_file
from tests.modelling.slices.simulated import trial_of
from workbook.data.sample_tables import sample
from workbook.modelling.slices.judging import find_slices
from workbook.modelling.slices.words import closer_in_words, slices_in_words
from workbook.modelling.stress.answers import StressAnswers
from workbook.modelling.stress.trying import try_all
from workbook.modelling.stress.words import feeds_in_words, stress_in_words
from workbook.models.making import make_study
from workbook.models.training import train
from workbook.outcomes import OutcomeValue, Payoff, Policy, Wording
from workbook.project.results import to_kept

MACHINE = Wording("thing", "machines", "stopped", "left running", False, "failed", "ran on")
ROLES = ("label", "label_positive", "score", "selected", "groups", "amounts")


def machines():
    """Alarms on machines: no score, no group, one failure in thirty."""
    frame = pd.read_csv(data_file("uci_ai4i2020.csv")).drop(
        columns=["UID", "Product ID", "TWF", "HDF", "PWF", "OSF", "RNF"]
    )
    payoff = Payoff(true_positive=OutcomeValue(constant=900), false_positive=OutcomeValue(constant=-50))
    roles = {"label": "Machine failure", "label_positive": 1, "split": 3}
    return make_study(frame, roles, payoff=payoff, policy=Policy.at(0.1), wording=MACHINE)


def payments():
    """Payments that may fail, thirty columns of numbers."""
    frame = pd.read_csv(data_file("uci_credit_card_default_taiwan.csv")).drop(columns=["ID"])
    roles = {"label": "default-payment-next-month", "label_positive": 1, "groups": ("SEX",), "split": 3}
    return make_study(frame, roles, policy=Policy.at(0.3))


def from_sample(name, **more):
    one = sample(name)
    roles = {key: value for key, value in one.roles.items() if key in ROLES}
    return make_study(pd.read_csv(one.path), roles | {"split": 3, **more}, policy=Policy.at(0.5))


def checked(trial):
    """What every table must give: sentences, a record that is JSON, nobody given away, tests for the decision table."""
    slices, stress = find_slices(trial, 0.1), try_all(trial, StressAnswers())
    told = [slices_in_words(slices), stress_in_words(stress), feeds_in_words(stress)]
    told += [closer_in_words(one, slices) for one in slices.slices]
    assert all(told) and not any("nan" in text.split() for text in told)
    for one in (slices, stress):
        json.dumps(to_kept(one), allow_nan=False)
        assert one.tests
    assert all(min(one.rows, round(one.wronged[0] * one.rows)) >= 10 for one in slices.slices)
    return slices, stress


@pytest.mark.parametrize("name", ["loans", "churn", "income"])
def test_samples_by_their_predictions_alone(name):
    slices, _ = checked(trial_of(from_sample(name), None))
    assert slices.slices


def test_the_other_side_of_the_threshold():
    """Selected below: refused are those with a low score; the errors, and so the slices, are other ones."""
    above, below = (
        find_slices(trial_of(from_sample("loans", selected=selected), None), 0.1)
        for selected in ("at_or_above", "below")
    )
    assert above.wronged[0] == pytest.approx(below.wronged[0])
    assert [one.rule for one in above.slices] == [one.rule for one in below.slices]


@pytest.mark.slow
@pytest.mark.parametrize("make", [machines, payments], ids=["machines", "payments"])
def test_tables_without_a_score_by_a_model(make):
    here = make()
    model = train("logistic", here.features, here.label, here.folds)
    slices, stress = checked(trial_of(here, model))
    assert stress.feeds and all(one.answers for one in stress.feeds)
    assert slices.rows_judged + slices.rows_search == here.known.sum()


@pytest.mark.slow
def test_machines_are_no_people():
    here = machines()
    slices, stress = checked(trial_of(here, train("boosting", here.features, here.label, here.folds)))
    told = slices_in_words(slices) + stress_in_words(stress)
    assert "machines" in told and "applicant" not in told and "people" not in told


@pytest.mark.slow
def test_two_hundred_thousand_rows():
    """The census seven times over: searched whole, tried on a part, and that is said."""
    one = sample("income")
    frame = pd.concat([pd.read_csv(one.path)] * 7, ignore_index=True).iloc[:200_000]
    roles = {key: value for key, value in one.roles.items() if key in ROLES}
    here = make_study(frame, roles | {"split": 3}, policy=Policy.at(0.5))
    trial = trial_of(here, None)
    assert find_slices(trial, 0.1).rows_judged > 90_000
    found = try_all(trial, StressAnswers())
    assert found.rows == 20_000 and "drawn at random" in stress_in_words(found)
    assert np.isfinite(found.tried[-3].points[-1].errors).all() or found.tried[-3].why
