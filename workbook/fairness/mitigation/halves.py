"""The two halves of a tally: what chooses a policy and what values it never share a row."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from workbook.data.tallies import Cells, Sums, Tally
from workbook.errors import InputError

CHOOSE, VALUE = "choose", "value"


def half(tally: Tally, name: str) -> Tally:
    """Only the rows of one half, as a tally of its own."""
    cells = tally.cells
    kept = cells.split == tally.split_names.index(name)
    arrays = {one.name: getattr(cells, one.name)[kept] for one in fields(Cells) if one.name not in ("amounts", "split")}
    amounts = {
        title: Sums(*(getattr(sums, one.name)[kept] for one in fields(Sums))) for title, sums in cells.amounts.items()
    }
    split = np.zeros(int(kept.sum()), dtype=np.int32)
    return replace(tally, cells=Cells(split=split, amounts=amounts, **arrays), split_names=(name,), repeated_rows=-1)


def halves(tally: Tally) -> tuple[Tally, Tally]:
    """The half that chooses and the half that values.

    Raises
    ------
    InputError
        The rows were not split, or nobody in a half has a known label.
    """
    if not {CHOOSE, VALUE} <= set(tally.split_names):
        raise InputError(
            "These rows are not in halves, so a policy would be judged on the rows that chose it.",
            "Tally them with a seed: tally(…, split=1).",
        )
    found = half(tally, CHOOSE), half(tally, VALUE)
    if not all((one.cells.count[one.cells.label < 2]).sum() for one in found):
        raise InputError(
            "Too few rows have a known label to choose and to judge a policy.", "Connect rows with outcomes."
        )
    return found
