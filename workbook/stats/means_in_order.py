"""Several means on the same rows and the order they stand in: which two are told apart, and where that is enough to stop.

Rows are drawn in batches, and after each the order is looked at. Looking often and comparing many pairs finds differences
that are not there; every interval here is widened for all pairs and all planned looks together (Bonferroni), so that with
the stated confidence no two means that are ever called apart stand in the wrong order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.stats.intervals import normal_quantile

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Ordered:
    """Means with their standard errors, and what is known of their order.

    Attributes
    ----------
    mean, error : array, shape (columns,)
    above : array of bool, shape (columns, columns)
        Whether the first is known to be larger than the second.
    alike : array of bool, shape (columns, columns)
        Whether the two are known to differ by less than the margin.
    """

    mean: Floats
    error: Floats
    above: Mask
    alike: Mask

    @property
    def ranks(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The best and the worst place (1 is the largest mean) that each may have."""
        return 1 + self.above.sum(axis=0), len(self.mean) - self.above.sum(axis=1)

    def unsettled(self, top: int) -> tuple[tuple[int, int], ...]:
        """Pairs with one of the `top` largest means, neither told apart nor known to be alike."""
        order = np.argsort(-self.mean, kind="stable")
        open_ = ~(self.above | self.above.T | self.alike)
        return tuple(
            (int(one), int(other))
            for place, one in enumerate(order[:top])
            for other in order[place + 1 :]
            if open_[one, other]
        )


def ordered(values: Floats, weight: Floats, margin: float, *, confidence: float = 0.95, looks: int = 1) -> Ordered:
    """The order of the weighted means of some columns.

    Parameters
    ----------
    values : array, shape (rows, columns)
    weight : array, shape (rows,)
    margin : float
        Differences below this do not matter.
    confidence : float
        That all that is said about all pairs, at every look, is true.
    looks : int
        How often one looks at most.
    """
    columns, total = values.shape[1], float(weight.sum())
    mean = weight @ values / total
    centred = (values - mean) * weight[:, None]
    spread = centred.T @ centred / total**2
    own = np.diag(spread)
    apart = np.sqrt(np.clip(own[:, None] + own - 2 * spread, 0.0, None))
    pairs = max(columns * (columns - 1) // 2, 1)
    reach = normal_quantile(1 - (1 - confidence) / (pairs * looks)) * apart
    difference = mean[:, None] - mean
    alike = np.abs(difference) + reach <= margin
    return Ordered(mean, np.sqrt(own), (difference > reach) & (difference > 0), alike)
