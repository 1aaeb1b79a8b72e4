"""From models to fields, and from what was typed to values."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from workbook.errors import InputError
from workbook.ui.form_fields import form_fields, read_entry


class Line(BaseModel):
    title: str = ""
    low: float | None = None


class Answers(BaseModel):
    count: int = Field(100, ge=1, le=10_000, title="Users", description="Active users")
    share: float = Field(0.05, ge=0, le=1, json_schema_extra={"widget": "percentage"})
    price: float = Field(0, json_schema_extra={"widget": "money", "unit": "EUR"})
    mode: Literal["pilot", "full"] = Field("pilot", json_schema_extra={"labels": {"pilot": "A pilot"}})
    note: str = Field("", json_schema_extra={"widget": "long_text"})
    due: date | None = None
    lines: tuple[Line, ...] = Field((), json_schema_extra={"row": "cost"})
    groups: tuple[str, ...] = Field((), json_schema_extra={"options_from": "columns"})
    label: str | None = Field(None, json_schema_extra={"options_from": "columns"})
    agreed: bool = False


def fields() -> dict[str, dict]:
    return {spec["name"]: spec for spec in form_fields(Answers, (), {"columns": ("age", "sex")})}


def test_kinds_follow_from_the_model():
    kinds = {name: spec["kind"] for name, spec in fields().items()}
    assert kinds == {
        "count": "number",
        "share": "percentage",
        "price": "money",
        "mode": "choice",
        "note": "long_text",
        "due": "date",
        "lines": "rows",
        "groups": "choices",
        "label": "choice",
        "agreed": "yes_no",
    }


def test_title_help_limits_and_labels_are_told():
    count, mode = fields()["count"], fields()["mode"]
    assert (count["title"], count["help"], count["min"], count["max"]) == ("Users", "Active users", 1, 10_000)
    assert mode["options"][0] == {"value": "pilot", "label": "A pilot"}


def test_choices_from_the_data_and_none():
    assert [one["value"] for one in fields()["label"]["options"]] == [None, "age", "sex"]
    assert [one["value"] for one in fields()["groups"]["options"]] == ["age", "sex"]


def test_rows_know_their_own_fields():
    lines = fields()["lines"]
    assert lines["row"] == "cost"
    assert [one["name"] for one in lines["fields"]] == ["title", "low"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1250", 1250),
        ("1 250", 1250),
        ("0,35", 0.35),
        ("1\u00a0000", 1000),
        ("-3.5", -3.5),
        ("1e3", 1000),
        ("1,250,000", 1_250_000),
        ("1,250.50", 1250.5),
        ("1.250.000", 1_250_000),
        ("1.250,5", 1250.5),
        ("0,125", 0.125),
        ("-12,5", -12.5),
    ],
)
def test_numbers_as_people_type_them(typed, value):
    assert read_entry({"kind": "number", "title": "Price"}, typed) == value


def test_a_percentage_is_stored_as_a_share():
    assert read_entry(fields()["share"], "12.5 %") == 0.125


def test_the_message_repeats_what_was_typed():
    with pytest.raises(InputError, match="“rather high” is not a number"):
        read_entry({"kind": "number", "title": "x"}, " rather high ")


def test_a_whole_number_stays_whole():
    read = read_entry(fields()["count"], "250")
    assert read == 250 and isinstance(read, int)


@pytest.mark.parametrize("typed", ["better", "1.2.3", "12€", "--4", "1,2,3"])
def test_what_is_not_a_number_is_told(typed):
    with pytest.raises(InputError, match="is not a number"):
        read_entry({"kind": "number", "title": "Price"}, typed)


@pytest.mark.parametrize("typed", ["1,250", "12,000", "-1,250"])
def test_a_number_that_can_be_read_in_two_ways_is_asked_back(typed):
    with pytest.raises(InputError, match="can be read as"):
        read_entry({"kind": "money", "title": "Price"}, typed)


def test_an_empty_number_is_none_only_where_it_may_be():
    assert read_entry({"kind": "number", "title": "Price", "optional": True}, "") is None
    with pytest.raises(InputError, match="Price is empty"):
        read_entry({"kind": "number", "title": "Price"}, " ")


def test_rows_are_read_field_by_field():
    assert read_entry(fields()["lines"], [{"title": "Licence", "low": "12,5"}]) == [{"title": "Licence", "low": 12.5}]


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_any_number_comes_back_as_it_was_shown(value):
    assert read_entry({"kind": "number", "title": "x"}, repr(value)) == value


def test_money_is_asked_in_the_currency_of_its_section():
    from workbook.roi.answers import RoiAnswers

    names = ("today_value", "costs", "true_positive", "yearly_volume")
    asked = {spec["name"]: spec for spec in form_fields(RoiAnswers, names, currency="CHF")}
    assert asked["today_value"]["unit"] == "CHF" and asked["yearly_volume"]["unit"] == "cases"
    inner = {spec["name"]: spec["unit"] for spec in asked["costs"]["fields"]}
    assert inner["low"] == inner["high"] == "CHF" and inner["owner"] == ""
