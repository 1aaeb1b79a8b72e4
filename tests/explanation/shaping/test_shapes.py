"""Shapes: curves that can be written down, what is hidden of single cases, and the trap of values that never meet."""

import numpy as np
import pytest
from scipy.special import expit

from tests.explanation import made
from workbook.explanation.shaping.shapes import outside, shapes


@pytest.fixture(scope="module")
def held():
    return made.study(made.frame(600))


def drawn_shapes(held, says, columns=None, rows=None, **more):
    model = made.Told(says, tuple(held.features.columns))
    every = np.random.default_rng(0).permutation(held.rows) if rows is None else rows
    return shapes(held, model, every, columns or model.columns, **more)


def test_a_line_is_a_line_in_both_pictures(held):
    found = drawn_shapes(held, lambda rows: 0.3 * rows["income"] + 0.1 * rows["noise"], ("income",)).shapes[0]
    points, partial = np.array(found.points), np.array(found.partial)
    np.testing.assert_allclose(np.diff(partial[:, 0]), 0.3 * np.diff(points), atol=1e-9)
    np.testing.assert_allclose(np.diff([one[0] for one in found.local]), 0.3 * np.diff(points), atol=1e-9)
    np.testing.assert_allclose(partial[:, 2] - partial[:, 1], 0, atol=1e-9)  # everybody has the same line
    assert found.against == 0
    widths = np.array([high - low for low, high in found.bands])
    np.testing.assert_allclose(widths, np.ptp(np.quantile(0.1 * held.features["noise"], [0.1, 0.9])), atol=0.02)


def test_a_column_that_the_model_ignores_is_flat(held):
    found = drawn_shapes(held, lambda rows: expit(rows["income"]), ("noise", "job"))
    for one in found.shapes:
        assert np.ptp([value for value, _, _ in one.partial]) < 1e-12
        assert all(abs(value) < 1e-12 for value, _, _ in one.local)


def test_cases_for_which_it_goes_the_other_way_are_counted(held):
    found = drawn_shapes(held, lambda rows: rows["income"] * np.where(rows["noise"] > -0.5, 1.0, -1.0), ("income",))
    assert found.shapes[0].against == pytest.approx((held.features["noise"] <= -0.5).mean())


def test_words_have_a_score_each_and_no_order(held):
    lookup = {"fixed": 0.8, "free": 0.5, "none": 0.2}
    found = drawn_shapes(held, lambda rows: rows["job"].map(lookup), ("job",)).shapes[0]
    assert dict(zip(found.points, [value for value, _, _ in found.partial], strict=True)) == pytest.approx(lookup)
    assert found.local == () and np.isnan(found.against)


def test_words_and_ends_of_fewer_than_ten_rows_are_not_shown():
    features = made.frame(600)
    features.loc[:8, "job"], features.loc[:8, "noise"] = "astronaut", 99.0
    held = made.study(features, groups=False)
    found = drawn_shapes(held, lambda rows: rows["income"] * 0 + 0.5, ("job", "noise"))
    assert "astronaut" not in found.shapes[0].points and max(found.shapes[1].points) < 99


def test_bands_need_enough_cases_to_hide_single_ones(held):
    few = drawn_shapes(held, lambda rows: expit(rows["income"] + rows["noise"]), ("income",), np.arange(99))
    many = drawn_shapes(held, lambda rows: expit(rows["income"] + rows["noise"]), ("income",), np.arange(100))
    assert few.shapes[0].bands is None and many.shapes[0].bands is not None


def test_a_trap_of_values_that_never_meet_is_counted(held):
    """Income and rent go together; partial dependence also asks about the rich in the cheapest flats."""
    found = drawn_shapes(held, lambda rows: expit(rows["income"]), ("income", "noise"))
    income, noise = found.shapes
    assert income.partner == "rent" and 0.1 < income.outside < 0.9
    assert noise.partner == "" and noise.outside == 0
    unrelated = held.features.assign(rent=np.random.default_rng(5).normal(size=held.rows))
    assert outside(unrelated, "income", "rent", list(income.points)) < 0.1


def test_a_constant_column_has_no_shape(held):
    flat = made.study(made.frame(300).assign(flat=2.0), groups=False)
    found = drawn_shapes(flat, lambda rows: expit(rows["income"]), ("flat", "income"))
    assert found.left_out == ("flat",) and [one.column for one in found.shapes] == ["income"]


def test_rows_are_asked_of_the_copy_that_did_not_learn_from_them(held):
    model = made.trained(held, "logistic")
    found = shapes(held, model, np.arange(held.rows), ("income",)).shapes[0]
    point = found.points[3]
    expected = model.again(held.features.assign(income=point)).mean()
    assert found.partial[3][0] == pytest.approx(expected) and found.partial[3][1] <= expected <= found.partial[3][2]


def test_fifty_rows_and_weights():
    held = made.study(made.frame(50), weight=np.where(np.arange(50) < 25, 9.0, 1.0))
    found = drawn_shapes(held, lambda rows: expit(rows["income"]))
    assert {one.column for one in found.shapes} <= set(held.features) and found.rows == 50
