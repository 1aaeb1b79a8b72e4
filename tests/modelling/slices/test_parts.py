"""Weak slices on the page: searched, on record, looked at, watched; readable for who has neither rows nor model."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from workbook.errors import WorkbookError
from workbook.modelling.page import PARTS
from workbook.modelling.slices.answers import SliceAnswers, WatchItem, WatchList
from workbook.modelling.slices.figures import slice_picture
from workbook.modelling.slices.result import EVIDENCE
from workbook.modelling.slices.tables import slice_table
from workbook.modelling.slices.watching import chosen_slice, search_slices, slices_on_record, watch
from workbook.modelling.slices.words import closer_in_words, finding, slices_in_words
from workbook.models.conditions import conditions_in
from workbook.models.findings import findings_in
from workbook.outcomes import Wording


def nothing(*_):
    return False


@pytest.fixture
def searched(desk):
    """The predictions in the rows, without any model."""
    search_slices(desk, nothing, nothing)
    return desk


def live(name):
    return next(part for part in PARTS if part.name == name)


def test_what_is_on_record_is_read_without_rows(searched):
    evidence = searched.record.latest(EVIDENCE)
    found = slices_on_record(evidence)
    assert found.slices and evidence.sentence.startswith(found.slices[0].words)
    assert searched.result(live("slices")) == found
    json.dumps(dict(evidence.result))
    assert [one.test for one in findings_in(evidence.result)] == [f"Weak slice: {one.words}" for one in found.slices]


def test_nothing_on_record_says_what_to_do(desk):
    with pytest.raises(WorkbookError, match="Search for weak slices"):
        desk.result(live("slices"))


def test_another_tolerance_makes_it_stale(searched):
    from workbook.project import staleness

    searched.store.update(SliceAnswers, tolerance=0.02)
    assert "tolerance" in staleness(searched.record.latest(EVIDENCE), searched.record, revision=1)[0]


def test_cancelled_keeps_nothing(desk):
    with pytest.raises(WorkbookError, match="Stopped"):
        search_slices(desk, nothing, lambda: True)
    assert desk.record.latest(EVIDENCE) is None


def test_the_model_in_use_is_on_trial(trained_desk):
    search_slices(trained_desk, nothing, nothing)
    assert slices_on_record(trained_desk.record.latest(EVIDENCE)).title.startswith("Gradient boosting")


def test_a_slice_that_is_watched_can_be_read_again(searched):
    searched.store.update(SliceAnswers, chosen=2)
    assert "watch list" in watch(searched) and "already" in watch(searched)
    (item,) = searched.record.section(WatchList).items
    chosen = slices_on_record(searched.record.latest(EVIDENCE)).slices[1]
    assert conditions_in(item.rule) == conditions_in(chosen.rule) and item.slice == chosen.words
    assert chosen.wronged[0] < item.limit <= 1


def test_a_slice_that_is_not_there(searched):
    with pytest.raises(WorkbookError, match="no slice number 10"):
        chosen_slice(searched.record.latest(EVIDENCE), 10)


def test_a_rule_that_nobody_can_read_is_refused():
    with pytest.raises(ValueError, match="is not the rule of a slice"):
        WatchItem(rule="income low")


def test_the_picture_can_be_clicked_and_says_the_finding(searched):
    found = slices_on_record(searched.record.latest(EVIDENCE))
    picture = slice_picture(found)
    clicked = sorted(name for trace in picture["data"] for name in trace["customdata"])
    assert clicked == [str(one.number) for one in found.slices]
    assert picture["layout"]["title"]["text"] == finding(found)
    told = [f"{one.number}. {one.words}" for one in found.slices]
    assert [row["words"] for row in slice_table(found).rows] == told


def test_without_slices_the_words_say_what_that_is_worth(searched):
    found = replace(slices_on_record(searched.record.latest(EVIDENCE)), slices=())
    assert slice_picture(found) is None and not slice_table(found).rows
    assert "No slice" in finding(found) and "four in five" in slices_in_words(found)


def test_names_from_data_are_text_only(searched):
    found = slices_on_record(searched.record.latest(EVIDENCE))
    tricky = replace(found.slices[0], words="<img src=x> under 3")
    told = str(slice_picture(replace(found, slices=(tricky,), wording=Wording(units="<i>x</i>"))))
    assert "<img" not in told and "<i>" not in told


def test_a_closer_look_says_which_kind_of_weakness(searched):
    found = slices_on_record(searched.record.latest(EVIDENCE))
    one = found.slices[0]
    assert "ranks the right one" in closer_in_words(one, found) and "wrongly approved" in closer_in_words(one, found)
    coin = replace(one, ranks=(0.5, 0.4, 0.6), alike_gain=(5.0, -1.0, 9.0))
    assert "coin" in closer_in_words(coin, found) and "cannot be told" in closer_in_words(coin, found)
    worse = replace(one, ranks=None, alike_gain=(-5.0, -9.0, -1.0), wrongly_passed=None)
    assert "earns its place" in closer_in_words(worse, found) and "Too few" in closer_in_words(worse, found)
