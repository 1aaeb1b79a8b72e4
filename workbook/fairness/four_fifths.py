"""The four-fifths screening rule with the significance test that stands beside it.

29 CFR 1607.4(D), a US guideline on hiring: a screening rule, not a legal finding. Exactly four fifths passes.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbook.fairness.auditing import Audit
from workbook.stats.significance import fisher_two_sided, two_standard_deviations

FOUR_FIFTHS = 0.8
ROUNDING = 1e-9
FEW = 30


@dataclass(frozen=True)
class Screened:
    """One group against the group that is selected most often.

    Attributes
    ----------
    ratio : float
        Selection rate over the highest selection rate.
    below : bool
        Less than four fifths.
    deviations : float
        Standard deviations between the number selected and the number that the highest rate would give.
    fisher_p : float
        Two-sided p of Fisher's exact test against the highest group.
    """

    group: str
    n: int
    selected: int
    rate: float
    ratio: float
    below: bool
    deviations: float
    fisher_p: float
    few: bool


@dataclass(frozen=True)
class Screening:
    """Every compared group against the one that is selected most often."""

    reference: str
    rows: tuple[Screened, ...]


def screen(audited: Audit) -> Screening:
    """Hold every compared group against four fifths of the highest selection rate."""
    rates, counted = audited.rates["selection_rate"].value, audited.counted
    codes = [int(code) for code in audited.compared if rates[code] == rates[code]]
    if not codes:
        return Screening("", ())
    best = max(codes, key=lambda code: float(rates[code]))
    decided = counted.count[:, :, :2].sum(axis=(1, 2))
    selected = counted.count[:, :, 1].sum(axis=1)
    rows = []
    for code in codes:
        ratio = float(rates[code] / rates[best]) if rates[best] > 0 else float("nan")
        n, k = int(decided[code]), int(selected[code])
        _, _, deviations = two_standard_deviations(k, n, float(rates[best]))
        p = fisher_two_sided(k, n, int(selected[best]), int(decided[best]))
        below = ratio < FOUR_FIFTHS - ROUNDING
        rows.append(Screened(audited.names[code], n, k, float(rates[code]), ratio, below, deviations, p, n < FEW))
    return Screening(audited.names[best], tuple(sorted(rows, key=lambda one: one.ratio)))
