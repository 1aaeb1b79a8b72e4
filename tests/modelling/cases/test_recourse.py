"""Recourse per group against what is built in: who has a way, what it takes, and whether groups differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.modelling.trials import ALARMS, LOANS
from workbook.errors import WorkbookError
from workbook.modelling.cases.recourse import drawn_at_random, recourse, weighted_median
from workbook.models.levers import Freedom, levers
from workbook.models.making import make_study
from workbook.models.model import Model
from workbook.models.on_trial import put_on_trial
from workbook.outcomes import Policy


class Sum(Model):
    """A model that anybody can follow: half of each of two columns."""

    title = "Sum"
    columns = ("income", "savings", "word")

    def score(self, rows):
        return 0.5 * rows.income.to_numpy(dtype=float) + 0.5 * rows.savings.to_numpy(dtype=float) + 0.0


class Learned(Sum):
    """It has learned every row by heart; its copies, which did not see them, are sums."""

    def score(self, rows):
        return np.ones(len(rows))

    def again(self, rows):
        return super().score(rows)

    def again_at(self, rows, places):
        return super().score(rows)


def people(seed=0, many=600, poorer=0.0):
    """Income and savings from 0 to 1; group b has less income by `poorer`."""
    draw = np.random.default_rng(seed)
    group = draw.choice(["a", "b"], many)
    return pd.DataFrame(
        {
            "y": draw.integers(0, 2, many),
            "g": group,
            "income": (draw.integers(0, 21, many) / 20 - poorer * (group == "b")).clip(0),
            "savings": draw.integers(0, 21, many) / 20,
            "word": draw.choice(["u", "v"], many),
        }
    )


def on_trial(frame, threshold=0.5, wording=LOANS, groups=("g",), **more):
    roles = {"label": "y", "label_positive": 1, "groups": groups, "split": 3, **more}
    return put_on_trial(
        make_study(frame, roles, policy=Policy.at(threshold), wording=wording, features=Sum.columns), Sum()
    )


def found(frame, said=(), **more):
    one = on_trial(
        frame, **{name: more.pop(name) for name in ("threshold", "wording", "groups", "weight") if name in more}
    )
    return recourse(one, levers(one.study.features, said), **more)


ONLY_INCOME = (Freedom("savings", "never"), Freedom("word", "never"))


def test_who_has_a_way_is_who_could_reach_the_line():
    """Only income may rise, up to the highest usual value: then savings decide who has a way."""
    frame = people()
    one = on_trial(frame, 0.7)
    controls = levers(one.study.features, ONLY_INCOME)
    top = max(controls[0].grid)
    refused = frame[~one.decided]
    able = (0.5 * top + 0.5 * refused.savings >= 0.7 - 1e-9) & (refused.income != top)
    told = recourse(one, controls, per_group=10_000)
    assert told.everybody.against == told.everybody.asked == len(refused)
    assert told.everybody.found[0] == pytest.approx(able.mean())
    assert told.everybody.one_is_enough == told.everybody.found
    assert [change.what for change in told.everybody.first] == ["income up"]


def test_people_are_asked_of_a_model_that_did_not_learn_from_them():
    plain = on_trial(people(), 0.7)
    learned = put_on_trial(plain.study, Learned())
    controls = levers(plain.study.features, ONLY_INCOME)
    assert recourse(learned, controls, per_group=40) == recourse(plain, controls, per_group=40)


def test_only_up_and_never_hold_for_everybody():
    told = found(people(), (Freedom("income", "up"), Freedom("savings", "never")), per_group=30)
    assert told.fixed == ("savings",)
    assert {change.what for change in told.everybody.first} <= {"income up"}


def test_a_group_that_is_further_away_is_found():
    told = found(
        people(1, 1500, poorer=0.45), (*ONLY_INCOME, Freedom("income", high=0.6)), threshold=0.62, per_group=400
    )
    assert told.chance.verdict == "gap" or told.effort.verdict == "more"
    more = found(people(1, 1500, poorer=0.45), ONLY_INCOME, threshold=0.5, per_group=400)
    assert more.effort.highest == "b" and more.effort.verdict == "more" and more.effort.value[1] > 0.5


def test_groups_alike_are_seldom_called_apart():
    apart = [found(people(seed, 300), ONLY_INCOME, threshold=0.7, tolerance=0.02, per_group=60) for seed in range(20)]
    assert sum(one.chance.verdict == "gap" for one in apart) <= 2
    assert sum(one.effort.verdict == "more" for one in apart) <= 3


def test_few_cannot_be_told_apart():
    told = found(people(3, 60), ONLY_INCOME, threshold=0.6)
    assert told.chance is None or told.chance.verdict == "cannot tell"


def test_fewer_than_ten_are_not_shown():
    frame = people(2, 400)
    frame.loc[:8, ["g", "income"]] = ["c", 0.0]
    told = found(frame, ONLY_INCOME, per_group=20)
    small = next(one for one in told.groups if one.group == "c")
    assert small.against is None and small.asked is None and np.isnan(small.found[0]) and small.first == ()
    pair = {told.chance.highest, told.chance.lowest, told.effort.highest, told.effort.lowest}
    assert "c" not in pair


def test_nobody_has_a_way():
    told = found(people(), (*ONLY_INCOME, Freedom("income", "down")), per_group=20)
    assert told.everybody.found[0] == 0 and np.isinf(told.everybody.effort[0]) and told.everybody.first == ()


def test_flagged_people_want_the_flag_gone():
    """Where being selected is bad, those selected are asked."""
    frame = people()
    told = found(frame, ONLY_INCOME, wording=ALARMS, per_group=10_000)
    assert told.everybody.against == on_trial(frame, wording=ALARMS).decided.sum()
    assert [change.what for change in told.everybody.first] == ["income down"]


def test_a_search_that_ends_early_is_not_a_no():
    told = found(people(), (Freedom("word", "never"),), threshold=2.0, per_group=15, at_most=2)
    short = replace(told.everybody)
    assert short.found[0] == 0 and short.unsettled == 0
    from workbook.modelling.cases import recourse as module

    before, module.MOST_SCORED = module.MOST_SCORED, 5
    try:
        early = found(people(), (Freedom("word", "never"),), threshold=2.0, per_group=15, at_most=2)
    finally:
        module.MOST_SCORED = before
    assert early.everybody.unsettled == 1 and early.everybody.found[2] == 1.0
    assert early.chance.verdict == "cannot tell"


def test_the_sample_is_drawn_by_the_seed_and_spread_over_groups():
    one = on_trial(people())
    first, again, other = (drawn_at_random(one, 10, seed) for seed in (1, 1, 2))
    assert first.tolist() == again.tolist() != other.tolist()
    assert sorted(one.study.group[first].tolist()) == [0] * 10 + [1] * 10 and not one.decided[first].any()


def test_those_asked_stand_for_those_who_were_not():
    """Group b is small among those decided against, and asked as often: it must not count as much."""
    frame = people(5, 900)
    frame.loc[(frame.g == "b") & (frame.index % 5 > 0), "g"] = "a"
    told = found(frame, ONLY_INCOME, threshold=0.7, per_group=40)
    shares = {one.group: (one.found[0], one.against) for one in told.groups}
    expected = sum(share * many for share, many in shares.values()) / sum(many for _, many in shares.values())
    assert told.everybody.found[0] == pytest.approx(expected)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 10) | st.just(float("inf")), min_size=10, max_size=80))
def test_the_median_and_its_interval(values):
    numbers = np.array(values)
    value, low, high = weighted_median(numbers, np.ones(len(numbers)))
    assert low <= value <= high and value in numbers
    assert (numbers <= value).mean() >= 0.5 and (numbers >= value).mean() >= 0.5


def test_the_interval_of_the_median_covers():
    draw = np.random.default_rng(0)
    truth = np.log(2)
    ends = [weighted_median(draw.exponential(size=60), np.ones(60)) for _ in range(400)]
    assert np.mean([low <= truth <= high for _, low, high in ends]) >= 0.92


def test_progress_and_cancel():
    told = []
    one = on_trial(people())
    controls = levers(one.study.features)
    with pytest.raises(WorkbookError, match="Nothing of it was kept"):
        recourse(one, controls, per_group=5, tick=lambda share, _: told.append(share), cancelled=lambda: len(told) >= 3)
    assert len(told) == 3 and told == sorted(told)


@pytest.mark.parametrize(
    ("one", "said", "why"),
    [
        (replace(on_trial(people()), model=None), (), "predictions alone"),
        (on_trial(people(), 0.0), (), "Nobody is decided against"),
        (on_trial(people()), [Freedom(name, "never") for name in Sum.columns], "Nothing may change"),
    ],
)
def test_what_cannot_be_asked(one, said, why):
    with pytest.raises(WorkbookError, match=why) as told:
        recourse(one, levers(one.study.features, said))
    assert told.value.remedy


@pytest.mark.parametrize(
    "more", [{"groups": ()}, {"weight": "w"}, {"per_group": 3}], ids=["no groups", "weights", "few asked"]
)
def test_other_rows(more):
    told = found(people(many=200).assign(w=2.0), **{"per_group": 20} | more)
    assert told.everybody.asked is None or 0 <= told.everybody.found[0] <= 1
    assert told.groups == () or "groups" not in more
