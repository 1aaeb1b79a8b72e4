"""The tree that stands in: it repeats what is a tree, says how badly it repeats the rest, and is judged as it is written."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.explanation import made
from workbook.errors import InputError
from workbook.explanation.shaping.small_tree import grown, rounded
from workbook.explanation.shaping.stand_in import r_squared, stand_in


@pytest.fixture(scope="module")
def held():
    return made.study(made.frame(1200))


def a_tree(features):
    young = features["age"].fillna(0).to_numpy() < 40
    return np.where(young, 0.3, np.where(features["job"] == "none", 0.5, 0.9)) + 0.0


def test_a_tree_is_repeated_exactly_and_in_its_own_words(held):
    found = stand_in(held, a_tree(held.features), depth=2)
    assert found.fidelity.fit[0] == pytest.approx(1) and found.fidelity.same == pytest.approx((1, 0.993, 1), abs=0.01)
    assert [round(leaf.score, 6) for leaf in found.leaves] == [0.3, 0.5, 0.9]
    columns = {question.column for leaf in found.leaves for question, _ in leaf.path}
    assert columns == {"age", "job"}
    assert sum(leaf.part for leaf in found.leaves) == pytest.approx(1)
    assert found.changed[0] == 0
    job = next(question for leaf in found.leaves for question, _ in leaf.path if question.column == "job")
    assert job.word == "none"


def test_what_no_tree_says_is_not_repeated_and_that_is_said(held):
    found = stand_in(held, 0.5 + 0.2 * np.sin(20 * held.features["income"].to_numpy()))
    assert found.fidelity.fit[0] < 0.2
    assert found.fidelity.fit[1] <= found.fidelity.fit[0] <= found.fidelity.fit[2]


def test_noise_earns_nothing_on_the_other_half(held):
    found = stand_in(held, np.random.default_rng(0).random(held.rows))
    assert found.fidelity.fit[1] < 0.02 and dict(found.deeper)[5] < 0.02


def test_deeper_trees_repeat_more(held):
    score = 1 / (1 + np.exp(-made.odds(held.features)))
    depths = dict(stand_in(held, score).deeper)
    assert depths[1] < depths[2] < depths[3] < depths[5]


def test_fidelity_differs_by_group_and_few_people_are_not_shown(held):
    wild = held.group == 2
    score = np.where(wild, np.random.default_rng(1).random(held.rows), a_tree(held.features))
    found = {one.name: one for one in stand_in(held, score).groups}
    assert found["middle"].fit[1] > found["old"].fit[2]
    few = replace(held, group=np.where(np.arange(held.rows) < 15, 1, 0), group_names=("many", "few"))
    groups = {one.name: one for one in stand_in(few, score).groups}
    assert groups["few"].people is None and np.isnan(groups["few"].fit[0])


def test_it_needs_no_model_and_leaves_rows_without_a_score_aside(held):
    score = np.where(np.arange(held.rows) % 3 == 0, np.nan, a_tree(held.features))
    found = stand_in(held, score)
    assert found.model == "" and found.rows == pytest.approx(held.rows / 3, abs=2)


def test_the_price_of_deciding_by_the_tree_is_told_in_money(held):
    rich = replace(
        held, if_selected=np.where(held.label == 1, 100.0, -200.0), if_not=np.zeros(held.rows), yearly_volume=1e4
    )
    score = 1 / (1 + np.exp(-made.odds(held.features)))
    found = stand_in(rich, score, depth=1)
    assert found.money is not None and found.per_year and found.changed[0] > 0


@pytest.mark.parametrize("score", [np.full(1200, np.nan), np.where(np.arange(1200) < 30, 0.5, np.nan)])
def test_too_few_scores_are_told(held, score):
    with pytest.raises(InputError, match="Too few rows"):
        stand_in(held, score)


def test_the_same_score_for_everybody(held):
    found = stand_in(held, np.full(held.rows, 0.7))
    assert len(found.leaves) == 1 and found.leaves[0].path == () and np.isnan(found.fidelity.fit[0])
    assert found.fidelity.same[0] == 1


def test_no_leaf_rests_on_few_rows(held):
    score = 1 / (1 + np.exp(-made.odds(held.features)))
    node = grown(held.features, score, 5)
    assert min(rows.sum() for _, _, rows in node.ends(held.features)) >= 10
    shown = np.zeros(held.rows)
    for _, _, rows in node.ends(held.features):
        shown += rows
    assert (shown == 1).all(), "each row comes to exactly one end"


def test_missing_numbers_go_where_it_is_written():
    features = pd.DataFrame({"x": np.where(np.arange(400) % 4 == 0, np.nan, np.arange(400) % 7)})
    score = np.where(features["x"].isna(), 1.0, 0.0)
    node = grown(features, score, 2)
    assert r_squared(score, node.says(features)) == pytest.approx(1)


@given(st.floats(-1e6, 1e6), st.floats(0.001, 1e6))
def test_a_limit_is_rounded_to_about_a_hundredth_of_the_spread(limit, spread):
    assert abs(rounded(limit, spread, False) - limit) <= 0.06 * spread
    assert rounded(limit, spread, True) == np.floor(limit)
