"""Fairness: who bears the errors, how surely, and whether the gap is beyond what was tolerated beforehand."""

from workbook.fairness.adjusted import AdjustedGap, adjusted_gap
from workbook.fairness.auditing import Audit, audit
from workbook.fairness.closer.score_bands import ScoreBands, by_band

__all__ = ["AdjustedGap", "Audit", "ScoreBands", "adjusted_gap", "audit", "by_band"]
