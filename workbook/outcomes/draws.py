"""Draws from the counts at a policy: what other samples of the same size might have shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbook.outcomes.counts import Confusion


def draw_confusion(counted: Confusion, draws: int, seed: int) -> NDArray[np.int64]:
    """Multinomial bootstrap of the counts; the same draws serve rates and money.

    Parameters
    ----------
    counted : Confusion
    draws : int
    seed : int

    Returns
    -------
    array, shape (draws, groups, 3, 3)
    """
    cells = counted.count.ravel()
    total = int(cells.sum())
    generator = np.random.default_rng(seed)
    drawn = (
        generator.multinomial(total, cells / total, size=draws)
        if total
        else np.zeros((draws, cells.size), dtype=np.int64)
    )
    return np.asarray(drawn.reshape(draws, *counted.count.shape), dtype=np.int64)
