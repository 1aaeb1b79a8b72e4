"""Which packages a model needs, and what is different today."""

from __future__ import annotations

import importlib.metadata

from sklearn.ensemble import VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from workbook.models.versions import changed_since, installed, packages_behind

NOW = importlib.metadata.version("scikit-learn")


def test_packages_of_steps_and_parts_are_found():
    class Inner(LogisticRegression):
        pass

    Inner.__module__ = "duckdb.made_up"
    whole = make_pipeline(VotingClassifier([("a", LogisticRegression()), ("b", Inner())]))
    told = packages_behind(whole)
    assert f"scikit-learn {NOW}" in told and any(one.startswith("duckdb ") for one in told)


def test_python_and_notebooks_are_no_packages():
    assert packages_behind(lambda rows: rows, [1, "a"], {"a": 1}) == ()


def test_what_changed_is_told():
    assert changed_since([f"scikit-learn {NOW}"]) == ()
    assert changed_since(["scikit-learn 1.2.0"]) == (f"scikit-learn 1.2.0 then, {NOW} now",)
    assert changed_since(["no-such-package 3"]) == ("no-such-package 3 then, not installed here",)
    assert installed("no-such-package") == ""
