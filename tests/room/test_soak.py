"""The minutes of `make soak` that belong to every test run: once in peace, once with processes killed at random."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from types import SimpleNamespace

import psutil
import pytest

from tests.bench.soak import Figures, soak
from tests.bench.soaking.counting import compare, compare_edits
from tests.bench.soaking.crowd import ACTIVITIES, Given, answer_to
from tests.bench.soaking.killing import KINDS, Killed, moments, outliving
from tests.bench.soaking.workbooks import Typed
from workbook.room.answering import checked


@pytest.mark.slow
def test_a_minute_of_a_full_room_beside_open_workbooks():
    figures = soak(people=60, seconds=30, workbooks=2, joining=6)
    assert figures.missed(timed=False) == [], figures


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_processes_are_killed_at_random():
    figures = soak(people=40, seconds=40, workbooks=2, joining=6, kills=True)
    assert figures.missed(timed=False) == [], figures


ALL = len(ACTIVITIES)
FINE = {"people": 1, "workbooks": 1, "answers": ALL, "stored": ALL, "edits": 3, "edits_stored": 3, "save_95": 0.1,
        "join_95": 0.1, "memory": 1, "kernels_left": 0}  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"stored": ALL - 1}, "every acknowledged answer once"),
        ({"answers": ALL - 1, "stored": ALL - 1}, "every acknowledged answer once"),
        ({"wrong": 1}, "no answer that nobody gave"),
        ({"edits_stored": 2}, "every acknowledged edit once"),
        ({"edits": 0, "edits_stored": 0}, "every acknowledged edit once"),
        ({"save_95": 0.4}, "95 of 100 saves within 0.3 s"),
        ({"kernels_left": 1}, "no kernel left"),
        ({"problems": ["somebody was lost"]}, "no problem on the way"),
        ({"killed": Killed()}, "all kinds were killed"),
        ({"killed": Killed(dict.fromkeys(KINDS, 1), ["7 of a killed kernel"])}, "nothing outlived what was killed"),
    ],
)
def test_each_promise_can_be_missed(broken, told):
    assert Figures(**FINE).missed() == []
    assert Figures(**FINE | broken).missed() == [told]


def somebody(name, **given):
    return SimpleNamespace(name=name, given=given)


def test_a_lost_a_doubled_and_a_swapped_answer_are_seen():
    text = next(one.id for one in ACTIVITIES if one.kind == "text")
    ada = somebody("Ada", **{text: Given("key-of-ada", {"text": "mine"}, acknowledged=True)})
    ben = somebody("Ben", **{text: Given("key-of-ben", {"text": "his"}, acknowledged=False)})
    right = ("Ada", text, "key-of-ada", json.dumps({"text": "mine"}))
    under_way = ("Ben", text, "key-of-ben", json.dumps({"text": "his"}))
    counted = compare([right, under_way], [ada, ben])
    assert (counted.acknowledged, counted.stored, counted.wrong) == (1, 1, 0), "saved without a word is no harm"
    for rows, stored, wrong in (
        ([under_way], 0, 0),
        ([right, right], 0, 2),
        ([(*right[:3], under_way[3])], 0, 1),
        ([(*right[:2], "another-key", right[3])], 0, 1),
        ([right, ("Eve", *right[1:])], 0, 2),
    ):
        counted = compare(rows, [ada, ben])
        assert (counted.stored, counted.wrong) == (stored, wrong), rows


def test_a_lost_and_a_doubled_edit_are_seen():
    typed = [Typed(tried=["one", "two", "three"], acknowledged=["one", "three"])]
    counted = compare_edits({"one": 1, "two": 1, "three": 1}, typed)
    assert (counted.acknowledged, counted.stored, counted.wrong) == (2, 2, 0)
    assert compare_edits({"one": 1}, typed).stored == 1
    assert compare_edits({"one": 2, "three": 1}, typed).stored == 1
    assert compare_edits({"one": 1, "three": 1, "four": 1}, typed).wrong == 1


def test_everybody_can_answer_everything():
    dice = random.Random(1)
    for activity in ACTIVITIES:
        for _ in range(20):
            assert checked(activity, answer_to(activity, dice, "Because."))


@pytest.mark.parametrize("seconds", [20, 40, 600])
def test_each_kind_is_killed_and_the_last_one_has_time_to_be_survived(seconds):
    planned = moments(seconds, random.Random(seconds))
    assert {kind for _, kind in planned} == set(KINDS) and planned == sorted(planned)
    assert planned[0][0] > 0 and planned[-1][0] <= 0.9 * seconds
    assert planned == moments(seconds, random.Random(seconds)) != moments(seconds, random.Random(seconds + 1))


def test_a_process_that_is_left_behind_is_seen():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        seen = psutil.Process(child.pid)
        assert outliving([seen], 0.1) == [str(child.pid)]
        child.kill()
        assert outliving([seen], 10.0) == []
