"""Rows with two unequal groups, and what they are worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbook.data import tally
from workbook.fairness.mitigation.candidate import Review, Terms
from workbook.outcomes import OutcomeValue, Payoff

PAYOFF = Payoff(true_positive=OutcomeValue(constant=20), false_positive=OutcomeValue(constant=-60))
TERMS = Terms(yearly_volume=10_000, review=Review(1_000, 5, 0.1))
SPLIT = 3


def rows(seed: int = 0, many: int = 4_000, apart: float = 0.8) -> pd.DataFrame:
    """A score that is lower for group b at the same label; `apart` is how much."""
    generator = np.random.default_rng(seed)
    group = generator.choice(["a", "b"], many, p=[0.65, 0.35])
    label = generator.random(many) < 0.6
    score = generator.normal(1.2 * label - apart * (group == "b"), 1)
    return pd.DataFrame({"y": label.astype(int), "s": score.round(2), "g": group})


def counted(table: pd.DataFrame, **more):
    """Its tally, in halves."""
    return tally(table, label="y", score="s", groups=["g"], split=SPLIT, **more)


@pytest.fixture(scope="session")
def table():
    return rows()


@pytest.fixture(scope="session")
def held(table):
    return counted(table)
