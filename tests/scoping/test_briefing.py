"""The scope on one screen says what was agreed and what is open."""

from __future__ import annotations

from datetime import date

from tests.scoping.test_targeting import GOOD
from workbook.scoping.answers import Affected, ScopingAnswers
from workbook.scoping.briefing import brief_in_words, brief_of

TODAY = date(2026, 11, 23)


def points(answers):
    return {one.name: one for one in brief_of(answers, TODAY)}


def test_an_empty_scope_is_open_everywhere():
    found = points(ScopingAnswers())
    assert all(one.still_open and not one.agreed for one in found.values())
    assert brief_in_words(tuple(found.values())).startswith(f"0 of {len(found)} points are settled")


def test_a_target_is_settled_when_it_is_bounded_and_somebody_vouches_for_the_baseline():
    assert points(ScopingAnswers(**GOOD))["Target"].still_open == "Nobody vouches for the baseline yet."
    settled = points(ScopingAnswers(**GOOD, baseline_owner="Ravi"))["Target"]
    assert settled.still_open == "" and "from 28.2 to 15" in settled.agreed


def test_affected_groups_without_voice_or_harm_are_open():
    affected = (Affected(who="Applicants", harm="serious", voice="Ilse"), Affected(who="Neighbours"))
    told = points(ScopingAnswers(affected=affected))["Affected"]
    assert told.agreed == "Applicants, Neighbours"
    assert told.still_open == "Nobody speaks for: Neighbours. How badly is not said for: Neighbours."


def test_everything_settled_is_said():
    settled = tuple(one.__class__(one.name, "agreed", "") for one in brief_of(ScopingAnswers(), TODAY))
    assert brief_in_words(settled) == f"All {len(settled)} points of the scope are settled."
