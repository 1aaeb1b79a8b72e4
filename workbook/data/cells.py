"""From the aggregated rows of an engine to the arrays of a tally."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbook.data.bins import Binning, bins_of
from workbook.data.planning import MOST_GROUPS, Plan, check_met, chosen, outcomes, too_many
from workbook.data.roles import Equals, Positive, Roles, as_key, condition
from workbook.data.tallies import NEGATIVE, NO_SCORE, POSITIVE, UNKNOWN, Cells, GroupKey, Sums, Tally
from workbook.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

HALVES = ("choose", "value")


@dataclass(frozen=True)
class RawCells:
    """Columns of the aggregate, by name; missing values are None or NaN."""

    columns: dict[str, NDArray[Any]]

    @classmethod
    def of(cls, relation: DuckDBPyRelation) -> RawCells:
        """Fetch an aggregate; the order of its rows is up to the engine."""
        return cls({name: _plain(column) for name, column in relation.fetchnumpy().items()})

    @property
    def size(self) -> int:
        """How many occupied cells."""
        return len(self.columns["count"])

    @property
    def rows(self) -> int:
        """How many rows are in them."""
        return int(self.columns["count"].sum())


def _plain(column: Any) -> NDArray[Any]:
    if isinstance(column, np.ma.MaskedArray):
        if column.dtype.kind == "f":
            return np.asarray(column.filled(np.nan))
        result = column.data.astype(object)
        result[np.ma.getmaskarray(column)] = None
        return np.asarray(result)
    return np.asarray(column)


def assemble(raw: RawCells, roles: Roles, plan: Plan, *, repeated_rows: int, fingerprint: str) -> Tally:
    """A tally from an engine's aggregate."""
    binning = plan.binning
    codes = {name: _outcome(raw, name, outcome, wanted, plan) for name, outcome, wanted in outcomes(roles)}
    unknown = np.full(raw.size, UNKNOWN, dtype=np.int8)
    split, split_names = _split(raw, roles)
    group, groups = _keys(raw, "group", roles.groups)
    stratum, strata = _keys(raw, "stratum", roles.strata)
    for place, column in enumerate(roles.groups):
        if all(key[place] is None for key in groups):
            raise InputError(
                f'Column "{column}" (a group) is empty in all {raw.rows:,} rows.',
                "Leave it out and record that this group is not held, or join it from a second file.",
            )
    count = raw.columns["count"].astype(np.int64)
    weighted = roles.weight is not None
    cells = Cells(
        split=split,
        stratum=stratum,
        group=group,
        label=codes.get("label", unknown),
        decision=codes.get("decision", unknown),
        bin=_bins(raw, binning, scored=roles.score is not None),
        count=count,
        weight=_floats(raw, "weight_sum") if weighted else count.astype(np.float64),
        weight_squared=_floats(raw, "weight_squared") if weighted else count.astype(np.float64),
        amounts={name: _amount(raw, f"amount{place}", weighted) for place, name in enumerate(roles.amounts)},
    )
    return Tally(
        cells=ordered(cells), edges=binning.edges, exact=binning.exact, group_names=roles.groups, groups=groups,
        split_names=split_names, stratum_names=strata, has_label=roles.label is not None,
        has_score=roles.score is not None, has_decision=roles.decision is not None, selected=roles.selected,
        weighted=weighted, repeated_rows=repeated_rows, fingerprint=fingerprint,
    )  # fmt: skip


def ordered(cells: Cells) -> Cells:
    """The same cells in one order, whatever order an engine gave them; those that became the same are added."""
    keys = np.stack([cells.split, cells.stratum, cells.group, cells.label, cells.decision, cells.bin])
    order = np.lexsort(keys[::-1])
    keys = keys[:, order]
    first = np.flatnonzero(np.append(True, np.any(keys[:, 1:] != keys[:, :-1], axis=0)))

    def summed(values: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(np.add.reduceat(values[order], first))

    parts = ("split", "stratum", "group", "label", "decision", "bin")
    arrays = {name: getattr(cells, name)[order][first] for name in parts}
    sums = {name: summed(getattr(cells, name)) for name in ("count", "weight", "weight_squared")}
    amounts = {
        name: Sums(*(summed(getattr(each, item.name)) for item in fields(each))) for name, each in cells.amounts.items()
    }
    return Cells(**arrays, **sums, amounts=amounts)


def _floats(raw: RawCells, name: str) -> NDArray[np.float64]:
    return np.nan_to_num(raw.columns[name].astype(np.float64))


def _outcome(raw: RawCells, role: str, outcome: str | Equals, wanted: Positive, plan: Plan) -> NDArray[np.int8]:
    """The codes of a label or decision; its values are matched here where they were few."""
    column, count = raw.columns[role], raw.columns["count"]
    if role in plan.values:
        return column.astype(np.int8)
    if condition(wanted) is not None:
        codes = column.astype(np.int8)
        met, not_met = (int(count[codes == code].sum()) for code in (POSITIVE, NEGATIVE))
        check_met(met, not_met, role, str(outcome), wanted)
        return codes
    values = _missing_as_none(column)
    counts: Counter[object] = Counter()
    for value, many in zip(values, count.tolist(), strict=True):
        counts[value] += many
    found = set(chosen(counts, role, outcome, wanted))
    code = {value: POSITIVE if value in found else NEGATIVE for value in counts} | {None: UNKNOWN}
    return np.array([code[value] for value in values], dtype=np.int8)


def _bins(raw: RawCells, binning: Binning, *, scored: bool) -> NDArray[np.int32]:
    if not scored:
        return np.full(raw.size, NO_SCORE, dtype=np.int32)
    if binning.exact:
        return bins_of(binning.edges, raw.columns["bin"].astype(np.float64))
    return raw.columns["bin"].astype(np.int32)


def _amount(raw: RawCells, name: str, weighted: bool) -> Sums:
    total, squares = _floats(raw, f"{name}_total"), _floats(raw, f"{name}_squares")
    cross = _floats(raw, f"{name}_cross") if weighted else total
    return Sums(total, cross, squares, raw.columns[f"{name}_missing"].astype(np.int64))


def _split(raw: RawCells, roles: Roles) -> tuple[NDArray[np.int32], tuple[str | None, ...]]:
    if roles.split is None:
        return np.zeros(raw.size, dtype=np.int32), (None,)
    if isinstance(roles.split, int):
        return raw.columns["split"].astype(np.int32), HALVES
    codes, keys = _coded([raw.columns["split"]], (roles.split,))
    return codes, tuple(key[0] for key in keys)


def _keys(raw: RawCells, name: str, columns: tuple[str, ...]) -> tuple[NDArray[np.int32], tuple[GroupKey, ...]]:
    if not columns:
        return np.zeros(raw.size, dtype=np.int32), ((),)
    return _coded([raw.columns[f"{name}{place}"] for place in range(len(columns))], columns)


def _coded(arrays: Sequence[NDArray[Any]], columns: tuple[str, ...]) -> tuple[NDArray[np.int32], tuple[GroupKey, ...]]:
    """Codes and keys, sorted by value (numbers as numbers), missing last."""
    values = list(zip(*(_trimmed(array) for array in arrays), strict=True))
    distinct = sorted(set(values), key=lambda key: tuple(_order(value) for value in key))
    if len(distinct) > MOST_GROUPS:
        raise too_many(" x ".join(columns))
    keys = tuple(tuple(as_key(value) for value in key) for key in distinct)
    codes = {value: place for place, value in enumerate(distinct)}
    return np.fromiter((codes[value] for value in values), dtype=np.int32, count=len(values)), keys


def _trimmed(array: NDArray[Any]) -> list[Any]:
    """Values without blanks around them; a blank one is missing. (On cells: on rows it takes long.)"""
    texts = {value: value.strip() or None for value in set(array.tolist()) if isinstance(value, str)}
    return [texts.get(value, value) if isinstance(value, str) else value for value in _missing_as_none(array)]


def _missing_as_none(array: NDArray[Any]) -> list[Any]:
    values = array.tolist()
    return [None if value != value else value for value in values]


def _order(value: Any) -> tuple[int, float, str]:
    if value is None:
        return (2, 0.0, "")
    return (0, float(value), "") if isinstance(value, int | float) else (1, 0.0, str(value))


def content(tally: Tally) -> str:
    """A hash of what was counted, for rows that have no file to hash."""
    arrays = [getattr(tally.cells, item.name) for item in fields(tally.cells) if item.name != "amounts"][:7]
    result = hashlib.sha256(repr((tally.groups, tally.stratum_names, tally.split_names)).encode())
    for array in [tally.edges, *arrays]:
        result.update(np.ascontiguousarray(array).tobytes())
    for sums in tally.cells.amounts.values():
        result.update(np.array([f"{value:.9g}" for value in sums.total]).tobytes())
    return result.hexdigest()
