"""Scenarios: every ready one finds its columns or says which it needs; the team's own say what is wrong with them."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pandas as pd
import pytest
import yaml

from workbook.content import checked, load, text
from workbook.content.stress import Kind
from workbook.errors import InputError
from workbook.modelling.stress.answers import KINDS, PLACEHOLDERS, OwnStep, Placeholder
from workbook.modelling.stress.perturbations import Missing, Percent, Rounded
from workbook.modelling.stress.reweighting import MoreOf
from workbook.modelling.stress.scenarios import NEEDS_MODEL, Known, composed, ready, step_of

FRAME = pd.DataFrame(
    {
        "income": np.arange(60.0), "debt": np.arange(60), "age": np.arange(60), "region": ["n", "s", "s"] * 20,
        "street": [f"street {place}" for place in range(60)], "flag": [True, False] * 30,
    }
)  # fmt: skip
FEEDS = ("street", "debt", "income", "region")


def known(frame=FRAME, meant=None, feeds=FEEDS):
    return Known(frame, meant or {}, [one for one in feeds if one in frame.columns])


def named(name, *arguments):
    return next(one for one in ready(known(*arguments)) if one.name == name)


def own(*lines):
    return composed([OwnStep(**({"scenario": "Mine"} | line)) for line in lines], known())


def test_words_for_every_kind_and_placeholder():
    assert set(KINDS) == set(get_args(Kind)) and set(PLACEHOLDERS) == set(get_args(Placeholder))
    asked = {name for one in load("stress_scenarios") for name in one["asks"]}
    assert asked == set(PLACEHOLDERS)


def test_every_ready_scenario_can_be_placed():
    assert not [one.name for one in ready(known()) if one.why_not]
    for one in ready(known()):
        assert all(step.words for step in one.steps)


def test_names_are_guessed_and_the_team_knows_better():
    recession = named("Recession mix")
    assert [step.columns for step in recession.steps[:2]] == [("income",), ("debt",)] and not recession.labels_hold
    told = named("Recession mix", FRAME, {"income": "age"})
    assert told.steps[0].columns == ("age",)


def test_a_column_that_the_model_does_not_read_is_not_taken():
    assert named("Recession mix", FRAME, {"income": "gone"}).steps[0].columns == ("income",)


def test_what_is_picked_by_looking_says_so():
    feed, units = named("A feed missing for a day"), named("Units mixed up in one branch")
    assert feed.steps[0].columns == ("street",) and feed.picked and feed.days == 1
    assert units.steps[0].columns == ("debt",) and units.steps[0].where == ("region", "s") and units.picked
    assert not named("A feed missing for a day", FRAME, {"feed": "age"}).picked


def test_what_is_lacking_is_asked_for():
    assert "income or revenue" in named("Recession mix", FRAME[["age", "region"]]).why_not
    assert named("A feed missing for a day", FRAME, {}, ()).why_not == NEEDS_MODEL
    assert "which branch" in named("Units mixed up in one branch", FRAME[["debt", "street"]]).why_not


def test_a_sort_that_is_not_there():
    assert "no column of that sort" in named("A category never seen", FRAME[["age"]]).why_not
    assert len(named("Typing errors", FRAME[["age"]]).steps) == 1


def test_lines_with_one_name_are_one_scenario():
    mine, other = own(
        {"column": "income", "kind": "percent", "how_much": -10, "owner": "Dana"},
        {"column": "debt", "kind": "missing", "rows": 0.2},
        {"scenario": "Other", "column": "age", "kind": "rounded", "how_much": 10, "days": 3},
        {"scenario": "  "},
    )
    assert mine.steps == (Percent(("income",), change=-10), Missing(("debt",), rows=0.2)) and mine.owner == "Dana"
    assert other.steps == (Rounded(("age",), to=10),) and other.days == 3


def test_only_where_and_more_of():
    (mine,) = own({"column": "income", "kind": "missing", "only_where": "region = n"})
    assert mine.steps[0].where == ("region", "n")
    (mine,) = own({"kind": "more of", "only_where": "group = old", "how_much": 3})
    assert mine.steps == (MoreOf("group", "old", 3),)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"kind": "missing"}, "To which column"),
        ({"kind": "more of"}, "More of which rows"),
        ({"kind": "missing", "column": "gone"}, "does not read “gone”"),
        ({"kind": "noise", "column": "street"}, "does not hold numbers"),
        ({"kind": "never seen", "column": "age"}, "does not hold words"),
        ({"kind": "missing", "column": "age", "only_where": "north"}, "is no condition"),
        ({"kind": "missing", "column": "age", "only_where": "gone = 1"}, "does not read “gone”"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_and_nothing_is_lost(line, told):
    (mine,) = own({"column": None} | line)
    assert told in mine.why_not and mine.name == "Mine" and not mine.steps


def test_a_step_without_its_column():
    with pytest.raises(InputError):
        step_of("noise", ())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one[5]["asks"].clear(), "asks for nothing"),
        (lambda one: one[0].update(name=one[1]["name"].upper()), "same name"),
        (lambda one: one[0].update(steps=[]), "at least 1"),
        (lambda one: one[0]["steps"][0].update(kind="nonsense"), "›"),
        (lambda one: one[0]["steps"][0].update(rows=0), "›"),
    ],
)
def test_a_slip_in_the_content_is_told(change, told):
    values = yaml.safe_load(text("stress_scenarios.yaml"))
    change(values)
    with pytest.raises(InputError, match=told):
        checked("stress_scenarios.yaml", yaml.safe_dump(values))
