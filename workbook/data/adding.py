"""Tallies of parts of the rows, added to the tally of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from workbook.data.sources import digest
from workbook.data.tallies import Cells, Sums, Tally
from workbook.errors import InputError

Key = TypeVar("Key")
SAME = ("exact", "group_names", "has_label", "has_score", "has_decision", "selected", "weighted", "amount_names")


def add(a: Tally, b: Tally) -> Tally:
    """The tally of the rows of both.

    Parameters
    ----------
    a, b : Tally
        With the same roles and the same edges; their groups, strata and splits may differ and are matched by name.

    Returns
    -------
    Tally
        `repeated_rows` is unknown (-1): a row of one part may repeat a row of the other.

    Raises
    ------
    InputError
        Where roles or edges differ.
    """
    for name in SAME:
        if getattr(a, name) != getattr(b, name):
            raise InputError(
                f"These two tallies differ in {name.replace('_', ' ')}, so they cannot be added.",
                "Tally both parts with the same roles.",
            )
    if not np.array_equal(a.edges, b.edges):
        raise InputError("These two tallies have different score bins, so they cannot be added.",
                         "Tally both parts with the same edges.")  # fmt: skip
    groups, group_a, group_b = _merged(a.groups, b.groups)
    strata, stratum_a, stratum_b = _merged(a.stratum_names, b.stratum_names)
    splits, split_a, split_b = _merged(a.split_names, b.split_names)
    cells = _joined(_recoded(a.cells, split_a, stratum_a, group_a), _recoded(b.cells, split_b, stratum_b, group_b))
    return Tally(
        cells=cells, edges=a.edges, exact=a.exact, group_names=a.group_names, groups=groups, split_names=splits,
        stratum_names=strata, has_label=a.has_label, has_score=a.has_score, has_decision=a.has_decision,
        selected=a.selected, weighted=a.weighted, repeated_rows=-1, fingerprint=digest(a.fingerprint, b.fingerprint),
    )  # fmt: skip


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of one or more tallies, such as those of streamed chunks."""
    return reduce(add, tallies)


def _merged(a: Sequence[Key], b: Sequence[Key]) -> tuple[tuple[Key, ...], NDArray[np.int32], NDArray[np.int32]]:
    """All keys (those of `a` first), and the new code of each old one."""
    keys = tuple(dict.fromkeys([*a, *b]))
    code = {key: place for place, key in enumerate(keys)}
    return keys, np.array([code[key] for key in a], dtype=np.int32), np.array([code[key] for key in b], dtype=np.int32)


def _recoded(
    cells: Cells, split: NDArray[np.int32], stratum: NDArray[np.int32], group: NDArray[np.int32]
) -> tuple[NDArray[np.int64], Cells]:
    keys = np.stack(
        [split[cells.split], stratum[cells.stratum], group[cells.group], cells.label, cells.decision, cells.bin]
    ).astype(np.int64)
    return keys, cells


def _joined(a: tuple[NDArray[np.int64], Cells], b: tuple[NDArray[np.int64], Cells]) -> Cells:
    keys, place = np.unique(np.concatenate([a[0], b[0]], axis=1), axis=1, return_inverse=True)
    place, size = place.ravel(), keys.shape[1]

    def floats(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(place, weights=np.concatenate([x, y]), minlength=size), dtype=np.float64)

    def whole(x: NDArray[np.int64], y: NDArray[np.int64]) -> NDArray[np.int64]:
        result = np.zeros(size, dtype=np.int64)
        np.add.at(result, place, np.concatenate([x, y]))
        return result

    one, two = a[1], b[1]
    amounts = {
        name: Sums(
            floats(mine.total, two.amounts[name].total),
            floats(mine.cross, two.amounts[name].cross),
            floats(mine.squares, two.amounts[name].squares),
            whole(mine.missing, two.amounts[name].missing),
        )
        for name, mine in one.amounts.items()
    }
    return Cells(
        split=keys[0].astype(np.int32), stratum=keys[1].astype(np.int32), group=keys[2].astype(np.int32),
        label=keys[3].astype(np.int8), decision=keys[4].astype(np.int8), bin=keys[5].astype(np.int32),
        count=whole(one.count, two.count), weight=floats(one.weight, two.weight),
        weight_squared=floats(one.weight_squared, two.weight_squared), amounts=amounts,
    )  # fmt: skip
