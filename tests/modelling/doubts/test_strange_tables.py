"""Other decisions than loans, and tables that are strange: every doubt answers, or says plainly why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.cases import data_file
from workbook.data.sample_tables import open_sample
from workbook.errors import WorkbookError
from workbook.modelling.candidates.comparing import compare
from workbook.modelling.candidates.figures import rivals_picture
from workbook.modelling.candidates.gathering import Today, gather
from workbook.modelling.candidates.tables import rivals_table
from workbook.modelling.candidates.using import InUse
from workbook.modelling.candidates.words import comparison_in_words
from workbook.modelling.doubts.calibration.judging import calibrate
from workbook.modelling.doubts.calibration.words import calibration_in_words
from workbook.modelling.doubts.leakage.looking import look_for_leaks
from workbook.modelling.doubts.leakage.words import leaks_in_words
from workbook.modelling.doubts.learning.complexity import complexity_of
from workbook.modelling.doubts.learning.curve import learning_curve
from workbook.modelling.doubts.learning.settings import settings_curve
from workbook.modelling.doubts.learning.words import learning_in_words, settings_in_words
from workbook.modelling.doubts.seeds.repeating import repeat
from workbook.modelling.doubts.seeds.words import luck_in_words
from workbook.models.making import make_study
from workbook.models.recipes import recipe
from workbook.models.rows import frame_of
from workbook.models.steps import Steps
from workbook.models.study import Study
from workbook.outcomes import OutcomeValue, Payoff, Policy, Wording
from workbook.ui.parts import to_json


def rivals(study: Study) -> str:
    candidates, notes = gather(study, ("logistic",), InUse(), Today(np.zeros(study.rows), "Today: nobody"), Steps(1))
    found = compare(study, candidates, candidates[-1].name, None, notes)
    to_json([rivals_picture(found), [dict(one) for one in rivals_table(found).rows]])
    return comparison_in_words(found)


def score_of(study: Study) -> Any:
    return study.score if study.score is not None else np.linspace(0, 1, study.rows)


def settings_told(study: Study) -> str:
    made = recipe("logistic").make(study.features, 0)
    return settings_in_words(settings_curve(study, "It", made, complexity_of(made, "It")))


def leaks(study: Study) -> str:
    return leaks_in_words(look_for_leaks(study, study.features, 0.95, Steps(1)))


ASKED: dict[str, Callable[[Study], str]] = {
    "rivals": rivals,
    "learning": lambda study: learning_in_words(
        learning_curve(study, "It", recipe("logistic").make(study.features, 0))
    ),
    "settings": settings_told,
    "calibration": lambda study: calibration_in_words(calibrate(study, score_of(study), "It")),
    "leaks": leaks,
    "seeds": lambda study: luck_in_words(repeat(study, "It", recipe("logistic").make, range(3))),
}


def all_told(study: Study) -> dict[str, str]:
    """What each doubt says; of one that cannot answer, its reason."""
    told = {}
    for name, ask in ASKED.items():
        try:
            told[name] = ask(study)
        except WorkbookError as problem:
            told[name] = f"{problem.happened} / {problem.remedy}"
        assert told[name] and "nan" not in told[name].lower().replace("finan", "") and "None" not in told[name], name
    return told


def table(rows: int = 700, seed: int = 0) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame({"x": draw.normal(size=rows), "w": draw.choice(["a", "b", None], rows)})
    chance = 1 / (1 + np.exp(-frame.x - (frame.w == "a")))
    frame["y"] = (draw.random(rows) < chance).astype(int)
    frame["score"] = np.clip(chance + draw.normal(0, 0.1, rows), 0, 1)
    return frame


def made(frame: pd.DataFrame, **more: Any) -> Study:
    roles = {"label": "y", "score": "score", "split": 3} | more.pop("roles", {})
    return make_study(frame, roles, policy=Policy.at(0.5), **more)


CUSTOMERS = Wording(
    units="customers", selected_means="made an offer", not_selected_means="left alone", positive_means="would leave",
    negative_means="would stay",
)  # fmt: skip
OFFER = Payoff(currency="USD", true_positive=OutcomeValue(constant=60), false_positive=OutcomeValue(constant=-20))


def test_customers_who_leave():
    frame = frame_of(open_sample("churn")).sample(1500, random_state=0, ignore_index=True)
    roles = {"label": "churn", "label_positive": ("Yes",), "score": "score_logistic", "groups": ("senior_citizen",)}
    told = all_told(made(frame, roles=roles, payoff=OFFER, yearly_volume=100_000.0, wording=CUSTOMERS))
    assert "$" in told["rivals"] and "a year" in told["rivals"] and "Today: nobody" in told["rivals"]
    assert "made an offer" in told["calibration"] and "customers" in told["seeds"]


def test_alarms_on_machines():
    frame = pd.read_csv(data_file("uci_ai4i2020.csv"))
    failures = frame["Machine failure"]
    kept = frame[failures == 1].index.union(frame[failures == 0].sample(1500, random_state=0).index)
    machines = Wording(
        unit="thing", units="machines", selected_means="alarmed", positive_means="failed", favourable=False
    )
    left_out = tuple(name for name in ("TWF", "HDF", "PWF", "OSF", "RNF", "UDI", "Product ID") if name in frame)
    roles = {"label": "Machine failure", "score": None}
    told = all_told(made(frame.loc[kept].reset_index(drop=True), roles=roles, leave_out=left_out, wording=machines))
    assert "that failed" in told["leaks"] or "alarm" in told["leaks"].lower()
    with_leak = made(frame.loc[kept].reset_index(drop=True), roles=roles, leave_out=("UDI", "Product ID"))
    assert any(one.state == "alarm" for one in look_for_leaks(with_leak, with_leak.features, 0.95, Steps(1)).alarms)


STRANGE: dict[str, Callable[[], Study]] = {
    "selected below": lambda: made(table().assign(score=lambda one: 1 - one.score), roles={"selected": "below"}),
    "the event is wrong": lambda: made(table(), roles={"selected": "below"}),
    "weights": lambda: made(table().assign(k=np.linspace(0.5, 3, 700)), roles={"weight": "k"}),
    "one column": lambda: made(table().drop(columns="w")),
    "a constant column": lambda: made(table().assign(c=1)),
    "markup": lambda: made(table().rename(columns={"x": "<b>$x$</b>"}), wording=Wording(units="<i>cases</i>")),
    "a score of points": lambda: made(table().assign(score=lambda one: 300 + 550 * one.score)),
    "an empty score": lambda: made(table().assign(score=np.nan)),
    "a constant score": lambda: made(table().assign(score=0.5)),
    "outcomes missing": lambda: made(table().assign(y=lambda one: one.y.where(one.index % 3 > 0))),
    "groups of one": lambda: made(
        table().assign(g=lambda one: np.where(one.index < 1, "z", "y")), roles={"groups": ("g",)}
    ),
    "rare events": lambda: made(table(1500).assign(y=lambda one: (one.index % 40 == 0).astype(int))),
    "fifty rows": lambda: made(table(50)),
    "noise": lambda: made(table().assign(y=np.random.default_rng(9).integers(0, 2, 700))),
    "always right": lambda: made(table().assign(score=lambda one: one.y.astype(float), x=lambda one: one.y * 2.0 - 1)),
    "a year of money": lambda: made(table(), payoff=OFFER, yearly_volume=5000.0, population_share=0.2),
}


@pytest.mark.parametrize("name", STRANGE)
def test_every_doubt_answers_or_says_why_not(name):
    told = all_told(STRANGE[name]())
    answered = [one for one in told.values() if " / " not in one]
    least = {"fifty rows": 1, "rare events": 4}  # the halves hold too few of either outcome
    assert len(answered) >= least.get(name, 5), told


def test_fifty_rows_say_what_they_lack():
    told = all_told(STRANGE["fifty rows"]())
    assert "each half needs 20" in told["rivals"] and "each half needs 20" in told["calibration"]
