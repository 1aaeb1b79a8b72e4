"""What has to be known before the one pass over the rows: which values count, and where the score's edges lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbook.data import sql
from workbook.data.bins import Binning, plan
from workbook.data.roles import Equals, Outcome, Positive, Roles, condition, listed, matching, shown
from workbook.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

MOST_VALUES = 10_000
MOST_GROUPS = 1_000
EARLY = 200_000
"""Rows at the beginning of a source in which a column with too many values is noticed before the pass."""


@dataclass(frozen=True)
class Plan:
    """Values of label and decision that count (None: a condition, or no such role), and the score's edges."""

    label: tuple[object, ...] | None
    decision: tuple[object, ...] | None
    binning: Binning


def make_plan(parts: Sequence[DuckDBPyRelation], roles: Roles) -> Plan:
    """Look at the prepared rows and decide."""
    for name, columns in (("group", roles.groups), ("stratum", roles.strata)):
        _few(parts, name, columns)
    label = _positives(parts, "label", roles.label, roles.label_positive)
    decision = _positives(parts, "decision", roles.decision, roles.decision_positive)
    binning = Binning(np.empty(0), True) if roles.score is None else _binning(parts, roles.score, roles.bins)
    return Plan(label, decision, binning)


def _few(parts: Sequence[DuckDBPyRelation], name: str, columns: tuple[str, ...]) -> None:
    """Refuse a column with too many values, looking at the first rows only."""
    for place, column in enumerate(columns):
        seen = len(sql.value_counts(parts[0].limit(EARLY), f"{name}{place}", MOST_GROUPS + 1))
        if seen > MOST_GROUPS:
            raise too_many(column)


def too_many(column: str) -> InputError:
    """A column with too many values for groups."""
    return InputError(
        f'Column "{column}" has more than {MOST_GROUPS:,} different values: too many for groups.',
        "Choose a column with fewer values, or make bands of it first (age 18 to 29, 30 to 44 …).",
    )


def _positives(
    parts: Sequence[DuckDBPyRelation], role: str, outcome: Outcome, wanted: Positive
) -> tuple[object, ...] | None:
    if outcome is None:
        return None
    name = str(outcome)
    counts: Counter[object] = Counter()
    if condition(wanted) is None:
        _few_values(parts[0], role, name)
        for part in parts:
            counts.update(dict(sql.value_counts(part, role, MOST_VALUES + 1)))
            if len(counts) > MOST_VALUES + 1:
                raise _many_values(name)
    else:
        counts.update(_meeting(parts, role, name, wanted))
    missing = counts.pop(None, 0)
    if not counts:
        raise InputError(
            f'Column "{name}" (the {role}) is empty in all {missing:,} rows.',
            f"Choose another column, or go on without a {role}.",
        )
    if condition(wanted) is not None:
        _check_condition(counts, role, name, wanted)
        return None
    found = matching(list(counts), True if isinstance(outcome, Equals) else wanted)
    _check(counts, found, role, name, wanted)
    return found


def _few_values(part: DuckDBPyRelation, role: str, name: str) -> None:
    if len(sql.value_counts(part.limit(EARLY), role, MOST_VALUES + 1)) > MOST_VALUES:
        raise _many_values(name)


def _many_values(name: str) -> InputError:
    return InputError(
        f'Column "{name}" has more than {MOST_VALUES:,} different values.',
        'Choose a column with few values, or say from which number on it counts, such as ">= 3".',
    )


def _meeting(parts: Sequence[DuckDBPyRelation], role: str, name: str, wanted: Positive) -> dict[object, int]:
    """How many rows meet a condition (True), do not (False), or have no value (None)."""
    found = condition(wanted)
    assert found is not None
    totals: Counter[object] = Counter()
    for part in parts:
        if sql.kind_of(str(part.types[part.columns.index(role)])) not in ("number", "true-false"):
            raise InputError(f'Column "{name}" does not hold numbers, so "{wanted}" cannot be asked of it.',
                             "Choose the values that count instead.")  # fmt: skip
        totals.update(dict(sql.value_counts(part, sql.compared(role, *found), 3)))
    return dict(totals)


def _check_condition(counts: Counter[object], role: str, name: str, wanted: Positive) -> None:
    if not counts.get(True):
        raise InputError(f'No row of column "{name}" is {wanted}.', "Choose another limit.")
    if not counts.get(False) and role == "label":
        raise InputError(f'Every row of column "{name}" is {wanted}, so there is nothing to tell apart.',
                         "Choose another limit.")  # fmt: skip


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


def _binning(parts: Sequence[DuckDBPyRelation], name: str, bins: int) -> Binning:
    low, high, about, infinite, rows = np.inf, -np.inf, 0, 0, 0
    for part in parts:
        part_low, part_high, part_about, part_infinite, part_rows = sql.score_range(part, "score")
        if part_low is not None and part_high is not None:
            low, high = min(low, part_low), max(high, part_high)
        about, infinite, rows = max(about, part_about), infinite + part_infinite, rows + part_rows
    if infinite:
        raise InputError(
            f'Column "{name}" (the score) is infinite in {infinite:,} of {rows:,} rows.',
            "Replace infinite scores by a large number, or leave them empty.",
        )
    if low > high:
        raise InputError(f'Column "{name}" (the score) is empty in all {rows:,} rows.', "Choose another column.")
    distinct: set[float] = set()
    if about <= 2 * bins + 100:
        for part in parts:
            distinct.update(sql.distinct_numbers(part, "score", bins + 1))
            if len(distinct) > bins:
                break
    return plan(low, high, sorted(distinct) if 0 < len(distinct) <= bins else None, bins)
