"""Fairness: who bears the errors, how surely, and whether the gap is beyond what was tolerated beforehand."""

from workbook.fairness.auditing import Audit, audit

__all__ = ["Audit", "audit"]
