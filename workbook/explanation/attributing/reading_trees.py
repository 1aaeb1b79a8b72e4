"""The trees of an estimator as arrays: scikit-learn's read here, those of other libraries by the package shap.

Reading scikit-learn's own saves importing shap, which takes a second and more than a hundred megabytes.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from workbook.errors import InputError
from workbook.models.folds import Floats
from workbook.stats.tree_shapley import Trees

FORESTS = ("RandomForestClassifier", "ExtraTreesClassifier", "RandomForestRegressor", "ExtraTreesRegressor")
TREE = ("DecisionTreeClassifier", "DecisionTreeRegressor")
STEPWISE = ("GradientBoostingClassifier", "GradientBoostingRegressor")
HISTOGRAMS = ("HistGradientBoostingClassifier", "HistGradientBoostingRegressor")
OTHERS = ("XGBClassifier", "LGBMClassifier", "CatBoostClassifier")
"""Read by shap."""
READ = (*HISTOGRAMS, *STEPWISE, *TREE, *FORESTS, *OTHERS)
One = tuple[Floats, Floats, Floats, Floats, Floats, Floats]
"""Left, right, missing, inputs, thresholds and values of one tree."""


def trees_of(estimator: Any) -> tuple[Trees, Any]:
    """The trees of an estimator, and the kind of numbers that it compares with its thresholds.

    Raises
    ------
    InputError
        They cannot be read.
    """
    name = type(estimator).__name__
    if name in HISTOGRAMS:
        return _stacked([_of_histograms(one[0].nodes) for one in estimator._predictors], _start(estimator)), np.float64
    if name in STEPWISE:
        rate = estimator.learning_rate
        trees = [_of_tree(one[0].tree_, rate) for one in estimator.estimators_]
        return _stacked(trees, _before_trees(estimator)), np.float32
    if name in TREE:
        return _stacked([_of_tree(estimator.tree_)]), np.float32
    if name in FORESTS:
        share = 1 / len(estimator.estimators_)
        return _stacked([_of_tree(one.tree_, share) for one in estimator.estimators_]), np.float32
    if name in OTHERS:
        return _by_shap(estimator)
    raise InputError(f"The trees of {name} cannot be read.", "Use permutation shap.")


def _start(estimator: Any) -> float:
    return float(np.ravel(estimator._baseline_prediction)[0])


def _before_trees(estimator: Any) -> float:
    """What gradient boosting says before its first tree; a start that depends on the row cannot be read."""
    start = np.ravel(estimator._raw_predict_init(np.zeros((1, estimator.n_features_in_))))
    return float(start[0])


def _of_tree(tree: Any, factor: float = 1.0) -> One:
    left, right = tree.children_left, tree.children_right
    goes_left = np.asarray(tree.missing_go_to_left, dtype=bool)
    values = tree.value[:, 0, -1]  # the share of the event, or the one output
    return left, right, np.where(goes_left, left, right), tree.feature, tree.threshold, factor * values


def _of_histograms(nodes: Any) -> One:
    leaf = nodes["is_leaf"].astype(bool)
    if nodes["is_categorical"].any():
        raise InputError(
            "This model splits columns of words itself, by sets of values, which cannot be read as thresholds.",
            "Use permutation shap.",
        )
    left, right = (np.where(leaf, -1, nodes[one].astype(np.int64)) for one in ("left", "right"))
    missing = np.where(nodes["missing_go_to_left"].astype(bool), left, right)
    return left, right, missing, nodes["feature_idx"], nodes["num_threshold"], nodes["value"]


def _stacked(trees: Sequence[One], offset: float = 0.0) -> Trees:
    """Trees of different size as arrays of one shape; what is added is never reached."""
    most = max(len(one[0]) for one in trees)

    def all_(part: int, kind: Any, filler: float) -> Any:
        found = np.full((len(trees), most), filler, dtype=kind)
        for place, one in enumerate(trees):
            found[place, : len(one[part])] = one[part]
        return found

    left, right, missing = (all_(part, np.int32, -1) for part in range(3))
    return Trees(left, right, missing, all_(3, np.int32, 0), all_(4, float, 0.0), all_(5, float, 0.0), offset)


def _by_shap(estimator: Any) -> tuple[Trees, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # shap's pictures warn while they are imported
        import shap

    try:
        held = shap.TreeExplainer(estimator).model
    except Exception as error:  # a reader of many libraries, each with errors of its own
        raise InputError(f"The trees of {type(estimator).__name__} cannot be read.", "Use permutation shap.") from error
    left, right, missing, asked = (
        np.ascontiguousarray(one, dtype=np.int32)
        for one in (held.children_left, held.children_right, held.children_default, held.features)
    )
    values = np.ascontiguousarray(held.values[:, :, -1], dtype=float)
    thresholds = np.ascontiguousarray(held.thresholds, dtype=float)
    offset = float(np.ravel(held.base_offset)[-1])
    return Trees(left, right, missing, asked, thresholds, values, offset), held.input_dtype
