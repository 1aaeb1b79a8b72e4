"""Policies select the same rows as plain comparisons."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.data import tally
from workbook.errors import InputError
from workbook.outcomes import GroupThreshold, Policy, as_policy, confusion, snapped

TABLE = pd.DataFrame(
    {"y": [0, 1, 1, 0, 1, 0], "s": [0.1, 0.2, 0.5, 0.5, 0.9, None], "g": ["a", "a", "b", "b", "b", "a"]}
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.floats(-0.5, 1.5), st.sampled_from(["at_or_above", "below"]), st.integers(0, 500))
def test_counts_are_those_of_the_rows(threshold, side, seed):
    generator = np.random.default_rng(seed)
    table = pd.DataFrame({"y": generator.integers(0, 2, 80), "s": generator.integers(-5, 6, 80) / 5})
    counted = confusion(tally(table, label="y", score="s", selected=side), Policy.at(threshold))
    chosen = table.s >= threshold if side == "at_or_above" else table.s < threshold
    assert counted.true_positive[0] == (chosen & (table.y == 1)).sum()
    assert counted.false_positive[0] == (chosen & (table.y == 0)).sum()


def test_rows_without_a_score_are_undecided():
    counted = confusion(tally(TABLE, label="y", score="s", groups=["g"]), Policy.at(0.5))
    assert counted.undecided.tolist() == [1.0, 0.0] and counted.n.sum() == 6


def test_groups_may_have_thresholds_of_their_own():
    policy = Policy(threshold=0.5, thresholds=(GroupThreshold(group=("a",), threshold=0.15),))
    counted = confusion(tally(TABLE, label="y", score="s", groups=["g"]), policy)
    assert counted.true_positive.tolist() == [1.0, 2.0]


def test_a_policy_must_fit_the_rows():
    with pytest.raises(InputError, match="no decision"):
        as_policy(None, tally(TABLE, label="y", score="s"))
    with pytest.raises(InputError, match="no score"):
        as_policy(0.5, tally(TABLE, label="y", decision="y"))


def test_binned_scores_say_where_the_threshold_really_lies():
    table = pd.DataFrame({"y": [0, 1] * 2500, "s": np.linspace(0, 1, 5000)})
    counted = tally(table, label="y", score="s", bins=10)
    assert not counted.exact and snapped(counted, 0.52) == pytest.approx(0.5)
