"""Agreement, stability and faithfulness: models whose reasons are certain, and models whose reasons cannot be."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from tests.explanation import made
from workbook.explanation.agreeing.agreement import CANNOT_TELL, MAY, MAY_NOT
from workbook.explanation.agreeing.asking import Asked, ask, methods_to_ask, strongest
from workbook.explanation.agreeing.firmness import agreement_of, firmness, pairs_of, verdict_on
from workbook.explanation.agreeing.removing import remove
from workbook.explanation.attributing.attributions import Attributions
from workbook.explanation.attributing.background import background_of

pytest.importorskip("lime")
SOME = np.arange(0, 400, 10)


@pytest.fixture(scope="module")
def held():
    return made.study()


def asked_of(held, model, rows=SOME):
    return ask(held, model, rows, background_of(held, model, 40, "everybody", 7))


@pytest.fixture(scope="module")
def clear(held):
    """Two columns that matter, far apart: every method has to name them."""
    return made.Told(
        lambda rows: expit(3 * np.sign(rows["income"]) + np.sign(rows["noise"])), tuple(held.features.columns)
    )


@pytest.fixture(scope="module")
def told(held, clear):
    return asked_of(held, clear)


def by_hand(first, again=None, groups=None):
    """What methods said, written down: {method: values}, and of each the runs."""
    shape = np.shape(next(iter(first.values())))
    names = tuple("abcdefgh"[: shape[1]])
    made_of = {
        name: Attributions(
            name, names, np.arange(shape[0]), np.array(values, dtype=float), np.zeros(shape[0]),
            np.sum(values, axis=1), "score", "some", 1, np.ones(shape[0], dtype=bool),
        )
        for name, values in first.items()
    }  # fmt: skip
    runs = {name: np.array((again or {}).get(name, np.zeros((0, *shape)))) for name in first}
    return Asked(made_of, runs, ())


def summed_up(asked, k=1, **more):
    rows = len(asked.reference.rows)
    features = pd.DataFrame({name: np.arange(rows, dtype=float) for name in asked.reference.columns})
    study = made.study(features, groups=False, **more)
    return agreement_of(study, "Model", asked, k, np.ones(rows, dtype=bool), {}, ())


def test_methods_that_measure_the_same_are_asked_once(held):
    boosted = made.trained(held)
    names, left = methods_to_ask(boosted)
    assert names == ("tree shap", "lime")
    assert {title for title, _ in left} == {"SHAP, linear", "EBM's own terms", "Integrated gradients"}


def test_clear_reasons_stand_firm(held, clear, told):
    found = agreement_of(held, clear.title, told, 2, np.ones(len(SOME), dtype=bool), {}, ())
    verdicts = {one.column: one.verdict for one in found.reasons}
    assert verdicts["income"] == MAY and found.first_firm[0] >= 0.9
    assert all(one.first_changed[0] == 0 for one in found.methods)
    assert found.pairs[0].same_first[0] == 1 and found.pairs[0].feature[0] > 0.9
    assert all(verdicts.get(name) != MAY for name in ("rent", "age", "job"))


def test_reasons_that_are_drawn_by_lot_may_not_be_quoted():
    generator = np.random.default_rng(0)
    values = generator.normal(size=(200, 4))
    again = generator.normal(size=(20, 200, 4))
    found = summed_up(by_hand({"tree shap": values, "lime": generator.normal(size=(200, 4))}, {"tree shap": again}))
    assert all(one.verdict == MAY_NOT for one in found.reasons)
    assert found.methods[0].first_changed[0] == pytest.approx(0.75, abs=0.03)
    assert found.first_firm[2] < 0.1
    assert found.pairs[0].same_first[1] < 0.25 < found.pairs[0].same_first[2]


def test_the_top_reason_changed_in_so_many_of_a_hundred_runs():
    values = np.tile([3.0, 1.0], (50, 1))
    again = np.tile(values, (10, 1, 1))
    again[:3, :, 1] = 5.0
    found = summed_up(by_hand({"tree shap": values}, {"tree shap": again}))
    assert found.methods[0].first_changed[0] == pytest.approx(0.3)
    assert found.reasons[0].by_runs == 0 and found.reasons[0].by_methods == 1 and found.reasons[0].verdict == MAY_NOT


def test_a_change_of_sign_is_no_agreement():
    values = np.tile([3.0, 1.0], (40, 1))
    asked = by_hand({"tree shap": values, "lime": -values})
    methods, runs = firmness(asked, 1)
    assert not methods.any() and runs[:, 0].all()
    pair = pairs_of(asked, 2, np.ones(40, dtype=bool))[0]
    assert pair.feature[0] == 1 and pair.sign[0] == 0 and pair.same_first[0] == 1


def test_fewer_than_ten_people_are_not_counted():
    values = np.tile([3.0, 1.0], (50, 1))
    values[:9] = [1.0, 3.0]
    found = summed_up(by_hand({"tree shap": values}))
    few = next(one for one in found.reasons if one.column == "b")
    assert few.people is None and few.verdict == CANNOT_TELL and np.isnan(few.firm[0])


def test_groups_of_fewer_than_ten_are_not_counted():
    values = np.tile([3.0, 1.0], (50, 1))
    asked = by_hand({"tree shap": values})
    features = pd.DataFrame({name: np.arange(50.0) for name in "ab"})
    study = made.study(features, groups=False, folds=2)
    study = study.__class__(
        **(vars(study) | {"group": np.digitize(np.arange(50), [9, 21]), "group_names": ("few", "some", "many")})
    )
    found = agreement_of(study, "Model", asked, 1, np.ones(50, dtype=bool), {}, ())
    assert [(one.group, one.people) for one in found.groups] == [("few", None), ("some", None), ("many", 29)]
    assert np.isnan(found.groups[0].firm[0]) and found.groups[1].firm[0] == 1, (
        "the next smallest would give the few away"
    )


@pytest.mark.parametrize(("firm", "verdict"), [((0.9, 0.82, 0.95), MAY), ((0.5, 0.4, 0.6), MAY_NOT),
                                               ((0.8, 0.7, 0.9), CANNOT_TELL), ((np.nan,) * 3, CANNOT_TELL)])  # fmt: skip
def test_verdicts_rest_on_the_interval(firm, verdict):
    assert verdict_on(firm) == verdict


def test_nothing_is_a_reason_where_nothing_matters(held):
    model = made.trained(held, "base rate")
    asked = asked_of(held, model, SOME[:12])
    found = agreement_of(held, "Base rate", asked, 3, np.ones(12, dtype=bool), {}, ())
    assert found.reasons == () and found.first_firm[0] == 0
    assert not strongest(asked.reference.values, 3).any()


def test_removing_what_the_model_rests_on_moves_it_and_removing_the_rest_does_not(held, clear, told):
    background = background_of(held, clear, 40, "everybody", 7)
    found = remove(held, clear, told, 2, background)
    for one in found.values():
        assert one.rest[0] == pytest.approx(0, abs=0.02)
        assert one.named[0] > 2 * one.random[0] and one.better[1] > 0
        assert one.named_turns[0] > one.random_turns[0]


def test_reasons_that_are_wrong_are_found_out(held, clear, told):
    """An explanation that names what the model ignores: removing it moves nothing, removing the rest moves all."""
    wrong = np.zeros_like(told.reference.values)
    wrong[:, told.reference.columns.index("age")] = 1.0
    vars_of = vars(told.reference) | {"values": wrong}
    asked = Asked({"tree shap": Attributions(**vars_of)}, {"tree shap": np.zeros((0, *wrong.shape))}, ())
    found = remove(held, clear, asked, 1, background_of(held, clear, 40, "everybody", 7))["tree shap"]
    assert found.named == (0, 0, 0) and found.rest[0] > 0.2 and found.better[2] < 0


def test_with_one_column_alone(held):
    narrow = made.study(made.frame()[["income"]], groups=False)
    model = made.Told(lambda rows: expit(rows["income"]), ("income",))
    asked = asked_of(narrow, model, SOME)
    found = agreement_of(narrow, "One", asked, 3, np.ones(len(SOME), dtype=bool), {}, ())
    assert found.k == 1 and found.reasons[0].column == "income"
    assert np.isnan(found.pairs[0].pairwise_rank[0])
    assert (
        remove(narrow, model, asked, 3, background_of(narrow, model, 20, "everybody", 7))["permutation shap"].named[0]
        > 0
    )


def test_lime_shows_how_well_its_lines_fit(held, told, clear):
    found = agreement_of(held, clear.title, told, 2, np.ones(len(SOME), dtype=bool), {}, ())
    lime = next(one for one in found.methods if one.name == "lime")
    assert lime.fit[1] <= lime.fit[0] <= lime.fit[2] <= 1 and 0 <= lime.poor_fit <= 1
    assert found.methods[0].fit is None
