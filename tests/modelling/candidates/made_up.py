"""Made-up rows whose truth is known, and candidates that need no training."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.modelling.candidates.taking_part import Candidate
from workbook.models.making import make_study
from workbook.outcomes import OutcomeValue, Payoff, Policy, Wording

EVEN = Payoff(true_positive=OutcomeValue(constant=1), false_positive=OutcomeValue(constant=-1))
LOANS = Wording(
    units="applicants", selected_means="approved", not_selected_means="refused", positive_means="repaid",
    negative_means="defaulted",
)  # fmt: skip


def chance(rows: int, seed: int) -> np.ndarray:
    """The true chance of each row."""
    return 1 / (1 + np.exp(-1.5 * np.random.default_rng(seed).normal(size=rows)))


def made(rows: int = 1200, seed: int = 0, money: bool = True, noise: bool = False, **more):
    """A study whose label is drawn from a known chance (or from a coin), and that chance."""
    known = chance(rows, seed)
    draw = np.random.default_rng(seed + 10_000)
    frame = pd.DataFrame(
        {
            "y": (draw.random(rows) < (0.5 if noise else known)).astype(int),
            "score": np.clip(known + draw.normal(0, 0.2, rows), 0, 1),
            "x": np.log(known / (1 - known)),
            "noise": draw.normal(size=rows),
        }
    )
    roles = {"label": "y", "score": "score", "split": 3} | more.pop("roles", {})
    study = make_study(frame, roles, policy=Policy.at(0.5), payoff=EVEN if money else None, wording=LOANS, **more)
    return study, known


def scored(name: str, score: np.ndarray, **more) -> Candidate:
    return Candidate(name, name.capitalize(), "recipe", score, **more)
