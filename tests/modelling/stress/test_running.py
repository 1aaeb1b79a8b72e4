"""Scenarios on models that we know: known answers, refusals as findings, and curves that start at nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.modelling.stress.models import Reads, Refuses, Silent, on_trial
from workbook.errors import InputError, WorkbookError
from workbook.modelling.stress.effects import Under, between, by_group, changed_share, point_of
from workbook.modelling.stress.perturbations import Missing, NeverSeen, Noise, OldValue, Percent
from workbook.modelling.stress.result import FEWEST
from workbook.modelling.stress.reweighting import Drift, EventShare, NewestOnly
from workbook.modelling.stress.running import BEYOND, STRENGTHS, Bench, run
from workbook.modelling.stress.scenarios import NEEDS_MODEL, Scenario
from workbook.models.changes import change

LIMIT = 0.02


def tried(*steps, model=None, trial=None, limit=LIMIT, moment=None, **more):
    trial = trial or on_trial(model or Reads())
    return run(Scenario("Test", "What happens.", steps, **more), Bench(trial, limit, moment), 1)


def test_a_column_that_no_decision_reads_changes_nothing():
    found = tried(Missing(("x1", "c0")))
    assert found.outcome == "held" and all(one.changed[0] == 0 and one.errors == (0, 0, 0) for one in found.points)
    assert found.people == 0 and found.breaks_at is None


def test_the_column_that_all_decisions_read():
    """Missing it scores 0, and 0 is selected: everybody below changes, and whoever of them had no event is wronged."""
    trial = on_trial(Reads())
    found, below = tried(Missing(("x0",)), trial=trial), ~trial.decided
    written = found.as_written
    assert written.changed[0] == pytest.approx(below.mean())
    label = trial.study.label[below]
    assert written.errors[0] == pytest.approx(((label == 0).sum() - (label == 1).sum()) / trial.study.rows)
    assert found.outcome == "failed" and found.breaks_at == min(STRENGTHS) and found.people == below.sum()


def test_the_curve_grows_with_the_strength():
    found = tried(Missing(("x0",)))
    assert [one.strength for one in found.points] == [0.0, *STRENGTHS]
    assert np.all(np.diff([one.changed[0] for one in found.points]) > 0)


@pytest.mark.parametrize(
    ("step", "goes_on"),
    [(Noise(("x0",)), True), (Missing(("x0",)), False), (Missing(("x0",), rows=0.3), True), (EventShare(20), True)],
)
def test_beyond_what_is_written_only_where_that_means_something(step, goes_on):
    found = tried(step)
    assert [one.strength for one in found.points] == [0.0, *STRENGTHS, *(BEYOND if goes_on else ())]


def test_in_pairs_it_is_what_every_part_says():
    trial = on_trial(Reads(), money=True)
    found = tried(Missing(("x0",)), trial=trial)
    expected = change(trial.study, trial.decided, np.ones(trial.study.rows, dtype=bool))
    assert found.as_written.money == pytest.approx(expected.money)
    assert found.as_written.errors == pytest.approx(expected.errors)
    assert found.as_written.changed == pytest.approx(expected.changed)


def test_a_day_of_the_year_is_a_day_of_the_money():
    trial = on_trial(Reads(), money=True, yearly_volume=36_500.0)
    year, day = (tried(Missing(("x0",)), trial=trial, days=days) for days in (None, 1.0))
    assert day.as_written.money == pytest.approx([end / 365 for end in year.as_written.money])
    assert day.people == pytest.approx(year.people / 365) and day.as_written.errors == year.as_written.errors


def test_fewer_than_ten_a_day_are_not_counted():
    assert tried(Missing(("x0",)), days=1.0).people is None


@pytest.mark.parametrize("error", [ValueError, TypeError, KeyError, RuntimeError, ZeroDivisionError, InputError])
@pytest.mark.parametrize("step", [Missing(("x1",)), NeverSeen(("c0",), rows=0.05)])
def test_a_model_that_refuses_is_a_finding(error, step):
    found = tried(step, model=Refuses(error))
    assert found.outcome == "failed" and not found.answers and not found.points
    assert "NaN" in found.why or "unknown" in found.why


def test_a_mistake_of_ours_is_no_finding():
    with pytest.raises(MemoryError):
        tried(Missing(("x1",)), model=Refuses(MemoryError))


def test_rows_without_an_answer_are_counted():
    written = tried(Missing(("x0",), rows=0.5), model=Silent()).as_written
    assert 0.4 < written.silent < 0.6 and written.changed[0] > 0


def test_without_a_model_values_cannot_change():
    trial = on_trial(None)
    found = tried(Missing(("x0",)), trial=trial)
    assert (found.why, found.outcome, found.points) == (NEEDS_MODEL, "cannot tell", ())
    assert tried(EventShare(20), trial=trial).points


def test_another_mix_changes_no_decision():
    found = tried(Drift("x0", 0.5), trial=on_trial(None, money=True))
    assert found.as_written.changed == (0, 0, 0) and found.people == 0 and found.as_written.errors[0] != 0


def test_the_event_made_rarer_by_hand():
    """Errors weigh by label: with a share p of the event they are p · missed + (1 - p) · false alarms."""
    trial = on_trial(None)
    label, wrong = trial.study.label, trial.study.wronged(trial.decided)
    share, rates = label.mean(), [wrong[label == kind].mean() for kind in (0, 1)]
    wanted = share * 0.7
    expected = wanted * rates[1] + (1 - wanted) * rates[0] - wrong.mean()
    assert tried(EventShare(-30), trial=trial).as_written.errors[0] == pytest.approx(expected)


def test_what_cannot_be_done_says_why():
    assert "time column" in tried(NewestOnly(20), trial=on_trial(None)).why
    far = tried(Drift("x0", 1.6), trial=on_trial(None))
    assert not far.why and [one.strength for one in far.points][-1] < max(BEYOND)


def test_a_mix_that_rests_on_a_handful_cannot_be_told():
    found = tried(NewestOnly(5), trial=on_trial(None, rows=200), moment=np.arange(200.0))
    assert found.outcome == "cannot tell" and np.isnan(found.as_written.errors[0])


def test_stopping_stops():
    def stop():
        raise WorkbookError("Stopped.")

    with pytest.raises(WorkbookError, match=r"Stopped\."):
        run(Scenario("Test", "", (Noise(("x0",)),)), Bench(on_trial(Reads()), LIMIT), 1, stop)


def test_what_was_picked_by_looking_is_tried_on_the_other_half():
    trial = on_trial(Reads())
    found = tried(Missing(("x0",)), trial=trial, picked=True)
    assert found.rows == (trial.study.half == 1).sum() < trial.study.rows


def test_without_outcomes_nobody_can_tell():
    trial = on_trial(Reads())
    found = tried(Missing(("x0",)), trial=replace(trial, study=replace(trial.study, label=trial.study.label * 0 + 2)))
    assert found.outcome == "cannot tell" and np.isnan(found.as_written.errors[0]) and found.as_written.changed[0] > 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.floats(0.0, 1.0), st.integers(20, 400))
def test_no_count_of_one_to_nine_can_be_read(seed, share, rows):
    trial = on_trial(Reads(), seed, rows)
    after = trial.decided ^ (np.random.default_rng(seed).random(rows) < share * 0.1)
    under = Under(trial.study, trial.decided, after, np.ones(rows))
    for one, here in [(changed_share(under), np.ones(rows, dtype=bool)), *_groups(under)]:
        many = int((trial.decided != after)[here].sum())
        assert (one is None) == (0 < many < FEWEST)
    for each in by_group(under):
        for rate in (each.wronged_before, each.wronged_after):
            assert rate is None or not 0 < round(rate * each.rows) < FEWEST


def _groups(under):
    names = under.study.group_names
    return [(each.changed, under.study.group == names.index(each.group)) for each in by_group(under)]


def test_groups_under_a_scenario():
    trial = on_trial(Reads())
    found = tried(Missing(("x0",)), trial=trial)
    assert {one.group for one in found.groups} == {"young", "old"}
    assert sum(one.rows * one.changed[0] for one in found.groups) == pytest.approx((~trial.decided).sum())


def test_intervals_of_another_mix_cover_what_a_population_holds():
    """Errors under a rarer event in many samples of one population: about 95 of 100 intervals hold the truth."""
    whole = on_trial(None, rows=40_000)
    step = EventShare(-30)

    def errors(trial):
        under = Under(trial.study, trial.decided, trial.decided, step.factors(trial.study))
        wrong = trial.study.wronged(trial.decided).astype(float)
        return between(under, (wrong, wrong), np.ones(trial.study.rows))

    truth, draw, held = errors(whole)[0], np.random.default_rng(1), 0
    for _ in range(300):
        _, low, high = errors(whole.at(np.sort(draw.choice(40_000, 600, replace=False))))
        held += low <= truth <= high
    assert held >= 270


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 100),
    st.sampled_from([Noise(("x0", "x1")), Percent(("x0",)), OldValue(("x0",)), EventShare(30)]),
    st.booleans(),
)
def test_intervals_hold_their_value_and_start_at_nothing(seed, step, weighted):
    found = tried(step, trial=on_trial(Reads(), seed, 300, weighted=weighted, money=True))
    assert found.points[0].errors == (0, 0, 0) and found.points[0].money == (0, 0, 0)
    for one in found.points:
        for ends in (one.errors, one.money, *([one.changed] if one.changed else [])):
            assert ends[1] <= ends[0] + 1e-9 and ends[0] <= ends[2] + 1e-9


def test_a_mix_that_keeps_no_row_cannot_be_told():
    trial = on_trial(None)
    nothing = Under(trial.study, trial.decided, trial.decided, np.zeros(trial.study.rows))
    assert np.isnan(point_of(nothing, 1.0).errors).all()
