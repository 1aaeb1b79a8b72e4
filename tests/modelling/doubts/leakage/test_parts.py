"""Alarms on the page: the quiet ones on record, too, and the limit that was named before."""

from __future__ import annotations

import json

import pytest

from tests.modelling.shown import checked
from workbook.errors import WorkbookError
from workbook.modelling.doubts.answers import DoubtsAnswers
from workbook.modelling.doubts.leakage.looking import Leaks
from workbook.modelling.doubts.leakage.parts import EVIDENCE, PARTS, look
from workbook.project import staleness
from workbook.project.results import from_kept, to_kept

LIVES = {one.name: one for one in PARTS if hasattr(one, "analyse")}


def nothing(*_):
    return False


def test_the_practice_project_is_quiet_and_on_record(desk):
    assert look(desk, nothing, nothing).startswith("No alarm rings")
    found = desk.result(LIVES["leaks"])
    assert len(found.alarms) == 7 and from_kept(Leaks, json.loads(json.dumps(to_kept(found)))) == found
    for live in LIVES.values():
        checked(live, found)
    desk.store.update(DoubtsAnswers, too_good=0.8)
    assert staleness(desk.record.latest(EVIDENCE), desk.record, revision=1)


def test_cancelled_keeps_nothing(desk):
    with pytest.raises(WorkbookError, match="Nothing of it was kept"):
        look(desk, nothing, lambda: True)
    assert desk.record.latest(EVIDENCE) is None
