"""From a source's columns to columns with our own names and one type each: what is grouped and summed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.data import sql
from workbook.data.amounts import Tree, names_of, parse
from workbook.data.roles import Equals, Outcome, Roles
from workbook.data.sources import types_of
from workbook.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

LIKE_A_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")


@dataclass(frozen=True)
class Prepared:
    """The names of prepared columns and the amounts over them.

    Columns: ``label``, ``decision``, ``score``, ``weight``, ``split``, ``group0`` …, ``stratum0`` …, ``value0`` ….
    """

    expressions: dict[str, str]
    amounts: dict[str, Tree]
    values: dict[str, str]
    """Prepared name of each column that an amount reads."""


def prepare(relation: DuckDBPyRelation, roles: Roles) -> Prepared:
    """Write the expression of each prepared column, checking that the source has what the roles name."""
    types = types_of(relation)
    expressions: dict[str, str] = {}
    for name, outcome in (("label", roles.label), ("decision", roles.decision)):
        if outcome is not None:
            expressions[name] = _outcome(outcome, types, name)
    for name, column in (("score", roles.score), ("weight", roles.weight)):
        if column is not None:
            expressions[name] = sql.number(column, _typed(column, types, name))
    for name, columns in (("group", roles.groups), ("stratum", roles.strata)):
        for place, column in enumerate(columns):
            expressions[f"{name}{place}"] = sql.category(column, _typed(column, types, name), trimmed=False)
    if isinstance(roles.split, str):
        expressions["split"] = sql.category(roles.split, _typed(roles.split, types, "split"))
    elif roles.split is not None:
        expressions["split"] = sql.half(roles.split)
    amounts = {name: parse(text, types) for name, text in roles.amounts.items()}
    used = dict.fromkeys(column for tree in amounts.values() for column in names_of(tree))
    values = {column: f"value{place}" for place, column in enumerate(used)}
    for column, name in values.items():
        expressions[name] = sql.number(column, types[column], nan=True)
    return Prepared(expressions or {"nothing": "NULL"}, amounts, values)


def _typed(column: str, types: dict[str, str], role: str) -> str:
    if column not in types:
        close = [name for name in types if name.strip().casefold() == str(column).strip().casefold()]
        hint = f'Did you mean "{close[0]}"? ' if close else ""
        raise InputError(
            f'There is no column "{column}" (for the {role}).', f"{hint}The columns are: {', '.join(types)}."
        )
    return types[column]


def _outcome(outcome: Outcome, types: dict[str, str], role: str) -> str:
    if isinstance(outcome, Equals):
        sides = [sql.category(column, _typed(column, types, role)) for column in (outcome.column_a, outcome.column_b)]
        return sql.same(*sides)
    assert outcome is not None
    return sql.category(outcome, _typed(outcome, types, role))


def check_numbers(relation: DuckDBPyRelation, roles: Roles, prepared: Prepared) -> None:
    """Refuse text where numbers are needed, naming the first row."""
    types = types_of(relation)
    needed = {column: "score" for column in (roles.score,) if column}
    needed |= {column: "weight" for column in (roles.weight,) if column}
    needed |= {column: "amount" for column in prepared.values}
    for column, role in needed.items():
        kind = sql.kind_of(types[column])
        if kind == "date":
            raise InputError(
                f'Column "{column}" holds dates, but the {role} must be a number.', "Choose another column."
            )
        if kind == "text" and (bad := sql.not_a_number(relation, column)) is not None:
            many, row, value = bad
            dated = " It looks like a date." if LIKE_A_DATE.search(value) else ""
            raise InputError(
                f'Column "{column}" (the {role}) holds text that is no number in {many:,} rows; '
                f'the first is "{value[:40]}" in row {row:,} (the header not counted).{dated}',
                "Correct these rows, leave them empty, or choose another column.",
            )
