"""The search against brute force: it turns the decision, keeps to the limits, and nothing nearer does."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.models import counterfactuals
from workbook.models.counterfactuals import nearest
from workbook.models.levers import Freedom, levers
from workbook.models.on_trial import Line

ROWS = 60
WAYS = st.sampled_from(["free", "up", "down", "never"])


def population(seed: int) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "a": draw.integers(0, 5, ROWS),
            "b": draw.normal(size=ROWS).round(1),
            "c": draw.choice(["x", "y", "z"], ROWS),
            "d": draw.integers(0, 3, ROWS).astype(float),
        }
    )
    frame.loc[draw.random(ROWS) < 0.1, "d"] = math.nan
    return frame


def scorer(seed: int):
    """A wild score: a table of random numbers over the words and rounded numbers, so that nothing can be guessed."""
    draw = np.random.default_rng(seed)
    weights, table = draw.normal(size=3), draw.random(97)

    def score(rows: pd.DataFrame) -> np.ndarray:
        kind = rows.c.map({"x": 0, "y": 1, "z": 2}).to_numpy(dtype=float)
        place = (rows.a * 7 + kind * 3 + np.floor(rows.b * 3) + rows.d.fillna(11)).to_numpy(dtype=float) % 97
        smooth = weights[0] * rows.a / 5 + weights[1] * rows.b + weights[2] * (rows.d.fillna(1) - 1)
        return 0.6 * table[place.astype(int)] + 0.4 / (1 + np.exp(-smooth.to_numpy(dtype=float)))

    return score


def brute_force(case, score, line, controls, at_most):
    """Number of features, effort and changes of everything within the limits that turns the decision."""
    selected = bool(line.decided(score(case))[0])
    places = []
    for lever in controls:
        now = case[lever.name].iloc[0]
        values = lever.values_from(now)
        places.append(
            [
                (lever.name, None, 0.0),
                *((lever.name, *each) for each in zip(values, lever.efforts(now, values), strict=True)),
            ]
        )
    combined = [each for each in product(*places) if 0 < sum(value is not None for _, value, _ in each) <= at_most]
    rows = pd.concat([case] * len(combined), ignore_index=True).astype({"a": float}) if combined else case.iloc[:0]
    for row, each in enumerate(combined):
        for name, value, _ in each:
            if value is not None:
                rows.loc[row, name] = value
    turned = line.decided(score(rows)) != selected if combined else []
    return sorted(
        (sum(value is not None for _, value, _ in each), sum(effort for _, _, effort in each))
        for each, turns in zip(combined, turned, strict=True)
        if turns
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.lists(WAYS, min_size=4, max_size=4), st.floats(0.1, 0.9), st.integers(1, 3),
       st.sampled_from(["at_or_above", "below"]))  # fmt: skip
def test_nothing_nearer_within_the_limits_turns_the_decision(seed, ways, threshold, at_most, side):
    rows, score, line = population(seed), scorer(seed), Line(threshold, side)
    case = rows.iloc[[seed % ROWS]].reset_index(drop=True)
    controls = levers(rows, [Freedom(name, way) for name, way in zip("abcd", ways, strict=True)])
    found = nearest(case, score, line, controls, at_most=at_most, show=2)
    assert found.complete and found.selected == line.decided(score(case))[0]
    possible = brute_force(case, score, line, controls, at_most)
    assert bool(found.found) == bool(possible)
    if possible:
        first = found.found[0]
        assert (len(first.steps), first.effort) == (possible[0][0], pytest.approx(possible[0][1]))
    for one in found.found:
        new = case.copy().astype({"a": float})
        for step in one.steps:
            way = dict(zip("abcd", ways, strict=True))[step.feature]
            assert way != "never" and step.after is not None and step.after != step.before
            assert way != "up" or step.after > step.before
            assert way != "down" or step.after < step.before
            assert step.after in rows[step.feature].to_numpy()
            new.loc[0, step.feature] = step.after
        assert line.decided(score(new))[0] != found.selected and score(new)[0] == pytest.approx(one.score)


def linear(rows):
    return (0.1 * rows.u + 0.2 * rows.v + 0.4 * rows.w).to_numpy(dtype=float)


def evenly():
    return pd.DataFrame({name: np.tile(np.arange(4), 10) for name in "uvw"})


def test_a_set_that_holds_one_that_is_enough_is_not_told():
    case = pd.DataFrame({"u": [0], "v": [0], "w": [0]})
    found = nearest(case, linear, Line(0.75), levers(evenly()), at_most=3, show=9)
    told = [{step.feature for step in one.steps} for one in found.found]
    assert told[0] == {"w"} and {"u", "v"} in told and not any({"w"} < one for one in told)
    assert [len(one) for one in told] == sorted(map(len, told))


def test_the_step_that_brings_most_comes_first():
    case = pd.DataFrame({"u": [0], "v": [0], "w": [0]})
    frozen = [Freedom("w", "never")]
    found = nearest(case, linear, Line(0.85), levers(evenly(), frozen), at_most=2, show=1).found[0]
    alone = [
        weight * step.after
        for step, weight in zip(found.steps, [{"u": 0.1, "v": 0.2}[s.feature] for s in found.steps], strict=True)
    ]
    assert len(alone) == 2 and alone[0] >= alone[1]


def test_what_cannot_be_turned_is_told_as_it_is():
    case = pd.DataFrame({"u": [0], "v": [0], "w": [0]})
    found = nearest(case, linear, Line(99), levers(evenly()), at_most=2)
    assert found.found == () and found.complete and found.looked_at == 9 + 27
    short = nearest(case, linear, Line(99), levers(evenly()), at_most=2, most_scored=5)
    assert short.found == () and not short.complete
    frozen = nearest(case, linear, Line(99), levers(evenly(), [Freedom(name, "never") for name in "uvw"]), at_most=3)
    assert frozen.found == () and frozen.complete and frozen.looked_at == 0


def test_too_many_changes_to_rank_are_not_tried_and_told(monkeypatch):
    monkeypatch.setattr(counterfactuals, "MOST_CHANGES", 20)
    case = pd.DataFrame({"u": [0], "v": [0], "w": [0]})
    found = nearest(case, linear, Line(99), levers(evenly()), at_most=3)
    assert (found.at_most, found.complete) == (1, False)


def test_stopped_is_not_complete():
    case = pd.DataFrame({"u": [0], "v": [0], "w": [0]})
    assert not nearest(case, linear, Line(99), levers(evenly()), stopped=lambda: True).complete


def test_columns_keep_their_kind():
    frame = pd.DataFrame(
        {"n": np.tile([1, 2], 20), "w": pd.Categorical(["a", "b"] * 20), "t": [True, False] * 20, "x": [0.5, None] * 20}
    )
    kinds = []

    def score(rows):
        kinds.append(tuple(map(str, rows.dtypes)))
        return np.zeros(len(rows))

    nearest(frame.iloc[[0]], score, Line(1), levers(frame), at_most=3)
    assert set(kinds) == {tuple(map(str, frame.dtypes))}


def test_missing_values_of_every_kind():
    """Whole numbers, yes and no, and words as the engine gives them where some are missing."""
    frame = pd.DataFrame(
        {
            "n": pd.array([1, 2, None, 4] * 20, dtype="Int64"),
            "b": pd.array([True, False, None, True] * 20, dtype="boolean"),
            "w": pd.array(["x", "y", None, "y"] * 20, dtype="string"),
            "o": np.array(["p", None, "q", "q"] * 20, dtype=object),
        }
    )
    kinds = []

    def score(rows):
        kinds.append(tuple(map(str, rows.dtypes)))
        return rows.n.to_numpy(dtype=float, na_value=0.0) / 4

    for place in range(4):
        found = nearest(frame.iloc[[place]], score, Line(0.9), levers(frame), at_most=2, show=3)
        assert found.complete and bool(found.found)
    assert {kind[1:3] for kind in kinds} == {("boolean", "string")}
    missing = nearest(frame.iloc[[2]], score, Line(0.9), levers(frame), at_most=1, show=1).found[0].steps[0]
    assert (missing.feature, missing.before, missing.after) == ("n", None, 4.0)
