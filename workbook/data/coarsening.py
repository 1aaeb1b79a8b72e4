"""A tally for people who may not see rows: groups that are too small merged, scores moved together into bands.

Each half, group, label and decision has bands of its own, and each band holds at least the limit; its rows are put
where its middle row lies. All that a page can compute is a sum of such bands, so nothing finer can be found out,
whichever numbers are subtracted from each other and however a slider is moved. (Microaggregation with a least group
size, and merging in place of complementary suppression: Hundepool et al., Statistical Disclosure Control, 2012,
chapters 3 and 4.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from workbook.data.privacy import LIMIT, Reason, in_words
from workbook.data.tallies import NO_SCORE, OTHERS, Cells, GroupKey, Sums, Tally
from workbook.errors import WorkbookError

Codes = NDArray[np.int64]
FINE = 50
"""More distinct scores than this are put on a grid first: a score of one's own is a name of one's own."""
GRID = 100


@dataclass(frozen=True, eq=False)
class Coarse:
    """What those see who may not see rows.

    Attributes
    ----------
    tally : Tally
    limit : int
    withheld : tuple of (GroupKey, reason)
        Groups that are not shown by themselves, and why.
    """

    tally: Tally
    limit: int
    withheld: tuple[tuple[GroupKey, Reason], ...]


def coarsen(tally: Tally, limit: int = LIMIT, by: Sequence[str] | None = None) -> Coarse:
    """Merge what is too small, so that no count below the limit can be computed.

    Parameters
    ----------
    tally : Tally
    limit : int
    by : sequence of str, optional
        The group columns that are crossed; all of them where None. Others are left out.

    Raises
    ------
    WorkbookError
        There are too few rows to show anything.
    """
    tally = _on_a_grid(_crossed(tally, by))
    kinds, kind = _kinds(tally.cells)
    place = _places(tally)
    counts = np.zeros((len(tally.groups), kinds, max(len(tally.edges), 1)), dtype=np.int64)
    np.add.at(counts, (tally.cells.group, kind, place), tally.cells.count)
    withheld = _withheld(counts.sum(axis=2), limit)
    if withheld is None:
        raise WorkbookError(
            f"There are too few rows to show you any number: some counts would be below {limit}.",
            "Ask somebody who may see rows, or look at what is on record.",
        )
    block, groups = _blocks(tally, withheld)
    merged = np.zeros((len(groups), *counts.shape[1:]), dtype=np.int64)
    np.add.at(merged, block, counts)
    middle = np.apply_along_axis(lambda row: middles(row, limit), 2, merged)
    moved = middle[block[tally.cells.group], kind, place] if tally.has_score else np.full(len(place), NO_SCORE)
    told = tuple((tally.groups[code], reason) for code, reason in withheld.items())
    return Coarse(_merged(tally, block, groups, moved, limit), limit, told)


def middles(counts: Codes, limit: int) -> Codes:
    """For each bin the bin where the middle row of its band lies; each band holds at least the limit.

    Parameters
    ----------
    counts : array of int, shape (bins,)
        Their sum is at least the limit.
    limit : int
    """
    running = counts.cumsum()
    total, start, before = int(running[-1]), 0, 0
    found = np.zeros(len(counts), dtype=np.int64)
    for place in range(len(counts)):
        inside, left = int(running[place]) - before, total - int(running[place])
        last = place == len(counts) - 1
        if last or (inside >= limit and left >= limit):
            found[start : place + 1] = int(np.searchsorted(running, before + (inside + 1) // 2))
            start, before = place + 1, int(running[place])
    return found


def _on_a_grid(tally: Tally) -> Tally:
    """Scores that are fine enough to tell people apart, on a grid of round numbers."""
    if not tally.has_score or len(tally.edges) <= FINE:
        return tally
    low, high = float(tally.edges.min()), float(tally.edges.max())
    step = _round_step((high - low) / GRID)
    grid = np.arange(np.floor(low / step), np.floor(high / step) + 1) * step
    place = np.clip(np.searchsorted(grid, tally.edges, side="right") - 1, 0, len(grid) - 1)
    cells = tally.cells
    moved = np.where(cells.bin == NO_SCORE, NO_SCORE, place[np.maximum(cells.bin, 0)]).astype(np.int32)
    return replace(tally, edges=grid.round(12), cells=replace(cells, bin=moved))


def _round_step(width: float) -> float:
    """The next larger of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(width))
    return float(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= width * (1 - 1e-9)))


def _crossed(tally: Tally, by: Sequence[str] | None) -> Tally:
    """Only some group columns, crossed."""
    wanted = tuple(name for name in tally.group_names if by is None or name in by)
    if wanted == tally.group_names:
        return tally
    places = [tally.group_names.index(name) for name in wanted]
    reduced = [tuple(key[place] for place in places) for key in tally.groups]
    keys = tuple(dict.fromkeys(reduced))
    codes = np.array([keys.index(key) for key in reduced], dtype=np.int32)
    return replace(tally, group_names=wanted, groups=keys, cells=replace(tally.cells, group=codes[tally.cells.group]))


def _kinds(cells: Cells) -> tuple[int, Codes]:
    """Half, label and decision together: how many combinations occur, and that of each cell."""
    told = np.stack([cells.split, cells.label.astype(np.int32), cells.decision.astype(np.int32)])
    known, kind = np.unique(told, axis=1, return_inverse=True)
    return known.shape[1], np.asarray(kind, dtype=np.int64).ravel()


def _places(tally: Tally) -> Codes:
    """The bin of each cell; rows without a score are counted where they are not selected."""
    bins = max(len(tally.edges), 1)
    without = 0 if tally.selected == "at_or_above" else bins - 1
    return np.where(tally.cells.bin == NO_SCORE, without, tally.cells.bin).astype(np.int64)


def _withheld(totals: Codes, limit: int) -> dict[int, Reason] | None:
    """Groups that are not shown, by code; None where nothing can be shown."""
    if not len(totals) or (totals.sum(axis=0) < limit).any():
        return None
    found: dict[int, Reason] = {code: "few" for code, row in enumerate(totals) if row.min() < limit}
    for code in np.argsort(totals.min(axis=1), kind="stable"):
        if not found or (totals[list(found)].sum(axis=0) >= limit).all():
            break
        found.setdefault(int(code), "complement")
    return found


def _blocks(tally: Tally, withheld: dict[int, Reason]) -> tuple[Codes, tuple[GroupKey, ...]]:
    """The new code of each group, and the keys of the new codes; what is withheld comes together, last."""
    kept = [code for code in range(len(tally.groups)) if code not in withheld]
    block = np.full(len(tally.groups), len(kept), dtype=np.int64)
    block[kept] = np.arange(len(kept))
    groups = tuple(tally.groups[code] for code in kept)
    return block, (*groups, (OTHERS,) * len(tally.group_names)) if withheld else groups


def _merged(tally: Tally, block: Codes, groups: tuple[GroupKey, ...], moved: Codes, limit: int) -> Tally:
    """The coarse tally: strata, copies and missing amounts are not told."""
    used, place = np.unique(moved, return_inverse=True)
    edges = tally.edges[used] if tally.has_score else tally.edges
    band = np.asarray(place).ravel() if tally.has_score else moved
    cells = _summed(tally.cells, block[tally.cells.group], band)
    return replace(
        tally, cells=cells, edges=edges, exact=False, groups=groups, stratum_names=((),), repeated_rows=-1,
        fingerprint=f"coarse-{limit}-{tally.fingerprint}",
    )  # fmt: skip


def _summed(cells: Cells, group: Codes, band: Codes) -> Cells:
    """One cell for each combination that is left."""
    keys = np.stack([cells.split, group, cells.label, cells.decision, band]).astype(np.int64)
    known, where = np.unique(keys, axis=1, return_inverse=True)
    where, many = np.asarray(where).ravel(), known.shape[1]

    def total(values: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(where, weights=values, minlength=many), dtype=float)

    # How many amounts are missing is not told: it may be one.
    amounts = {
        name: Sums(total(one.total), total(one.cross), total(one.squares), np.zeros(many, dtype=np.int64))
        for name, one in cells.amounts.items()
    }
    return Cells(
        split=known[0].astype(np.int32), stratum=np.zeros(many, dtype=np.int32), group=known[1].astype(np.int32),
        label=known[2].astype(np.int8), decision=known[3].astype(np.int8), bin=known[4].astype(np.int32),
        count=np.rint(total(cells.count)).astype(np.int64), weight=total(cells.weight),
        weight_squared=total(cells.weight_squared), amounts=amounts,
    )  # fmt: skip


def withheld_in_words(coarse: Coarse) -> str:
    """What is not shown to somebody who may not see rows, and why, in a paragraph or two."""
    lines = [
        f"You see sums over at least {coarse.limit} rows each, never a row: counts at a threshold may be off by about that many."
    ]
    if coarse.withheld:
        told = "; ".join(
            f"{' · '.join(part or 'missing' for part in key)}: {in_words(reason, coarse.limit)}"
            for key, reason in coarse.withheld
        )
        lines.append(f"Shown as “{OTHERS}”: {told}.")
    return "\n\n".join(lines)
