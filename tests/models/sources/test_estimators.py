"""Estimators of a notebook: asked on raw columns, for the event, and known by what they hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

from tests.models.sources.conftest import READS, pipeline
from workbook.errors import InputError
from workbook.models.sources.estimators import from_estimator
from workbook.models.sources.events import Wanted
from workbook.models.sources.probing import probe


def test_a_pipeline_says_which_columns_it_reads(rows, fitted):
    opened = from_estimator(fitted, wanted=Wanted("good"))
    assert opened.model.columns == tuple(READS) and opened.made_with.startswith("scikit-learn ")
    assert opened.model.score(rows) == pytest.approx(fitted.predict_proba(rows[READS])[:, 1])


def test_the_other_class_is_the_complement(rows, fitted):
    good, bad = (from_estimator(fitted, wanted=Wanted(one)).model for one in ("good", "bad"))
    assert good.score(rows) + bad.score(rows) == pytest.approx(1)
    assert (good.event, bad.event) == (1, 0)


def test_a_decision_function_is_turned_round(rows):
    machine = SVC().fit(rows[["income", "loan amount"]], rows["repaid"])
    good, bad = (from_estimator(machine, wanted=Wanted(one)).model for one in ("good", "bad"))
    assert good.score(rows) == pytest.approx(-bad.score(rows))
    assert good.score(rows) == pytest.approx(machine.decision_function(rows[["income", "loan amount"]]))


def test_a_regression_gives_what_it_predicts(rows):
    line = LinearRegression().fit(rows[["income"]], (rows["repaid"] == "good").astype(float))
    assert from_estimator(line).model.score(rows) == pytest.approx(line.predict(rows[["income"]]))


def test_a_search_is_asked_as_its_best_model(rows):
    search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=2).fit(rows[["income"]], rows["repaid"])
    assert from_estimator(search, wanted=Wanted("good")).model.columns == ("income",)


def test_without_names_the_columns_have_to_be_said(rows):
    forest = RandomForestClassifier(5, random_state=0).fit(rows[["income", "loan amount"]].to_numpy(), rows["repaid"])
    with pytest.raises(InputError, match="reads 2 columns and does not say which"):
        from_estimator(forest, wanted=Wanted("good"))
    with pytest.raises(InputError, match="reads 2 columns, and 1 were named"):
        from_estimator(forest, columns=["income"], wanted=Wanted("good"))
    model = from_estimator(forest, columns=["income", "loan amount"], wanted=Wanted("good")).model
    assert model.score(rows) == pytest.approx(forest.predict_proba(rows[["income", "loan amount"]].to_numpy())[:, 1])


def test_names_that_contradict_the_model_are_refused(fitted):
    with pytest.raises(InputError, match="was fitted on the columns income, loan amount, home"):
        from_estimator(fitted, columns=["home", "income", "loan amount"])


@pytest.mark.parametrize(
    ("thing", "why"),
    [
        (LogisticRegression(), "was not fitted yet"),
        (pipeline(), "was not fitted yet"),
        (LogisticRegression, "is a class, not a fitted model"),
    ],
)
def test_what_was_not_fitted_is_told(thing, why):
    with pytest.raises(InputError, match=why):
        from_estimator(thing)


def test_a_decision_without_a_score_is_refused(rows):
    class Verdict(DummyClassifier):
        predict_proba = property(doc="this one says only yes or no")

    said = Verdict().fit(rows[["income"]], rows["repaid"])
    del Verdict.predict_proba
    Verdict.predict_proba = property(lambda self: (_ for _ in ()).throw(AttributeError("no scores")))
    with pytest.raises(InputError, match="only which class"):
        from_estimator(said, columns=["income"])


def test_more_than_two_classes_are_refused_with_what_to_do(rows):
    many = LogisticRegression().fit(rows[["income"]], rows["home"])
    with pytest.raises(InputError, match="3 classes apart") as told:
        from_estimator(many)
    assert "page.use_model(lambda rows:" in told.value.remedy


def test_the_fingerprint_follows_what_was_learned(rows, fitted):
    again = pipeline().fit(rows[READS], rows["repaid"])
    other = pipeline().fit(rows[READS][:200], rows["repaid"][:200])
    one, two, three = (from_estimator(each, wanted=Wanted("good")).model.fingerprint for each in (fitted, again, other))
    assert one == two != three


def test_what_was_written_in_a_notebook_is_known_too(rows):
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    def fingerprint(function):
        made = make_pipeline(FunctionTransformer(function), LogisticRegression()).fit(rows[["income"]], rows["repaid"])
        return from_estimator(made, columns=["income"], wanted=Wanted("good")).model.fingerprint

    assert fingerprint(lambda x: x) != fingerprint(lambda x: x * 2)


def test_an_open_lock_inside_is_told(rows, fitted):
    import threading

    held = pipeline().fit(rows[READS], rows["repaid"])
    held.lock = threading.Lock()
    with pytest.raises(InputError, match="cannot be fingerprinted"):
        from_estimator(held, wanted=Wanted("good"))


def test_values_that_it_cannot_read_are_told_in_words(rows, fitted):
    model = from_estimator(fitted, wanted=Wanted("good")).model
    with pytest.raises(InputError, match="could not score these rows"):
        model.score(rows.assign(income="much"))
    with pytest.raises(InputError, match="reads column “home”"):
        model.score(rows.drop(columns="home"))


def test_numbers_with_gaps_come_as_pandas_reads_them(rows):
    gaps = rows.assign(children=pd.array([1, None] * (len(rows) // 2), dtype="Int32"))
    seen = []

    class Peeking(LogisticRegression):
        def predict_proba(self, features):
            seen.append(features.dtypes.to_dict())
            return super().predict_proba(features.fillna(0))

    model = Peeking().fit(gaps[["children"]].astype(float).fillna(0), gaps["repaid"])
    assert np.isfinite(from_estimator(model, wanted=Wanted("good")).model.score(gaps)).all()
    assert seen == [{"children": np.dtype("float64")}]


def test_trying_it_shows_the_wrong_class(rows, fitted):
    label = (rows["repaid"] == "good").to_numpy().astype(int)
    right, wrong = (from_estimator(fitted, wanted=Wanted(place=place)).model for place in (1, 0))
    assert not probe(right, rows, label).notes
    assert "is this the score of the other class" in " ".join(probe(wrong, rows, label).notes)


def test_a_base_rate_is_told(rows):
    flat = DummyClassifier().fit(rows[["income"]], rows["repaid"])
    notes = probe(from_estimator(flat, columns=["income"], wanted=Wanted("good")).model, rows).notes
    assert notes == ("Every row tried got the same score.",)
