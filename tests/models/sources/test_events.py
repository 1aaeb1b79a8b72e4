"""Which class is the event: by what the team said, not by the alphabet."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.errors import InputError
from workbook.models.sources.events import Wanted, event_among


@pytest.mark.parametrize(
    ("classes", "positive", "place", "said"),
    [
        (["bad", "good"], "good", 1, False),
        (["bad", "good"], ("bad",), 0, True),
        (["good", "ugly"], "good", 0, True),
        ([0, 1], 1, 1, False),
        ([0, 1], ("0",), 0, True),
        ([0.0, 1.0], ("1",), 1, False),
        ([False, True], ("yes",), 1, False),
        ([False, True], ("true",), 1, False),
        ([0, 1], ("good",), 1, True),
        ([-1, 1], ("1",), 1, False),
        ([1, 2], ("1",), 0, False),
        ([1, 4], (">= 3",), 1, True),
        ([0, 1], (">= 3",), 1, True),
    ],
)
def test_the_event_is_the_class_that_the_team_named(classes, positive, place, said):
    event = event_among(np.array(classes), Wanted(positive))
    assert event.place == place and bool(event.note) == said


def test_what_is_taken_for_granted_is_said():
    assert "1 is taken for the event (“good”)" in event_among([0, 1], Wanted(("good",))).note
    assert "“bad” is the event" in event_among(["bad", "good"], Wanted("bad")).note


def test_a_place_that_somebody_said_stands():
    assert event_among(["bad", "good"], Wanted("good", place=0)).place == 0


@pytest.mark.parametrize(
    ("classes", "positive", "why"),
    [
        (["a", "b", "c"], "a", "3 classes apart"),
        (list(range(77)), 1, "77 classes apart"),
        (["good"], "good", "only one class"),
        (["bad", "good"], "repaid", "the event of these rows is “repaid”"),
        (["bad", "good"], ("bad", "good"), "tells “bad” and “good” apart"),
        ([3, 7], 1, "tells “3” and “7” apart"),
    ],
)
def test_what_has_no_event_is_refused(classes, positive, why):
    with pytest.raises(InputError, match=why):
        event_among(classes, Wanted(positive))


@settings(deadline=None)
@given(
    st.lists(
        st.text(min_size=1, max_size=5).filter(str.strip),
        min_size=2,
        max_size=2,
        unique_by=lambda t: t.strip().casefold(),
    )
)
def test_any_two_words_are_told_apart(words):
    classes = sorted(words)
    if any(
        word.strip() in ("0", "1") or word.strip().casefold() in ("yes", "no", "y", "n", "t", "f", "true", "false")
        for word in classes
    ):
        return  # numbers and truths mean each other
    for place, word in enumerate(classes):
        try:
            float(word)
        except ValueError:
            assert event_among(classes, Wanted((word,))).place == place
