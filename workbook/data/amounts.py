"""Amounts of money as small arithmetic over columns: + - * / ( ) numbers and column names, nothing else."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from workbook.errors import InputError

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)(?![^\W\d])
    |"(?P<quoted>(?:[^"]|"")*)"|(?P<name>[^\W\d]\w*)|(?P<mark>[-+*/()]))""",
    re.VERBOSE,
)
MOST_DEPTH = 50


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True)
class Column:
    """The value of a column."""

    name: str


@dataclass(frozen=True)
class Operation:
    """Two parts joined by + - * or /."""

    mark: str
    left: Tree
    right: Tree


Tree = Number | Column | Operation


def parse(text: str, columns: Iterable[str]) -> Tree:
    """Read an expression such as ``0.2 * loan_amount - "fixed fee"``.

    A text that is a column's name as it stands means that column, whatever it holds.

    Raises
    ------
    InputError
        Where it is no arithmetic, or names a column that is not there.
    """
    known = tuple(columns)
    if text in known:
        return Column(text)
    tokens = _tokens(text)
    tree, rest = _sum(tokens, text, 0)
    if rest:
        raise _unreadable(text, f'"{rest[0][1]}" is left over')
    for name in names_of(tree):
        if name not in known:
            raise InputError(
                f'There is no column "{name}" (in the amount "{text}").', f"The columns are: {', '.join(known)}."
            )
    return tree


def evaluate(tree: Tree, column: Callable[[str], Any]) -> Any:
    """The value of an expression, where `column` gives the value of a column (an array, an engine's expression)."""
    match tree:
        case Number(value):
            return value
        case Column(name):
            return column(name)
        case Operation(mark, left, right):
            return OPERATORS[mark](evaluate(left, column), evaluate(right, column))


def names_of(tree: Tree) -> tuple[str, ...]:
    """The columns an expression reads, each once, in order."""
    match tree:
        case Number():
            return ()
        case Column(name):
            return (name,)
        case Operation(_, left, right):
            return tuple(dict.fromkeys(names_of(left) + names_of(right)))


Tokens = list[tuple[str, str]]


def _tokens(text: str) -> Tokens:
    result: Tokens = []
    place = 0
    stripped = text.rstrip()
    while place < len(stripped):
        found = TOKEN.match(stripped, place)
        if found is None:
            raise _unreadable(text, f'"{stripped[place:].strip()[:10]}" is not understood')
        kind = str(found.lastgroup)
        value = found.group(kind)
        result.append(("name", value.replace('""', '"')) if kind == "quoted" else (kind, value))
        place = found.end()
    return result


def _sum(tokens: Tokens, text: str, depth: int) -> tuple[Tree, Tokens]:
    tree, rest = _product(tokens, text, depth)
    while rest and rest[0] in (("mark", "+"), ("mark", "-")):
        right, after = _product(rest[1:], text, depth)
        tree, rest = Operation(rest[0][1], tree, right), after
    return tree, rest


def _product(tokens: Tokens, text: str, depth: int) -> tuple[Tree, Tokens]:
    tree, rest = _single(tokens, text, depth)
    while rest and rest[0] in (("mark", "*"), ("mark", "/")):
        right, after = _single(rest[1:], text, depth)
        tree, rest = Operation(rest[0][1], tree, right), after
    return tree, rest


def _single(tokens: Tokens, text: str, depth: int) -> tuple[Tree, Tokens]:
    if not tokens:
        raise _unreadable(text, "it ends too early")
    if depth > MOST_DEPTH or len(tokens) > 1000:
        raise _unreadable(text, "it is nested too deeply")
    (kind, value), rest = tokens[0], tokens[1:]
    if kind == "number":
        return Number(float(value)), rest
    if kind == "name":
        return Column(value), rest
    if value == "-":
        inner, rest = _single(rest, text, depth + 1)
        return Operation("-", Number(0.0), inner), rest
    if value == "(":
        inner, rest = _sum(rest, text, depth + 1)
        if not rest or rest[0] != ("mark", ")"):
            raise _unreadable(text, "a bracket is not closed")
        return inner, rest[1:]
    raise _unreadable(text, f'a number or a column is missing before "{value}"')


def _unreadable(text: str, why: str) -> InputError:
    return InputError(
        f'The amount "{text}" cannot be read: {why}.',
        'Use + - * / ( ), numbers and column names; put a name with spaces in double quotes: 0.2 * "loan amount".',
    )
