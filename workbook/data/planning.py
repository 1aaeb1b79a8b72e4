"""What has to be known before the one pass over the rows: which values count, and where the score's edges lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.data import sql
from workbook.data.bins import Binning, plan
from workbook.data.roles import Equals, Positive, Roles, condition, listed, matching, shown
from workbook.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

MOST_VALUES = 10_000
MOST_GROUPS = 1_000
FEW_VALUES = 12
EARLY = 50_000
"""Rows at the beginning of a source that are looked at before the pass over all of them."""


@dataclass(frozen=True)
class Plan:
    """How label and decision are read, and where the score's edges lie.

    Attributes
    ----------
    values : mapping of role to tuple
        Which values count, where that had to be known before the pass; a role that is not in it is either a condition
        or has few values, which are then kept apart in the cells and matched afterwards.
    binning : Binning
    assumed : bool
        The edges were chosen from the first rows: a score outside of 0 to 1 shows afterwards (bin `OUTSIDE`).
    """

    values: Mapping[str, tuple[object, ...]]
    binning: Binning
    assumed: bool = False


def make_plan(rows: DuckDBPyRelation, roles: Roles, *, sure: bool = False) -> Plan:
    """Look at the first of the prepared rows, and at all of them where that is not enough (or where `sure`)."""
    early = sql.early_look(rows.limit(EARLY), rows.columns)
    for name, columns in (("group", roles.groups), ("stratum", roles.strata)):
        for place, column in enumerate(columns):
            if early[f"{name}{place}"][0] > MOST_GROUPS:
                raise too_many(column)
    values = {}
    for role, outcome, wanted in outcomes(roles):
        if condition(wanted) is not None:
            _check_numeric(rows, role, str(outcome), wanted)
        elif early[role][0] > FEW_VALUES:
            if early[role][0] > MOST_VALUES:
                raise _many_values(str(outcome))
            values[role] = chosen(dict(sql.value_counts(rows, role, MOST_VALUES + 1)), role, outcome, wanted)
    if roles.score is None:
        return Plan(values, Binning(np.empty(0), True))
    distinct, low, high = early["score"]
    if not sure and distinct > roles.bins and low is not None and high is not None and low >= 0 and high <= 1:
        return Plan(values, plan(0.0, 1.0, None, roles.bins), assumed=True)
    return Plan(values, _binning(rows, roles.score, roles.bins))


def outcomes(roles: Roles) -> list[tuple[str, str | Equals, Positive]]:
    """The roles that say what happened or was decided, with what counts."""
    both = (("label", roles.label, roles.label_positive), ("decision", roles.decision, roles.decision_positive))
    return [
        (role, outcome, True if isinstance(outcome, Equals) else wanted)
        for role, outcome, wanted in both
        if outcome is not None
    ]


def too_many(column: str) -> InputError:
    """A column with too many values for groups."""
    return InputError(
        f'Column "{column}" has more than {MOST_GROUPS:,} different values: too many for groups.',
        "Choose a column with fewer values, or make bands of it first (age 18 to 29, 30 to 44 …).",
    )


def chosen(counted: Mapping[Any, int], role: str, outcome: str | Equals, wanted: Positive) -> tuple[object, ...]:
    """Which of the values found count.

    Raises
    ------
    InputError
        Where there are none, none of them counts, or (for a label) all of them do.
    """
    name = str(outcome)
    counts = Counter(dict(counted))
    missing = counts.pop(None, 0)
    if len(counts) > MOST_VALUES:
        raise _many_values(name)
    if not counts:
        raise InputError(
            f'Column "{name}" (the {role}) is empty in all {missing:,} rows.',
            f"Choose another column, or go on without a {role}.",
        )
    found = matching(list(counts), wanted)
    _check(counts, found, role, name, wanted)
    return found


def _many_values(name: str) -> InputError:
    return InputError(
        f'Column "{name}" has more than {MOST_VALUES:,} different values.',
        'Choose a column with few values, or say from which number on it counts, such as ">= 3".',
    )


def _check_numeric(rows: DuckDBPyRelation, role: str, name: str, wanted: Positive) -> None:
    if sql.kind_of(str(rows.types[rows.columns.index(role)])) not in ("number", "true-false"):
        raise InputError(
            f'Column "{name}" does not hold numbers, so "{wanted}" cannot be asked of it.',
            "Choose the values that count instead.",
        )


def check_met(met: int, not_met: int, role: str, name: str, wanted: Positive) -> None:
    """Refuse a condition that no row meets, or (for a label) that every row meets."""
    if not met and not not_met:
        raise InputError(f'Column "{name}" (the {role}) is empty in all rows.', "Choose another column.")
    if not met:
        raise InputError(f'No row of column "{name}" is {wanted}.', "Choose another limit.")
    if not not_met and role == "label":
        raise InputError(
            f'Every row of column "{name}" is {wanted}, so there is nothing to tell apart.', "Choose another limit."
        )


def _check(counts: Counter[object], found: tuple[object, ...], role: str, name: str, wanted: Positive) -> None:
    values = counts.most_common()
    words = listed(values, len(values))
    said = ", ".join(shown(value) for value in (wanted if isinstance(wanted, tuple | list | set) else (wanted,)))
    many = "1 value" if len(values) == 1 else f"{len(values):,} values"
    if not found:
        raise InputError(
            f'Column "{name}" has {many}: {words}. None of them is {said}.',
            f"Choose which one counts ({role}_positive).",
        )
    if len(found) == len(values) and role == "label":
        raise InputError(
            f'Column "{name}" has {many}: {words}; every row counts, so there is nothing to tell apart.',
            "Choose a column in which some rows count and others do not.",
        )


def _binning(rows: DuckDBPyRelation, name: str, bins: int) -> Binning:
    low, high, about, infinite, many = sql.score_range(rows, "score")
    if infinite:
        raise InputError(
            f'Column "{name}" (the score) is infinite in {infinite:,} of {many:,} rows.',
            "Replace infinite scores by a large number, or leave them empty.",
        )
    if low is None or high is None:
        raise InputError(f'Column "{name}" (the score) is empty in all {many:,} rows.', "Choose another column.")
    distinct: list[float] = []
    if about <= 2 * bins + 100:
        distinct = sql.distinct_numbers(rows, "score", bins + 1)
    return plan(low, high, distinct if 0 < len(distinct) <= bins else None, bins)
