"""Holm's correction: known answers, never below what was given, and in no order of its own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.stats.multiplicity import holm, simultaneous


def test_the_textbook_example():
    """Four tests, as `p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")` in R gives them."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(st.lists(st.floats(0, 1), max_size=12), st.randoms())
def test_adjusted_never_below_and_independent_of_order(given_p, random):
    order = list(range(len(given_p)))
    random.shuffle(order)
    found = holm(given_p)
    assert (found >= np.array(given_p)).all() and (found <= 1).all()
    assert holm([given_p[place] for place in order]) == pytest.approx(found[order])


def test_one_interval_needs_no_correction():
    assert simultaneous(0.95, 1) == simultaneous(0.95, 0) == pytest.approx(0.95)
    assert simultaneous(0.95, 10) == pytest.approx(0.995)
