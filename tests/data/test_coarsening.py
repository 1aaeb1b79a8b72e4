"""The tally of those who may not see rows: nothing below the limit in it, and the same totals where they are shown."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workbook.data import tally
from workbook.data.coarsening import coarsen, middles, withheld_in_words
from workbook.data.tallies import OTHERS
from workbook.errors import WorkbookError
from workbook.outcomes import OutcomeValue, Payoff, Policy, confusion, money_at

PAYOFF = Payoff(true_positive=OutcomeValue(amount="a", per_unit=1), false_positive=OutcomeValue(constant=-2))


def counted(seed=0, rows=600, **more):
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "y": draw.choice([1, 0, None], rows, p=[0.5, 0.4, 0.1]),
            "s": draw.random(rows).round(3),
            "g": draw.choice(["big", "middle", "tiny", None], rows, p=[0.6, 0.37, 0.01, 0.02]),
            "h": draw.choice(["x", "y"], rows),
            "a": draw.gamma(2, 10, rows),
        }
    )
    frame.loc[draw.random(rows) < 0.02, ["s", "a"]] = np.nan
    roles = {"label": "y", "score": "s", "groups": ["g", "h"], "amounts": {"a": "a"}, "split": 1} | more
    return tally(frame, **roles)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 5000), st.integers(200, 3000), st.integers(2, 15), st.sampled_from([None, ("g",), ("h",)]))
def test_no_cell_that_is_told_apart_is_below_the_limit(seed, rows, limit, by):
    full = counted(seed, rows)
    try:
        cells = coarsen(full, limit, by).tally.cells
    except WorkbookError:
        return
    assert cells.count.min() >= limit and cells.count.sum() == full.cells.count.sum()


@settings(max_examples=200, deadline=None)
@given(arrays(np.int64, st.integers(1, 60), elements=st.integers(0, 8)), st.integers(1, 12))
def test_bands_follow_each_other_and_hold_enough(counts, limit):
    if counts.sum() < limit:
        return
    middle = middles(counts, limit)
    assert (np.diff(middle) >= 0).all()
    held = {one: int(counts[middle == one].sum()) for one in np.unique(middle)}
    assert min(held.values()) >= limit
    for one in held:  # the middle row lies where its band says
        before, here = counts[(middle == one) & (np.arange(len(counts)) < one)].sum(), counts[one]
        assert before < (held[one] + 1) // 2 <= before + here


def test_totals_are_those_of_the_full_tally():
    full = counted(rows=4000)
    coarse = coarsen(full).tally
    for edge in coarse.edges[1:]:
        one, other = (confusion(each, Policy.at(float(edge))).overall.count for each in (full, coarse))
        assert other[0, :, :2].sum(axis=1) == pytest.approx(one[0].sum(axis=1))
        cells = len(coarse.groups) * 2  # each group and half may be off by one band
        assert np.abs(other[0, :, 1] - one[0, :, 1]).max() <= 20 * cells


def test_money_of_everybody_is_the_same():
    full = counted(rows=4000)
    coarse = coarsen(full).tally
    everybody = [money_at(each, PAYOFF, Policy.at(-1.0)).total for each in (full, coarse)]
    unscored = full.cells.bin == -1
    alone = full.cells.amounts["a"].total[unscored & (full.cells.label == 1)].sum()
    lost = -2 * full.cells.count[unscored & (full.cells.label == 0)].sum()
    assert everybody[1] == pytest.approx(everybody[0] + alone + lost), (
        "rows without a score are counted with the lowest"
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100), st.floats(1e-6, 1e9), st.floats(-1e6, 1e6))
def test_nobodys_own_score_is_shown(seed, scale, shift):
    draw = np.random.default_rng(seed)
    score = draw.random(500) * scale + shift
    found = coarsen(tally(pd.DataFrame({"y": draw.integers(0, 2, 500), "s": score}), label="y", score="s")).tally
    assert len(found.edges) <= 101 and not set(found.edges) & set(score)
    assert found.edges.min() >= score.min() - 0.1 * scale and found.edges.max() <= score.max()


def test_small_groups_are_merged_and_named():
    coarse = coarsen(counted(rows=4000), by=("g",))
    assert coarse.tally.groups[-1] == (OTHERS,) and ("big",) in coarse.tally.groups
    told = withheld_in_words(coarse)
    assert "tiny: fewer than 10, not shown to you" in told and "at least 10" in told


def test_decisions_without_a_score():
    coarse = coarsen(counted(rows=4000, score=None, decision="h", decision_positive="x", groups=["g"])).tally
    assert not coarse.has_score and coarse.cells.count.min() >= 10
    assert confusion(coarse, Policy.given_decision()).overall.count.sum() == 4000


def test_too_few_rows_show_nothing():
    with pytest.raises(WorkbookError, match="too few rows"):
        coarsen(counted(rows=25))
