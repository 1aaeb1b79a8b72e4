"""The audit against Fairlearn, published figures, and its own promises."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fairness.tallies import drawn, tally_of
from workbook.data import tally
from workbook.errors import InputError
from workbook.fairness import audit
from workbook.fairness.pairs import CANNOT_TELL, GAP, NO_GAP, simultaneous
from workbook.outcomes import Policy
from workbook.stats.power import needed_n

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


@pytest.mark.slow
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


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_weighted_and_crossed_rates_are_fairlearns(seed):
    from fairlearn import metrics

    generator = np.random.default_rng(seed)
    n = 300
    table = pd.DataFrame(
        {"y": generator.integers(0, 2, n), "d": generator.integers(0, 2, n), "w": generator.uniform(0.1, 5, n)}
    )
    table = table.assign(a=generator.choice(["x", "z"], n), b=generator.choice(["u", "v"], n))
    found = audit(tally(table, label="y", decision="d", weight="w", groups=["a", "b"])).by_group
    frame = metrics.MetricFrame(
        metrics={ours: getattr(metrics, theirs) for ours, theirs in RATES.items()},
        y_true=table.y,
        y_pred=table.d,
        sensitive_features=table[["a", "b"]],
        sample_params={ours: {"sample_weight": table.w} for ours in RATES},
    ).by_group
    for key in frame.index:
        for metric in RATES:
            assert found.loc[key, metric] == pytest.approx(float(frame.loc[key, metric]), abs=1e-12)


@pytest.mark.slow
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


def test_draws_keep_the_number_of_rows():
    found = audit(decided(population([50, 50], 0.5, [0.5, 0.5])), draws=50, seed=3)
    assert found.drawn.shape == (50, 2, 3, 3) and (found.drawn.sum(axis=(1, 2, 3)) == 100).all()
    again = audit(decided(population([50, 50], 0.5, [0.5, 0.5])), draws=50, seed=3)
    assert (found.drawn == again.drawn).all()


def test_the_verdict_can_be_read_off_the_interval():
    generator = np.random.default_rng(5)
    seen = set()
    for _ in range(60):
        sizes = generator.integers(3, 4000, generator.integers(2, 7))
        rates = generator.uniform(0.2, 0.35, len(sizes))
        found = audit(tally_of(drawn(generator, sizes, 0.5, rates, rates)), tolerance=0.08)
        for metric, gap in found.gaps.iterrows():
            values = found.by_group[metric]
            complete = values.notna().all() and values.notna().sum() > 1
            if gap["verdict"] == GAP:
                assert gap["difference_low"] > 0.08
            elif gap["verdict"] == NO_GAP:
                assert gap["difference_high"] <= 0.08 and complete
            else:
                assert not gap["difference_low"] > 0.08 and not (gap["difference_high"] <= 0.08 and complete)
            if np.isfinite(gap["difference"]):
                assert 0 <= gap["difference_low"] <= gap["difference"] + 1e-12 <= gap["difference_high"] + 2e-12
            if np.isfinite(gap["ratio"]):
                assert gap["ratio_low"] <= gap["ratio"] + 1e-9 and gap["ratio"] <= gap["ratio_high"] + 1e-9 <= 1 + 1e-8
            seen.add(gap["verdict"])
    assert seen == {GAP, NO_GAP, CANNOT_TELL}


def test_labels_of_gaps_and_pairs_are_those_of_the_groups():
    counts = np.full((4, 2, 2), 50) + np.arange(4)[:, None, None] * [[0, 9], [9, 0]]
    plain_ = audit(tally_of(counts))
    crossed = audit(tally_of(counts, [("x", "0"), ("x", "1"), ("y", "0"), ("y", None)], ("a", "b")))
    for found in (plain_, crossed):
        gap = found.gaps.loc["accuracy"]
        assert found.by_group.loc[gap["highest"], "accuracy"] - found.by_group.loc[
            gap["lowest"], "accuracy"
        ] == pytest.approx(gap["difference"])
        first = found.pairs.iloc[0]
        rates = found.by_group["selection_rate"]
        assert rates.loc[first["first"]] - rates.loc[first["second"]] == pytest.approx(first["difference"])
    assert len(crossed.pairs) == 3 * 7 and len(plain_.pairs) == 6 * 7


def test_needed_people_are_people_not_positives():
    """One in ten repays: a rate among those who repay needs ten times as many people."""
    counts = [[[450, 450], [60, 40]], [[450, 450], [40, 60]]]
    found = audit(tally_of(counts))
    gap = found.gaps.loc["true_positive_rate"]
    asked = simultaneous(0.95, 5)
    assert gap["verdict"] == CANNOT_TELL
    assert gap["needed_n"] == pytest.approx(10 * float(needed_n(0.6, 0.4, 0.05, asked)), rel=0.01)


@pytest.mark.parametrize(
    "counts",
    [np.zeros((3, 2, 2)), [[[0, 0], [0, 0]], [[5, 5], [0, 0]]], [[[0, 0], [0, 0], [4, 0]], [[0, 0], [0, 0], [0, 1]]]],
)
def test_next_to_nothing_is_no_pass(counts):
    found = audit(tally_of(counts))
    assert NO_GAP not in set(found.gaps["verdict"]) and GAP not in set(found.gaps["verdict"])
    assert len(found.overall) == len(found.by_group.columns)


def test_all_groups_missing_compares_nobody():
    found = audit(tally_of(np.full((2, 2, 2), 30), [(None, "a"), (None, "b")], ("sex", "age")))
    assert found.gaps["highest"].isna().all() and set(found.gaps["verdict"]) == {CANNOT_TELL}
    assert [one.sentence for one in found.findings if one.code == "missing-group"] == [
        "240 rows have no value for sex: they are listed, and compared with nobody."
    ]


def test_a_score_is_audited_on_either_side():
    table = population([300, 300], 0.5, [0.5, 0.5]).assign(s=np.arange(600) % 100)
    above = audit(tally(table, label="y", score="s", groups=["g"]), 70).by_group
    below = audit(tally(table, label="y", score="s", groups=["g"], selected="below"), 70).by_group
    assert above["selected"].tolist() == [90, 90] and below["selected"].tolist() == [210, 210]
    assert (above["true_positive_rate"] + below["true_positive_rate"]).tolist() == pytest.approx([1, 1])


@pytest.mark.parametrize("policy", [None, Policy.given_decision()])
def test_a_policy_that_the_rows_do_not_hold_is_told(policy):
    table = population([30, 30], 0.5, [0.5, 0.5]).assign(s=np.arange(60))
    with pytest.raises(InputError, match="no decision"):
        audit(tally(table, label="y", score="s", groups=["g"]), policy)


def test_a_threshold_that_is_no_number_is_told():
    table = population([30, 30], 0.5, [0.5, 0.5]).assign(s=np.arange(60))
    with pytest.raises(InputError, match="not a number"):
        audit(tally(table, label="y", score="s", groups=["g"]), float("nan"))
