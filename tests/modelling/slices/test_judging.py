"""Weak slices: planted ones are found and named, noise shows none beyond what is stated, and nobody is given away."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.modelling.slices.simulated import study, trial, trial_of
from workbook.errors import WorkbookError
from workbook.modelling.slices.judging import CONFIDENCE, FEWEST, find_slices
from workbook.modelling.slices.result import Slices
from workbook.models.conditions import conditions_in, rows_where
from workbook.project.results import from_kept, to_kept

TOLERANCE = 0.1


def found(*arguments, **more):
    return find_slices(trial(*arguments, **more), TOLERANCE)


def overlap(one, here, truth):
    rows = rows_where(conditions_in(one.rule), here.features, here.group, here.group_names)
    return (rows & truth).sum() / (rows | truth).sum()


def corner(frame):
    return (frame.x0 > 0.4) & (frame.c0 == "b")


@pytest.mark.slow
@pytest.mark.parametrize("weighted", [False, True])
def test_noise_shows_no_more_than_is_stated(weighted):
    """Of 250 tables without any weak slice, the stated 5 % may show one, and what chance adds to that."""
    runs = 250
    shown = sum(bool(found(seed, 300, weighted=weighted).slices) for seed in range(runs))
    stated = 1 - CONFIDENCE
    assert shown <= stated * runs + 3 * np.sqrt(stated * (1 - stated) * runs)


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_corner_is_found_as_that_corner(seed):
    here = study(seed, 6000, lambda frame: [(corner(frame), 0.45)])
    one, *more = find_slices(trial_of(here, None), TOLERANCE).slices
    assert not more and overlap(one, here, corner(here.features).to_numpy()) > 0.6
    assert one.excess[1] < 0.30 < one.excess[2] + 0.05


def test_one_column_alone_is_told_as_one_column():
    here = study(1, 6000, lambda frame: [(frame.c1 == "c", 0.4)])
    (one,) = find_slices(trial_of(here, None), TOLERANCE).slices
    assert one.columns == ("c1",) and one.words == "c1 = c"


def test_two_slices_are_both_found_and_the_worse_comes_first():
    planted = lambda frame: [(frame.c1 == "c", 0.35), (frame.x2 < -1, 0.6)]  # noqa: E731
    names = [one.columns for one in found(3, 8000, planted).slices]
    assert {("c1",), ("x2",)} <= set(names)


def test_a_weak_group_is_found_though_no_model_reads_it():
    here = study(2, 4000)
    flip = (here.group == 1) & (np.random.default_rng(5).random(here.rows) < 0.3)
    worse = replace(here, score=np.where(flip, 1 - here.score, here.score))
    (one,) = find_slices(trial_of(worse, None), TOLERANCE).slices
    assert one.words == "old" and one.rule == 'group = "old"'


def test_missing_values_are_a_slice():
    here = study(4, 4000, lambda frame: [(frame.x1 > 1, 0.5)])
    gaps = here.features.assign(x1=here.features.x1.where(here.features.x1 <= 1))
    (one,) = find_slices(trial_of(replace(here, features=gaps), None), TOLERANCE).slices
    assert one.words == "x1 missing"


@pytest.mark.parametrize(
    "change",
    [
        lambda here: replace(here, features=here.features.assign(constant=1.0, none=np.nan, text="same", id=range(here.rows))),
        lambda here: replace(here, features=here.features[["x0"]]),
        lambda here: replace(here, features=here.features[["x0"]].assign(x0=1), group=here.group * 0, group_names=("everybody",)),
        lambda here: replace(here, features=here.features.assign(when=pd.Timestamp("2026-01-01"))),
        lambda here: replace(here, features=here.features.assign(x0=pd.array([1, None] * (here.rows // 2), dtype="Int64"))),
        lambda here: replace(here, features=here.features.assign(c0=here.features.c0.astype("category"), b=here.features.x0 > 0)),
        lambda here: replace(here, features=here.features.assign(x0=np.inf)),
        lambda here: replace(here, label=np.full(here.rows, 2)),
        lambda here: replace(here, label=here.label * 0 + 1),
        lambda here: replace(here, half=here.half * 0),
        lambda here: replace(here, score=here.score * 0),
        lambda here: replace(here, selected="below", event_is_right=False),
        lambda here: here.where(np.arange(here.rows) < 50),
        lambda here: here.where(np.arange(here.rows) < 3),
    ],
)  # fmt: skip
def test_strange_tables_have_an_answer(change):
    here = change(study(5, 600, money=True))
    result = find_slices(trial_of(here, None), TOLERANCE)
    assert result.rows_search + result.rows_judged == here.known.sum()
    assert from_kept(Slices, to_kept(result)).slices == result.slices


def test_the_columns_that_were_not_searched_are_named():
    here = study(5, 600)
    dated = replace(here, features=here.features.assign(when=pd.Timestamp("2026-01-01")))
    assert find_slices(trial_of(dated, None), TOLERANCE).left_out == ("when",)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(60, 1500), st.floats(0.2, 0.9))
def test_nobody_is_given_away(seed, rows, rate):
    here = study(seed, rows, lambda frame: [(frame.c0 == "a", rate), (frame.x1 > 1, rate)], money=True)
    result = find_slices(trial_of(here, None), TOLERANCE)
    for one in result.slices:
        wrong = round(one.wronged[0] * one.rows)
        assert min(one.rows, wrong, one.rows - wrong, result.rows_judged - one.rows) >= FEWEST
        for kind in (one.wrongly_selected, one.wrongly_passed):
            assert kind is None or not 0 < round(kind[0] * one.rows) < FEWEST


def test_money_and_people_are_those_of_a_year():
    planted = lambda frame: [(frame.c1 == "c", 0.4)]  # noqa: E731
    here, year = (study(1, 6000, planted, money=True, **more) for more in ({}, {"yearly_volume": 60_000.0}))
    (rows,), (yearly,) = (find_slices(trial_of(one, None), TOLERANCE).slices for one in (here, year))
    factor = 60_000 / find_slices(trial_of(here, None), TOLERANCE).rows_judged
    assert yearly.people == pytest.approx(factor * rows.people)
    assert yearly.money == pytest.approx([factor * end for end in rows.money])
    inside = rows_where(conditions_in(rows.rule), here.features, here.group, here.group_names) & (here.half == 1)
    wrong = inside & here.wronged(here.decided(here.score))
    lost = np.where(here.label == 1, 20, 60)[wrong].sum()
    assert rows.money[0] == pytest.approx(-lost) and rows.money[1] <= rows.money[0] <= rows.money[2] < 0


def test_deciding_all_alike_is_chosen_on_one_half_and_judged_on_the_other():
    """A slice where the score is worse than a coin: passing everybody over saves the sixty that an error costs."""
    here = study(1, 6000, lambda frame: [(frame.c1 == "c", 0.6)], money=True)
    (one,) = find_slices(trial_of(here, None), TOLERANCE).slices
    assert one.alike == "pass" and one.alike_gain[1] > 0 and one.ranks[2] < 0.5


def test_outcomes_follow_from_the_tolerance():
    planted = lambda frame: [(frame.c1 == "c", 0.4)]  # noqa: E731
    here = trial(1, 8000, planted)
    outcomes = {limit: find_slices(here, limit).tests[0].outcome for limit in (0.05, 0.5)}
    assert outcomes == {0.05: "failed", 0.5: "held"}
    small, large = (find_slices(trial(7, rows), TOLERANCE).tests for rows in (80, 20_000))
    assert [one.outcome for one in (*small, *large)] == ["cannot tell", "held"]


def test_it_can_be_stopped():
    with pytest.raises(WorkbookError, match="Stopped"):
        find_slices(trial(), TOLERANCE, stopped=lambda: True)


def test_the_same_rows_give_the_same_slices():
    one, other = (found(6, 3000, lambda frame: [(corner(frame), 0.5)]) for _ in range(2))
    assert all(repr(getattr(one, each.name)) == repr(getattr(other, each.name)) for each in fields(one))
