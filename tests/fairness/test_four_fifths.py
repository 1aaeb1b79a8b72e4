"""The screening rule on published examples."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.cases import published
from tests.fairness.tallies import tally_of
from workbook.data import tally
from workbook.fairness import audit
from workbook.fairness.four_fifths import screen
from workbook.fairness.tables import four_fifths_in_words, four_fifths_table
from workbook.outcomes import Wording


def selected(counts):
    cube = [[[0, 0], [0, 0], [n - chosen, chosen]] for n, chosen in counts.values()]
    return audit(tally_of(cube, [(name,) for name in counts]))


def test_eeoc_question_11_exactly_four_fifths_passes():
    case = published("fairness")["fair-eeoc-four-fifths-qa11"]
    counts = {name: (100, round(100 * rate)) for name, rate in case["inputs"]["selection_rates"].items()}
    found = {one.group: one for one in screen(selected(counts)).rows}
    assert {name: one.below for name, one in found.items()} == case["expected"]["adverse_impact"]
    for name, ratio in case["expected"]["impact_ratio"].items():
        assert found[name].ratio == pytest.approx(ratio, abs=case["tolerance"])


@pytest.mark.parametrize(
    "name", ["fair-ll144-selection-race", "fair-ll144-selection-intersectional", "fair-ll144-real-audit-covey-sex"]
)
def test_impact_ratios_of_the_new_york_rule(name):
    case = published("fairness")[name]
    found = {one.group: one.ratio for one in screen(selected(case["inputs"]["applicants_selected"])).rows}
    assert found == pytest.approx(case["expected"], abs=case["tolerance"])


def test_a_group_of_seventeen_fails_the_rule_but_not_the_test():
    case = published("fairness")["fair-ll144-selection-intersectional"]
    found = {one.group: one for one in screen(selected(case["inputs"]["applicants_selected"])).rows}
    small = found["AIAN Female"]
    assert small.below and small.few and not small.beyond_chance and small.fisher_p == pytest.approx(0.46, abs=0.005)


def test_the_rule_never_calls_itself_a_finding():
    assert "not a legal finding" in four_fifths_in_words(screen(selected({"a": (50, 40), "b": (50, 10)})))


def test_where_being_selected_is_bad_being_spared_is_compared():
    wording = Wording(selected_means="flagged", not_selected_means="let through", favourable=False)
    found = screen(selected({"a": (100, 10), "b": (100, 40)}), wording)
    assert found.reference == "a" and found.outcome == "let through"
    assert {one.group: round(one.ratio, 4) for one in found.rows} == {"a": 1.0, "b": round(60 / 90, 4)}


@pytest.mark.parametrize("counts", [{"a": (50, 0), "b": (50, 0)}, {"a": (50, 20)}])
def test_nothing_to_compare_is_no_pass(counts):
    told = four_fifths_in_words(screen(selected(counts)))
    assert "four fifths of the highest rate" not in told and "not a legal finding" in told


def test_few_rows_are_named_beside_a_pass():
    told = four_fifths_in_words(screen(selected({"a": (200, 100), "tiny": (4, 2)})))
    assert "says little about: tiny" in told


def test_a_small_reference_group_is_not_taken_for_the_truth():
    """A reference of 3 of 4: rates known only so well are not five deviations apart."""
    found = {one.group: one for one in screen(selected({"tiny": (4, 3), "many": (1000, 400)})).rows}
    many = found["many"]
    assert many.below and many.few and abs(many.deviations) < 2 and not many.beyond_chance


def test_the_table_is_complete():
    view = four_fifths_table(screen(selected({"a": (50, 40), "b": (50, 10)})))
    assert {column.key for column in view.columns} == set(view.rows[0])
    assert [row["screen"] for row in view.rows] == ["below", "reference"]


def test_the_rule_counts_people_and_says_so_where_rows_have_weights():
    """A rule for people: ten weights on those who were selected turn no refusal into a pass."""
    generator = np.random.default_rng(3)
    table = pd.DataFrame({"g": ["a"] * 200 + ["b"] * 200, "d": [1] * 150 + [0] * 50 + [1] * 60 + [0] * 140})
    table["w"] = np.where(table["d"] == 1, 10.0, 0.1) * generator.lognormal(0, 0.5, 400)
    plain, weighted = (screen(audit(tally(table, decision="d", groups=["g"], weight=weight))) for weight in (None, "w"))
    assert plain.rows == weighted.rows and weighted.weighted and not plain.weighted
    b = next(one for one in weighted.rows if one.group == "b")
    assert (b.n, b.good, b.ratio) == (200, 60, pytest.approx(60 / 150)) and b.fisher_p < 0.001
    assert "counts people" in four_fifths_in_words(weighted) and "counts people" not in four_fifths_in_words(plain)
    audited = audit(tally(table, decision="d", groups=["g"], weight="w")).by_group
    assert audited.loc["b", "selection_rate"] > 0.9 > b.rate  # the audit itself goes by weights
