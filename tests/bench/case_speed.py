"""What one case costs: a change of a value, the nearest changes, a review band and certainty of many rows; prints JSON.

Usage: python -m tests.bench.case_speed
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from tests.modelling.trials import PAYOFF, rows, trial
from workbook.data import sample
from workbook.modelling.cases.telling import tried
from workbook.modelling.cases.trying import Bench, look
from workbook.modelling.certainty.covering import calibration_of, certainty
from workbook.modelling.reviewing.judging import review
from workbook.modelling.reviewing.reviewers import Reviewers
from workbook.models.counterfactuals import nearest, scorer_of
from workbook.models.levers import levers
from workbook.models.making import make_study
from workbook.models.on_trial import put_on_trial
from workbook.models.threads import one_thread
from workbook.models.training import train
from workbook.outcomes import Policy

MANY = 200_000
CASES = 20


def milliseconds(act: Callable[[], Any], times: int = 15) -> float:
    """The middle of several runs."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        found.append(1000 * (time.perf_counter() - begun))
    return round(statistics.median(found), 1)


def bench_of(recipe: str) -> Bench:
    """The loan sample with a recipe trained on it."""
    loans = sample("loans")
    frame = pd.read_csv(loans.path)
    roles = {
        "label": "repaid",
        "label_positive": "good",
        "score": "score_logistic",
        "groups": ("age_group",),
        "split": 1,
    }
    amounts = {"Loan": "amount"}
    study = make_study(frame, roles | {"amounts": amounts}, policy=Policy.at(0.5), payoff=PAYOFF, leave_out=("age",))
    model = train(recipe, study.features, study.label, study.folds)
    held = put_on_trial(study, model)
    return Bench(held, model, frame, amounts, PAYOFF, levers(study.features), 2, calibration_of(held, 0.9, False), None)


def searches(bench: Bench) -> dict[str, Any]:
    """Seconds of a search, and of how many of some refused cases it found a way, by how many things may change."""
    refused = np.random.default_rng(0).choice(np.flatnonzero(~bench.trial.decided), CASES, replace=False)
    told = {}
    for many in (1, 2, 3):
        begun, found, looked = time.perf_counter(), 0, 0
        for place in refused:
            case = bench.trial.study.features.iloc[[place]]
            score = scorer_of(bench.model, case, int(place))
            with one_thread():
                search = nearest(case, score, bench.trial.line(int(place)), bench.levers, at_most=many, show=1)
            found, looked = found + bool(search.found), looked + search.looked_at
        seconds = (time.perf_counter() - begun) / CASES
        told[str(many)] = {"seconds_a_case": round(seconds, 3), "found": found, "of": CASES, "changes_scored": looked}
    return told


def main() -> None:
    """Measure, print."""
    told: dict[str, Any] = {}
    for recipe in ("logistic", "boosting"):
        bench = bench_of(recipe)
        told[recipe] = {
            "change_ms": milliseconds(lambda one=bench: tried(one, look(one, None, {"amount": 1500.0}))),
            "search_by_things": searches(bench),
        }
    large, people = trial(rows(0, MANY)), Reviewers(0.2, 2000.0, 20.0, 0.1)
    told[f"{MANY} rows"] = {
        "review_band_ms": milliseconds(lambda: review(large, people), 3),
        "certainty_ms": milliseconds(lambda: certainty(large, calibration_of(large, 0.9, True), 0.05, people), 3),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
