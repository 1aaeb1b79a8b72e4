"""Columns that go together: numbers, words, and both."""

import numpy as np
import pytest

from workbook.stats.association import association

RANDOM = np.random.default_rng(0)
NUMBERS = RANDOM.normal(size=600)
WORDS = RANDOM.integers(0, 4, 600)


@pytest.mark.parametrize(
    ("one", "other"),
    [(NUMBERS, np.exp(NUMBERS)), (NUMBERS, -NUMBERS), (WORDS, 3 - WORDS), (WORDS.astype(float), WORDS)],
)
def test_what_says_the_same_goes_together_entirely(one, other):
    assert association(one, other) == pytest.approx(1, abs=0.01)
    assert association(other, one) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("one", "other"),
    [(NUMBERS, RANDOM.normal(size=600)), (NUMBERS, WORDS), (WORDS, RANDOM.integers(0, 30, 600))],
)
def test_what_has_nothing_to_do_with_each_other_does_not(one, other):
    assert association(one, other) < 0.15


def test_in_between():
    assert 0.5 < association(NUMBERS, NUMBERS + RANDOM.normal(size=600)) < 0.85
    assert 0.3 < association(WORDS, np.where(RANDOM.random(600) < 0.5, WORDS, RANDOM.integers(0, 4, 600))) < 0.7


@pytest.mark.parametrize("constant", [np.ones(600), np.zeros(600, dtype=int), np.full(600, np.nan), np.full(600, -1)])
def test_what_never_changes_goes_with_nothing(constant):
    assert association(constant, NUMBERS) == 0 and association(WORDS, constant) == 0


def test_missing_values_are_left_out():
    torn = np.where(np.arange(600) % 2 == 0, NUMBERS, np.nan)
    assert association(torn, NUMBERS) == pytest.approx(1)
    assert association(torn[:20], NUMBERS[:20]) == 0, "too few rows"
