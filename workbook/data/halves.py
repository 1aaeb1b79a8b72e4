"""The half of each row, where rows fall at random into "choose" and "value": the same as in a tally with that seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbook.data.sql import MASK, ROUND_1, ROUND_2, mixed


def halves(rows: int, seed: int) -> NDArray[np.int64]:
    """0 (choose) or 1 (value) for each row, by its position.

    Parameters
    ----------
    rows : int
    seed : int
        As `split` in `workbook.data.tally`.
    """
    place = np.arange(rows, dtype=np.uint64)
    low, high = place & np.uint64(MASK), place >> np.uint64(32)
    once = _mix(low ^ np.uint64(mixed(seed)))
    return (_mix(once ^ high) & np.uint64(1)).astype(np.int64)


def _mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for shift, factor in ((16, ROUND_1), (13, ROUND_2)):
        value = ((value ^ (value >> np.uint64(shift))) * np.uint64(factor)) & np.uint64(MASK)
    return value ^ (value >> np.uint64(16))
