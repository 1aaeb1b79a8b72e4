"""Which column plays which part, and which of its values count."""

from __future__ import annotations

import datetime
import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbook.data.tallies import Side
from workbook.errors import InputError

Positive = Any
"""A value, a tuple of values, or a condition for numbers such as ">= 3"."""

COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
}
CONDITION = re.compile(r"^\s*(>=|<=|==|!=|=|>|<)\s*([-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)\s*$")
YES = frozenset({"true", "yes", "y", "t"})
NO = frozenset({"false", "no", "n", "f"})
MOST_SHOWN = 10


@dataclass(frozen=True)
class Equals:
    """The event that two columns hold the same value, such as "routed rightly". Missing where either is."""

    column_a: str
    column_b: str

    def __str__(self) -> str:
        return f"{self.column_a} = {self.column_b}"


def equals(column_a: str, column_b: str) -> Equals:
    """A label or decision for `tally`: both columns hold the same value."""
    return Equals(column_a, column_b)


Outcome = str | Equals | None


@dataclass(frozen=True)
class Roles:
    """Which column plays which part; see `workbook.data.tally` for the meaning of each."""

    label: Outcome = None
    score: str | None = None
    decision: Outcome = None
    groups: tuple[str, ...] = ()
    amounts: Mapping[str, str] = field(default_factory=dict)
    weight: str | None = None
    split: str | int | None = None
    strata: tuple[str, ...] = ()
    label_positive: Positive = 1
    decision_positive: Positive = 1
    selected: Side = "at_or_above"
    bins: int = 1000

    def __post_init__(self) -> None:
        if self.selected not in ("at_or_above", "below"):
            raise InputError(
                f'"{self.selected}" is no side of a threshold.', 'Say selected="at_or_above" or selected="below".'
            )
        if not 2 <= self.bins <= 100_000:
            raise InputError(f"{self.bins} score bins cannot be made.", "Choose between 2 and 100,000.")

    def reads(self, column: str) -> bool:
        """Whether a column is needed (an amount's text that contains its name counts as a need)."""
        outcomes = [
            name
            for role in (self.label, self.decision)
            for name in ((role.column_a, role.column_b) if isinstance(role, Equals) else (role,))
        ]
        named = (*outcomes, self.score, self.weight, self.split, *self.groups, *self.strata)
        return column in named or any(
            column.replace('"', '""') in text or column == text for text in self.amounts.values()
        )

    def described(self) -> str:
        """All roles as one text, for the fingerprint."""
        parts = [
            self.label if self.label is None else str(self.label), self.score,
            self.decision if self.decision is None else str(self.decision), self.groups,
            sorted(self.amounts.items()), self.weight, self.split, self.strata, self.label_positive,
            self.decision_positive, self.selected, self.bins,
        ]  # fmt: skip
        return repr(parts)


def named(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """Column names as a tuple; one name may be given bare."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def condition(wanted: Positive) -> tuple[str, float] | None:
    """The comparison and number of a condition such as ">= 3"; None where it is a value."""
    found = CONDITION.match(wanted) if isinstance(wanted, str) else None
    return None if found is None else (found.group(1), float(found.group(2)))


def matching(found: Sequence[object], wanted: Positive) -> tuple[object, ...]:
    """Which of the values found in a column are meant by what a person said.

    1, 1.0, "1", " 1 " mean the same, so do True and "true"; only where nothing matches that way does True (or 1)
    also match "yes", "y", "t" and "true", and False (or 0) their opposites.
    """
    many = wanted if isinstance(wanted, tuple | list | set | frozenset) else (wanted,)
    chosen: list[object] = []
    for value in many:
        for same in (_same, _same_truth):
            hits = [each for each in found if each is not None and same(each, value)]
            if hits:
                chosen.extend(hit for hit in hits if hit not in chosen)
                break
    return tuple(chosen)


def _same(a: object, b: object) -> bool:
    number_a, number_b = _number(a), _number(b)
    if number_a is not None and number_b is not None:
        return number_a == number_b
    return str(a).strip().casefold() == str(b).strip().casefold()


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return float(value)
    try:
        found = float(str(value).strip())
    except ValueError:
        return None
    return found if math.isfinite(found) else None  # the words "nan" and "inf" are names like others


def _same_truth(a: object, b: object) -> bool:
    truth = _truth(a)
    return truth is not None and truth == _truth(b)


def _truth(value: object) -> bool | None:
    word = str(value).strip().casefold()
    if word in YES or _number(value) == 1.0:
        return True
    return False if word in NO or _number(value) == 0.0 else None


def shown(value: object) -> str:
    """A value of a category as people read it: 1.0 is "1", a missing value "(missing)"."""
    key = as_key(value)
    return "(missing)" if key is None else key


def as_key(value: object) -> str | None:
    """A value of a category as the text that names it in a tally."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    return str(value)


def listed(values: Sequence[tuple[object, int]], total: int) -> str:
    """Values with their counts as words: "yes (712), no (288)"."""
    words = [f"{shown(value)} ({count:,})" for value, count in values[:MOST_SHOWN]]
    more = total - len(words)
    return ", ".join(words) + (f" and {more:,} more" if more > 0 else "")
