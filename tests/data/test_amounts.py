"""Amounts: small arithmetic against Python's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.data.amounts import evaluate, names_of, parse
from workbook.errors import InputError

COLUMNS = ("a", "b", "loan amount", 'x"y', "größe", "a + b", "1")
VALUES = dict(zip(COLUMNS, (3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0), strict=True))


def value(text: str) -> float:
    return float(evaluate(parse(text, COLUMNS), VALUES.__getitem__))


CASES = {
    "a": 3, "a + b": 17, "a+b": 8, "-a * -b": 15, "2 - 3 - 4": -5, "8 / 4 / 2": 1, "1 + 2 * 3": 7, "(1 + 2) * 3": 9,
    '"loan amount" * 0.5': 3.5, '"x""y" + 1': 12, "größe / 2": 6.5, "1": 19, "1 + 0": 1, ".5e1*a": 15, "--a": 3,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_value(text: str, expected: float) -> None:
    assert value(text) == expected


numbers = st.integers(1, 99).map(str)
expressions = st.recursive(
    numbers, lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
)


@given(expressions.map(lambda text: f"0 + {text}"))
def test_arithmetic_is_that_of_python(text: str) -> None:
    assert value(text) == pytest.approx(eval(text))


@pytest.mark.parametrize(
    "text",
    ["", "a +", "(a", "a)", "a b", "a; drop table x", "a ** 2", "f(a)", "a, b", "'a'", '"a', "c", "1e",
     "__import__('os')",
     "a -- comment", "(" * 5000 + "a", "a\x00", "select 1", "a.b"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    if text == "a -- comment":
        with pytest.raises(InputError, match="comment"):
            parse(text, COLUMNS)
        return
    with pytest.raises(InputError):
        parse(text, COLUMNS)


def test_names() -> None:
    assert names_of(parse('a * ("loan amount" + a)', COLUMNS)) == ("a", "loan amount")
