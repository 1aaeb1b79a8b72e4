from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.project.sections import Lenient, Range, Renamed
from workbook.project import Answer, Conflict, Person, Refused, Section
from workbook.project.answers import fit, stored_values
from workbook.project.merging import merge

DANA = Person("dana", "Dana")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def stored(section_revision: int = 1, version: int = 1, **values: Any) -> dict[str, Answer]:
    return {name: Answer(value, version, DANA, NOON, section_revision) for name, value in values.items()}


def after(section: type[Section], before: dict[str, Answer], changes: dict[str, Any]) -> dict[str, Answer]:
    merged = merge(section, before, changes)
    kept = {name: answer for name, answer in before.items() if name not in merged.removed}
    return kept | stored(section.revision, **merged.changed)


def test_values_are_stored_as_the_section_gives_them() -> None:
    assert repr(merge(Range, {}, {"low": 3}).changed) == "{'low': 3.0}"


def test_none_is_a_value() -> None:
    assert merge(Range, stored(note="x"), {"note": None}).changed == {"note": None}


def test_the_same_value_changes_nothing() -> None:
    assert merge(Range, stored(low=3.0), {"low": 3}, seen={"low": 0}).changed == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"low": -1}, "low"),
        ({"low": "much"}, "low"),
        ({"low": float("nan")}, "low"),
        ({"low": object()}, "low"),
        ({"note": "\ud800"}, "note"),
        ({"colour": "red"}, "colour"),
        ({"low": 20.0}, ""),
    ],
)
def test_what_does_not_fit_is_refused_by_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        merge(Range, {}, changes)
    assert set(refused.value.fields) == {field}
    assert "Nothing was saved" in str(refused.value)


def test_two_edits_each_valid_alone_are_refused_where_they_are_not_valid_together() -> None:
    assert merge(Range, {}, {"low": 8.0}).changed and merge(Range, {}, {"high": 5.0}).changed
    with pytest.raises(Refused) as refused:
        merge(Range, stored(low=8.0), {"high": 5.0})
    assert refused.value.fields == {"": "The low end must not lie above the high end."}


def test_the_same_field_changed_by_another_is_a_conflict_that_names_both() -> None:
    with pytest.raises(Conflict) as conflict:
        merge(Range, stored(version=2, low=3.0), {"low": 4.0}, seen={"low": 1})
    found = conflict.value
    assert (found.field, found.mine, found.theirs, found.by, found.at) == ("low", 4.0, 3.0, DANA, NOON)


def test_without_what_was_seen_the_last_writer_wins() -> None:
    assert merge(Range, stored(version=2, low=3.0), {"low": 4.0}).changed == {"low": 4.0}


def test_a_value_that_newer_limits_refuse_does_not_lock_other_fields_out() -> None:
    old = stored(low=-5.0)
    assert merge(Range, old, {"note": "hello"}).changed == {"note": "hello"}
    with pytest.raises(Refused):
        merge(Range, old, {"low": -6.0})
    section, problems = fit(Range, stored_values(Range, old))
    assert (section.low, set(problems)) == (0.0, {"low"})


def test_a_section_that_newer_rules_refuse_as_a_whole_does_not_lock_other_fields_out() -> None:
    old = stored(low=9.0, high=5.0)
    assert merge(Lenient, {}, {"low": 9.0, "high": 5.0}).changed
    assert merge(Range, old, {"note": "hello", "counter": 2}).changed == {"note": "hello", "counter": 2}
    assert merge(Range, old, {"low": 1}).changed == {"low": 1.0}
    section, problems = fit(Range, stored_values(Range, old))
    assert (section.low, section.high, set(problems)) == (9.0, 10.0, {""})


def test_older_answers_are_upgraded_once() -> None:
    old = stored(low=8.0, note="x")
    assert stored_values(Renamed, old) == {"low": 4.0, "remark": "x"}
    new = after(Renamed, old, {"high": 20.0})
    assert {name: answer.value for name, answer in new.items()} == {"low": 4.0, "remark": "x", "high": 20.0}
    assert stored_values(Renamed, new) == {"low": 4.0, "remark": "x", "high": 20.0}


def test_dates_and_nested_values_become_json() -> None:
    class Dated(Section):
        section = "dated"
        due: date | None = None
        lines: tuple[tuple[str, float], ...] = ()

    changed = merge(Dated, {}, {"due": date(2026, 11, 23), "lines": (("cost", 1),)}).changed
    assert changed == {"due": "2026-11-23", "lines": [["cost", 1.0]]}


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "low": st.floats(0, 9, allow_nan=False),
        "high": st.floats(9, 100, allow_nan=False),
        "note": st.none() | st.text(st.characters(exclude_categories=["Cs"])),
        "counter": st.integers(),
    },
)


@given(before=FIELDS, mine=FIELDS, theirs=FIELDS)
def test_changes_of_different_fields_both_win_whoever_comes_first(
    before: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    theirs = {name: value for name, value in theirs.items() if name not in mine}
    start = stored(**merge(Range, {}, before).changed)
    one = after(Range, after(Range, start, mine), theirs)
    other = after(Range, after(Range, start, theirs), mine)
    assert {name: answer.value for name, answer in one.items()} == {
        name: answer.value for name, answer in other.items()
    }
    assert {name: answer.value for name, answer in one.items()} == before | mine | theirs


@given(before=FIELDS, changes=FIELDS)
def test_saving_twice_is_saving_once(before: dict[str, Any], changes: dict[str, Any]) -> None:
    once = after(Range, stored(**merge(Range, {}, before).changed), changes)
    assert merge(Range, once, changes).changed == {}
