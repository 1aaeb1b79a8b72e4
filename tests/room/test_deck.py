"""The deck: real questions in plain words, files that are rows of the sample, and nothing given away before."""

from __future__ import annotations

import json

import pandas as pd
import pytest
import yaml

from workbook.content import checked as checked_content
from workbook.content import text
from workbook.content.activities import Files
from workbook.data.sample_tables import sample
from workbook.errors import InputError, NotFound
from workbook.room.answering import checked
from workbook.room.deck import activity_of, as_deck, asked, from_text, open_deck, to_text

DECK = open_deck()
GOOD = {
    "purpose": {"choice": "speed", "reason": "People wait for days."},
    "files": {"decisions": {f"f{place}": "yes" if place % 2 else "no" for place in range(1, 11)}},
    "known_when": {
        "marks": dict.fromkeys(("seniority", "home", "time", "job", "expenses", "income", "assets", "debt"), "in_time")
        | {"records": "unsure", "amount": "later", "price": "later"},
        "reason": "The sum is set when it is granted.",
    },
    "wrongly_refused": {"low": 1, "value": 5, "high": 12.5},
    "tolerance": {"low": 1, "value": 4, "high": 10},
    "priorities": {"order": ["refused", "defaults", "minutes", "profit", "complaints"]},
    "statements": {"ratings": {"letter": 5, "age": 1, "human": 3, "data": 2}},
    "golive": {"best": 3, "likely": 6, "worst": 18},
    "owners": {"owners": {"refused": "desk", "young": "board", "drift": "data"}},
    "worries": {"order": ["law", "unfair", "money", "trust", "decay"]},
    "premortem": {"text": "Nobody used it.", "sign": "The desk wrote no notes."},
    "first_steps": {"dots": {"rules": 3, "owner": 2}},
    "open_question": {"text": "Who asked the applicants?"},
}


def test_every_kind_of_activity_is_there_with_its_words():
    assert {one.kind for one in DECK.activities} == {
        "estimate", "choice", "rank", "scale", "timeline", "owner", "text", "dots", "premortem", "files", "veto",
    }  # fmt: skip
    assert set(GOOD) == {one.id for one in DECK.activities}
    assert 20 <= sum(one.minutes for one in DECK.activities) <= 45
    for one in DECK.activities:
        assert one.prompt.endswith((".", "?")) and one.talk.endswith((".", "?"))
        assert one.reason == "" or one.reason.endswith("?")


def test_a_deck_is_kept_as_it_was():
    assert from_text(to_text(DECK)) == DECK
    with pytest.raises(InputError):
        as_deck({"title": "Nothing else"})
    with pytest.raises(NotFound):
        activity_of(DECK, "nonsense")


def test_the_ten_files_are_rows_of_the_sample():
    files = next(one for one in DECK.activities if isinstance(one, Files))
    rows = pd.read_csv(sample(files.sample).path)
    assert len(files.files) == 10
    right = 0
    for one in files.files:
        row = rows.iloc[one.row - 2]
        assert one.outcome == ("yes" if row.repaid == "good" else "no")
        assert one.model == ("yes" if row[files.score] >= files.threshold else "no")
        told = {fact.name: fact.value for fact in one.facts}
        assert told["Age"] == str(row.age) and told["Asks for"].startswith(f"{row.amount:,} of")
        assert told["Pays back over"] == f"{row.time} months" and told["Income"].startswith(f"{row.income:,.0f} (")
        right += one.model == one.outcome
    assert 0 < right < 10, "the model is neither always right nor always wrong"


def test_nothing_that_gives_the_answer_away_is_sent():
    for one in DECK.activities:
        sent = asked(one)
        json.dumps(sent)
        if isinstance(one, Files):
            assert {name for file in sent["files"] for name in file} == {"id", "facts"}
            assert not {"threshold", "score", "happened_yes"} & set(sent)


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_good_answer_is_kept_and_stays_good(name):
    activity = activity_of(DECK, name)
    kept = checked(activity, GOOD[name] | {"and": "more"})
    assert kept == GOOD[name] and checked(activity, kept) == kept
    for nonsense in (None, [], "yes", {}, {"choice": ["speed"]}, {"dots": [1]}, {"order": [{}, 1]}, {"text": 7}):
        with pytest.raises(InputError) as told:
            checked(activity, nonsense)
        assert told.value.remedy


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("purpose", {"choice": "profit"}, "Choose one"),
        ("purpose", {"choice": "speed", "reason": "x" * 301}, "at most 300"),
        ("wrongly_refused", {"low": 6, "value": 5, "high": 12}, "between your lowest"),
        ("wrongly_refused", {"low": 0, "value": 5, "high": 120}, "between 0 and 100"),
        ("wrongly_refused", {"low": 0, "value": float("nan"), "high": 12}, "Enter a number"),
        ("golive", {"best": 3, "likely": 2, "worst": 5}, "must rise"),
        ("worries", {"order": ["law", "law", "money", "trust", "decay"]}, "each of them"),
        ("first_steps", {"dots": {"rules": 4}}, "exactly 5"),
        ("first_steps", {"dots": {"rules": 6, "owner": -1}}, "exactly 5"),
        ("first_steps", {"dots": {"nonsense": 5}}, "exactly 5"),
        ("statements", {"ratings": {"letter": 5}}, "each statement"),
        ("statements", {"ratings": {"letter": 6, "age": 1, "human": 3, "data": 2}}, "each statement"),
        ("statements", {"ratings": {"letter": True, "age": 1, "human": 3, "data": 2}}, "each statement"),
        ("owners", {"owners": {"refused": "me", "young": "board", "drift": "data"}}, "one for each"),
        ("files", {"decisions": {"f1": "yes"}}, "Decide each"),
        ("known_when", {"marks": {"amount": "later"}}, "each column"),
        ("known_when", {"marks": GOOD["known_when"]["marks"] | {"home": "never"}}, "each column"),
        ("known_when", {"marks": GOOD["known_when"]["marks"] | {"home": []}}, "each column"),
        ("known_when", {"marks": GOOD["known_when"]["marks"] | {"age": "later"}}, "each column"),
        ("open_question", {"text": " \n "}, "Nothing is written"),
        ("premortem", {"text": "y" * 601}, "at most 600"),
    ],
)
def test_what_cannot_be_is_refused_in_words(name, given, told):
    with pytest.raises(InputError, match=told):
        checked(activity_of(DECK, name), given)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda deck: deck["activities"][0].update(kind="quiz"), "at activities › 1"),
        (lambda deck: deck["activities"][0]["items"][1].update(id="losses"), "same id"),
        (lambda deck: deck["activities"][2].update(id="purpose"), "two activities"),
        (lambda deck: deck["activities"][2]["items"][0].pop("column"), "activities › 3.*column"),
        (lambda deck: deck["activities"][2].update(marks=["yes", "no"]), "activities › 3.*marks"),
        (lambda deck: deck["activities"][3].update(lowest=200), "lowest must lie below"),
        (lambda deck: deck["activities"][1]["files"][3].pop("outcome"), "files › 4 › outcome"),
        (lambda deck: deck.pop("as_of"), "at as_of"),
        (lambda deck: deck.pop("source"), "at source"),
    ],
)
def test_a_slip_in_a_deck_is_told_with_its_place(change, told):
    values = yaml.safe_load(text("room_loan.yaml"))
    change(values)
    with pytest.raises(InputError, match=told):
        checked_content("room_loan.yaml", yaml.safe_dump(values))
