"""Rows become a tally: one pass, where they live."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workbook.data import sql
from workbook.data.amounts import evaluate
from workbook.data.bins import OUTSIDE, Binning, bin_expression
from workbook.data.cells import RawCells, assemble, content
from workbook.data.engine import engine, explained
from workbook.data.planning import Plan, make_plan, outcomes
from workbook.data.preparing import Prepared, check_numbers, prepare
from workbook.data.reading import read_source
from workbook.data.roles import COMPARISONS, Outcome, Positive, Roles, condition, named
from workbook.data.sources import Source, digest
from workbook.data.tallies import NEGATIVE, POSITIVE, UNKNOWN, Side, Tally
from workbook.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation
    from narwhals import Expr, LazyFrame

COPIES_LOOKED_FOR = 20_000_000
"""Values (rows times columns) up to which exact copies of rows are looked for."""


def tally(
    source: Any | str | os.PathLike[str] | Source,
    *,
    label: Outcome = None,
    score: str | None = None,
    decision: Outcome = None,
    groups: str | Iterable[str] = (),
    amounts: Mapping[str, str] | None = None,
    weight: str | None = None,
    split: str | int | None = None,
    strata: str | Iterable[str] = (),
    label_positive: Positive = 1,
    decision_positive: Positive = 1,
    selected: Side = "at_or_above",
    bins: int = 1000,
) -> Tally:
    """Count rows by group, label, decision and score, and sum their amounts.

    Parameters
    ----------
    source : DataFrame, path or Source
        The rows.
    label : str or Equals, optional
        What happened: a column, or `equals(column_a, column_b)`.
    score : str, optional
        A column of numbers. At most `bins` distinct scores are kept exactly; otherwise scores fall into `bins`
        equal bins (k / bins where all lie in 0 to 1, else between the smallest and the largest).
    decision : str or Equals, optional
        What was decided, where it is known.
    groups, strata : str or iterable of str
        Columns whose crossed values make the groups (or the strata).
    amounts : mapping of name to column or expression, optional
        Such as ``{"loan": "0.2 * amount - fee"}``.
    weight : str, optional
        A column of weights, not negative and nowhere missing.
    split : str or int, optional
        A column, or a seed: then the rows fall at random into "choose" and "value".
    label_positive, decision_positive : value, tuple of values, or condition such as ">= 3"
        Which values count. Matched by meaning: 1, "1" and 1.0, or True, "true" and "yes".
    selected : {"at_or_above", "below"}
        On which side of a threshold the decision is taken.
    bins : int
        How many score bins at most.

    Returns
    -------
    Tally

    Raises
    ------
    InputError
        Where a column is missing, or holds what its role cannot use. The message names column and row.
    """
    roles = Roles(
        label, score, decision, named(groups), dict(amounts or {}), weight, split, named(strata),
        label_positive, decision_positive, selected, bins,
    )  # fmt: skip
    found = read_source(source).narrowed(roles.reads)
    with engine() as connection, explained(found):
        return _tally(found, roles, connection)


def _tally(source: Source, roles: Roles, connection: DuckDBPyConnection) -> Tally:
    relation = source.relation(connection)
    prepared = prepare(relation, roles)
    check_numbers(relation, roles, prepared)
    numbered = sql.numbered(relation) if isinstance(roles.split, int) else relation
    rows = sql.project(numbered, prepared.expressions)
    if source.costly:
        rows = sql.kept(connection, rows)
    if roles.weight is not None:
        _check_weights(rows, roles.weight)
    plan = make_plan(rows, roles)
    raw = RawCells.of(aggregate(rows, roles, prepared, plan))
    if plan.assumed and bool((raw.columns["bin"].astype(int) == OUTSIDE).any()):
        plan = make_plan(rows, roles, sure=True)
        raw = RawCells.of(aggregate(rows, roles, prepared, plan))
    if not raw.rows:
        raise InputError(f"{source.label} has a header but no rows.", "Export it again and check that it has rows.")
    repeated = -1
    if raw.rows * len(relation.columns) <= COPIES_LOOKED_FOR and source.kind != "database":
        total, distinct = sql.copies(relation)
        repeated = total - distinct
    result = assemble(raw, roles, plan, repeated_rows=repeated, fingerprint="")
    parts = [source.fingerprint, roles.described()]
    if source.kind == "database":
        parts.append(content(result))
    return replace(result, fingerprint=digest(*parts))


def _check_weights(rows: DuckDBPyRelation, name: str) -> None:
    missing, negative, infinite, total = sql.weight_faults(rows)
    for many, what in ((missing, "missing"), (negative, "negative"), (infinite, "infinite")):
        if many:
            raise InputError(
                f'Column "{name}" (the weight) is {what} in {many:,} of {total:,} rows.',
                "Give every row a weight of 0 or more.",
            )


def aggregate(rows: DuckDBPyRelation, roles: Roles, prepared: Prepared, plan: Plan) -> DuckDBPyRelation:
    """One row for each occupied cell, in narwhals: what any engine that narwhals speaks can run."""
    import narwhals as nw

    if roles.score is not None and not plan.binning.exact and plan.binning.step is None:
        rows = sql.nearest_edge(rows, plan.binning.edges)
    frame = nw.from_native(rows)
    keys: dict[str, Expr] = {
        name: nw.col(name) for name in prepared.expressions if name.startswith(("group", "stratum", "split"))
    }
    for name, _, positive in outcomes(roles):
        keys[name] = _code(name, positive, plan.values.get(name))
    if roles.score is not None:
        keys["bin"] = _bin(plan.binning)
    sums, inputs = _sums(roles, prepared)
    frame = frame.select(**(keys | inputs)) if keys or inputs else frame
    grouped: LazyFrame[Any] = frame.group_by(*keys).agg(**sums) if keys else frame.select(**sums)
    native: DuckDBPyRelation = nw.to_native(grouped)
    return native


def _bin(binning: Binning) -> Expr:
    import narwhals as nw

    if binning.exact:
        return nw.col("score")
    return nw.col("bin") if binning.step is None else bin_expression(binning, nw.col("score"))


def _code(name: str, positive: Positive, values: tuple[object, ...] | None) -> Expr:
    import narwhals as nw

    column = nw.col(name)
    asked = condition(positive)
    if asked is not None:
        met = COMPARISONS[asked[0]](column, asked[1])
    elif values is not None:
        met = column.is_in(list(values))
    else:
        return column
    known = nw.when(met).then(nw.lit(POSITIVE)).otherwise(nw.lit(NEGATIVE))
    return nw.when(column.is_null()).then(nw.lit(UNKNOWN)).otherwise(known)


def _sums(roles: Roles, prepared: Prepared) -> tuple[dict[str, Expr], dict[str, Expr]]:
    """What is summed in each cell, and the columns this reads."""
    import narwhals as nw

    sums: dict[str, Expr] = {"count": nw.len()}
    inputs: dict[str, Expr] = {}
    weight = None
    if roles.weight is not None:
        weight = nw.col("weight")
        inputs["weight"] = weight
        sums |= {"weight_sum": weight.sum(), "weight_squared": (weight * weight).sum()}
    for place, tree in enumerate(prepared.amounts.values()):
        value = evaluate(tree, lambda column: nw.col(prepared.values[column]))
        value = nw.lit(value) if isinstance(value, float) else value
        inputs[f"amount{place}"] = nw.when(value.is_finite()).then(value)
        amount = nw.col(f"amount{place}")
        weighted = amount if weight is None else amount * weight
        sums |= {
            f"amount{place}_total": weighted.sum(),
            f"amount{place}_squares": (weighted * weighted).sum(),
            f"amount{place}_missing": nw.len() - amount.count(),
        }
        if weight is not None:
            sums[f"amount{place}_cross"] = (weighted * weight).sum()
    return sums, inputs
