"""Tests that stand beside screening rules: two standard deviations, and Fisher's exact test for few rows."""

from __future__ import annotations

import math
from collections.abc import Sequence


def two_standard_deviations(observed: float, n: float, p: float) -> tuple[float, float, float]:
    """Expected count, standard deviation and z of a binomial count (Castaneda v. Partida, 430 U.S. 482, fn. 17).

    Parameters
    ----------
    observed, n, p : float
        Count, trials, and the share that chance alone would give, known from elsewhere.
    """
    expected, deviation = n * p, math.sqrt(n * p * (1 - p))
    return expected, deviation, (observed - expected) / deviation if deviation else math.nan


def deviations_apart(p1: float, n1: float, p2: float, n2: float) -> float:
    """Standard deviations between two rates that were both only seen, not known (pooled two-sample z).

    Its square is Pearson's chi-squared of the two-by-two table. NaN where nobody or everybody was selected.
    """
    pooled = (p1 * n1 + p2 * n2) / (n1 + n2) if n1 + n2 > 0 else math.nan
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2) if n1 > 0 and n2 > 0 else math.nan
    return (p1 - p2) / math.sqrt(variance) if variance > 0 else math.nan


def fisher_two_sided(selected1: int, n1: int, selected2: int, n2: int) -> float:
    """Two-sided p of Fisher's exact test that two groups are selected alike."""
    from scipy.stats import fisher_exact

    return float(fisher_exact([[selected1, n1 - selected1], [selected2, n2 - selected2]])[1])


def groups_apart(selected: Sequence[float], n: Sequence[float]) -> tuple[float, float, int]:
    """Pearson's chi-squared that several groups are selected alike: statistic, p, degrees of freedom.

    Parameters
    ----------
    selected, n : sequence of float, one a group
        How many were selected, of how many.
    """
    from scipy.stats import chi2_contingency

    table = [list(selected), [all_ - some for some, all_ in zip(selected, n, strict=True)]]
    found = chi2_contingency(table, correction=False)
    return float(found.statistic), float(found.pvalue), int(found.dof)
