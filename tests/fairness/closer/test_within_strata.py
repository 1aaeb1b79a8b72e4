"""A gap within strata: Berkeley's admissions, known answers, and columns that explain nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.cases import data_file, published
from workbook.data import tally
from workbook.errors import WorkbookError
from workbook.fairness.closer.within_strata import strata_in_words, strata_table, within_strata
from workbook.outcomes import Policy
from workbook.stats.stratified import mantel_haenszel

GIVEN = Policy.given_decision()


def berkeley():
    table = pd.read_csv(data_file("ucb_admissions.csv"))
    rows = table.loc[table.index.repeat(table["Freq"])]
    return tally(rows, decision="Admit", decision_positive="Admitted", groups=["Gender", "Dept"])


def test_berkeley_shows_no_gap_within_departments():
    case = published("fairness")["fair-ucb-simpson-stratified"]
    expected = case["expected"]
    found = within_strata(berkeley(), GIVEN, "selection_rate", "Dept")
    assert (found.first, found.second) == ("Male", "Female") and found.raw[1] > 0
    assert found.common.odds_ratio == pytest.approx(expected["mh_common_odds_ratio"], abs=case["tolerance"])
    assert found.common.p == pytest.approx(expected["cmh_p"], abs=case["tolerance"])
    assert [one.first for one in found.strata] == pytest.approx(expected["admit_rate_male"], abs=case["tolerance"])
    assert [one.second for one in found.strata] == pytest.approx(expected["admit_rate_female"], abs=case["tolerance"])
    assert found.turns and "show no difference" in strata_in_words(found)
    assert [row["name"] for row in strata_table(found).rows] == list("ABCDEF")


def test_one_stratum_is_the_difference_itself():
    found = mantel_haenszel([30], [100], [10], [80])
    assert found.difference == pytest.approx(0.3 - 0.125)
    assert found.odds_ratio == pytest.approx((30 * 70) / (10 * 70))
    assert found.difference_low < found.difference < found.difference_high
    assert found.odds_ratio_low < found.odds_ratio < found.odds_ratio_high


def test_swapping_the_groups_turns_the_signs():
    there = mantel_haenszel([30, 5], [100, 40], [10, 9], [80, 60])
    back = mantel_haenszel([10, 9], [80, 60], [30, 5], [100, 40])
    assert back.difference == pytest.approx(-there.difference) and back.odds_ratio == pytest.approx(
        1 / there.odds_ratio
    )
    assert back.difference_low == pytest.approx(-there.difference_high) and back.p == pytest.approx(there.p)


def test_strata_with_one_group_only_say_nothing():
    alone = mantel_haenszel([30, 7], [100, 20], [10, 0], [80, 0])
    assert alone == mantel_haenszel([30], [100], [10], [80])
    assert np.isnan(mantel_haenszel([3], [5], [0], [0]).difference)


def test_the_interval_covers_a_common_difference():
    generator, held, size = np.random.default_rng(4), 0, 400
    base = np.array([0.2, 0.4, 0.6])
    for _ in range(size):
        m, n = generator.integers(20, 80, 3), generator.integers(20, 80, 3)
        found = mantel_haenszel(generator.binomial(m, base + 0.1), m, generator.binomial(n, base), n)
        held += found.difference_low <= 0.1 <= found.difference_high
    assert 0.92 <= held / size <= 0.98


def rows(n=600):
    generator = np.random.default_rng(2)
    group, site = generator.choice(["a", "b"], n), generator.choice(["north", "south", None], n)
    chosen = (generator.random(n) < np.where(group == "a", 0.6, 0.3)).astype(int)
    return tally(pd.DataFrame({"g": group, "site": site, "d": chosen}), decision="d", groups=["g", "site"])


def test_a_column_that_explains_nothing_leaves_the_gap_and_missing_is_a_stratum():
    found = within_strata(rows(), GIVEN, "selection_rate", "site")
    assert found.common.difference == pytest.approx(found.raw[0], abs=0.03)
    assert "does not explain the gap away" in strata_in_words(found)
    assert [one.name for one in found.strata] == ["north", "south", "missing"]


@pytest.mark.parametrize(("column", "groups"), [("nowhere", ()), ("g", ("g",))])
def test_without_a_second_column_it_says_what_to_do(column, groups):
    with pytest.raises(WorkbookError, match="second column of groups"):
        within_strata(rows(), GIVEN, "selection_rate", column, groups)


def weighted(seed, n=900, apart=0.1):
    """Two groups in three strata, spread unevenly over them; weights that have nothing to do with the rest."""
    generator = np.random.default_rng(seed)
    group, site = generator.integers(0, 2, n), generator.integers(0, 3, n)
    site = np.where((group == 1) & (generator.random(n) < 0.4), 2, site)
    chosen = (generator.random(n) < np.array([0.2, 0.4, 0.6])[site] + apart * (group == 0)).astype(int)
    table = pd.DataFrame({"g": np.array(["a", "b"])[group], "site": np.array(["n", "s", "w"])[site], "d": chosen})
    return table.assign(w=generator.lognormal(0, 0.8, n))


def test_weighted_rows_are_people_and_rest_on_fewer():
    table = weighted(1)
    plain, found = (
        within_strata(tally(table, decision="d", groups=["g", "site"], weight=weight), GIVEN, "selection_rate", "site")
        for weight in (None, "w")
    )
    sizes = table.groupby(["g", "site"]).size()
    assert {one.name: one.n_first for one in found.strata} == sizes[found.first].to_dict()
    assert {one.name: one.n_second for one in found.strata} == sizes[found.second].to_dict()
    rates = table.groupby(["g", "site"]).apply(
        lambda part: np.average(part["d"], weights=part["w"]), include_groups=False
    )
    assert {one.name: one.first for one in found.strata} == pytest.approx(rates[found.first].to_dict())
    common, unweighted = found.common, plain.common
    width = common.difference_high - common.difference_low
    assert width > 1.2 * (unweighted.difference_high - unweighted.difference_low)
    assert "n counts people" in strata_table(found).caption and "people" not in strata_table(plain).caption
    scaled = within_strata(
        tally(table.assign(w=500 * table["w"]), decision="d", groups=["g", "site"], weight="w"), GIVEN, "selection_rate", "site"
    )  # fmt: skip
    assert scaled.common.difference_low == pytest.approx(common.difference_low)
    assert scaled.common.odds_ratio_high == pytest.approx(common.odds_ratio_high)
    assert scaled.common.p == pytest.approx(common.p)


def test_copies_of_the_rows_shrink_what_is_common_to_all_strata():
    once, four = ([np.array(one) * copies for one in ([30, 5], [100, 40], [10, 9], [80, 60])] for copies in (1, 4))
    few, many = mantel_haenszel(*once), mantel_haenszel(*four)
    assert many.difference == pytest.approx(few.difference) and many.odds_ratio == pytest.approx(few.odds_ratio)
    assert few.difference_low < many.difference_low and many.difference_high < few.difference_high
    assert few.odds_ratio_low < many.odds_ratio_low and many.odds_ratio_high < few.odds_ratio_high
