"""Made-up studies in which we know where the errors are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.modelling.trial import trial_of as scored_rows
from workbook.models.on_trial import put_on_trial
from workbook.models.study import Study

CUT, SURE = 0.5, 0.4


def features(draw, rows, columns=6):
    """Half numbers, half words."""
    numbers = {f"x{place}": draw.normal(size=rows) for place in range((columns + 1) // 2)}
    return pd.DataFrame(numbers | {f"c{place}": draw.choice(list("abcd"), rows) for place in range(columns // 2)})


def study(seed=0, rows=600, planted=lambda frame: [], *, columns=6, rate=0.15, weighted=False, money=False, **more):
    """Errors at `rate`, and where `planted` says (mask, rate) at another one; a score that is wrong in just these rows."""
    draw = np.random.default_rng(seed)
    frame = features(draw, rows, columns)
    label = (draw.random(rows) < 0.5).astype(np.int64)
    wrong_rate = np.full(rows, rate)
    for mask, other in planted(frame):
        wrong_rate[np.asarray(mask)] = other
    wrong = draw.random(rows) < wrong_rate
    side = np.where(wrong, 1 - label, label)
    worths = {"if_selected": np.where(label == 1, 20.0, -60.0), "if_not": np.zeros(rows)} if money else {}
    given = {
        "features": frame,
        "label": label,
        "group": draw.integers(0, 2, rows),
        "group_names": ("young", "old"),
        "cut": np.full(rows, CUT),
        "half": draw.integers(0, 2, rows),
        "weight": draw.gamma(2, 1, rows) if weighted else np.ones(rows),
        "score": CUT + SURE * (2 * side - 1) * draw.random(rows) - 1e-9,
    }
    return Study(**(given | worths | more))


def trial_of(here, model=None):
    """A study on trial: with a model, or with its predictions alone."""
    return scored_rows(put_on_trial(here, model))


def trial(*arguments, **more):
    """Such a study on trial."""
    return trial_of(study(*arguments, **more), None)
