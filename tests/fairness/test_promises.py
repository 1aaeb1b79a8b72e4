"""What the project promises of every audit: names do not matter, copies only sharpen, what is certain has no width."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fairness.tallies import scored
from workbook.fairness import Audit, audit, by_band
from workbook.fairness.closer.calibration import calibration
from workbook.fairness.four_fifths import screen
from workbook.fairness.rates import DEFINITIONS
from workbook.outcomes import OutcomeValue, Payoff, Policy, draw_money, draw_samples, money_at

CUT = 0.5
RATES = (*DEFINITIONS, "mean_score")


def table(seed, groups=3, n=160, weighted=False):
    """Score, label, group and weight of some rows; each group has its own rates."""
    generator = np.random.default_rng(seed)
    group = np.concatenate([np.arange(groups), generator.integers(0, groups, n - groups)])
    score = generator.beta(2 + group, 3).round(2)
    label = generator.random(n) < np.clip(0.1 + 0.8 * score + 0.05 * group, 0, 1)
    return score, label, group, generator.lognormal(0, 0.7, n) if weighted else None


def copied(rows, copies):
    return tuple(None if one is None else np.tile(one, copies) for one in rows)


def shown(found: Audit):
    """Everything an audit says of each group and each two groups, by the group's own number."""
    groups, pairs = found.by_group, found.pairs
    return groups.set_axis([name for (name,) in found.counted.groups]), pairs


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(4)), st.booleans())
def test_swapping_the_names_of_groups_changes_nothing(seed, order, weighted):
    rows = scored(*table(seed, 4, weighted=weighted))
    named = replace(rows, groups=tuple((f"g{order[place]}",) for place in range(4)))
    plain, other = audit(rows, CUT), audit(named, CUT)
    back = [f"g{order[place]}" for place in range(4)]
    mine, theirs = shown(plain)[0], shown(other)[0].loc[back]
    assert mine.to_numpy() == pytest.approx(theirs.to_numpy(), rel=1e-12, nan_ok=True)
    columns = ["difference", "difference_low", "difference_high", "ratio", "ratio_low", "ratio_high", "needed_n"]
    gaps = plain.gaps[columns].to_numpy(float), other.gaps[columns].to_numpy(float)
    assert gaps[0] == pytest.approx(gaps[1], rel=1e-9, nan_ok=True)
    assert (plain.gaps["verdict"] == other.gaps["verdict"]).all()
    assert plain.overall.to_numpy() == pytest.approx(other.overall.to_numpy(), rel=1e-12, nan_ok=True)
    bands = [by_band(one, CUT) for one in (rows, named)]
    size = len(bands[0].edges)
    for metric, rates in bands[0].rates.items():
        moved = bands[1].rates[metric].value.reshape(-1, size)[[int(name[1]) for name in back]].ravel()
        assert rates.value == pytest.approx(moved, rel=1e-12, nan_ok=True)
    ratios = [{one.group: one.ratio for one in screen(found).rows} for found in (plain, other)]
    assert {back[int(name[1])]: ratio for name, ratio in ratios[0].items()} == pytest.approx(ratios[1], nan_ok=True)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 6), st.booleans())
def test_copies_change_no_rate_and_shrink_every_interval(seed, copies, weighted):
    rows = table(seed, weighted=weighted)
    once, many = (audit(scored(*copied(rows, one)), CUT) for one in (1, copies))
    compared = 0
    for metric in RATES:
        for one, other in ((once.by_group, many.by_group), (once.overall.to_frame().T, many.overall.to_frame().T)):
            assert other[metric].to_numpy() == pytest.approx(one[metric].to_numpy(), abs=1e-12, nan_ok=True)
            assert other[f"{metric}_rests_on"].to_numpy() == pytest.approx(
                copies * one[f"{metric}_rests_on"].to_numpy()
            )
            before, after = ((each[f"{metric}_high"] - each[f"{metric}_low"]).to_numpy() for each in (one, other))
            doubted = before > 0
            assert (after[doubted] < before[doubted]).all(), metric
            compared += int(doubted.sum())
    assert compared > 20
    for end in ("difference", "ratio"):
        before, after = ((one.pairs[f"{end}_high"] - one.pairs[f"{end}_low"]).to_numpy() for one in (once, many))
        known = np.isfinite(before) & (before > 0)
        assert known.any() and (after[known] < before[known]).all()
        assert many.pairs[end].to_numpy() == pytest.approx(once.pairs[end].to_numpy(), abs=1e-12, nan_ok=True)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_copies_shrink_draws_and_calibration(seed, weighted):
    rows = table(seed, 2, 300, weighted)
    once, many = (scored(*copied(rows, one)) for one in (1, 4))
    payoff = Payoff(true_positive=OutcomeValue(constant=3), false_positive=OutcomeValue(constant=-2))
    first, second = (
        draw_money(one, payoff, draw_samples(one, Policy.at(CUT), draws=2000, seed=1)) for one in (once, many)
    )
    assert second.std() == pytest.approx(first.std() / 2, rel=0.2)
    off = calibration(once), calibration(many)
    assert off[1].error == pytest.approx(off[0].error, abs=1e-9)
    assert (off[1].error_high - off[1].error_low < off[0].error_high - off[0].error_low).all()
    assert (off[1].by_chance < off[0].by_chance).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(-50, 50), st.booleans())
def test_what_is_certain_has_no_width(seed, worth, weighted):
    """Every outcome worth the same, and everybody with the same score: nothing that other rows could change."""
    score, *rest = table(seed, weighted=weighted)
    value = OutcomeValue(constant=worth)
    payoff = Payoff(true_positive=value, false_positive=value, true_negative=value, false_negative=value)
    rows, alike = scored(score, *rest), scored(np.full_like(score, 0.4), *rest)
    found, drawn = money_at(rows, payoff, Policy.at(CUT)), draw_money(rows, payoff, draw_samples(rows, Policy.at(CUT)))
    assert drawn == pytest.approx(np.full(len(drawn), worth), abs=1e-6)
    assert found.total / found.weight == pytest.approx(worth, abs=1e-9)
    by_group = audit(alike, CUT).by_group
    several = by_group["mean_score_rests_on"] > 1.01
    assert several.any()
    for end in ("", "_low", "_high"):
        assert by_group[f"mean_score{end}"][several].to_numpy() == pytest.approx(0.4)


def test_nobody_counts_for_more_people_than_there_are():
    found = audit(scored(*table(3, weighted=True)), CUT).by_group
    for metric in RATES:
        assert (found[f"{metric}_rests_on"] <= found["n"] + 1e-9).all() and (found[f"{metric}_rests_on"] > 0).any()
    assert (found["positives"] + found["negatives"] <= found["n"]).all() and (found["selected"] <= found["n"]).all()
