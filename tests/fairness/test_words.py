"""What the page says: verdicts where they are due, people, and honest words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.fairness.tallies import tally_of
from workbook.fairness import audit
from workbook.fairness.looking import Look, look
from workbook.fairness.pairs import CANNOT_TELL, GAP, NO_GAP
from workbook.fairness.people import people
from workbook.fairness.recording import kept_audit
from workbook.fairness.tables import gap_table
from workbook.fairness.words import (
    audit_sentences,
    finding_in_words,
    gap_sentence,
    gaps_in_words,
    groups_in_words,
    people_in_words,
    rate_means,
    rates_title,
)
from workbook.outcomes import GroupThreshold, Policy, Wording

LOANS = Wording(
    units="applicants",
    selected_means="approved",
    not_selected_means="refused",
    positive_means="repaid",
    negative_means="defaulted",
)
AGES = [("under 30",), ("older",)]
# Of 1,000 young who repay 400 are refused, of 2,000 older who repay 400.
UNEQUAL = audit(tally_of([[[150, 50], [400, 600]], [[300, 100], [400, 1600]]], AGES))
EQUAL = audit(tally_of(np.full((2, 2, 2), 9000), AGES))
FEW = audit(tally_of(np.full((2, 2, 2), 9), AGES))


def test_a_gap_names_the_pair_that_shows_it():
    told = gap_sentence(UNEQUAL, "true_positive_rate")
    begin = "True positive rate: gap. older (n 2,400) with 80 % is 20 points above under 30 (n 1,200) with 60 %"
    assert told.startswith(begin) and "beyond the 5 points you tolerated" in told


def test_no_gap_says_what_it_does_not_mean():
    told = gap_sentence(EQUAL, "selection_rate")
    assert "no gap: smaller than the 5 points you tolerated" in told and "on these rows" in told


def test_cannot_tell_says_what_would():
    told = gap_sentence(FEW, "selection_rate")
    assert "cannot tell" in told and "rows in every group would decide" in told and "has 36" in told
    at_it = audit(tally_of([[[50, 50], [50, 50]], [[45, 55], [45, 55]]]), tolerance=0.05)
    assert "no number of rows decides that" in gap_sentence(at_it, "selection_rate")


@pytest.mark.parametrize("audited", [UNEQUAL, EQUAL, FEW])
def test_away_from_the_declared_policy_no_verdict_is_given(audited):
    seen = Look(audited, False, LOANS, "true_positive_rate")
    view = gap_table(seen)
    said = [finding_in_words(seen), gaps_in_words(seen), *(str(value) for row in view.rows for value in row.values())]
    for verdict in (": gap", NO_GAP, CANNOT_TELL, "tolerated in"):
        assert not any(verdict in one for one in said)
    assert "verdict" not in {column.key for column in view.columns}


def test_the_title_says_the_finding():
    assert "true positive rate" in finding_in_words(Look(UNEQUAL)) and Look(UNEQUAL).verdict == GAP
    assert finding_in_words(Look(EQUAL)) == "No two groups differ by more than the 5 points tolerated"
    assert "cannot tell" in finding_in_words(Look(FEW))


def test_the_title_of_the_rates_names_both_ends():
    title = "True positive rate from 60 % (under 30) to 80 % (older)"
    assert rates_title(Look(UNEQUAL, True, LOANS, "true_positive_rate")) == title
    assert rates_title(Look(UNEQUAL, False, LOANS, "true_positive_rate")).startswith("Exploring, ")


BY_GROUP = Policy(threshold=0.5, thresholds=(GroupThreshold(group=("g0",), threshold=0.4),))


@pytest.mark.parametrize(
    ("policy", "in_force", "declared"),
    [
        (Policy.at(0.5), Policy.at(0.5), True),
        (Policy.at(0.4), Policy.at(0.5), False),
        (Policy.at(0.4), None, False),
        (Policy.given_decision(), Policy.given_decision(), True),
        (BY_GROUP, BY_GROUP, True),
        (Policy.at(0.5), BY_GROUP, False),
    ],
)
def test_where_verdicts_are_due(policy, in_force, declared):
    assert look(EQUAL, policy, in_force, LOANS, "accuracy", "no").declared is declared


def test_the_metric_that_matters_comes_first():
    assert Look(EQUAL, True, LOANS, "accuracy").metrics[0] == "accuracy"
    assert gap_table(Look(EQUAL, True, LOANS, "accuracy")).rows[0]["metric"] == "accuracy"


def test_people_are_counted():
    """400 of 1,000 young are refused, older one in five: 200 more."""
    found = people(UNEQUAL, LOANS)
    assert found.largest is not None and found.largest.more == pytest.approx(200)
    told = people_in_words(found)
    assert told.startswith("under 30: 200 more applicants who repaid are refused than would be at the rate of older (")
    assert "400 of 1,000 (40 %), against 20 % for older" in told and "year" not in told


def test_people_are_scaled_to_a_year_only_where_its_volume_is_known():
    told = people_in_words(people(UNEQUAL, LOANS, 36_000))
    assert "Among the 36,000 applicants of a year, if they are like these rows, that is about 2,000" in told


def test_where_being_selected_is_bad_the_innocent_are_counted():
    wording = Wording(
        units="claims", selected_means="flagged", favourable=False, unit="thing", negative_means="were honest"
    )
    told = people_in_words(people(audit(tally_of([[[500, 500], [9, 9]], [[900, 100], [9, 9]]], AGES)), wording))
    assert told.startswith("under 30: 400 more claims that were honest are flagged than would be at the rate of older")


def test_a_difference_that_may_be_none_is_said_to_be():
    alike = audit(tally_of([[[50, 50], [40, 60]], [[50, 50], [38, 62]]]))
    assert "cannot tell that from no difference" in people_in_words(people(alike, LOANS))


def test_few_people_are_left_out_by_name():
    counts = [[[50, 50], [40, 60]], [[50, 50], [30, 70]], [[3, 3], [4, 0]]]
    told = people_in_words(people(audit(tally_of(counts)), LOANS))
    assert "not counted here: g2" in told and "g2:" not in told


def test_a_past_decision_repays_nothing():
    wording = Wording(units="applicants", positive_means="approved", label_is="past decision")
    told = people_in_words(people(UNEQUAL, wording)) + rate_means("true_positive_rate", wording)
    assert "whom the past decision counted as “approved”" in told and "who approved" not in told


def test_many_small_groups_are_all_named_in_one_sentence():
    told = groups_in_words(Look(audit(tally_of(np.full((6, 2, 2), 3)))))
    assert told.count("Fewer than 30 rows:") == 1 and all(f"g{place} (12)" in told for place in range(6))


@pytest.mark.parametrize(("trained", "words"), [("yes", "was trained on these rows"), ("not said", "Nobody has said")])
def test_training_rows_are_told(trained, words):
    assert words in groups_in_words(Look(EQUAL, trained_on_these_rows=trained))
    assert words not in groups_in_words(Look(EQUAL, trained_on_these_rows="no"))


def test_without_labels_nobody_is_called_wronged():
    unlabelled = audit(tally_of([[[0, 0], [0, 0], [40, 60]], [[0, 0], [0, 0], [60, 40]]]))
    assert "Without a label" in people_in_words(people(unlabelled, LOANS))


def test_what_is_recorded_is_plain_and_counts_a_question_once():
    kept = kept_audit(UNEQUAL)
    assert "false_negative_rate" not in kept["gaps"] and kept["gaps"]["true_positive_rate"]["verdict"] == GAP
    assert list(kept["sentences"]) == list(audit_sentences(UNEQUAL))
    numbers = [value for gap in kept["gaps"].values() for value in gap.values() if isinstance(value, float)]
    assert all(math.isfinite(value) for value in numbers)
