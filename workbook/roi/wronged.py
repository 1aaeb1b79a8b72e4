"""Those whom a threshold wrongs, by where their score lies: the dots under the hill."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, POSITIVE, Tally
from workbook.outcomes import Wording, group_name

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Harmed:
    """Those whom a threshold wrongs, by where their score lies: the dots under the hill.

    Attributes
    ----------
    names : tuple of str
        The two layers: a group that is watched, and all others.
    counts : array, shape (2, bins)
        Wronged ones of each layer in each score bin, if the threshold lay beyond them.
    so_far : array, shape (2, bins + 1)
        Wronged ones of each layer with the threshold at each place.
    """

    names: tuple[str, str]
    counts: Counts
    so_far: Counts


def harmed(tally: Tally, wording: Wording) -> Harmed:
    """The wronged on the side that costs them: those with the event who are not selected where being selected is
    good, those without it who are selected where it is bad; the group that is hit first apart from the rest."""
    label = POSITIVE if wording.favourable else NEGATIVE
    cells = tally.cells
    counted = (cells.label == label) & (cells.bin >= 0)
    bins, groups = len(tally.edges), len(tally.groups)
    table = np.zeros((groups, bins), dtype=np.int64)
    np.add.at(table, (cells.group[counted], cells.bin[counted]), cells.count[counted])
    wronged_below = wording.favourable == (tally.selected == "at_or_above")
    watched = _watched(tally, table, wronged_below)
    layers = (
        np.stack([table[watched], table.sum(axis=0) - table[watched]])
        if groups > 1
        else np.stack([table[0], np.zeros(bins, np.int64)])
    )
    if wronged_below:
        so_far = np.concatenate([np.zeros((2, 1), np.int64), np.cumsum(layers, axis=1)], axis=1)
    else:
        so_far = np.concatenate([np.cumsum(layers[:, ::-1], axis=1)[:, ::-1], np.zeros((2, 1), np.int64)], axis=1)
    name = group_name(tally.groups[watched], tally.group_names, wording.meanings) if groups > 1 else "all"
    return Harmed((name, "others"), layers, so_far)


def _watched(tally: Tally, table: Counts, wronged_below: bool) -> int:
    """The group whose wronged ones lie, on average, farthest on the side that is wronged: it is hit first."""
    known = [code for code, key in enumerate(tally.groups) if None not in key and table[code].sum() >= 10]
    if not known:
        return 0
    centres = np.arange(table.shape[1])
    means = {code: float((table[code] * centres).sum() / table[code].sum()) for code in known}
    return min(means, key=lambda code: means[code]) if wronged_below else max(means, key=lambda code: means[code])
