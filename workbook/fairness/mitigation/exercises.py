"""An exercise on real rows: reweigh, re-tune, and audit again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workbook.data import Tally, open_sample, sample, tally
from workbook.fairness.auditing import Audit, audit
from workbook.fairness.mitigation.halves import halves
from workbook.fairness.mitigation.training import plainly, reweighed
from workbook.models import recipes
from workbook.models.folds import Fit, out_of_fold
from workbook.models.making import hidden
from workbook.models.rows import frame_of, group_codes, label_codes
from workbook.outcomes import Policy, Wording, confusion
from workbook.outcomes.amounts_in_words import percent, points

Progress = Callable[[float, str], None]
FOLDS, SPLIT, TOLERANCE = 5, 20261, 0.05
BEFORE, AFTER = "before", "after"
HIDDEN = {"loans": ("age",), "income": ()}
"""The group itself is always left out; of census income, who is a husband and who a wife is not: that is the point."""


def reweigh_and_audit(name: str, progress: Progress, cancelled: Callable[[], bool]) -> str:
    """Train on a sample as it is and reweighed, re-tune, and audit each step on rows that tuned nothing.

    Parameters
    ----------
    name : str
        Of the sample.
    progress, cancelled : callable
    """
    chosen = sample(name)
    frame, roles = frame_of(open_sample(name)), chosen.roles
    threshold = float(chosen.more["answers"]["fairness"]["threshold"])
    codes, _ = group_codes(frame, roles["groups"])
    known = label_codes(frame, roles["label"], tuple(roles["label_positive"]))
    out = hidden(roles, HIDDEN[name], tuple(frame.columns))
    features, _ = recipes.usable(frame, {*out, *roles["groups"]})
    model = recipes.logistic(features)
    counted = {}
    for place, (step, fit) in enumerate(((BEFORE, plainly(model)), (AFTER, reweighed(model)))):
        progress(place / 2, f"{name}: training, {step} reweighing")
        if cancelled():
            return ""
        counted[step] = halves(_scored(frame, features, known, codes, fit, roles))
    return "\n\n".join(_steps(counted, threshold, wording_of_roles(roles)))


def _scored(frame: Any, features: Any, known: Any, codes: Any, fit: Fit, roles: Any) -> Tally:
    score = np.round(out_of_fold(fit, features, known, codes, FOLDS, lambda: None), 4)
    held = frame[[roles["label"], *roles["groups"]]].assign(score_of_exercise=score)
    return tally(
        held,
        label=roles["label"],
        label_positive=tuple(roles["label_positive"]),
        groups=tuple(roles["groups"]),
        score="score_of_exercise",
        split=SPLIT,
    )


def _steps(counted: dict[str, tuple[Tally, Tally]], threshold: float, wording: Wording) -> list[str]:
    """Three audits in words: as trained, reweighed, reweighed and re-tuned to select as many as before."""
    (choosing, valuing), (choosing_after, valuing_after) = counted[BEFORE], counted[AFTER]
    wanted = selected(choosing, threshold)
    tuned = min(choosing_after.edges, key=lambda edge: abs(selected(choosing_after, float(edge)) - wanted))
    told = []
    for title, held, cut in (
        ("As trained", valuing, threshold),
        ("Reweighed, same threshold", valuing_after, threshold),
        (f"Reweighed and re-tuned, to have as many {wording.selected_means} as before", valuing_after, float(tuned)),
    ):
        found = audit(held, cut, tolerance=TOLERANCE)
        told.append(f"{title} ({cut:.3g}): {missed(found, wording)}")
    return told


def selected(counted: Tally, threshold: float) -> float:
    """The share that a threshold selects."""
    found = confusion(counted, Policy.at(threshold), ())
    return float(found.count[0, :, 1].sum() / found.count[0, :, :2].sum())


def missed(found: Audit, wording: Wording) -> str:
    """The false negative rate of each group and its gap, with the verdict."""
    rates, gap = found.rates["false_negative_rate"], found.metric_gaps["false_negative_rate"]
    each = ", ".join(f"{found.names[code]} {percent(float(rates.value[code]))}" for code in found.compared)
    return (
        f"of {wording.units} {wording.who_are_positive}, {wording.not_selected_means}: {each}. Gap {points(gap.difference)} "
        f"({points(gap.difference_low).removesuffix(' points')} to {points(gap.difference_high).removesuffix(' points')}): "
        f"{gap.verdict} against {points(found.tolerance)}."
    )


def wording_of_roles(roles: Any, **changed: Any) -> Wording:
    """The words that a sample comes with."""
    names = ("unit", "units", "selected_means", "not_selected_means", "favourable", "positive_means", "negative_means")
    return Wording(**({name: roles[name] for name in names if name in roles} | changed))
