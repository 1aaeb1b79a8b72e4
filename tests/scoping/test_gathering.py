"""Who is in the room, and who is affected without a voice."""

from __future__ import annotations

from typing import get_args

from workbook.scoping.answers import Affected, Expert, Hat, ScopingAnswers
from workbook.scoping.gathering import ASKS, room_in_words, room_of

PEOPLE = (Expert(name="Dana", hat="product"), Expert(name=" ", hat="data"), Expert(name="Ilse", hat="domain"))
AFFECTED = (
    Affected(who="Young applicants", harm="serious"),
    Affected(who="Staff", harm="small", voice="Works council"),
    Affected(who="Officers", harm="small", voice=" ILSE "),
    Affected(who="Shareholders", harm="none"),
    Affected(who="Neighbours"),
    Affected(who=" ", harm="severe"),
)


def test_hats_without_a_name_are_not_worn():
    room = room_of(ScopingAnswers(people=PEOPLE))
    assert room.missing_hats == ("data", "engineering", "compliance", "executive") and room.people == 2
    assert dict(room.worn)["domain"] == ("Ilse",)


def test_who_bears_harm_or_unknown_harm_needs_a_voice():
    assert room_of(ScopingAnswers(affected=AFFECTED)).voiceless == ("Young applicants", "Neighbours")


def test_a_voice_that_is_not_in_the_room_is_told():
    room = room_of(ScopingAnswers(people=PEOPLE, affected=AFFECTED))
    assert room.absent == (("Staff", "Works council"),)
    assert "Works council (for Staff)" in room_in_words(room)


def test_one_person_with_two_hats_counts_once():
    people = (Expert(name="Dana", hat="product"), Expert(name="dana", hat="data"))
    assert room_of(ScopingAnswers(people=people)).people == 1


def test_an_empty_room_and_a_full_one():
    assert "Nobody is listed yet" in room_in_words(room_of(ScopingAnswers()))
    full = tuple(Expert(name=hat, hat=hat) for hat in get_args(Hat))
    assert room_in_words(room_of(ScopingAnswers(people=full))) == "Every hat is worn."


def test_every_hat_asks_something():
    assert tuple(ASKS) == get_args(Hat) and all(question.endswith("?") for question in ASKS.values())
