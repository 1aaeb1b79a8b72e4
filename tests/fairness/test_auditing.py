"""The audit against Fairlearn, published figures, and its own promises."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases import data_file, published
from workbook.data import tally
from workbook.errors import InputError
from workbook.fairness import audit
from workbook.fairness.pairs import CANNOT_TELL, GAP, NO_GAP

RATES = {
    "selection_rate": "selection_rate",
    "true_positive_rate": "true_positive_rate",
    "false_positive_rate": "false_positive_rate",
    "false_negative_rate": "false_negative_rate",
    "true_negative_rate": "true_negative_rate",
}


def decided(table: pd.DataFrame, **roles):
    return tally(table, label="y", decision="d", groups=["g"], **roles)


def population(sizes, positive, chosen, seed=0) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    parts = []
    for name, n in enumerate(sizes):
        y = generator.random(n) < positive
        parts.append(
            pd.DataFrame({"y": y.astype(int), "d": (generator.random(n) < chosen[name]).astype(int), "g": f"g{name}"})
        )
    return pd.concat(parts, ignore_index=True)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(20, 200))
def test_rates_and_gaps_are_fairlearns(seed, groups, n):
    from fairlearn import metrics

    generator = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "y": generator.integers(0, 2, n),
            "d": generator.integers(0, 2, n),
            "g": generator.integers(0, groups, n).astype(str),
        }
    )
    both = table.groupby("g").y.nunique()
    table = table[table.g.isin(both[both == 2].index)]
    if table.g.nunique() < 2:
        return
    found = audit(decided(table))
    frame = metrics.MetricFrame(
        metrics={ours: getattr(metrics, theirs) for ours, theirs in RATES.items()},
        y_true=table.y,
        y_pred=table.d,
        sensitive_features=table.g,
    )
    for metric in RATES:
        assert found.by_group[metric].sort_index().to_numpy() == pytest.approx(
            frame.by_group[metric].sort_index().to_numpy(dtype=float), abs=1e-12
        )
        assert found.gaps.loc[metric, "difference"] == pytest.approx(frame.difference()[metric], abs=1e-12)
        if frame.by_group[metric].max() > 0:
            assert found.gaps.loc[metric, "ratio"] == pytest.approx(frame.ratio()[metric], abs=1e-12)
        assert found.overall[metric] == pytest.approx(float(frame.overall[metric]), abs=1e-12)


def test_compas_summary():
    case = published("fairness")["fair-compas-fairlearn-summary"]
    table = pd.read_csv(data_file("compas-scores-two-years.csv"))
    table = table[table.race.isin(["African-American", "Caucasian"])]
    found = audit(tally(table, label="two_year_recid", score="decile_score", groups=["race"]), 5).gaps
    expected, near = case["expected"], case["tolerance"]
    assert found.loc["selection_rate", "difference"] == pytest.approx(
        expected["demographic_parity_difference"], abs=near
    )
    assert found.loc["selection_rate", "ratio"] == pytest.approx(expected["demographic_parity_ratio"], abs=near)
    assert found.loc["true_positive_rate", "difference"] == pytest.approx(
        expected["equal_opportunity_difference"], abs=near
    )
    assert found.loc[["true_positive_rate", "false_positive_rate"], "difference"].max() == pytest.approx(
        expected["equalized_odds_difference"], abs=near
    )
    assert found.loc[["true_positive_rate", "false_positive_rate"], "ratio"].min() == pytest.approx(
        expected["equalized_odds_ratio"], abs=near
    )


def test_compas_high_only():
    case = published("fairness")["fair-compas-highonly-caucasian"]
    counted = audit(
        tally(
            pd.read_csv(data_file("compas-scores-two-years.csv")),
            label="two_year_recid",
            score="decile_score",
            groups=["race"],
        ),
        8,
    ).counted
    code = counted.groups.index(("Caucasian",))
    confusion = {
        "tn": counted.true_negative,
        "fp": counted.false_positive,
        "fn": counted.false_negative,
        "tp": counted.true_positive,
    }
    assert {name: int(values[code]) for name, values in confusion.items()} == case["expected"]["confusion"]


def test_resume_callbacks():
    case = published("fairness")["fair-resume-callbacks"]
    table = pd.read_csv(data_file("bertrand_mullainathan_resume.csv"))
    decision = next(name for name in table if "call" in name or "received" in name)
    race = next(name for name in table if "race" in name)
    found = audit(tally(table, decision=decision, groups=[race]))
    rates = found.by_group["selection_rate"]
    assert rates["white"] == pytest.approx(case["expected"]["white"], abs=case["tolerance"])
    assert found.gaps.loc["selection_rate", "ratio"] == pytest.approx(
        case["expected"]["impact_ratio"], abs=case["tolerance"]
    )


@settings(max_examples=20, deadline=None)
@given(st.permutations(["a", "b", "c", "d"]), st.integers(0, 1000))
def test_renaming_groups_changes_no_number(names, seed):
    table = population([60, 50, 40, 30], 0.5, [0.2, 0.4, 0.5, 0.6], seed)
    renamed = table.assign(g=table.g.map({f"g{place}": name for place, name in enumerate(names)}))
    columns = ["difference", "difference_low", "difference_high", "ratio", "verdict"]
    first, second = audit(decided(table)).gaps[columns], audit(decided(renamed)).gaps[columns]
    pd.testing.assert_frame_equal(first, second)


def test_copies_change_no_rate_and_shrink_every_interval():
    table = population([80, 60], 0.5, [0.3, 0.6])
    once, thrice = audit(decided(table)).by_group, audit(decided(pd.concat([table] * 3))).by_group
    assert thrice["selection_rate"].to_numpy() == pytest.approx(once["selection_rate"].to_numpy())
    width = lambda frame: (frame["selection_rate_high"] - frame["selection_rate_low"]).to_numpy()  # noqa: E731
    assert (width(thrice) < width(once)).all()


def test_missing_groups_are_listed_and_never_compared():
    table = population([50, 50], 0.5, [0.1, 0.9])
    table.loc[:9, "g"] = None
    found = audit(decided(table))
    assert found.by_group["n"].sum() == 100
    assert None not in found.gaps["highest"].to_numpy() and "missing" not in set(found.pairs["first"]) | set(
        found.pairs["second"]
    )
    assert any(one.code == "missing-group" for one in found.findings)


def test_a_group_without_positives_is_never_a_pass():
    table = population([4000, 4000], 0.5, [0.5, 0.5])
    table = pd.concat([table, pd.DataFrame({"y": 0, "d": [0, 1] * 20, "g": "none"})])
    found = audit(decided(table), tolerance=0.2)
    assert found.gaps.loc["true_positive_rate", "verdict"] == CANNOT_TELL
    assert np.isnan(found.by_group.loc["none", "true_positive_rate"])


def test_one_group_is_no_comparison():
    found = audit(decided(population([100], 0.5, [0.5])))
    assert set(found.gaps["verdict"]) == {CANNOT_TELL}
    assert any(one.code == "one-group" for one in found.findings)


def test_without_labels_only_selection_is_compared():
    found = audit(tally(population([300, 300], 0.5, [0.2, 0.8]), decision="d", groups=["g"]))
    assert list(found.gaps.index) == ["selection_rate"] and found.gaps.loc["selection_rate", "verdict"] == GAP
    assert found.by_group["true_positive_rate"].isna().all()


def test_crossed_groups_have_a_multiindex():
    table = population([200, 200], 0.5, [0.4, 0.6]).assign(h=["x", "y"] * 200)
    crossed = tally(table, label="y", decision="d", groups=["g", "h"])
    assert audit(crossed).by_group.index.names == ["g", "h"] and len(audit(crossed).by_group) == 4
    assert list(audit(crossed, by=["h"]).by_group.index) == ["x", "y"]


def test_weights_count_by_effective_n():
    table = population([400, 400], 0.5, [0.3, 0.6]).assign(w=[1.0, 9.0] * 400)
    found = audit(decided(table, weight="w"))
    n = table.groupby("g").w.agg(lambda w: w.sum() ** 2 / (w**2).sum())
    assert found.by_group["n_effective"].to_numpy() == pytest.approx(n.to_numpy())
    assert (found.by_group["n_effective"] < found.by_group["n"]).all()
    expected = table.groupby("g").apply(lambda part: np.average(part.d, weights=part.w), include_groups=False)
    assert found.by_group["selection_rate"].to_numpy() == pytest.approx(expected.to_numpy())


@pytest.mark.parametrize(("tolerance", "problem"), [(-0.1, "not a difference"), (1.2, "not a difference")])
def test_a_tolerance_must_be_a_difference(tolerance, problem):
    with pytest.raises(InputError, match=problem):
        audit(decided(population([20, 20], 0.5, [0.5, 0.5])), tolerance=tolerance)


@pytest.mark.parametrize("groups", [2, 5, 30])
def test_false_verdicts_are_rare(groups):
    """No gap at all must rarely read "gap"; a gap at the tolerance must rarely read either."""
    wrong_gap = wrong_none = 0
    rounds, n = 120, 400
    for seed in range(rounds):
        alike = audit(decided(population([n] * groups, 0.5, [0.5] * groups, seed)))
        wrong_gap += any(verdict == GAP for verdict in alike.gaps["verdict"])
        chosen = [0.40] + [0.5] * (groups - 1)
        apart = audit(decided(population([n] * groups, 0.5, chosen, seed + 10_000)), tolerance=0.09)
        wrong_none += apart.gaps.loc["selection_rate", "verdict"] == NO_GAP
    allowed = 0.05 * rounds + 2 * np.sqrt(rounds * 0.05 * 0.95)
    assert wrong_gap <= allowed and wrong_none <= allowed


def test_draws_keep_the_number_of_rows():
    found = audit(decided(population([50, 50], 0.5, [0.5, 0.5])), draws=50, seed=3)
    assert found.drawn.shape == (50, 2, 3, 3) and (found.drawn.sum(axis=(1, 2, 3)) == 100).all()
    again = audit(decided(population([50, 50], 0.5, [0.5, 0.5])), draws=50, seed=3)
    assert (found.drawn == again.drawn).all()
