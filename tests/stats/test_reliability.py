"""Bands of a score against what happened: rows counted once or as sums, and chance that is not called an error."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.stats.reliability import bands_of, reliability


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 10))
def test_rows_alike_may_be_counted_together(seed, bands):
    draw = np.random.default_rng(seed)
    score, happened = draw.integers(0, 8, 200) / 8, draw.integers(0, 2, 200)
    alone = reliability(score, happened.astype(float), bands_of(score, np.ones(200), bands), bands=bands)
    places, where, many = np.unique(np.column_stack([score, happened]), axis=0, return_inverse=True, return_counts=True)
    assert len(where) == 200
    counts = many.astype(float)
    together = reliability(
        places[:, 0], places[:, 1], bands_of(places[:, 0], counts, bands), bands=bands,
        count=counts, weight=counts, weight_squared=counts,
    )  # fmt: skip
    for name in ("n", "share", "score", "error", "rests_on", "low"):
        assert getattr(alone, name) == pytest.approx(getattr(together, name), nan_ok=True)


def test_a_score_that_is_right_is_seldom_called_wrong():
    draw, called = np.random.default_rng(4), 0
    for _ in range(300):
        score = draw.random(400)
        found = reliability(score, (draw.random(400) < score).astype(float), bands_of(score, np.ones(400), 10))
        called += bool(found.error[0] > found.by_chance[0])
    assert called <= 27  # 15 expected


def test_a_score_that_is_ten_points_too_high_is_called_so():
    draw = np.random.default_rng(5)
    score = draw.uniform(0.2, 0.9, 3000)
    found = reliability(score, (draw.random(3000) < score - 0.1).astype(float), bands_of(score, np.ones(3000), 10))
    assert found.error[0] > found.by_chance[0] and found.error_low[0] < 0.1 < found.error_high[0]
