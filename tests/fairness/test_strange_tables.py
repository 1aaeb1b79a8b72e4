"""What the Fairness page says of tables it was not written for: each sentence true, on small made-up rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.cases import data_file
from tests.fairness.tallies import tally_of
from workbook.data import tally
from workbook.fairness import audit
from workbook.fairness.closer.answers import CloserAnswers
from workbook.fairness.closer.definitions import definitions
from workbook.fairness.closer.impossibility import impossibility, impossibility_in_words
from workbook.fairness.closer.pair_table import pair_table, pairs_in_words
from workbook.fairness.closer.screening import screened, screening_table
from workbook.fairness.closer.which_rate import which_rate, which_rate_in_words
from workbook.fairness.closer.within_strata import strata_in_words, within_strata
from workbook.fairness.four_fifths import screen
from workbook.fairness.looking import Look
from workbook.fairness.people import people
from workbook.fairness.tables import four_fifths_in_words, gap_table
from workbook.fairness.words import (
    gap_sentence,
    gaps_in_words,
    groups_in_words,
    people_in_words,
    rate_means,
    rates_title,
)
from workbook.outcomes import Policy, Wording
from workbook.outcomes.prevalence import at_prevalence

APPLICANTS = Wording("person", "applicants", "approved", "refused", True, "repaid", "defaulted")
DEFENDANTS = Wording("person", "defendants", "detained", "released", False, "reoffended", "did not reoffend")
SEXES = [("women",), ("men",)]


def scored(n: int = 4000, seed: int = 2) -> pd.DataFrame:
    draws = np.random.default_rng(seed)
    sex = draws.choice(["women", "men"], n)
    good = (draws.random(n) < np.where(sex == "men", 0.8, 0.6)).astype(int)
    score = np.round(0.5 * draws.random(n) + 0.3 * good + 0.1 * (sex == "men"), 2)
    return pd.DataFrame({"good": good, "score": score, "sex": sex, "weight": np.where(sex == "men", 3.0, 1.0)})


def test_rows_that_are_weighted_to_an_entered_share_say_so():
    rows = scored()
    counted = at_prevalence(tally(rows, label="good", score="score", groups=["sex"]), 0.25)
    said = groups_in_words(Look(audit(counted, 0.5), True, APPLICANTS))
    assert f"as frequent as entered on the Value page, 25 % (here {100 * rows.good.mean():.1f} %)" in said
    plain = groups_in_words(Look(audit(tally(rows, label="good", score="score", groups=["sex"]), 0.5)))
    assert "weighted" not in plain
    by_column = tally(rows, label="good", score="score", groups=["sex"], weight="weight")
    told = groups_in_words(Look(audit(by_column, 0.5)))
    assert "Rows are weighted: 4,000 rows are worth" in told and "Value page, 25" not in told


@pytest.mark.parametrize("share", [None, 0.25])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_people_of_a_year_are_those_of_the_population(share, weight):
    """A year's people by hand: cases a year, times the share who are wronged more, both by weight."""
    rows = scored()
    counted = at_prevalence(tally(rows, label="good", score="score", groups=["sex"], weight=weight), share)
    found = people(audit(counted, 0.5), APPLICANTS, 10_000)
    assert found.worst is not None and found.worst.group == "women"
    each = rows.weight if weight else pd.Series(1.0, rows.index)
    if share:
        now = each[rows.good == 1].sum() / each.sum()
        each = each * np.where(rows.good == 1, share / now, (1 - share) / (1 - now))
    missed, women = (rows.good == 1) & (rows.score < 0.5), rows.sex == "women"
    rates = [each[missed & one].sum() / each[(rows.good == 1) & one].sum() for one in (women, ~women)]
    expected = 10_000 * each[(rows.good == 1) & women].sum() / each.sum() * (rates[0] - rates[1])
    assert f"that is about {expected:,.0f} (" in people_in_words(found)


def test_a_rate_by_weight_beside_a_count_says_so():
    """196 of 588 is not 33.8 %: where rows weigh differently within a group, the rate is called one by weight."""
    rows = scored().assign(weight=lambda table: 1 + 4 * (table.score < 0.5))
    said = people_in_words(people(audit(tally(rows, label="good", score="score", groups=["sex"], weight="weight"), 0.5), APPLICANTS))  # fmt: skip
    assert " % by weight)" in said
    even = people_in_words(people(audit(tally(rows, label="good", score="score", groups=["sex"]), 0.5), APPLICANTS))
    assert "by weight" not in even


SAME = np.array([[[40, 0], [0, 160]], [[60, 0], [0, 140]]])
"""Every decision is what the label says: a past decision as label, and as decision."""


def test_a_decision_that_is_its_own_label_is_named():
    found = audit(tally_of(SAME, SEXES))
    assert [one.code for one in found.findings] == ["decision-is-label"]
    other = SAME.copy()
    other[0, 0] = [39, 1]
    assert not audit(tally_of(other, SEXES)).findings
    none_selected = audit(tally_of([[[200, 0], [0, 0]], [[200, 0], [0, 0]]], SEXES))
    assert "decision-is-label" not in [one.code for one in none_selected.findings]


def test_groups_that_are_alike_have_no_highest_and_no_lowest():
    seen = Look(audit(tally_of(SAME, SEXES)), True, APPLICANTS, "true_positive_rate")
    assert "Seen: 100 % in every group" in gap_sentence(seen.audited, "true_positive_rate")
    assert rates_title(seen) == "True positive rate 100 % in every group"
    first = gap_table(seen).rows[0]
    assert (first["highest"], first["lowest"]) == ("all alike", "all alike")
    told = people_in_words(people(seen.audited, APPLICANTS))
    assert told == "Applicants who repaid are refused at the same rate in every group: 0 %."
    assert "Nobody is wrongly selected" in impossibility_in_words(impossibility(seen.audited))


def test_one_comparison_is_told_as_one():
    unlabelled = np.zeros((2, 3, 2), dtype=int)
    unlabelled[:, 2] = [[900, 100], [600, 400]]
    counted = tally_of(unlabelled, SEXES)
    seen = Look(audit(type(counted)(**{**vars(counted), "has_label": False})), True, DEFENDANTS)
    assert "Cannot tell" not in gaps_in_words(seen) and "gap in 1" in gaps_in_words(seen)
    assert "1 comparisons" not in pairs_in_words(seen) and "In 1 of 1 pair these" in pairs_in_words(seen)


def test_names_of_many_small_groups_are_counted_after_a_dozen():
    counts = np.full((30, 2, 2), 3)
    told = groups_in_words(Look(audit(tally_of(counts, [(f"queue {place}",) for place in range(30)]))))
    assert told.count(" (12)") == 12 and "(12) and 18 more." in told


def test_the_best_off_group_stands_against_the_others_also_where_being_selected_is_bad():
    found = audit(tally_of([[[300, 100], [300, 100]], [[100, 300], [100, 300]]], SEXES))
    by_name = {one.name: one for one in definitions(found, favourable=False)}
    assert by_name["statistical parity difference"].value == pytest.approx(0.5)
    assert by_name["statistical parity difference"].counted.endswith("minus women")
    good = {one.name: one for one in definitions(found)}
    assert good["statistical parity difference"].value == pytest.approx(-0.5)


def test_without_a_label_no_rate_that_needs_one_is_advised():
    answers = CloserAnswers(harm="missed", label_biased="no")
    said = which_rate_in_words(which_rate(answers, "selection_rate", DEFENDANTS, None))
    assert said.startswith("The rate that fits: selection rate. These rows hold no label") and "Why not" not in said


def test_words_that_nobody_changed_are_still_a_sentence():
    assert Wording().who_are_positive == "who are positive" and APPLICANTS.who_are_negative == "who defaulted"
    assert rate_means("positive_predictive_value", DEFENDANTS) == "defendants who reoffended, among those detained"


def test_fisher_is_named_only_where_it_was_used():
    weighted = tally(scored(300), label="good", score="score", groups=["sex"], weight="weight")
    assert "Fisher" not in four_fifths_in_words(screen(audit(weighted, 0.75)))
    plain = tally(scored(300), label="good", score="score", groups=["sex"])
    assert "Fisher" in four_fifths_in_words(screen(audit(plain, 0.75)))


def test_yes_and_no_stand_behind_their_column():
    """Of the mortgages: "yes (n 339) with 28.3 %" names nobody."""
    mortgages = pd.read_csv(data_file("hmda_boston_aer.csv"))
    found = audit(tally(mortgages, decision="deny", decision_positive="yes", groups=["afam"]))
    rates = mortgages.deny.eq("yes").groupby(mortgages.afam).mean()
    said = gap_sentence(found, "selection_rate")
    assert f"afam yes (n 339) with {100 * rates['yes']:.1f} %" in said and "above afam no (n 2,041)" in said


def test_ends_of_a_gap_are_told_as_people_say_them():
    found = audit(tally_of([[[300, 100], [300, 100]], [[100, 300], [100, 300]]], SEXES))
    counted = tally_of([[[300, 100], [300, 100]], [[100, 300], [100, 300]]], SEXES)
    said = [str(row["says"]) for row in screening_table(screened(found, counted, APPLICANTS)).rows]
    assert any(" points possible" in one for one in said)
    assert not any(f"points to {digit}" in one for one in said for digit in "0123456789")


def test_noise_among_many_groups_wrongs_nobody():
    """Forty groups drawn alike: the worst against the best looks large, since both were picked by looking."""
    draws, told = np.random.default_rng(11), []
    for _ in range(20):
        missed = draws.binomial(60, 0.3, 40)
        cube = np.array([[[60, 20], [many, 60 - many]] for many in missed])
        told.append(people_in_words(people(audit(tally_of(cube)), APPLICANTS)))
    assert sum(" more applicants who repaid are refused" in one for one in told) <= 1
    apart = np.array([[[60, 20], [many, 60 - many]] for many in [*[10] * 39, 55]])
    assert "more applicants who repaid are refused" in people_in_words(people(audit(tally_of(apart)), APPLICANTS))


def test_rows_without_a_group_are_in_no_group():
    found = audit(tally_of(np.full((3, 2, 2), 40), [("women",), ("men",), (None,)]))
    assert groups_in_words(Look(found)).startswith("320 of 480 rows in 2 groups, ")
    alone = Look(audit(tally_of(np.full((1, 2, 2), 40), [("women",)])))
    assert groups_in_words(alone).startswith("160 rows in 1 group, ")
    assert gaps_in_words(alone) == "There are not two groups to compare."
    assert groups_in_words(Look(audit(tally_of(np.full((1, 2, 2), 40), [()], ())))).startswith("160 rows, ")


def test_rates_that_cannot_exist_are_called_so():
    """One group almost all with the event: with the others' precision it would need more than every one of the rest."""
    found = impossibility(audit(tally_of([[[80, 20], [20, 80]], [[8, 2], [20, 470]]], SEXES)))
    assert max(one.implied for one in found.groups) > 1
    assert "that of men would have to exceed 100 %: no such rates exist" in impossibility_in_words(found)


def test_a_gap_that_is_shown_nowhere_is_explained_by_nothing():
    rows = pd.DataFrame({"y": [1, 0] * 200, "d": [1, 1, 0, 0] * 100, "g": ["a"] * 200 + ["b"] * 200, "dept": ["x", "x", "x", "y", "y"] * 80})  # fmt: skip
    counted = tally(rows, label="y", decision="d", groups=["g", "dept"])
    said = strata_in_words(
        within_strata(counted, Policy.given_decision(), "selection_rate", "dept", ("g",), APPLICANTS)
    )
    assert "These rows show no difference, neither overall nor there." in said and "spread over it" not in said


def test_a_difference_is_told_in_points_and_not_as_a_share():
    seen = Look(audit(tally_of([[[300, 100], [300, 100]], [[100, 300], [100, 300]]], SEXES)), True, APPLICANTS)
    for view in (gap_table(seen), pair_table(seen)):
        column = next(one for one in view.columns if one.key == "difference")
        assert (column.title, column.unit) == ("Difference, points", "points")
        assert abs(view.rows[0]["difference"][0]) == 50.0
