"""The minute of `make soak` that belongs to every test run."""

from __future__ import annotations

import pytest

from tests.bench.soak import ASKS, Figures, soak


@pytest.mark.slow
def test_a_minute_of_a_full_room_beside_open_workbooks():
    figures = soak(people=60, seconds=30, workbooks=2, joining=6)
    assert figures.answers == 60 * len(ASKS)
    assert figures.missed(timed=False) == [], figures


def test_a_lost_or_doubled_answer_would_be_seen():
    fine = {"people": 1, "workbooks": 0, "answers": 12, "save_95": 0.1, "join_95": 0.1, "memory": 1, "kernels_left": 0}
    assert Figures(**fine, stored=12).missed() == []
    assert Figures(**fine, stored=11).missed() and Figures(**fine, stored=13).missed()
    assert Figures(**fine, stored=12, wrong=1).missed() and Figures(**fine | {"save_95": 0.4}, stored=12).missed()
