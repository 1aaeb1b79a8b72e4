"""One call for every method: what must hold of all of them, and what each must say of models that can be written down."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

from tests.explanation import made
from workbook.errors import InputError
from workbook.explanation.attributing.attributions import explain, first_method, methods_for
from workbook.explanation.attributing.background import background_of
from workbook.models.model import EstimatorModel

SOME = np.array([3, 50, 51, 200, 399])
TREES = {
    "histograms": lambda: HistGradientBoostingClassifier(max_iter=20, random_state=0),
    "gradient boosting": lambda: make_pipeline(SimpleImputer(), GradientBoostingClassifier(n_estimators=12, random_state=0)),
    "forest": lambda: RandomForestClassifier(12, random_state=0),
    "extra trees": lambda: ExtraTreesClassifier(12, random_state=0),
    "one tree": lambda: DecisionTreeClassifier(max_depth=5, random_state=0),
}  # fmt: skip


@pytest.fixture(scope="module")
def held():
    return made.study()


@pytest.fixture(scope="module")
def boosted(held):
    return made.trained(held)


@pytest.mark.parametrize("name", TREES)
def test_trees_are_explained_exactly(held, name):
    """Five columns have 32 coalitions: permutation SHAP goes through all of them, and must say the same."""
    model = made.trained(held, made.behind(held.features, TREES[name]()))
    assert first_method(model) == "tree shap"
    one = explain(held, model, SOME, "tree shap", background=20)
    other = explain(held, model, SOME, "permutation shap", background=20)
    assert one.additive and other.additive and one.gap < 1e-9
    assert one.scale == ("log-odds" if name in ("histograms", "gradient boosting") else "probability")
    np.testing.assert_allclose(one.values, other.values, atol=1e-9)
    np.testing.assert_allclose(one.bases, other.bases, atol=1e-9)


def test_trees_say_what_the_package_shap_says():
    """On rounded numbers: it compares with thresholds in single precision, so that others may go the wrong way."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its pictures warn while they are imported
        import shap
    features = made.frame()
    held = made.study(features.assign(**features[["income", "rent", "noise"]].round(1)))
    model = made.brought(held, made.behind(held.features, HistGradientBoostingClassifier(max_iter=15, random_state=0)))
    chosen = background_of(held, model, 20, "everybody", 3)
    prepared = model.held[:-1].transform
    reader = shap.TreeExplainer(model.held[-1], prepared(chosen.rows), feature_perturbation="interventional")
    theirs = reader.shap_values(prepared(held.features.iloc[SOME]), check_additivity=False)
    ours = explain(held, model, SOME, "tree shap", background=chosen)
    order = [*held.features.select_dtypes("number"), *held.features.select_dtypes(exclude="number")]
    places = [list(ours.columns).index(name) for name in order]
    np.testing.assert_allclose(ours.values[:, places], theirs, atol=1e-6)


def test_a_weighted_sum_is_explained_by_its_weights_and_distances():
    features = made.frame()[["income", "rent", "noise"]]
    held = made.study(features, groups=False)
    model = made.brought(held, LogisticRegression())
    chosen = background_of(held, model, 40, "everybody", 1)
    found = explain(held, model, SOME, "linear shap", background=chosen)
    expected = model.held.coef_[0] * (features.iloc[SOME].to_numpy() - chosen.rows.to_numpy().mean(axis=0))
    np.testing.assert_allclose(found.values, expected, atol=1e-12)
    assert found.additive and found.scale == "log-odds" and not found.unseen.any()


def test_one_hot_parts_and_indicators_are_summed_back_to_their_column(held):
    model = made.trained(held, "logistic")
    one, other = (explain(held, model, SOME, method, background=15) for method in ("linear shap", "permutation shap"))
    assert one.columns == tuple(held.features.columns)
    np.testing.assert_allclose(one.values, other.values, atol=1e-9)


def test_a_decision_function_without_probabilities_is_a_score():
    held = made.study(made.frame()[["income", "noise"]], groups=False, cut=np.zeros(400))
    found = explain(held, made.brought(held, LinearSVC()), SOME, "linear shap")
    assert found.scale == "score" and found.additive


@pytest.mark.parametrize("method", ["tree shap", "permutation shap", "lime"])
def test_a_column_that_the_model_ignores_has_no_part(held, method):
    if method == "tree shap":
        model = made.trained(made.study(held.features.assign(noise=0.0)))
    else:
        model = made.Told(lambda rows: expit(rows["income"] - 0.1 * rows["rent"]), tuple(held.features.columns))
    found = explain(held, model, SOME, method, background=30)
    place = found.columns.index("noise")
    assert np.abs(found.values[:, place]).max() <= (0.05 if method == "lime" else 0.0)


@pytest.mark.parametrize("method", ["tree shap", "permutation shap", "lime"])
def test_a_row_is_explained_by_the_copy_that_did_not_learn_from_it(held, boosted, method):
    found = explain(held, boosted, SOME, method, background=10)
    assert found.unseen.all()
    for mask, copy in boosted.by_fold:
        here = mask[SOME]
        expected = copy.decision_function(held.features.iloc[SOME[here]])
        np.testing.assert_allclose(found.explained[here], expected, atol=1e-9)


def test_a_row_that_every_copy_learned_from_says_so(held):
    by_time = made.study(folds=3)
    model = made.trained(by_time)
    model.by_fold = model.by_fold[1:]
    found = explain(by_time, model, np.arange(30), "tree shap", background=10)
    assert 0 < found.unseen.sum() < 30


def test_the_terms_of_an_ebm_add_up_and_come_near_to_shapley_values(held):
    pytest.importorskip("interpret")
    full = made.study(held.features.fillna({"age": 45.0}))
    model = made.trained(full, "explainable boosting")
    one = explain(full, model, SOME, "ebm", background=20)
    other = explain(full, model, SOME, "permutation shap", background=20)
    assert first_method(model) == "ebm" and one.additive and one.gap < 1e-9
    np.testing.assert_allclose(one.bases, other.bases, atol=1e-9)
    assert np.corrcoef(one.values.ravel(), other.values.ravel())[0, 1] > 0.95


def test_lime_recovers_the_weights_of_a_weighted_sum():
    pytest.importorskip("lime")
    generator = np.random.default_rng(0)
    features = pd.DataFrame(generator.integers(0, 2, (400, 5)).astype(float), columns=list("abcde"))
    weights = np.array([0.2, -0.15, 0.1, 0.05, 0.0])
    held = made.study(features, groups=False)
    model = made.Told(lambda rows: 0.4 + rows.to_numpy() @ weights, tuple("abcde"))
    found = explain(held, model, SOME, "lime")
    chosen = background_of(held, model, 100, "everybody", found.seed)
    expected = weights * (features.iloc[SOME].to_numpy() - chosen.rows.to_numpy().mean(axis=0))
    np.testing.assert_allclose(found.values, expected, atol=2e-3)
    assert np.all(found.fit > 0.99)


def test_lime_shows_how_badly_a_line_fits():
    pytest.importorskip("lime")
    features = pd.DataFrame(np.random.default_rng(1).choice([-1.0, 1.0], (400, 2)), columns=["a", "b"])
    held = made.study(features, groups=False)
    crossed = made.Told(lambda rows: 0.5 + 0.4 * rows["a"] * rows["b"], ("a", "b"))
    found = explain(held, crossed, SOME, "lime")
    assert found.fit.max() < 0.5 and not found.additive


@pytest.mark.parametrize("method", ["tree shap", "permutation shap", "lime"])
def test_the_same_seed_gives_the_same_and_rows_do_not_depend_on_their_company(held, boosted, method):
    whole = explain(held, boosted, SOME, method, background=20, seed=5)
    alone = explain(held, boosted, SOME[2:3], method, background=20, seed=5)
    np.testing.assert_allclose(alone.values[0], whole.values[2], atol=1e-12)
    if method != "tree shap":
        other = explain(
            held, boosted, SOME, method, background=background_of(held, boosted, 20, "everybody", 5), seed=6
        )
        assert method == "permutation shap" or not np.allclose(other.values, whole.values)


def test_the_background_says_whom_and_how_many(held, boosted):
    found = explain(held, boosted, SOME, "tree shap", background=30, seed=4, compared_with="selected")
    assert found.background == "30 of 400 applicants, from those approved, spread evenly over the score (seed 4)"
    everybody = explain(held, boosted, SOME, "tree shap", background=30, seed=4)
    assert found.base > everybody.base, "the approved have higher scores"
    score = boosted.again(held.features)
    chosen = background_of(held, boosted, 30, "not selected", 4)
    assert (score[chosen.places] < held.cut[chosen.places]).all() and len(set(chosen.places)) == 30


def test_a_background_lies_nearer_to_all_rows_than_a_random_sample(held, boosted):
    score = boosted.again(held.features)
    spread = [score[background_of(held, boosted, 20, "everybody", seed).places].mean() for seed in range(40)]
    drawn = [score[np.random.default_rng(seed).choice(400, 20, replace=False)].mean() for seed in range(40)]
    assert np.std(spread) < np.std(drawn) / 2


def test_other_values_for_a_row_are_explained_by_its_copy(held, boosted):
    changed = held.features.iloc[SOME].assign(income=3.0)
    found = explain(held, boosted, SOME, "tree shap", features=changed, background=10)
    usual = explain(held, boosted, SOME, "tree shap", background=10)
    assert (found.explained > usual.explained).mean() > 0.7 and found.additive


def test_a_preparation_that_mixes_columns_is_told_and_permutation_still_works():
    held = made.study(made.frame()[["income", "rent", "noise"]], groups=False)
    for last in (LogisticRegression(), RandomForestClassifier(5, random_state=0)):
        model = made.brought(held, make_pipeline(PCA(2), last))
        with pytest.raises(InputError, match=r"mixes columns.*permutation shap"):
            explain(held, model, SOME, first_method(model))
        assert explain(held, model, SOME, "permutation shap", background=10).additive


def test_words_that_trees_split_themselves_are_told_and_permutation_still_works():
    features = made.frame()[["income", "job"]].astype({"job": "category"})
    held = made.study(features, groups=False)
    estimator = HistGradientBoostingClassifier(max_iter=10, random_state=0).fit(features, features["job"] == "none")
    model = EstimatorModel(estimator, ("income", "job"))
    with pytest.raises(InputError, match="permutation shap"):
        explain(held, model, SOME, "tree shap")
    assert explain(held, model, SOME, "permutation shap", background=10).additive


class Net:
    """A PyTorch model as a project would bring it."""

    kind, title, columns, fingerprint, estimator = "torch", "Net", ("income", "rent", "noise"), "net", None

    def __init__(self, last):
        import torch

        torch.manual_seed(0)
        self.module = torch.nn.Sequential(torch.nn.Linear(3, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1), last).double()

    def inputs(self, rows):
        return rows[list(self.columns)].to_numpy(dtype=float)

    def score(self, rows):
        import torch

        with torch.no_grad():
            return self.module(torch.tensor(self.inputs(rows))).numpy().ravel()


def test_integrated_gradients_are_complete():
    pytest.importorskip("captum")
    import torch

    held = made.study(made.frame()[["income", "rent", "noise"]], groups=False)
    model = Net(torch.nn.Sigmoid())
    assert first_method(model) == "integrated gradients"
    found = explain(held, model, SOME, "integrated gradients", background=20)
    assert found.scale == "probability" and found.gap < 1e-6
    other = explain(held, model, SOME, "permutation shap", background=20)
    assert np.abs(found.values - other.values).max() < 0.05


def test_integrated_gradients_of_a_weighted_sum_are_weights_times_distances():
    pytest.importorskip("captum")
    import torch

    held = made.study(made.frame()[["income", "rent", "noise"]], groups=False)
    model = Net(torch.nn.Identity())
    model.module = torch.nn.Linear(3, 1).double()
    chosen = background_of(held, model, 10, "everybody", 1)
    found = explain(held, model, SOME, "integrated gradients", background=chosen)
    weights = model.module.weight.detach().numpy()[0]
    distance = held.features.iloc[SOME].to_numpy() - chosen.rows.to_numpy().mean(axis=0)
    np.testing.assert_allclose(found.values, weights * distance, atol=1e-9)
    assert found.scale == "score"


def test_a_missing_extra_is_a_line_and_not_an_error(monkeypatch, boosted):
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    told = dict(methods_for(boosted))
    assert told["lime"].endswith('pip install "ai-use-case-workbook[explain]"')
    assert told["tree shap"] == "" and told["permutation shap"] == ""


def test_every_method_says_why_it_does_not_fit(boosted):
    told = dict(methods_for(made.Told(lambda rows: rows, ())))
    assert [name for name, why_not in told.items() if not why_not] == ["permutation shap", "lime"]
    assert all(why_not.endswith(".") for why_not in told.values() if why_not)
    with pytest.raises(InputError, match="tree shap"):
        explain(made.study(), boosted, SOME, "linear shap")


@pytest.mark.parametrize("name", ["", "SHAP", "kernel"])
def test_an_unknown_method_is_told_with_those_there_are(held, boosted, name):
    with pytest.raises(InputError, match="tree shap"):
        explain(held, boosted, SOME, name)


def test_nobody_to_compare_with(held, boosted):
    nobody = held.at(2.0)
    with pytest.raises(InputError, match="approved"):
        explain(nobody, boosted, SOME, "tree shap", compared_with="selected")


def test_no_rows_one_row_and_one_column(held, boosted):
    none = explain(held, boosted, np.zeros(0, dtype=int), "tree shap")
    assert none.values.shape == (0, 5) and none.additive
    assert set(explain(held, boosted, SOME[:1], "tree shap").at(3)) == set(held.features)
    with pytest.raises(KeyError):
        none.at(3)
    narrow = made.study(made.frame()[["income"]], groups=False)
    model = made.trained(narrow)
    for method in ("tree shap", "permutation shap", "lime"):
        assert explain(narrow, model, SOME, method).values.shape == (5, 1)


def test_a_model_that_says_the_same_of_everybody_has_no_reasons(held):
    model = made.trained(held, "base rate")
    for method in ("permutation shap", "lime"):
        assert np.abs(explain(held, model, SOME, method, background=10).values).max() < 1e-12


@pytest.mark.parametrize("method", ["tree shap", "linear shap"])
def test_the_first_of_two_classes_as_the_event_turns_every_sign(held, method):
    features = held.features[["income", "rent", "noise"]]
    narrow = made.study(features, groups=False)
    trees = (RandomForestClassifier(8, random_state=0), HistGradientBoostingClassifier(max_iter=8, random_state=0))
    for last in trees if method == "tree shap" else (LogisticRegression(),):
        model = made.brought(narrow, last)
        other = EstimatorModel(model.held, model.columns, event=0)
        one, two = (explain(narrow, each, SOME, method, background=background_of(narrow, model, 20, "everybody", 1))
                    for each in (model, other))  # fmt: skip
        np.testing.assert_allclose(one.values, -two.values, atol=1e-12)
        assert one.additive and two.additive and one.scale == two.scale
        np.testing.assert_allclose(two.explained, explain(narrow, other, SOME, "permutation shap").explained, atol=1e-9)


@pytest.mark.parametrize("kind", ["forest", "histograms", "stepwise", "line"])
def test_a_regression_is_a_score_like_any_other(kind):
    features = made.frame()[["income", "rent", "noise"]]
    held = made.study(features, groups=False, cut=np.zeros(400))
    makers = {"forest": RandomForestRegressor(6, random_state=0), "stepwise": GradientBoostingRegressor(random_state=0),
              "histograms": HistGradientBoostingRegressor(random_state=0), "line": LinearRegression()}  # fmt: skip
    fitted = makers[kind].fit(features.to_numpy(), 3 * features["income"])
    model = EstimatorModel(fitted, tuple(features))
    found = explain(held, model, SOME, first_method(model), background=20)
    assert found.method == ("linear shap" if kind == "line" else "tree shap") and found.scale == "score"
    assert found.additive and np.abs(found.values[:, 0]).mean() > 10 * np.abs(found.values[:, 2]).mean()


def test_columns_in_types_of_the_engine_are_explained_like_any_other(held):
    """Whole numbers of which some are missing are a type of their own."""
    whole = held.features.assign(
        age=held.features["age"].astype("Int64"), flag=(held.features["noise"] > 0).astype("boolean")
    )
    model = made.trained(made.study(held.features.assign(flag=whole["flag"].astype(float))))
    study = made.study(whole)
    brought = EstimatorModel(model.whole, model.columns)
    for method in ("tree shap", "permutation shap", "lime"):
        usual = explain(
            made.study(held.features.assign(flag=whole["flag"].astype(float))), brought, SOME, method, background=15
        )
        np.testing.assert_allclose(explain(study, brought, SOME, method, background=15).values, usual.values, atol=1e-9)


@pytest.mark.parametrize("gives", ["probability", "log odds", "log odds of two"])
def test_a_module_of_a_notebook(gives):
    pytest.importorskip("captum")
    import torch

    from workbook.models.sources.torch_modules import from_module

    torch.manual_seed(1)
    outs = 2 if gives == "log odds of two" else 1
    layers = [torch.nn.Linear(3, 6), torch.nn.ReLU(), torch.nn.Dropout(0.5), torch.nn.Linear(6, outs)]
    module = torch.nn.Sequential(*layers, *([torch.nn.Sigmoid()] if gives == "probability" else []))
    held = made.study(made.frame()[["income", "rent", "noise"]], groups=False)
    for event in (0, 1) if outs == 2 else (1,):
        model = from_module(module, columns=["income", "rent", "noise"], gives=gives, event=event).model
        found = explain(held, model, SOME, "integrated gradients", background=10)
        assert found.gap < 0.01 and found.scale == "probability" and found.columns == ("income", "rent", "noise")
        assert explain(held, model, SOME, "permutation shap", background=10).additive
