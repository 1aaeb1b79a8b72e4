"""A tally reweighed so that its share of positives is the population's: for rows that were sampled by their outcome."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from workbook.data.tallies import NEGATIVE, POSITIVE, Sums, Tally
from workbook.errors import InputError


def prevalence(tally: Tally) -> float | None:
    """Share of positives among the labelled rows, by weight; None without any."""
    cells = tally.cells
    positive = float(cells.weight[cells.label == POSITIVE].sum())
    labelled = positive + float(cells.weight[cells.label == NEGATIVE].sum())
    return positive / labelled if labelled > 0 else None


def at_prevalence(tally: Tally, share: float | None) -> Tally:
    """The same rows, weighing as much by label as in a population with this share of positives.

    Within a label the sample is taken as a fair one; rows without a label keep their weight.

    Parameters
    ----------
    tally : Tally
    share : float or None
        None leaves the tally as it is.

    Raises
    ------
    InputError
        The share is not between 0 and 1, or the rows hold only one label.
    """
    if share is None:
        return tally
    found = prevalence(tally)
    if not 0 < share < 1:
        raise InputError("A share of positives lies between 0 and 1.", "Give it as in 3.4 %.")
    if found is None or not 0 < found < 1:
        raise InputError("These rows hold only one outcome: they cannot be reweighed.", "Connect rows with both.")
    cells = tally.cells
    factor = np.ones(len(cells.label))
    factor[cells.label == POSITIVE] = share / found
    factor[cells.label == NEGATIVE] = (1 - share) / (1 - found)
    amounts = {
        name: Sums(sums.total * factor, sums.cross * factor**2, sums.squares * factor**2, sums.missing)
        for name, sums in cells.amounts.items()
    }
    changed = replace(
        cells, weight=cells.weight * factor, weight_squared=cells.weight_squared * factor**2, amounts=amounts
    )
    return replace(tally, cells=changed, weighted=True, reweighed=(found, share))
