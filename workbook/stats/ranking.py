"""How well a score ranks: the area under the ROC curve, with its interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbook.stats.intervals import normal_quantile


def auc(score: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """The chance that a positive has the higher score (ties count half)."""
    from scipy.stats import rankdata

    above, below = int(positive.sum()), int((~positive).sum())
    return (
        float((rankdata(score)[positive].sum() - above * (above + 1) / 2) / (above * below)) if above * below else 0.5
    )


def auc_interval(score: NDArray[np.float64], positive: NDArray[np.bool_]) -> tuple[float, float, float]:
    """AUC with its 95 % interval (Hanley and McNeil 1982, from the AUC and the two counts alone)."""
    value, above, below = auc(score, positive), int(positive.sum()), int((~positive).sum())
    one, two = value / (2 - value), 2 * value**2 / (1 + value)
    variance = value * (1 - value) + (above - 1) * (one - value**2) + (below - 1) * (two - value**2)
    reach = normal_quantile(0.95) * float(np.sqrt(max(variance, 0.0) / max(above * below, 1)))
    return value, max(0.0, value - reach), min(1.0, value + reach)
