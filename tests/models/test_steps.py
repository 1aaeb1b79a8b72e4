"""Long work tells how far it is, and stops between two steps."""

from __future__ import annotations

import pytest

from workbook.errors import WorkbookError
from workbook.models.steps import Steps


def test_it_tells_how_far_it_is():
    told = []
    steps = Steps(4, lambda share, words: told.append((share, words)))
    steps.begin("training")
    steps.tick()
    assert told == [(0.0, "training"), (0.25, "training")]


def test_it_stops_between_two_steps():
    asked = iter([False, True])
    steps = Steps(4, None, lambda: next(asked))
    steps.tick()
    with pytest.raises(WorkbookError, match="Nothing of it was kept"):
        steps.tick()
