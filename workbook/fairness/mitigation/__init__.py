"""Mitigation, priced: what could be done about a gap, what it costs, and whom it moves."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbook.fairness.mitigation.as_code import policy_code as policy_code
    from workbook.fairness.mitigation.candidate import Candidate as Candidate
    from workbook.fairness.mitigation.candidate import Frontier as Frontier
    from workbook.fairness.mitigation.candidate import Review as Review
    from workbook.fairness.mitigation.candidate import Terms as Terms
    from workbook.fairness.mitigation.comparing import compare as compare
    from workbook.fairness.mitigation.offering import candidates as candidates
    from workbook.fairness.mitigation.reweighing import weigh as weigh
    from workbook.fairness.mitigation.training import train_candidates as train_candidates

HOMES = {
    "Candidate": "candidate",
    "Frontier": "candidate",
    "Review": "candidate",
    "Terms": "candidate",
    "candidates": "offering",
    "compare": "comparing",
    "policy_code": "as_code",
    "train_candidates": "training",
    "weigh": "reweighing",
}


def __getattr__(name: str) -> Any:
    if name in HOMES:
        return getattr(importlib.import_module(f"workbook.fairness.mitigation.{HOMES[name]}"), name)
    raise AttributeError(f"module 'workbook.fairness.mitigation' has no attribute {name!r}")
