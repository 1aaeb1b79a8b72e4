"""Shares as people say them, and money with its side."""

from __future__ import annotations

import pytest

from workbook.modelling.slices.words import how_many, none_found
from workbook.outcomes.amounts_in_words import points, points_range


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.31, "31 in 100"), (0.0254, "2.5 in 100"), (0.02, "2 in 100"), (0.004, "4 in 1,000"), (0.0, "0 in 100"), (1.0, "100 in 100")],
)  # fmt: skip
def test_shares(share, told):
    assert how_many(share) == told


def test_no_minus_before_a_zero():
    assert points(-0.0004) == points(-0.0) == "0 points" and points_range(-0.0001, 0.012) == "0 to 1.2 points"


@pytest.mark.parametrize(
    ("detectable", "told"), [(float("nan"), "Cannot tell"), (0.04, "would probably have shown"), (0.3, "Cannot tell")]
)
def test_what_none_is_worth(detectable, told):
    assert told in none_found(detectable, 0.1)
