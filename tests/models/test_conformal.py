"""Prediction sets cover what they promise, for each kind of outcome and each group that is held against its own cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models.test_making import PAYOFF, roles
from workbook.models.conformal import BOTH, EVENT, NEITHER, NO_EVENT, calibrate, covered
from workbook.models.making import make_study
from workbook.models.on_trial import put_on_trial
from workbook.outcomes import Policy


def trial(seed=0, rows=400, apart=0.25, shift=0.0, side="at_or_above"):
    """Scores around 0.5 - apart and 0.5 + apart; those of group "b" are shifted, so that they mean something else."""
    draw = np.random.default_rng(seed)
    label, group = draw.integers(0, 2, rows), draw.choice(["a", "b"], rows, p=[0.8, 0.2])
    score = 0.5 + apart * (2 * label - 1) + draw.normal(0, 0.25, rows) + shift * (group == "b")
    if side == "below":
        score = -score
    frame = pd.DataFrame(
        {
            "y": np.where(label == 1, "good", "bad"),
            "score": score,
            "g": group,
            "loan": 100.0,
            "x": draw.normal(size=rows),
        }
    )
    return put_on_trial(make_study(frame, roles(selected=side), policy=Policy.at(0.5), payoff=PAYOFF), None)


def halves(one):
    return one.study.half == 0, one.study.half == 1


def shares(one, by_group=False, miss=0.1):
    """Coverage on the other half, by label and by group."""
    choose, value = halves(one)
    said = calibrate(one, choose, miss, by_group).statements(one.score, one.study.group)
    held, study = covered(study_label(one), said), one.study
    by = {label: held[value & (study.label == label)].mean() for label in (0, 1)}
    return by | {name: held[value & (study.group == code)].mean() for code, name in enumerate(study.group_names)}


def study_label(one):
    return one.study.label


@pytest.mark.parametrize("apart", [0.05, 0.25, 0.6])
@pytest.mark.parametrize("miss", [0.05, 0.2])
def test_each_kind_of_outcome_is_covered(apart, miss):
    """The mean over many draws is at least what is promised, and not far above it."""
    found = [shares(trial(seed, 400, apart), miss=miss) for seed in range(60)]
    for label in (0, 1):
        means = np.array([one[label] for one in found])
        error = means.std() / np.sqrt(len(means))
        assert 1 - miss - 3 * error <= means.mean() <= 1 - miss + 3 * error + 1 / 90


def test_a_group_whose_scores_mean_something_else_is_covered_only_by_its_own_cases():
    pooled = np.mean([shares(trial(seed, 800, shift=0.5))["b"] for seed in range(20)])
    own = np.array([shares(trial(seed, 800, shift=0.5), by_group=True)["b"] for seed in range(20)])
    assert pooled < 0.8
    assert own.mean() >= 0.9 - 3 * own.std() / np.sqrt(len(own))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 60), st.sampled_from([0.05, 0.1, 0.3]), st.booleans())
def test_p_values_against_their_definition(seed, few, miss, by_group):
    one = trial(seed, 40 + few)
    choose, value = halves(one)
    held = calibrate(one, choose, miss, by_group)
    event, no_event = held.p_values(one.score, one.study.group)
    for place in np.flatnonzero(value)[:5]:
        for label, found in ((1, event), (0, no_event)):
            alike = choose & (one.study.label == label)
            if by_group:
                alike &= one.study.group == one.study.group[place]
            stranger = one.score[alike] <= one.score[place] if label == 1 else one.score[alike] >= one.score[place]
            assert found[place] == pytest.approx((stranger.sum() + 1) / (alike.sum() + 1))


@pytest.mark.parametrize("apart", [0.05, 0.6])
def test_limits_are_where_statements_change(apart):
    one = trial(3, 600, apart)
    held = calibrate(one, halves(one)[0], 0.1)
    low, high = held.limits()
    inside = BOTH if apart < 0.2 else NEITHER
    assert held.overlaps() == (inside == BOTH)
    assert held.statements(np.array([low - 0.01, (low + high) / 2, high + 0.01])).tolist() == [NO_EVENT, inside, EVENT]


def test_where_less_speaks_for_the_event_everything_is_turned_round():
    up, down = trial(5), trial(5, side="below")
    assert down.study.event_is_right and not down.more_means_event
    one, other = (calibrate(each, halves(each)[0], 0.1) for each in (up, down))
    assert one.statements(up.score).tolist() == other.statements(down.score).tolist()
    low, high = one.limits()
    assert other.limits() == pytest.approx((-high, -low))


def test_too_few_cases_can_say_nothing():
    one = trial(1, 400)
    few = np.zeros(one.study.rows, dtype=bool)
    few[:12] = True
    held = calibrate(one, few, 0.05)
    assert held.limits() == (-np.inf, np.inf) and set(held.statements(one.score)) == {BOTH}
    nobody = calibrate(one, few & ~few, 0.05)
    assert set(nobody.statements(one.score)) == {BOTH}


def test_a_missing_score_can_say_nothing():
    one = trial(1)
    assert calibrate(one, halves(one)[0], 0.1).statements(np.array([np.nan])).tolist() == [BOTH]


def test_equal_weights_are_no_weights():
    one = trial(2)
    heavy = replace(one, study=replace(one.study, weight=one.study.weight * 7))
    choose = halves(one)[0]
    assert calibrate(one, choose, 0.1).limits() == calibrate(heavy, choose, 0.1).limits()


def test_covered_is_what_the_set_holds():
    label = np.array([1, 1, 1, 1, 0, 0, 0, 0])
    assert covered(label, np.array([EVENT, NO_EVENT, BOTH, NEITHER] * 2)).tolist() == [
        True, False, True, False, False, True, True, False,
    ]  # fmt: skip
