"""Where a model's scores take the place of others: on the side that should be selected, for as many as before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.modelling.choosing.placing import place
from workbook.models.study import Study


def study(label, **more):
    rows = len(label)
    zeros = np.zeros(rows, dtype=np.int64)
    made = Study(
        pd.DataFrame({"a": range(rows)}), np.array(label), zeros, ("everybody",), np.zeros(rows), zeros, np.ones(rows)
    )
    return replace(made, **more)


LABEL = [0, 1] * 50
RISES = np.where(np.array(LABEL) == 1, 0.7, 0.2) + np.linspace(0, 0.2, 100)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([0.1, 0.2, 0.5, 0.9]) | st.floats(0, 1), min_size=2, max_size=60),
    st.floats(0, 1),
    st.sampled_from(["at_or_above", "below"]),
)
def test_no_threshold_comes_closer(scores, threshold, side):
    scores = np.array(scores)
    earlier = np.linspace(0, 1, len(scores))
    found = place(study([2] * len(scores)), scores, earlier, side, threshold)
    share = np.mean(earlier >= threshold if side == "at_or_above" else earlier < threshold)
    assert found.share_before == pytest.approx(share)
    possible = [np.mean(scores >= one if found.side == "at_or_above" else scores < one) for one in np.unique(scores)]
    assert abs(found.share - share) == pytest.approx(min(abs(one - share) for one in possible))
    chosen = scores >= found.threshold if found.side == "at_or_above" else scores < found.threshold
    assert found.share == pytest.approx(chosen.mean())


@pytest.mark.parametrize(
    ("earlier", "side", "expected"),
    [
        (RISES, "at_or_above", "at_or_above"),
        (RISES, "below", "below"),
        (1 - RISES, "below", "at_or_above"),
        (1 - RISES, "at_or_above", "below"),
        (np.tile([0.3, 0.3], 50), "below", "below"),
        (None, "below", "below"),
    ],
)
def test_without_money_the_old_score_says_which_side(earlier, side, expected):
    assert place(study(LABEL), RISES, earlier, side, None).side == expected


@pytest.mark.parametrize(("right", "expected"), [(True, "at_or_above"), (False, "below")])
@pytest.mark.parametrize("side", ["at_or_above", "below"])
def test_with_money_what_pays_says_which_side(right, expected, side):
    paid = study(LABEL, if_selected=np.ones(100), if_not=np.zeros(100), event_is_right=right)
    assert place(paid, RISES, RISES, side, None).side == expected


def test_noise_turns_nothing_round():
    noise = np.random.default_rng(2).random(100)
    for side in ("at_or_above", "below"):
        assert place(study(LABEL), RISES, noise, side, None).side == side


def test_it_says_when_no_threshold_comes_closer():
    rough = place(study(LABEL), np.tile([0.1, 0.9], 50), np.linspace(0, 1, 100), "at_or_above", 0.8)
    assert "selects 50%" in rough.at_the_threshold and "selected 20%, and none comes closer" in rough.at_the_threshold
    fine = place(study(LABEL), np.linspace(3, 4, 100), np.linspace(0, 1, 100), "at_or_above", 0.8)
    assert "as many as the declared one did" in fine.at_the_threshold
    assert place(study(LABEL), RISES, RISES, "below", None).at_the_threshold == ""


def test_rows_without_a_score_are_not_counted():
    gaps = np.where(np.arange(100) < 50, np.nan, np.linspace(0, 1, 100))
    found = place(study(LABEL), RISES, gaps, "at_or_above", 0.75)
    assert found.share_before == pytest.approx(np.mean(gaps[50:] >= 0.75)) and found.share == pytest.approx(
        found.share_before, abs=0.02
    )
