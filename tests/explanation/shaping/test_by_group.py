"""Reasons by group: they make the gap, entirely; the column that carries the group is named; few people are not shown."""

from dataclasses import replace

import numpy as np
import pytest

from tests.explanation import made
from workbook.explanation.attributing.attributions import explain
from workbook.explanation.shaping.by_group import MOST_GROUPS, by_group


@pytest.fixture(scope="module")
def held():
    return made.study(made.frame(900))


def reasons(held, model, rows=None, method="tree shap"):
    found = explain(held, model, np.arange(held.rows) if rows is None else rows, method, background=30)
    return by_group(held, found, "SHAP", "Model"), found


def test_the_parts_make_the_gap_and_age_carries_the_young(held):
    result, found = reasons(held, made.trained(held, "logistic"), method="linear shap")
    for one in result.groups:
        bases = found.bases[held.group == held.group_names.index(one.group)].mean()
        others = found.bases[held.group != held.group_names.index(one.group)].mean()
        parts = sum(part.difference[0] for part in one.parts)
        assert parts + bases - others == pytest.approx(one.gap[0], abs=1e-9)
    young = next(one for one in result.groups if one.group == "young")
    assert young.gap[2] < 0 and young.parts[0].column == "age" and young.parts[0].carries
    noise = next(part for part in young.parts if part.column == "noise")
    assert not noise.apart and not noise.carries and noise.with_group < 0.2


def test_a_model_that_ignores_what_differs_treats_groups_alike(held):
    model = made.Told(lambda rows: 0.5 + 0.1 * np.tanh(rows["noise"]), tuple(held.features.columns))
    result, _ = reasons(held, model, np.arange(0, 900, 3), "permutation shap")
    for one in result.groups:
        assert one.gap[1] < 0 < one.gap[2] or abs(one.gap[0]) < 0.01
        assert not any(part.apart for part in one.parts if part.column != "noise")


def test_fewer_than_ten_people_are_not_shown(held):
    few = replace(held, group=np.where(np.arange(900) < 9, 1, 0), group_names=("many", "few"))
    result, _ = reasons(few, made.trained(held, "logistic"), method="linear shap")
    assert all(one.people is None and one.parts == () for one in result.groups), "the rest would give the few away"


def test_without_groups_nothing_is_split(held):
    alone = made.study(made.frame(), groups=False)
    assert reasons(alone, made.trained(alone, "logistic"), method="linear shap")[0].groups == ()


def test_very_many_groups_are_named_as_left_out(held):
    crossed = replace(held, group=np.arange(900) % 20, group_names=tuple(f"group {place}" for place in range(20)))
    result, _ = reasons(crossed, made.trained(held, "logistic"), method="linear shap")
    assert len(result.groups) == MOST_GROUPS and len(result.left_out) == 20 - MOST_GROUPS


def test_many_columns_and_groups_that_do_not_differ_are_seldom_called_apart():
    """Two groups drawn by lot, twelve columns: one alarm in twenty studies is what was promised."""
    alarms = 0
    for seed in range(40):
        generator = np.random.default_rng(seed)
        features = made.pd.DataFrame(generator.normal(size=(300, 12)), columns=list("abcdefghijkl"))
        held = made.study(features, groups=False)
        held = replace(held, group=generator.integers(0, 2, 300), group_names=("one", "other"))
        model = made.Told(lambda rows: rows.to_numpy().sum(axis=1), tuple(features))
        values = features.to_numpy() - features.to_numpy().mean(axis=0)
        found = made.attributions(values, tuple(features))
        alarms += any(part.apart for one in by_group(held, found, "", model.title).groups for part in one.parts)
    assert alarms <= 5
