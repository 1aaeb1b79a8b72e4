"""The measures of Krishna et al.: the published case, and what must hold for any two explanations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.cases import published
from workbook.stats.disagreement import agreements, ranking

MEASURES = ("feature", "rank", "sign", "signed_rank", "rank_correlation", "pairwise_rank")
NAMES = (
    "feature_agreement", "rank_agreement", "sign_agreement", "signed_rank_agreement", "rank_correlation",
    "pairwise_rank_agreement",
)  # fmt: skip
numbers = st.floats(-10, 10, allow_nan=False).map(lambda value: round(value, 2))
explanations = st.integers(2, 7).flatmap(
    lambda columns: st.tuples(
        arrays(float, (4, columns), elements=numbers), arrays(float, (4, columns), elements=numbers)
    )
)


def test_the_published_case():
    case = published("explainability")["xai-disagreement-metrics"]
    one, other = case["inputs"]["explanation_a"], case["inputs"]["explanation_b"]
    columns = sorted(one)
    found = agreements(*(np.array([[each[name] for name in columns]]) for each in (one, other)), case["inputs"]["k"])
    for measure, name in zip(MEASURES, NAMES, strict=True):
        assert getattr(found, measure)[0] == pytest.approx(case["expected"][name], abs=case["tolerance"])


@given(explanations)
def test_whoever_is_asked_first_does_not_matter(both):
    one, other = both
    k = min(3, one.shape[1])
    there, back = agreements(one, other, k), agreements(other, one, k)
    for measure in MEASURES:
        np.testing.assert_allclose(getattr(there, measure), getattr(back, measure))


@given(explanations)
def test_an_explanation_agrees_with_itself_and_with_its_multiple(both):
    one, _ = both
    for measure in MEASURES:
        found = getattr(agreements(one, 8 * one, 2), measure)
        assert np.all(np.isnan(found) | np.isclose(found, 1))


@given(explanations)
def test_stricter_measures_agree_less(both):
    found = agreements(*both, 2)
    assert np.all(found.signed_rank <= found.rank) and np.all(found.signed_rank <= found.sign)
    assert np.all(found.rank <= found.feature) and np.all(found.sign <= found.feature)


@given(explanations)
def test_all_columns_together_always_name_the_same(both):
    assert np.all(agreements(*both, both[0].shape[1]).feature == 1)


def test_the_opposite_sign_leaves_only_the_order():
    one = np.array([[3.0, -2.0, 1.0]])
    found = agreements(one, -one, 3)
    assert (found.feature, found.rank, found.rank_correlation, found.pairwise_rank) == (1, 1, 1, 1)
    assert (found.sign, found.signed_rank) == (0, 0)


def test_the_reversed_order_is_a_correlation_of_minus_one():
    found = agreements(np.array([[1.0, 2.0, 3.0]]), np.array([[3.0, 2.0, 1.0]]), 1)
    assert found.rank_correlation == -1 and found.pairwise_rank == 0 and found.feature == 0


def test_where_no_column_is_a_reason_the_order_says_nothing():
    found = agreements(np.zeros((1, 3)), np.array([[1.0, 2.0, 3.0]]), 1)
    assert np.isnan(found.rank_correlation[0])
    assert np.isnan(agreements(np.ones((2, 1)), np.ones((2, 1)), 1).pairwise_rank).all()


def test_places_among_the_reasons():
    assert ranking(np.array([[0.1, -3.0, 2.0, 2.0]])).tolist() == [[3, 0, 1, 2]]


@pytest.mark.parametrize(("shape", "k"), [((2, 3), 0), ((2, 3), 4), ((3, 3), 1)])
def test_what_cannot_be_compared(shape, k):
    with pytest.raises(ValueError, match="explanations"):
        agreements(np.zeros((2, 3)), np.zeros(shape), k)
