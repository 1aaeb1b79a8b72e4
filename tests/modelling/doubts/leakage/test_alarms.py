"""Each alarm rings for its own leak, is quiet without it, and of noise nearly always."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.modelling.doubts.leakage.made_up import frame, study
from workbook.modelling.candidates.fitting import scores_of
from workbook.modelling.doubts.leakage.looking import look_for_leaks
from workbook.modelling.doubts.leakage.missing import missing_where_it_happened
from workbook.modelling.doubts.leakage.one_column import each_column, one_column_scores
from workbook.modelling.doubts.leakage.stand_ins import stand_in
from workbook.modelling.doubts.leakage.time_order import early_and_late, from_the_future, stretches
from workbook.modelling.doubts.leakage.too_good import has_seen_them, one_does_it_all, whole_model
from workbook.modelling.doubts.leakage.twins import repeated_rows, twins_of
from workbook.models.folds import folds_by_identifier
from workbook.models.recipes import recipe
from workbook.models.steps import Steps


def logistic(one):
    return scores_of(one, recipe("logistic").make(one.features, 0))


def one_column(one):
    columns = each_column(one)
    return one_does_it_all(one, logistic(one), columns, one_column_scores(one, columns[0].column))


@pytest.mark.parametrize(("limit", "state"), [(0.7, "alarm"), (0.99, "quiet")])
def test_too_good_is_what_was_called_so(limit, state):
    one = study(frame())
    assert whole_model(one, logistic(one), "It", limit).state == state


def test_a_limit_within_the_interval_cannot_be_told():
    one = study(frame(300))
    found = whole_model(one, logistic(one), "It", 0.5)
    assert whole_model(one, logistic(one), "It", found.measured[0]).state == "cannot tell"


def test_a_column_that_repeats_the_outcome_rings():
    table = frame()
    table["after"] = table.y * 3 + np.random.default_rng(1).normal(0, 0.4, len(table))
    found = one_column(study(table))
    assert found.state == "alarm" and "“after”" in found.told and found.measured[1] > 0.9


def test_columns_that_share_the_knowledge_do_not_ring():
    found = one_column(study(frame()))
    assert found.state == "quiet" and 0.3 < found.measured[0] < 0.8


def test_one_column_alone_is_not_asked():
    assert one_column(study(frame()[["a", "y"]])).state == "not asked"


def test_columns_that_know_nothing_have_no_share():
    found = one_column(study(frame(noise=True)))
    assert found.state == "quiet" and found.measured is None


@pytest.mark.parametrize("kind", ["numbers", "words"])
@pytest.mark.parametrize("with_event", [True, False])
def test_a_gap_where_it_happened_rings(kind, with_event):
    table = frame()
    gone = (table.y == int(with_event)) & (np.random.default_rng(2).random(len(table)) < 0.6)
    values = table.a.copy() if kind == "numbers" else table.a.gt(0).map({True: "high", False: "low"}).astype(object)
    table["gap"] = values.mask(gone)
    found = missing_where_it_happened(study(table))
    assert found.state == "alarm" and "“gap”" in found.told and (found.measured[0] > 0) == with_event


def test_a_rare_gap_that_is_certain_rings_without_counting_people():
    table = frame(4000)
    gone = (table.y == 1) & (np.random.default_rng(3).random(len(table)) < 0.05)
    table["gap"] = table.a.mask(gone)
    found = missing_where_it_happened(study(table))
    assert found.state == "alarm" and "nearly all have the event" in found.told


def test_gaps_by_chance_and_everyday_gaps_are_quiet():
    rung = 0
    for seed in range(60):
        table, draw = frame(400, seed), np.random.default_rng(seed + 900)
        for name in "abc":
            table[name] = table[name].mask(draw.random(400) < 0.2)
        table["d"] = table.a.mask(draw.random(400) < 0.1 + 0.08 * table.y)
        rung += missing_where_it_happened(study(table)).state == "alarm"
    assert rung == 0


def test_too_few_gaps_are_not_counted():
    table = frame()
    table.loc[:5, "a"] = np.nan
    assert missing_where_it_happened(study(table)).told == "No column has gaps in ten rows or more."


def looked_twice(table, **more):
    one = study(table, **more)
    return repeated_rows(one, table.drop(columns="y"), 20_000)


def test_copies_ring_and_say_what_they_are_worth():
    table = frame()
    twice = pd.concat([table, table.sample(300, random_state=0)]).sample(frac=1.0, random_state=1, ignore_index=True)
    twice["number"] = np.arange(len(twice))
    found = looked_twice(twice)
    assert found.state == "alarm" and "300 rows repeat another" in found.told and "“number”" in found.told
    assert "better" in found.told and found.measured[0] > 0.1


def test_cases_that_only_look_alike_are_quiet():
    draw = np.random.default_rng(4)
    table = pd.DataFrame(draw.integers(0, 3, (3000, 5)), columns=list("abcde"))
    table["y"] = draw.integers(0, 2, 3000)
    found = looked_twice(table)
    assert found.state == "quiet" and "look alike, not copies" in found.told


def test_a_column_that_follows_from_others_makes_no_copies():
    draw = np.random.default_rng(5)
    table = pd.DataFrame(draw.integers(0, 3, (3000, 4)), columns=list("abcd"))
    table["score"] = table.sum(axis=1) / 8
    table["y"] = draw.integers(0, 2, 3000)
    assert looked_twice(table).state == "quiet"


def test_copies_that_stay_on_one_side_are_quiet():
    table = frame()
    twice = pd.concat([table, table.sample(300, random_state=0)], ignore_index=True)
    one = study(twice)
    who = twins_of(twice.drop(columns="y")).first
    apart = replace(one, folds=folds_by_identifier(who, 5))
    found = repeated_rows(apart, twice.drop(columns="y"), 20_000)
    assert found.state == "quiet" and "same side" in found.told


def test_fewer_than_ten_copies_are_not_counted():
    table = frame()
    found = looked_twice(pd.concat([table, table[:4]], ignore_index=True))
    assert found.state == "quiet" and "Fewer than 10" in found.told and found.measured is None


def test_rows_that_all_differ_have_no_twins():
    found = twins_of(pd.DataFrame({"number": [1, 2, 3], "a": [0.1, 0.2, 0.3]}))
    assert not found.again.any() and found.left_out == ("number", "a")


def test_a_stand_in_rings_and_a_hint_does_not():
    table, draw = frame(), np.random.default_rng(6)
    table["g"] = draw.choice(["x", "z"], len(table))
    assert stand_in(study(table, roles={"groups": ("g",)})).state == "quiet"
    table["street"] = np.where(draw.random(len(table)) < 0.97, table.g, "z")
    found = stand_in(study(table, roles={"groups": ("g",)}))
    assert found.state == "alarm" and "“street”" in found.told
    assert stand_in(study(table, leave_out=("g",))).state == "not asked"


def timed(drift: float, seed: int = 0):
    """Rows over time whose columns are drawn from nowhere else as time goes on."""
    table = frame(1800, seed)
    table["when"] = np.arange(1800) // 10
    table["a"] = table.a + drift * table.when / 180
    return study(table, time="when")


def test_time_that_changes_nothing_is_quiet():
    one = timed(0.0)
    assert early_and_late(one, stretches(one)).state == "quiet"
    assert from_the_future(one).state in ("quiet", "cannot tell")


def test_a_column_that_tells_the_date_rings():
    one = timed(8.0)
    found = early_and_late(one, stretches(one))
    assert found.state == "alarm" and "“a”" in found.told


def test_customers_who_come_and_go_make_the_future_worth_knowing():
    """Whoever is new in a stretch of time is known from later rows only."""
    draw = np.random.default_rng(0)
    who = np.repeat(np.arange(80), 40)
    begin, odds = np.linspace(0, 180, 80), draw.normal(0, 2.5, 80)
    table = pd.DataFrame({"when": (begin[who] + draw.uniform(0, 60, 3200)).astype(int), "who": who / 80})
    table["other"] = draw.normal(size=3200)
    table["y"] = (draw.random(3200) < 1 / (1 + np.exp(-odds[who]))).astype(int)
    found = from_the_future(study(table, time="when", folds=4))
    assert found.state == "alarm" and found.measured[1] > 0.02


def test_without_time_it_is_not_asked():
    assert stretches(study(frame())) is None


def test_a_model_that_has_seen_the_rows_rings():
    one = study(frame(600))
    seen = recipe("boosting").make(one.features, 0).fit(one.features, one.label).predict_proba(one.features)[:, 1]
    anew = scores_of(one, recipe("boosting").make(one.features, 0))
    assert has_seen_them(one, seen, anew, "Ours").state == "alarm"
    assert has_seen_them(one, anew, anew, "Ours").state == "quiet"


@pytest.mark.parametrize("noise", [True, False])
def test_honest_rows_are_quiet(noise):
    rung = 0
    for seed in range(4):
        table = frame(500, seed, noise)
        rung += len(look_for_leaks(study(table), table.drop(columns="y"), 0.95, Steps(1)).ringing)
    assert rung == 0


def test_many_rows_are_drawn_from():
    table = frame(21_000)
    found = look_for_leaks(study(table), table.drop(columns="y"), 0.95, Steps(1))
    assert found.rows == 20_000 and found.drawn_from == 21_000
