"""Curves over a setting: too complex is seen, a better value is found, and luck on one half is not believed on the other."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from tests.modelling.candidates.made_up import made
from workbook.errors import InputError, WorkbookError
from workbook.modelling.doubts.learning.complexity import Setting, at_value, complexity_of
from workbook.modelling.doubts.learning.settings import settings_curve
from workbook.modelling.doubts.learning.words import settings_finding, settings_in_words
from workbook.models.recipes import recipe


def tree(depth: int | None):
    return DecisionTreeClassifier(max_depth=depth, random_state=0)


def curve_of(study, estimator):
    return settings_curve(study, "A tree", estimator, complexity_of(estimator, "A tree"))


def test_a_tree_without_a_limit_is_seen_to_be_too_complex():
    study, _ = made(3000)
    found = curve_of(study, tree(None))
    assert found.now == 16 and found.best < 8 and found.better[1] > 0 and found.money[1] > 0
    assert "would rank better" in settings_finding(found)
    assert "more complex ones are worse in use" in settings_in_words(found)
    assert found.own[-1][0] > found.own[0][0]


def test_the_best_one_is_left_alone():
    study, _ = made(3000)
    best = curve_of(study, tree(None)).best
    found = curve_of(study, tree(int(best)))
    assert found.best == found.now and found.better == (0, 0, 0) and found.money is None
    assert "no other value did better" in settings_finding(found) and settings_in_words(found)


def test_of_pure_noise_no_value_is_called_better():
    claimed = 0
    for seed in range(60):
        study, _ = made(300, seed, noise=True)
        setting = Setting("max_depth", "Depth", (1.0, 2.0, 3.0, 4.0), 3.0)
        claimed += settings_curve(study, "A tree", tree(3), setting).better[1] > 0
    assert claimed <= 5  # 1.5 expected


@pytest.mark.parametrize(
    ("estimator", "name", "now"),
    [
        (LogisticRegression(C=0.5), "C", 0.5),
        (make_pipeline(StandardScaler(), LogisticRegression()), "logisticregression__C", 1.0),
        (RandomForestClassifier(), "max_depth", None),
        (GradientBoostingClassifier(), "n_estimators", 100.0),
        (KNeighborsClassifier(), "n_neighbors", 5.0),
        (RidgeClassifier(), "alpha", 1.0),
    ],
)
def test_kinds_of_models_have_a_setting(estimator, name, now):
    found = complexity_of(estimator, "It")
    assert found.name == name and found.now == now and (now is None or now in found.values)
    at_value(estimator, found, found.values[0])


def test_recipes_have_a_setting():
    study, _ = made(100)
    for name in ("logistic", "boosting", "explainable boosting"):
        found = complexity_of(recipe(name).make(study.features, 0), name)
        assert found.now in found.values


@pytest.mark.parametrize("estimator", [GaussianNB(), recipe("base rate").make(None, 0)])
def test_a_model_without_such_a_setting_says_so(estimator):
    with pytest.raises(WorkbookError, match="No setting that makes “It” simpler"):
        complexity_of(estimator, "It")


def test_more_neighbours_than_rows_is_told():
    study, _ = made(100)
    with pytest.raises(InputError, match="cannot be trained with this value"):
        settings_curve(study, "It", KNeighborsClassifier(), complexity_of(KNeighborsClassifier(), "It"))


def test_values_are_whole_where_they_must_be():
    study, _ = made(60)
    estimator = recipe("boosting").make(study.features, 0)
    changed = at_value(estimator, complexity_of(estimator, "It"), 15.0)
    assert changed.get_params()["histgradientboostingclassifier__max_iter"] == 15
    assert isinstance(changed.get_params()["histgradientboostingclassifier__max_iter"], int)
    assert np.isclose(estimator.get_params()["histgradientboostingclassifier__max_iter"], 120)
