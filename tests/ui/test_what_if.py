"""The part in which people change a case: what is typed stays, one thing at a time, rows for those who may see them."""

from __future__ import annotations

import json

import pytest

from workbook.errors import InputError, NotAllowed
from workbook.ui.live import Custom
from workbook.ui.page import Page
from workbook.ui.trying import Proposal, Tried, TryField, TryScale
from workbook.ui.what_if import WhatIf


class Doubling:
    """Twice a number, plus one for a word; row "7" is there, row "secret" may not be seen."""

    hint = "Row number"

    def __init__(self, _desk):
        self.allowed, self.looked = True, []

    def may_choose(self):
        return self.allowed

    def look(self, case, changes):
        self.looked.append((case, dict(changes)))
        if case == "secret":
            raise NotAllowed("You may not see rows.", "Ask the owner.")
        if case not in ("", "7"):
            raise InputError(f"There is no row “{case}”.", "Write 7.")
        begun = {"number": 7.0 if case else 3.0, "word": "a"}
        now = begun | changes
        if now["number"] is not None and now["number"] < 0:
            raise InputError("Nothing is below nought.", "Write more.")
        score = 2 * (now["number"] or 0.0) + (now["word"] == "b")
        fields = (
            TryField("number", "number", now["number"], begun["number"], (), 0.0, 10.0, 0.5),
            TryField("word", "choice", now["word"], begun["word"], ("a", "b")),
        )
        return Tried(f"Row {case}" if case else "Made up", fields, (f"Score {score:g}",), TryScale(0, 20, 10, score, 6))

    def nearest(self, case, changes):
        return "One way.", (Proposal("number from 3 to 5", {"number": 5.0}),)


@pytest.fixture
def part(desk):
    return WhatIf(desk, Doubling)


def state(part):
    return json.loads(part.state)


def test_each_change_is_looked_at(part):
    assert part.change("number", "4,5") == "" and part.seen.says == ("Score 9",)
    assert part.change("word", "b") == "" and part.seen.says == ("Score 10",)
    assert part.change("number", 2) == "" and part.seen.says == ("Score 5",)
    shown = {one["name"]: one["value"] for one in state(part)["fields"]}
    assert shown == {"number": 2, "word": "b"}


def test_what_cannot_be_read_stays_as_it_was_typed(part):
    for typed, why in (
        ("abc", "not a number"),
        ("1,250", "can be read as 1250 or as 1.250"),
        ("1e999", "not a number"),
    ):
        assert why in part.change("number", typed)
        assert state(part)["refused"]["number"]["entered"] == typed and part.seen.says == ("Score 6",)
    assert "not one of the values" in part.change("word", "z")
    assert (
        part.change("number", "4") == "" and "number" not in state(part)["refused"] and "word" in state(part)["refused"]
    )


def test_what_the_stage_refuses_is_told_and_not_taken(part):
    part.change("number", "4")
    assert "below nought" in part.change("number", "−2") and state(part)["problem"]
    assert part.seen.says == ("Score 8",)


def test_an_empty_entry_is_a_missing_value(part):
    assert part.change("number", "") == "" and part.seen.says == ("Score 0",)
    assert state(part)["fields"][0]["value"] is None


def test_back_to_the_beginning(part):
    part.change("number", "9")
    part.change("word", "nonsense")
    part.begin_again()
    assert part.seen.says == ("Score 6",) and state(part)["refused"] == {}


def test_another_case_begins_anew(part):
    part.change("number", "9")
    part.search()
    assert part.choose(" 7 ") == "" and state(part)["case"] == "Row 7" and state(part)["chosen"] == "7"
    assert part.seen.says == ("Score 14",) and part.proposals == () and state(part)["told"] == ""
    assert part.choose("") == "" and state(part)["case"] == "Made up"


def test_a_case_that_is_not_there_leaves_the_one_that_is(part):
    part.change("number", "9")
    assert "There is no row “8”" in part.choose("8")
    assert part.seen.says == ("Score 18",) and state(part)["chosen"] == ""


def test_who_may_not_see_rows_sees_none(part):
    assert "You may not see rows" in part.choose("secret") and state(part)["case"] == "Made up"
    part._try_out.allowed = False
    part.refresh()
    assert state(part)["may_choose"] is False


def test_a_change_that_was_found_is_taken_over(part):
    assert part.search() == "One way." and state(part)["proposals"] == ["number from 3 to 5"]
    assert part.take(0) == "" and part.seen.says == ("Score 10",) and part.proposals
    assert part.take(7) == "" and part.seen.says == ("Score 10",)
    part.change("number", "1")
    assert part.proposals == (), "they were found for the values as they were"


def test_messages_are_answered_by_their_number(part):
    part.receive({"change": "number", "value": 4, "number": 3})
    assert state(part)["answered"] == 3 and part.seen.says == ("Score 8",)
    for message in (
        {"change": "number", "value": "x", "number": 4}, {"choose": "8", "number": 5}, {"take": "x", "number": 6}, {"number": 7},
        {"change": "unknown", "value": 1, "number": 8}, {"search": True, "number": 9}, {"begin_again": True, "number": 10},
    ):  # fmt: skip
        part.receive(message)
        assert state(part)["answered"] == message["number"]
    part.receive({"number": None})
    assert part.seen.says == ("Score 6",)


def test_another_project_begins_anew(part, desk, repository):
    from tests.conftest import DANA

    part.choose("7")
    part.change("number", "9")
    desk.open(repository.create_project("Another", DANA))
    part.refresh()
    assert state(part)["chosen"] == "" and part.seen.says == ("Score 6",)


def test_a_page_builds_and_refreshes_it(desk):
    from types import SimpleNamespace

    page = Page("modelling", SimpleNamespace(PARTS=(Custom("trying", "what if", Doubling),)), desk)
    built = page.trying
    looked = len(built._try_out.looked)
    page.refresh()
    assert isinstance(built, WhatIf) and len(built._try_out.looked) == looked + 1
