"""Counts of people as they may be shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.explanation.few import of_hundred, shown_counts, shown_share


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([100, 50], (100, 50)),
        ([100, 50, 9], (100, None, None)),
        ([100, 9, 8], (100, None, None)),
        ([100, 3, 4], (None, None, None)),
        ([100, 0], (100, 0)),
        ([9], (None,)),
        ([], ()),
    ],
)
def test_small_counts_are_hidden_and_what_would_give_them_away(counts, shown):
    assert shown_counts(counts) == shown


@given(st.lists(st.integers(0, 60), max_size=8))
def test_nobody_can_be_told_from_the_total(counts):
    shown = shown_counts(counts)
    hidden = sum(one for one, seen in zip(counts, shown, strict=True) if seen is None)
    assert not any(0 < (seen or 0) < 10 for seen in shown)
    assert (
        hidden == 0
        or hidden >= 10
        or None not in [one for one in shown if one]
        or all(s is None or s == 0 for s in shown)
    )


def test_a_share_that_tells_of_few_people_is_not_given():
    some = np.zeros(1000, dtype=bool)
    assert shown_share(some)[0] == 0
    some[:4] = True
    assert np.isnan(shown_share(some)[0]) and of_hundred(shown_share(some), "people") == "fewer than 10 people in all"
    some[:140] = True
    assert of_hundred(shown_share(some), "people") == "14 of 100 people (12 to 16)"
