"""Statements hold as often as promised on rows that calibrated nothing, and a group they do not hold for is found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.modelling.trials import ALARMS, rows, trial, turned
from workbook.modelling.certainty.covering import calibration_of, certainty
from workbook.modelling.reviewing.reviewers import Reviewers

PEOPLE = Reviewers(0.2, 2000.0, 20.0, 0.1)


def found(one, covers=0.9, by_group=False, tolerance=0.05, reviewers=None):
    return certainty(one, calibration_of(one, covers, by_group), tolerance, reviewers)


def strange(seed=0, many=4000):
    """In group 1 the score says the opposite of what happens."""
    frame = rows(seed, many)
    odd = frame.g == "group 1"
    frame.loc[odd, "score"] = (1 - frame.score[odd]).round(3)
    return frame


@pytest.mark.parametrize("covers", [0.8, 0.9, 0.95])
def test_intervals_of_coverage_hold_the_promise(covers):
    """Of many draws about 95 of 100 intervals reach the promise, for everybody and for both kinds of outcome."""
    held = {"everybody": 0, "event": 0, "no event": 0}
    for seed in range(80):
        one = found(trial(rows(seed, 1500)), covers)
        for name, share in (("everybody", one.everybody.holds), ("event", one.event), ("no event", one.no_event)):
            held[name] += share[2] >= covers
    assert min(held.values()) >= 66  # the calibrating half strays as well, which these intervals do not count


def test_coverage_is_not_far_above_the_promise():
    means = np.mean([found(trial(rows(seed, 1500))).everybody.holds[0] for seed in range(40)])
    assert 0.895 <= means <= 0.915


def test_a_group_for_which_the_score_means_something_else():
    one = trial(strange())
    pooled = found(one)
    assert [each.group for each in pooled.too_little] == ["group 1"]
    own = found(one, by_group=True)
    assert not own.too_little and own.by_group
    covered = next(each for each in own.groups if each.group == "group 1")
    assert covered.holds[2] >= 0.9 and covered.holds[1] > pooled.too_little[0].holds[2]


def test_more_certainty_asked_more_is_left_open():
    one = trial()
    opened = [found(one, covers).everybody.unsure[0] for covers in (0.6, 0.8, 0.9, 0.97)]
    assert opened == sorted(opened)


def test_what_can_be_said_is_decided_better_than_the_rest():
    everybody = found(trial()).everybody
    assert everybody.wronged_sure[2] < everybody.wronged[0]


def test_whatever_is_open_goes_to_people():
    one = trial()
    told = found(one, reviewers=PEOPLE)
    assert told.unsure_a_year == pytest.approx(told.everybody.unsure[0] * one.study.yearly_volume)
    assert told.reviewed.reviewed[0] == pytest.approx(told.everybody.unsure[0], abs=0.01) and told.capacity == 2000
    assert found(one).reviewed is None and found(trial(volume=None)).unsure_a_year is None


def test_few_rows_are_not_shown_and_cannot_be_told():
    frame = rows(1, 600)
    frame.loc[:8, "g"] = "tiny"
    tiny = next(each for each in found(trial(frame)).groups if each.group == "tiny")
    assert tiny.rows is None and tiny.verdict == "cannot tell" and np.isnan(tiny.holds[0]) and np.isnan(tiny.unsure[0])


def test_one_group_is_everybody():
    assert found(trial(rows(1, 400, groups=1))).groups == () and found(trial(groups=())).groups == ()


def test_too_few_rows_leave_everything_open():
    one = found(trial(rows(1, 12)))
    assert one.low == -np.inf and one.high == np.inf


def test_the_other_side_is_the_same():
    one, other = found(trial()), found(turned(trial()))
    assert one.everybody == other.everybody and (one.low, one.high) == pytest.approx((-other.high, -other.low))


@pytest.mark.parametrize(
    "one",
    [
        trial(payoff=None), trial(wording=ALARMS), trial(rows(2, 50)), trial(rows().assign(w=2.0), weight="w"),
        trial(rows().assign(score=0.7)), trial(rows().assign(y=lambda one: one.y.where(one.index % 3 > 0))),
        trial(rows().assign(score=lambda one: one.score.where(one.index % 3 > 0))),
    ],
    ids=["no money", "alarms", "50 rows", "weights", "constant", "labels missing", "scores missing"],
)  # fmt: skip
def test_other_rows_than_loans(one):
    for by_group in (False, True):
        told = found(one, by_group=by_group, reviewers=PEOPLE)
        assert told.everybody.holds[0] >= 0.8 or told.checked < 60
        assert told.everybody.verdict in ("covered", "too little", "cannot tell")


def test_a_constant_score_says_nothing_of_anybody():
    assert found(trial(rows().assign(score=0.7))).everybody.unsure[0] == 1.0


def test_rows_of_the_checking_half_calibrate_nothing():
    one = trial()
    value = one.study.half == 1
    score = one.score.copy()
    score[value] = 0.5
    other = replace(one, study=replace(one.study, score=score))
    first, second = (calibration_of(each, 0.9, False) for each in (one, other))
    assert first.limits() == second.limits()


def test_many_groups_that_are_covered_are_seldom_called_uncovered():
    """With no tolerance and eight groups: one in twenty draws, not one in twenty groups."""
    called = []
    for seed in range(60):
        frame = rows(seed, 8000)
        frame["g"] = (np.arange(len(frame)) % 8).astype(str)
        one = trial(frame)
        more = one.study.half == 0
        more[np.flatnonzero(~more)[:2000]] = True  # many rows calibrate, so that the promise itself is exact
        one = replace(one, study=replace(one.study, half=np.where(more, 0, 1)))
        called.append(bool(found(one, tolerance=0.0).too_little))
    assert sum(called) <= 60 * 0.05 + 3 * (60 * 0.05 * 0.95) ** 0.5
