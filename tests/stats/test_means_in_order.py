"""The order of means: what is called apart stands in the right order as often as is promised, also when looked at often."""

import numpy as np
import pytest

from workbook.stats.means_in_order import ordered


def population(generator, rows=20_000):
    """Skewed values as absolute attributions are: some columns nearly tie, one is far ahead, one does nothing."""
    scale = np.array([3.0, 1.05, 1.0, 0.98, 0.5, 0.1, 0.0])
    common = generator.gamma(2, 0.5, (rows, 1))
    return scale * generator.gamma(0.8, 1.25, (rows, len(scale))) * common


def test_no_wrong_order_in_many_looks():
    generator = np.random.default_rng(0)
    everybody = population(generator)
    truth = everybody.mean(axis=0)
    sizes, wrong = [128, 256, 512, 1024], 0
    for _ in range(200):
        rows = everybody[generator.permutation(len(everybody))[: sizes[-1]]]
        for size in sizes:
            found = ordered(rows[:size], np.ones(size), 0.1, looks=len(sizes))
            above = found.above & (truth[:, None] < truth)
            alike = found.alike & (np.abs(truth[:, None] - truth) > 0.1)
            if above.any() or alike.any():
                wrong += 1
                break
    assert wrong <= 0.05 * 200


def test_what_is_far_apart_is_told_apart_and_nothing_stays_open():
    values = population(np.random.default_rng(1))
    found = ordered(values, np.ones(len(values)), 0.2)
    best, worst = found.ranks
    assert found.unsettled(3) == ()
    assert (best[0], worst[0]) == (1, 1) and (best[6], worst[6]) == (7, 7)
    assert best[1] == 2 and worst[3] == 4, "the near ties share their places"


def test_few_rows_leave_the_order_open():
    values = population(np.random.default_rng(2))[:30]
    found = ordered(values, np.ones(30), 0.01, looks=5)
    assert any({1, 2} == set(pair) for pair in found.unsettled(7))


def test_columns_that_are_all_alike_are_settled():
    found = ordered(np.zeros((50, 4)), np.ones(50), 0.0)
    assert found.unsettled(4) == () and not found.above.any() and found.ranks[1].tolist() == [4, 4, 4, 4]


def test_a_weight_of_two_counts_as_two_rows_in_the_mean():
    values = np.array([[1.0, 0.0], [3.0, 1.0]])
    assert ordered(values, np.array([1.0, 2.0]), 0.0).mean.tolist() == pytest.approx([7 / 3, 2 / 3])


def test_one_column_alone():
    found = ordered(np.arange(5.0)[:, None], np.ones(5), 0.0)
    assert found.unsettled(10) == () and found.mean[0] == 2
