"""The samples: readable, honest about where they come from, and ready for every page."""

from __future__ import annotations

import hashlib

import pandas as pd
import pytest

from tests.cases import ROOT
from workbook.data import open_sample, samples, tally
from workbook.fairness import audit
from workbook.outcomes import Policy
from workbook.stages import sections
from workbook.start.answers import Columns
from workbook.start.sample_project import columns_from
from workbook.start.tallying import tally_arguments

NAMES = [one.name for one in samples()]


def test_three_samples_come_with_the_workbook():
    assert set(NAMES) == {"loans", "income", "churn"}


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_says_what_it_is(name):
    folder = ROOT / "data_samples" / name
    sheet = (folder / "DATASHEET.md").read_text("utf-8")
    for word in ("**From:**", "**Label:**", "**Missing:**", "**Must not be concluded:**"):
        assert word in sheet
    assert (folder / "LICENSE.txt").read_text("utf-8").strip() and (folder / "build.py").is_file()


@pytest.mark.parametrize("name", NAMES)
def test_its_roles_fit_its_rows(name):
    chosen = next(one for one in samples() if one.name == name)
    columns = Columns(**columns_from(chosen.roles))
    counted = tally(open_sample(name), **tally_arguments(columns))
    assert counted.rows > 4000 and counted.has_label and counted.has_score
    assert counted.edges.min() >= 0 and counted.edges.max() <= 1
    known = sections()
    for section, answers in chosen.more["answers"].items():
        known[section](**answers)


@pytest.mark.parametrize("name", NAMES)
def test_its_scores_say_something(name):
    from sklearn.metrics import roc_auc_score

    chosen = next(one for one in samples() if one.name == name)
    rows = pd.read_csv(chosen.path)
    label = rows[chosen.roles["label"]].isin(chosen.roles["label_positive"])
    for score in ("score_logistic", "score_boosting"):
        assert roc_auc_score(label, rows[score]) > 0.75


def test_the_loans_carry_an_age_gap():
    chosen = next(one for one in samples() if one.name == "loans")
    counted = tally(open_sample("loans"), **tally_arguments(Columns(**columns_from(chosen.roles))))
    gap = audit(counted, Policy.at(0.75)).gaps.loc["true_positive_rate"]
    assert gap["verdict"] == "gap" and gap["lowest"] == "under 30"


@pytest.mark.parametrize("name", NAMES)
def test_its_rows_are_those_that_were_built(name):
    chosen = next(one for one in samples() if one.name == name)
    assert hashlib.sha256(chosen.path.read_bytes()).hexdigest() == chosen.more["sha256"]


@pytest.mark.parametrize("name", NAMES)
def test_it_carries_no_score_outside_zero_and_one_and_none_missing(name):
    chosen = next(one for one in samples() if one.name == name)
    rows = pd.read_csv(chosen.path)
    assert rows[["score_logistic", "score_boosting"]].stack().between(0, 1).all()
    assert rows[["score_logistic", "score_boosting"]].notna().all(axis=None)
