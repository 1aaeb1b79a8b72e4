"""Made-up rows on trial: scores that know something, groups, money; other sides, no money, weights, missing values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from workbook.models.making import make_study
from workbook.models.on_trial import OnTrial, put_on_trial
from workbook.outcomes import OutcomeValue, Payoff, Policy, Wording

PAYOFF = Payoff(
    true_positive=OutcomeValue(amount="Loan", per_unit=0.2), false_positive=OutcomeValue(amount="Loan", per_unit=-0.5)
)
LOANS = Wording("person", "applicants", "approved", "refused", True, "repaid", "defaulted")
ALARMS = Wording("thing", "machines", "stopped", "left running", False, "broke", "held")
MARKUP = Wording("person", "<b>units</b>", "<i>in</i>", "$out$", True, "a & b", "c\\d")


def rows(seed: int = 0, many: int = 2000, knows: float = 1.0, groups: int = 3) -> pd.DataFrame:
    """Rows whose score is the chance of the event where `knows` is 1, and noise where it is 0."""
    draw = np.random.default_rng(seed)
    chance = draw.beta(2, 1.5, many)
    label = draw.random(many) < chance
    return pd.DataFrame(
        {
            "y": np.where(label, "good", "bad"),
            "score": (knows * chance + (1 - knows) * draw.random(many)).round(3),
            "g": draw.choice(
                [f"group {one}" for one in range(groups)], many, p=[0.6, 0.3, 0.1][:groups] if groups == 3 else None
            ),
            "loan": draw.gamma(4, 250, many).round(),
            "x": (chance + draw.normal(0, 0.2, many)).round(2),
        }
    )


def trial(
    frame: pd.DataFrame | None = None,
    *,
    threshold: float = 0.5,
    payoff: Payoff | None = PAYOFF,
    volume: float | None = 10_000.0,
    wording: Wording = LOANS,
    **more: Any,
) -> OnTrial:
    """Rows on trial by their score alone; `more` are roles."""
    roles = {
        "label": "y", "label_positive": "good", "score": "score", "groups": ("g",), "amounts": {"Loan": "loan"}, "split": 3,
    }  # fmt: skip
    study = make_study(
        rows() if frame is None else frame,
        roles | more,
        policy=Policy.at(threshold),
        payoff=payoff,
        yearly_volume=volume,
        wording=wording,
        data="rows",
    )
    return put_on_trial(study, None)


def turned(one: OnTrial) -> OnTrial:
    """The same decisions by a score that counts the other way."""
    study = one.study
    return replace(one, study=replace(study, score=-one.score, cut=np.nextafter(-study.cut, np.inf), selected="below"))
