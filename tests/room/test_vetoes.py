"""Columns that are known only after the decision: counted, told, and asked for the rows that a project has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.room.test_deck import GOOD
from workbook.content.activities import Veto
from workbook.data.sample_tables import sample
from workbook.opening import begin_sample
from workbook.project import DataReference
from workbook.room.answering import MARKS, checked
from workbook.room.deck import activity_of, from_text, open_deck, to_text
from workbook.room.record import Given
from workbook.room.revealing import revealed
from workbook.room.showing import as_page
from workbook.room.vetoes import MOST_COLUMNS, fitted, marked, vetoes_in_words
from workbook.start.answers import Columns

DECK = open_deck()
VETO = activity_of(DECK, "known_when")
NAMES = [one.id for one in VETO.items]


def answered(*rows):
    """One person a row: the mark of each column."""
    return [
        Given(f"p{place}", "domain", {"marks": dict(zip(NAMES, row, strict=True))}) for place, row in enumerate(rows)
    ]


def judged(*rows):
    return marked(VETO, revealed(VETO, 1, answered(*rows)))


def everybody(mark):
    return [mark] * len(NAMES)


def test_the_columns_of_the_deck_are_those_that_a_model_could_learn_from():
    loans = sample("loans")
    header = loans.path.read_text("utf-8").splitlines()[0].split(",")
    kept_out = {"repaid", "age_group", *loans.more["answers"]["mitigation"]["leave_out"]}
    assert {one.column for one in VETO.items} == {
        name for name in header if name not in kept_out and not name.startswith("score")
    }
    for one in VETO.items:
        assert one.text.startswith(f"{one.column}: ")


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.sampled_from(MARKS), min_size=len(NAMES), max_size=len(NAMES)), min_size=3, max_size=8))
def test_every_mark_is_counted_once(rows):
    found = judged(*rows)
    assert {one.id for one in found} == set(NAMES)
    assert all(one.in_time + one.later + one.unsure == len(rows) for one in found)
    assert [one.later for one in found] == sorted((one.later for one in found), reverse=True)
    place = NAMES.index(found[0].id)
    assert found[0].later == sum(row[place] == "later" for row in rows)


def test_who_cannot_tell_does_not_outvote_who_knows():
    one_knows = ["later", *everybody("unsure")[1:]]
    found = {one.id: one for one in judged(one_knows, *[everybody("unsure")] * 7)}
    assert found[NAMES[0]].vetoed and not found[NAMES[0]].disputed and not found[NAMES[1]].vetoed
    even = {one.id: one for one in judged(one_knows, everybody("in_time"), everybody("unsure"))}
    assert not even[NAMES[0]].vetoed and even[NAMES[0]].disputed


def test_the_finding_counts_columns_and_disputes():
    quiet = vetoes_in_words(judged(*[everybody("in_time")] * 3))
    assert quiet.startswith(f"0 of {len(NAMES)} columns") and "nobody who is sure contradicts" in quiet
    first_two = ["later", "later", *everybody("in_time")[2:]]
    loud = vetoes_in_words(judged(first_two, first_two, everybody("in_time")))
    assert loud.startswith(f"2 of {len(NAMES)} columns") and "on 2 some are sure" in loud


def test_what_is_shown_begins_with_the_most_marked_column_and_names_nobody():
    last = [*everybody("in_time")[:-1], "later"]
    told = as_page(VETO, revealed(VETO, 1, answered(last, last, last, everybody("unsure"))))
    assert told["questions"][0]["id"] == NAMES[-1]
    assert told["questions"][0]["counts"] == [["known in time", 0], ["only later", 3], ["cannot tell", 1]]
    assert "p0" not in repr(told)


def other_rows(repository, dana, columns, **roles):
    project = repository.create_project("Machines", dana)
    rows = DataReference("upload", "machines.csv", "", "mark", 900, columns, dana)
    repository.attach_data(project, dana, rows)
    repository.save(project, dana, Columns, roles)
    return repository.record(project, dana)


def test_other_rows_are_asked_about_their_own_columns(repository, dana):
    record = other_rows(
        repository, dana, ("failed", "score", "weight", "heat", "<b>hum</b>", "x"), label="failed", score="score",
        weight="weight",
    )  # fmt: skip
    found = activity_of(fitted(DECK, record), VETO.id)
    assert [one.column for one in found.items] == ["heat", "<b>hum</b>", "x"]
    assert found.prompt == VETO.prompt
    kept = checked(found, {"marks": dict.fromkeys((one.id for one in found.items), "later")})
    assert len(kept["marks"]) == 3
    others = [one for one in fitted(DECK, record).activities if one.id != VETO.id]
    assert others == [one for one in DECK.activities if one.id != VETO.id]


def test_a_column_is_known_by_its_name_letter_for_letter(repository, dana):
    record = other_rows(repository, dana, (" heat", "heat ", "tab\t"))
    deck = from_text(to_text(fitted(DECK, record)))
    assert [one.column for one in activity_of(deck, VETO.id).items] == [" heat", "heat ", "tab\t"]


def test_many_columns_are_cut_and_it_is_said(repository, dana):
    record = other_rows(repository, dana, tuple(f"sensor {place}" for place in range(57)))
    found = activity_of(fitted(DECK, record), VETO.id)
    assert len(found.items) == MOST_COLUMNS and f"first {MOST_COLUMNS} of 57 columns" in found.prompt


@pytest.mark.parametrize("columns", [("failed",), ("failed", "  ")])
def test_without_a_column_to_judge_it_is_not_asked(repository, dana, columns):
    record = other_rows(repository, dana, columns, label="failed")
    assert not [one for one in fitted(DECK, record).activities if isinstance(one, Veto)]


def test_the_loans_and_a_project_without_rows_are_asked_as_the_deck_is_written(repository, dana, rooms):
    empty = repository.record(repository.create_project("Nothing yet", dana), dana)
    loans = repository.record(begin_sample(repository, dana), dana)
    assert fitted(DECK, empty) == fitted(DECK, loans) == DECK
    assert rooms.open(loans.project_id, dana).deck == DECK
    churn = begin_sample(repository, dana, "churn")
    asked = activity_of(rooms.open(churn, dana).deck, VETO.id)
    data = repository.record(churn, dana)
    assert {one.column for one in asked.items} <= set(data.data.columns) - {data.section(Columns).label}
    assert checked(VETO, GOOD["known_when"])
