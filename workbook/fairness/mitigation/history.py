"""An exercise on real rows: when the label is a past decision, what an audit can say of it, and what it cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workbook.data import open_sample, sample, tally
from workbook.data.files import file_source
from workbook.data.sample_tables import samples_folder
from workbook.fairness.auditing import Audit, audit
from workbook.fairness.mitigation.exercises import FOLDS, TOLERANCE, missed, selected, wording_of_roles
from workbook.fairness.mitigation.training import plainly
from workbook.models import recipes
from workbook.models.folds import out_of_fold
from workbook.models.rows import frame_of, group_codes, label_codes
from workbook.outcomes import Wording
from workbook.outcomes.amounts_in_words import percent, points

STRICT = 0.7
"""Where the stand-in for an earlier process on the loans drew its line, on the sample's other score."""
CLOSING = (
    "What such an audit can say: who was approved how often, and where a model departs from those who decided. What it "
    "cannot say: whether they were right. Who was refused has no outcome, and a model that repeats every decision shows "
    "no gap in its errors at all. To find out, decide some cases at random, or have them judged anew without the group."
)


def history_as_label(progress: Callable[[float, str], None], cancelled: Callable[[], bool]) -> str:
    """Audit real past decisions and a model that learned them; then loans, where one can look behind a decision."""
    progress(0.1, "mortgages: learning what was decided")
    told = _mortgages()
    if cancelled():
        return ""
    progress(0.7, "loans: auditing twice")
    return "\n\n".join((*told, *_loans(), CLOSING))


def _mortgages() -> tuple[str, ...]:
    """1,989 decisions of a bank, and a model that repeats them without being told the group."""
    frame = frame_of(file_source(samples_folder() / "mortgages" / "rows.csv"))
    codes, _ = group_codes(frame, ["applicant"])
    known = label_codes(frame, "decided", "approved")
    features, _ = recipes.usable(frame, {"decided", "applicant"})
    score = out_of_fold(plainly(recipes.logistic(features)), features, known, codes, FOLDS, lambda: None)
    held = tally(
        frame.assign(score=np.round(score, 4)),
        label="decided",
        label_positive="approved",
        decision="decided",
        decision_positive="approved",
        score="score",
        groups="applicant",
    )
    as_many = min(held.edges, key=lambda edge: abs(selected(held, float(edge)) - known.mean()))
    past, model = audit(held, tolerance=TOLERANCE), audit(held, float(as_many), tolerance=TOLERANCE)
    words = Wording(
        units="applicants", selected_means="approved", not_selected_means="refused", positive_means="approved",
        negative_means="refused", label_is="past decision",
    )  # fmt: skip
    return (
        f"Mortgages, what the bank decided: {_approved(past)}",
        f"A model that learned this, never told the group, approving as many: {_approved(model)}",
        f"The same model, its errors held against the bank's decisions: {missed(model, words)}",
    )


def _approved(found: Audit) -> str:
    rates, gap = found.rates["selection_rate"], found.metric_gaps["selection_rate"]
    each = ", ".join(f"{found.names[code]} {percent(float(rates.value[code]))}" for code in found.compared)
    low, high = points(gap.difference_low).removesuffix(" points"), points(gap.difference_high).removesuffix(" points")
    return f"approved, {each}. Gap {points(gap.difference)} ({low} to {high}): {gap.verdict} against {points(found.tolerance)}."


def _loans() -> tuple[str, ...]:
    """The same model on the same loans, against what happened and against a stand-in for an earlier decision."""
    chosen = sample("loans")
    frame, roles = frame_of(open_sample("loans")), chosen.roles
    threshold = float(chosen.more["answers"]["fairness"]["threshold"])
    frame = frame.assign(past=np.where(frame["score_boosting"] >= STRICT, "approved", "refused"))
    groups = tuple(roles["groups"])
    truth: dict[str, Any] = {"label": roles["label"], "label_positive": tuple(roles["label_positive"])}
    decision: dict[str, Any] = {"decision": "past", "decision_positive": "approved"}
    happened = tally(frame, score=roles["score"], groups=groups, **truth)
    history = tally(frame, score=roles["score"], groups=groups, label="past", label_positive="approved")
    behind = tally(frame, groups=groups, **truth, **decision)
    found = [
        audit(one, cut, tolerance=TOLERANCE)
        for one, cut in ((history, threshold), (happened, threshold), (behind, None))
    ]
    past = wording_of_roles(roles, label_is="past decision", positive_means="approved", negative_means="refused")
    words = wording_of_roles(roles)
    return (
        "Loans, where the outcome is known, so that one can look behind a decision (a stand-in: the sample's other score, "
        f"strictly applied). The model held against that decision: {missed(found[0], past)}",
        f"The same model held against what happened: {missed(found[1], words)}",
        f"What that decision itself did: {missed(found[2], words)}",
    )
