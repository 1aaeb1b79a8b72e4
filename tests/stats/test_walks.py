"""The simultaneous quantile holds on simulated walks."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from workbook.stats.walks import walk_quantile


@pytest.mark.parametrize("steps", [20, 400, 4000])
def test_a_walk_stays_below_it(steps):
    generator = np.random.default_rng(steps)
    walks = np.cumsum(generator.normal(size=(2000, steps)), axis=1) / np.sqrt(np.arange(1, steps + 1))
    beyond = float((walks.max(axis=1) > walk_quantile([steps])).mean())
    assert beyond <= 0.05
    assert beyond >= 0.01  # and it does not stand far off


def test_more_looks_need_more():
    assert (
        float(ndtri(0.95))
        < walk_quantile([1])
        < walk_quantile([100])
        < walk_quantile([100, 100])
        < walk_quantile([1e6, 1e6])
        < 4
    )
