"""Retrained candidates: no row is scored by a model that saw it; weights, proxies and learning say what they should."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from tests.cases import data_file, published
from tests.fairness.mitigation.conftest import PAYOFF, TERMS
from workbook.data import equals
from workbook.errors import InputError, WorkbookError
from workbook.fairness.mitigation import candidates, other_toolkit, train_candidates, weigh
from workbook.fairness.mitigation.learning import learn
from workbook.fairness.mitigation.training import plainly, reweighed
from workbook.models.folds import fold_of, out_of_fold
from workbook.models.proxies import proxies
from workbook.models.recipes import logistic, usable
from workbook.models.rows import group_codes, label_codes
from workbook.stats.ranking import auc, auc_interval


def people(seed: int = 0, many: int = 900) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    group = generator.choice(["a", "b"], many, p=[0.6, 0.4])
    skill = generator.normal(size=many)
    return pd.DataFrame(
        {
            "y": (skill + 0.8 * (group == "a") + generator.normal(size=many) > 0.4).astype(int),
            "g": group,
            "test": (skill + generator.normal(size=many)).round(2),
            "street": np.where(generator.random(many) < 0.9, group, "c"),
            "blank": np.nan,
            "name": [f"person {place}" for place in range(many)],
        }
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.booleans())
def test_weights_make_label_and_group_independent(seed, groups, weighted):
    generator = np.random.default_rng(seed)
    group, label = generator.integers(0, groups, 200), generator.integers(0, 2, 200)
    own = generator.gamma(2, 1, 200) if weighted else None
    found = weigh(group, label, own)
    table = np.zeros((groups, 2))
    np.add.at(table, (group, label), found)
    full = np.array([[((group == one) & (label == other)).any() for other in range(2)] for one in range(groups)])
    share = table / table.sum()
    if full.all():
        assert share == pytest.approx(np.outer(share.sum(axis=1), share.sum(axis=0)))
        assert found.sum() == pytest.approx(200 if own is None else own.sum())


def test_weights_of_the_published_case():
    case = published("fairness")["fair-german-aif360-mean-difference"]
    table = pd.read_csv(data_file(case["inputs"]["data_file"].split("/")[-1]))
    train = table.iloc[np.random.RandomState(0).permutation(1000)[:700]]
    privileged, good = (train.age >= 25).to_numpy().astype(int), (train.risk == 1).to_numpy().astype(int)
    before = good[privileged == 0].mean() - good[privileged == 1].mean()
    found = weigh(privileged, good)
    rates = [np.average(good[privileged == code], weights=found[privileged == code]) for code in (0, 1)]
    assert before == pytest.approx(case["expected"]["mean_difference"], abs=1e-6)
    assert rates[0] - rates[1] == pytest.approx(case["expected"]["after_reweighing"], abs=1e-6)


def test_weights_need_rows():
    with pytest.raises(InputError):
        weigh(np.array([], dtype=int), np.array([], dtype=int))


@pytest.mark.parametrize("way", [plainly, reweighed])
def test_the_label_of_a_row_never_reaches_its_own_score(way):
    """Each fold's scores are those of a model fitted by hand on the other folds alone."""
    table = people()
    codes, _ = group_codes(table, ["g"])
    known = label_codes(table, "y", 1)
    features, _ = usable(table, {"y", "g"})
    found = out_of_fold(way(logistic(features)), features, known, codes, 4, lambda: None)
    for test in fold_of(known, codes, 4):
        score = way(logistic(features))(features[~test], known[~test], codes[~test])
        assert found[test] == pytest.approx(score(features[test]))


def test_folds_spread_groups_and_labels_evenly():
    codes, known = np.repeat([0, 1], [80, 20]), np.tile([0, 1], 50)
    for fold in fold_of(known, codes, 5):
        assert fold.sum() == 20 and 3 <= codes[fold].sum() <= 5
    assert np.sum(fold_of(known, codes, 5), axis=0).tolist() == [1] * 100


def test_columns_that_cannot_be_learned_from_are_named():
    features, unfit = usable(people(), {"y", "g"})
    assert list(features.columns) == ["test", "street"] and unfit == ("blank", "name")
    with pytest.raises(InputError, match="left to learn"):
        usable(people(), {"y", "g", "test", "street"})


def test_every_way_of_training_is_offered_and_told():
    told: list[tuple[float, str]] = []
    found = train_candidates(people(), label="y", groups=["g"], folds=3, progress=lambda *said: told.append(said))
    names = {one.name for one in found.offers}
    assert names >= {
        "retrained logistic", "retrained boosting", "reweighed", "without proxies", "reduced parity", "reduced odds",
    }  # fmt: skip
    assert all(np.isfinite(found.scores[name]).all() for name in names)
    assert found.proxies[0].column == "street" and found.proxies[0].beyond
    shares = [share for share, _ in told]
    assert shares == sorted(shares) and 0.8 < shares[-1] <= 1
    assert any("identifiers" in note for note in found.notes)


def test_it_stops_between_two_fits():
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 8

    with pytest.raises(WorkbookError, match="Stopped"):
        train_candidates(people(), label="y", groups=["g"], cancelled=cancelled)
    assert len(asked) < 12


def test_the_team_brings_its_own_model():
    model = make_pipeline(StandardScaler(), LogisticRegression())
    table = people()[["y", "g", "test"]].assign(second=lambda one: one.test**2)
    found = candidates(
        table, label="y", groups=["g"], score="test", baseline=0.0, payoff=PAYOFF, terms=TERMS, estimator=model
    )
    names = {one.name for one in found.candidates}
    assert {"retrained", "reweighed", "reduced odds", "moved"} <= names and "retrained logistic" not in names
    assert found.named("retrained").offer.column == "score_retrained"


def test_a_model_without_weights_is_told_apart():
    found = train_candidates(
        people()[["y", "g", "test"]], label="y", groups=["g"], estimator=KNeighborsClassifier(), folds=3
    )
    assert {one.name for one in found.offers} == {"retrained"}
    assert any("takes no row weights" in note for note in found.notes) and any(
        "pipeline" in note for note in found.notes
    )


def test_where_the_event_is_bad_scores_are_turned_round():
    table, asked = people()[["y", "g", "test"]], {"label": "y", "groups": ["g"], "estimator": LogisticRegression()}
    good = train_candidates(table, **asked)
    bad = train_candidates(table.assign(y=1 - table.y), **asked, event_is_good=False)
    assert good.scores["retrained"] == pytest.approx(bad.scores["retrained"])


def test_a_useless_column_is_no_proxy_and_a_copy_is():
    generator = np.random.default_rng(0)
    group = generator.integers(0, 2, 2_000)
    features = pd.DataFrame({"copy": group, "noise": generator.normal(size=2_000), "word": np.where(group, "x", "y")})
    found = {one.column: one for one in proxies(features, group, ("a", "b"))}
    assert found["copy"].auc == pytest.approx(1) and found["word"].beyond
    assert not found["noise"].beyond and found["noise"].low < 0.55


def test_the_area_under_the_curve_counts_ties_half():
    assert auc(np.array([1.0, 1.0, 2.0, 0.0]), np.array([True, False, True, False])) == pytest.approx(3.5 / 4)
    value, low, high = auc_interval(np.arange(200.0), np.arange(200) >= 100)
    assert value == 1 and low <= 1 <= high


def test_learning_curves_tell_help_from_none():
    generator = np.random.default_rng(1)
    many, group = 2_400, np.repeat([0, 1], [1_200, 1_200])
    wide = pd.DataFrame(generator.normal(size=(many, 60)), columns=[f"x{place}" for place in range(60)])
    signs = np.where(group == 1, -1.0, 1.0)  # what holds in one group is turned round in the other
    label = (signs * wide.to_numpy()[:, :30].sum(axis=1) + generator.normal(size=many) * 3 > 0).astype(int)
    told = learn(logistic(wide), wide.mul(1.0), label, group, 1, "b", 4)
    assert told.group == "b" and told.gain[1] <= told.gain[0] <= told.gain[2]
    assert told.verdict == "helped" and told.ranked[-1][0] > told.ranked[0][0]
    alike = pd.DataFrame({"x": generator.normal(size=many)})
    easy = (alike.x + generator.normal(size=many) > 0).to_numpy().astype(int)
    assert learn(logistic(alike), alike, easy, group, 1, "b", 4).verdict == "did not help"


def test_labels_and_groups_are_read_as_a_tally_reads_them():
    table = pd.DataFrame({"y": ["Yes", "no", None, "yes "], "n": [1, 5, 3, None], "g": ["a", None, "b ", "a"]})
    assert label_codes(table, "n", ">= 3").tolist() == [0, 1, 1, 2]
    assert label_codes(table, equals("g", "g"), 1).tolist() == [1, 2, 1, 1]
    codes, names = group_codes(table, ["g"])
    assert names == ("a", "b", "g missing") and codes.tolist() == [0, 2, 1, 0]
    with pytest.raises(InputError, match="no column"):
        label_codes(table, "other", 1)


def test_without_the_extra_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr(other_toolkit, "installed", lambda: False)
    found = train_candidates(
        people()[["y", "g", "test"]], label="y", groups=["g"], estimator=LogisticRegression(), folds=2
    )
    assert [note for note in found.notes if "AIF360" in note] == [other_toolkit.MISSING]
    assert "aif360" in other_toolkit.MISSING


def test_a_fair_representation_scores_without_the_group():
    pytest.importorskip("aif360")
    table = people()
    features, _ = usable(table[["test", "street"]], set())
    codes, _ = group_codes(table, ["g"])
    label = table.y.to_numpy()
    score = other_toolkit.fair_representation(logistic(features))(features, label, codes)(features)
    assert np.isfinite(score).all() and auc(score, label == 1) > 0.55
