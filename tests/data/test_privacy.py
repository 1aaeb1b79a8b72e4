from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from workbook.data.privacy import LIMIT, POSITIONS_WANTED, disclose, in_words, shown

TABLES = st.tuples(st.integers(1, 4), st.integers(1, 2), st.integers(1, 6)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.one_of(st.integers(0, 12), st.integers(0, 60)))
)
LIMITS = st.integers(2, 12)


def everything_seen(counts, disclosure):
    """Each number that is shown at any position of the slider, with the cells that it is the sum of."""
    groups, labels, bins = counts.shape
    seen = {}

    def see(value, group, label, start):
        if np.isnan(value):
            return
        mask = np.zeros(counts.shape, dtype=bool)
        mask[group, label, start:] = True
        seen[mask.tobytes()] = (mask.ravel(), value)

    for edge in range(bins + 1):
        told = shown(counts, disclosure, edge)
        at, overall_at = disclosure.nearest(edge), disclosure.nearest_overall(edge)
        for label in range(labels):
            for group in range(groups):
                see(told.rows[group, label], group, label, 0)
                see(told.selected[group, label], group, label, at)
            see(told.overall_rows[label], slice(None), label, 0)
            see(told.overall_selected[label], slice(None), label, overall_at)
    return list(seen.values())


def small_counts(counts, disclosure):
    """Counts between any two edges that must not be known: below the limit, or of a group that is not shown."""
    groups, labels, bins = counts.shape
    for group in (*range(groups), slice(None)):
        for label in range(labels):
            for start in range(bins):
                for end in range(start + 1, bins + 1):
                    mask = np.zeros(counts.shape, dtype=bool)
                    mask[group, label, start:end] = True
                    hidden = isinstance(group, int) and disclosure.reasons[group] != ""
                    if counts[mask].sum() < disclosure.limit or hidden:
                        yield mask.ravel()


def range_of(target, seen, size):
    """The least and the most that a count can be for whoever knows all that is shown, and that no count is negative."""
    masks = np.array([mask for mask, _ in seen], dtype=float)
    values = np.array([value for _, value in seen])
    ends = []
    for sign in (1, -1):
        found = linprog(sign * target.astype(float), A_eq=masks if len(seen) else None, b_eq=values if len(seen) else None, bounds=[(0, 1000)] * size)  # fmt: skip
        assert found.status == 0
        ends.append(sign * found.fun)
    return ends


@settings(max_examples=60, deadline=None)
@given(TABLES, LIMITS)
def test_no_small_or_hidden_count_can_be_computed(counts, limit):
    disclosure = disclose(counts, limit)
    seen = everything_seen(counts, disclosure)
    for target in small_counts(counts, disclosure):
        least, most = range_of(target, seen, counts.size)
        assert most - least >= 1 - 1e-6, "what is shown leaves one value only"


@settings(max_examples=300, deadline=None)
@given(TABLES, LIMITS)
def test_no_difference_of_two_shown_numbers_is_small(counts, limit):
    disclosure = disclose(counts, limit)
    seen = everything_seen(counts, disclosure)
    for first, more in seen:
        assert more >= limit
        for second, less in seen:
            if (second <= first).all() and (second != first).any():
                assert more - less >= limit
    for label in range(counts.shape[1]):  # the total less every group that is shown, at each position
        for edge in (0, *disclosure.positions):
            told = shown(counts, disclosure, edge)
            parts, total = (told.rows, told.overall_rows) if edge == 0 else (told.selected, told.overall_selected)
            rest = total[label] - np.nansum(parts[:, label])
            assert np.isnan(rest) or rest == 0 or rest >= limit


@settings(max_examples=200, deadline=None)
@given(TABLES, LIMITS)
def test_what_is_shown_is_true_and_every_gap_has_its_reason(counts, limit):
    disclosure = disclose(counts, limit)
    told = shown(counts, disclosure, counts.shape[2] // 2)
    for group, reason in enumerate(disclosure.reasons):
        few = (counts[group].sum(axis=1) < limit).any()
        assert (reason == "few") == few
        assert np.isnan(told.rows[group]).all() == (reason != "")
        if reason == "":
            assert (told.rows[group] == counts[group].sum(axis=1)).all()
            at = disclosure.nearest(counts.shape[2] // 2)
            if at is not None:
                assert (told.selected[group] == counts[group, :, at:].sum(axis=1)).all()
    assert set(disclosure.positions) <= set(disclosure.overall_positions)
    hidden = [reason for reason in disclosure.reasons if reason]
    assert not disclosure.overall or len(hidden) != 1, "one hidden group alone would be the total less the others"


def test_a_small_group_takes_another_with_it_and_the_rest_stays():
    counts = np.array([[[50] * 8, [40] * 8], [[60] * 8, [30] * 8], [[20] * 8, [15] * 8], [[1] * 8, [0] * 8]])
    disclosure = disclose(counts)
    assert disclosure.reasons == ("", "", "complement", "few")
    assert disclosure.positions == tuple(range(1, 8)) == disclosure.overall_positions
    told = shown(counts, disclosure, 3)
    assert told.selected[0].tolist() == [250, 200] and np.isnan(told.selected[3]).all()
    assert told.overall_rows.tolist() == [131 * 8, 85 * 8]


def test_positions_are_as_far_apart_as_the_smallest_group_needs():
    counts = np.array([[[100] * 20], [[5] * 20]])
    disclosure = disclose(counts)
    assert disclosure.positions == tuple(range(2, 20, 2)) and disclosure.overall_positions == tuple(range(1, 20))
    assert disclosure.nearest(5) == 4 and disclosure.nearest(0) == 2 and disclosure.nearest(99) == 18


def test_a_group_is_given_up_where_nothing_could_be_moved_otherwise():
    counts = np.array([[[100] * 20], [[100] * 20], [[1] * 20], [[40] * 20]])
    disclosure = disclose(counts)
    assert disclosure.reasons == ("", "", "complement", "complement")
    assert len(disclosure.positions) >= POSITIONS_WANTED


@pytest.mark.parametrize("counts", [np.zeros((0, 2, 5), int), np.zeros((3, 2, 5), int), np.ones((2, 1, 4), int)])
def test_where_all_together_are_too_few_nothing_is_shown(counts):
    disclosure = disclose(counts)
    told = shown(counts, disclosure, 1)
    assert not disclosure.overall and not disclosure.positions
    assert np.isnan(told.rows).all() and np.isnan(told.overall_rows).all() and np.isnan(told.overall_selected).all()


def test_counts_in_words():
    assert in_words(1234, "") == "1,234"
    assert in_words(3, "few") == f"fewer than {LIMIT}, not shown to you"
    assert in_words(30, "complement") == in_words(float("nan"), "") and "give a smaller count away" in in_words(30, "complement")  # fmt: skip


@pytest.mark.parametrize(("counts", "limit"), [(np.zeros((2, 2)), 10), (np.zeros((2, 2, 2), int), 0)])
def test_other_shapes_are_refused(counts, limit):
    with pytest.raises(ValueError, match="by group, label and bin"):
        disclose(counts, limit)
