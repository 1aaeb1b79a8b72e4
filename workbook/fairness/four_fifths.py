"""The four-fifths screening rule with the significance tests that stand beside it.

29 CFR 1607.4(D), a US guideline on hiring: a screening rule, not a legal finding. Exactly four fifths passes.
It compares how often each group gets the good outcome: being selected, or, where being selected is bad, being spared.
The guideline counts people: where rows have weights these are left aside, and the page says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from workbook.fairness.auditing import Audit
from workbook.fairness.finding import SMALL
from workbook.outcomes import Wording
from workbook.stats.intervals import rate as rate_of
from workbook.stats.significance import deviations_apart, fisher_two_sided

FOUR_FIFTHS = 0.8
ROUNDING = 1e-9
FISHER_UP_TO = 500
"""Up to so many rows in the smaller group Fisher's exact test stands beside the deviations, and decides."""
DEVIATIONS = 2.0
CHANCE = 0.05


@dataclass(frozen=True)
class Screened:
    """One group against the group that gets the good outcome most often.

    Attributes
    ----------
    n, good : int
        Rows that were decided, and those of them with the good outcome.
    rate : float
        Of the good outcome: people, not weights.
    ratio : float
        `rate` over the highest rate.
    below : bool
        Less than four fifths.
    deviations : float
        Standard deviations between this rate and the highest.
    fisher_p : float
        Two-sided p of Fisher's exact test against the highest group; NaN where both groups are large.
    few : bool
        One of the two groups has few rows.
    """

    group: str
    n: int
    good: int
    rate: float
    ratio: float
    below: bool
    deviations: float
    fisher_p: float
    few: bool

    @property
    def beyond_chance(self) -> bool:
        """Whether the test that fits the number of rows tells the two rates apart, looked at alone."""
        if not math.isnan(self.fisher_p):
            return self.fisher_p < CHANCE
        return abs(self.deviations) >= DEVIATIONS


@dataclass(frozen=True)
class Screening:
    """Every compared group against the one that gets the good outcome most often.

    `reference` is "" where there is nothing to compare; `outcome` is the good outcome in the words of the use case;
    `weighted` says that the rows have weights, which are in no number here.
    """

    reference: str
    outcome: str
    rows: tuple[Screened, ...]
    weighted: bool = False


def screen(audited: Audit, wording: Wording | None = None) -> Screening:
    """Hold every compared group against four fifths of the highest rate of the good outcome.

    Parameters
    ----------
    audited : Audit
    wording : Wording, optional
        Says whether being selected is the good outcome; it is where None.
    """
    words = wording or Wording()
    good = 1 if words.favourable else 0
    outcome = words.selected_means if words.favourable else words.not_selected_means
    counted = audited.counted
    decided, kept = counted.count[:, :, :2].sum(axis=(1, 2)), counted.count[:, :, good].sum(axis=1)
    rates = rate_of(kept, decided)
    codes = [int(code) for code in audited.compared if np.isfinite(rates[code])]
    if len(codes) < 2:
        return Screening("", outcome, (), audited.weighted)
    best = max(codes, key=lambda code: (float(rates[code]), float(decided[code])))

    def screened(code: int) -> Screened:
        n, k, rate = round(float(decided[code])), round(float(kept[code])), float(rates[code])
        ratio = rate / float(rates[best]) if rates[best] > 0 else math.nan
        p = math.nan
        if min(n, decided[best]) <= FISHER_UP_TO:
            p = fisher_two_sided(k, n, round(float(kept[best])), round(float(decided[best])))
        apart = deviations_apart(rate, float(decided[code]), float(rates[best]), float(decided[best]))
        below, few = ratio < FOUR_FIFTHS - ROUNDING, min(n, decided[best]) < SMALL
        return Screened(audited.names[code], n, k, rate, ratio, below, apart, p, bool(few))

    found = (screened(code) for code in codes)
    return Screening(
        audited.names[best], outcome, tuple(sorted(found, key=lambda one: (one.rate, one.group))), audited.weighted
    )
