"""The screening rule on published examples."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.cases import published
from workbook.data import tally
from workbook.fairness import audit
from workbook.fairness.four_fifths import screen
from workbook.fairness.words import four_fifths_in_words
from workbook.stats.significance import fisher_two_sided, two_standard_deviations


def selected(counts):
    rows = [(name, int(place < chosen)) for name, (n, chosen) in counts.items() for place in range(n)]
    return audit(tally(pd.DataFrame(rows, columns=["g", "d"]), decision="d", groups=["g"]))


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


def test_two_standard_deviations():
    case = published("fairness")["fair-castaneda-two-sd"]
    expected, deviation, z = two_standard_deviations(
        case["inputs"]["observed"], case["inputs"]["n"], case["inputs"]["p"]
    )
    assert expected == pytest.approx(case["expected"]["expected"], abs=case["tolerance"]["expected"])
    assert deviation == pytest.approx(case["expected"]["sd"], abs=case["tolerance"]["sd"])
    assert z == pytest.approx(case["expected"]["z"], abs=case["tolerance"]["z"])


def test_fisher():
    case = published("fairness")["fair-gender-promotion-fisher"]
    (n1, k1), (n2, k2) = case["inputs"]["promoted"]["male"], case["inputs"]["promoted"]["female"]
    assert fisher_two_sided(k1, n1, k2, n2) == pytest.approx(
        case["expected"]["fisher_two_sided_p"], abs=case["tolerance"]
    )


def test_the_rule_never_calls_itself_a_finding():
    assert "not a legal finding" in four_fifths_in_words(screen(selected({"a": (50, 40), "b": (50, 10)})))
