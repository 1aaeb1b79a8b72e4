"""Counts of people as they may be shown."""

import numpy as np
import pytest

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


def test_nobody_can_be_told_from_the_total():
    """What is hidden is either nothing, at least ten together, or everything there is."""
    generator = np.random.default_rng(0)
    for _ in range(500):
        counts = generator.integers(0, 40, generator.integers(1, 8)).tolist()
        shown = shown_counts(counts)
        hidden = [one for one, seen in zip(counts, shown, strict=True) if seen is None]
        assert not any(0 < seen < 10 for seen in shown if seen is not None)
        assert not hidden or sum(hidden) >= 10 or sum(hidden) == sum(counts)


def test_a_share_that_tells_of_few_people_is_not_given():
    some = np.zeros(1000, dtype=bool)
    assert shown_share(some)[0] == 0
    some[:4] = True
    assert np.isnan(shown_share(some)[0]) and of_hundred(shown_share(some), "people") == "fewer than 10 people in all"
    some[:140] = True
    assert of_hundred(shown_share(some), "people") == "14 of 100 people (12 to 16)"
