"""What may be shown of counts to people who may not see rows: no count below a limit, and nothing that gives one away.

Everything shown is a sum of cells that each hold at least the limit, taken from one fixed division: groups that are
shown by themselves and all others together, times labels, times bands of the score. So nothing finer than such a cell
can be computed, whichever numbers are subtracted from each other and however a slider is moved. (Cell suppression
with complementary suppression, as in Hundepool et al., Statistical Disclosure Control, 2012, chapter 4, in its
simplest safe form: what is suppressed is merged, and bands take the place of single thresholds.)
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Reason = Literal["", "few", "complement"]

LIMIT = 10
POSITIONS_WANTED = 4
"""A group is given up for the sake of the others where the slider would otherwise stop at fewer positions."""


@dataclass(frozen=True)
class Disclosure:
    """What may be shown of a table of counts.

    Attributes
    ----------
    limit : int
        No count below it can be computed from what is shown.
    reasons : tuple of str
        By group: "" where it is shown; "few" where a count of it is below the limit; "complement" where it would give
        such a group away.
    positions : tuple of int
        Edges of bins at which groups and the total may be seen.
    overall_positions : tuple of int
        Edges at which the total may be seen; they contain `positions`.
    overall : bool
        Whether the total may be seen at all.
    """

    limit: int
    reasons: tuple[Reason, ...]
    positions: tuple[int, ...]
    overall_positions: tuple[int, ...]
    overall: bool

    def nearest(self, edge: int) -> int | None:
        """The position of groups that is nearest to an edge; None where there is none."""
        return min(self.positions, key=lambda one: (abs(one - edge), one), default=None)

    def nearest_overall(self, edge: int) -> int | None:
        """The position of the total that is nearest to an edge; None where there is none."""
        return min(self.overall_positions, key=lambda one: (abs(one - edge), one), default=None)


@dataclass(frozen=True)
class Shown:
    """Counts as they may be shown, NaN where they may not: rows and selected rows by group and label, and in total."""

    rows: npt.NDArray[np.float64]
    selected: npt.NDArray[np.float64]
    overall_rows: npt.NDArray[np.float64]
    overall_selected: npt.NDArray[np.float64]


def disclose(counts: Counts, limit: int = LIMIT) -> Disclosure:
    """Which groups may be shown, and at which positions of the threshold.

    Parameters
    ----------
    counts : array of int, shape (groups, labels, bins)
        Rows by group, label and score bin, the bins in the order of the score.
    limit : int
        The smallest count that may be computed.
    """
    if counts.ndim != 3 or limit < 1:
        raise ValueError("counts by group, label and bin, and a limit of at least 1, are needed")
    totals = counts.sum(axis=2)
    if counts.shape[0] == 0 or not _enough(totals.sum(axis=0), limit):
        return Disclosure(limit, tuple(_reason(row, limit) for row in totals), (), (), False)
    hidden, positions = _division(counts, totals, limit)
    reasons = tuple(_reason(row, limit) if place in hidden else "" for place, row in enumerate(totals))
    return Disclosure(limit, reasons, positions, _refined(counts.sum(axis=0), positions, limit), True)


def shown(counts: Counts, disclosure: Disclosure, edge: int) -> Shown:
    """The counts at the allowed positions nearest to an edge: bins from the edge on are selected."""
    seen = np.array([reason == "" for reason in disclosure.reasons])[:, None]
    rows = np.where(seen, counts.sum(axis=2), np.nan)
    groups_at, overall_at = disclosure.nearest(edge), disclosure.nearest_overall(edge)
    selected = np.full(rows.shape, np.nan)
    if groups_at is not None:
        selected = np.where(seen, counts[:, :, groups_at:].sum(axis=2), np.nan)
    nothing = np.full(counts.shape[1], np.nan)
    return Shown(
        rows,
        selected,
        counts.sum(axis=(0, 2)).astype(float) if disclosure.overall else nothing,
        nothing if overall_at is None else counts[:, :, overall_at:].sum(axis=(0, 2)).astype(float),
    )


def in_words(value: float, reason: Reason, limit: int = LIMIT) -> str:
    """A count of a table, or why it is not there."""
    if reason == "few":
        return f"fewer than {limit}, not shown to you"
    if reason == "complement" or np.isnan(value):
        return "not shown to you: it would give a smaller count away"
    return f"{value:,.0f}"


def _enough(cells: Counts, limit: int) -> bool:
    return bool((cells >= limit).all())


def _reason(row: Counts, limit: int) -> Reason:
    return "complement" if _enough(row, limit) else "few"


def _division(counts: Counts, totals: Counts, limit: int) -> tuple[frozenset[int], tuple[int, ...]]:
    """Groups that are hidden, and positions: the fewest groups with positions enough, else the most positions."""
    order = np.argsort(totals.min(axis=1), kind="stable")
    best: tuple[frozenset[int], tuple[int, ...]] | None = None
    for count in range(len(order) + 1):
        hidden = frozenset(int(one) for one in order[:count])
        blocks = _blocks(counts, hidden)
        if not _enough(blocks.sum(axis=2), limit):
            continue
        positions = _positions(blocks, limit)
        if best is None or len(positions) > len(best[1]):
            best = (hidden, positions)
        if len(positions) >= POSITIONS_WANTED:
            break
    assert best is not None, "all groups together hold enough, or nothing is shown at all"
    return best


def _blocks(counts: Counts, hidden: frozenset[int]) -> Counts:
    """The groups that are shown, and all others as one."""
    alone = [counts[place] for place in range(len(counts)) if place not in hidden]
    together = [counts[sorted(hidden)].sum(axis=0)] if hidden else []
    return np.stack([*alone, *together])


def _positions(blocks: Counts, limit: int) -> tuple[int, ...]:
    """Edges between bands in which every block has enough of every label."""
    found: list[int] = []
    start = 0
    bins = blocks.shape[2]
    running = np.concatenate([np.zeros((*blocks.shape[:2], 1), dtype=np.int64), blocks.cumsum(axis=2)], axis=2)
    for edge in range(1, bins):
        since, left = running[:, :, edge] - running[:, :, start], running[:, :, bins] - running[:, :, edge]
        if _enough(since, limit) and _enough(left, limit):
            found.append(edge)
            start = edge
    return tuple(found)


def _refined(total: Counts, positions: tuple[int, ...], limit: int) -> tuple[int, ...]:
    """Positions for the total alone: those of the groups, and more within each of their bands."""
    edges, found = (0, *positions, total.shape[1]), list(positions)
    for start, end in pairwise(edges):
        found += [start + one for one in _positions(total[None, :, start:end], limit)]
    return tuple(sorted(found))
