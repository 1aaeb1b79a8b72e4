"""All candidates from rows, in one call: for notebooks, with the team's own model where it has one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from workbook.data.roles import Outcome
from workbook.data.tallies import Side, Tally
from workbook.data.tallying import tally
from workbook.errors import InputError
from workbook.fairness.mitigation.candidate import Frontier, Offer, Terms
from workbook.fairness.mitigation.comparing import compare
from workbook.fairness.mitigation.training import Trained, train_candidates
from workbook.models.steps import Progress
from workbook.outcomes import Payoff, Policy
from workbook.outcomes.paired import by_label_difference
from workbook.outcomes.policy import as_policy, snapped


def candidates(
    frame: Any,
    *,
    label: str,
    groups: Sequence[str],
    baseline: float | None = None,
    payoff: Payoff,
    score: str | None = None,
    decision: Outcome = None,
    amounts: Mapping[str, str] | None = None,
    label_positive: Any = 1,
    decision_positive: Any = 1,
    selected: Side = "at_or_above",
    leave_out: Sequence[str] = (),
    estimator: Any = None,
    terms: Terms | None = None,
    train: bool = True,
    folds: int = 5,
    seed: int = 1,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Frontier:
    """Every candidate, fitted on one part of the rows, judged and priced on the other.

    Parameters
    ----------
    frame : DataFrame or Source
    label, groups, score, decision, amounts, label_positive, decision_positive, selected
        As in `workbook.data.tally`.
    baseline : float, optional
        The declared threshold of the score; the decision where None.
    payoff : Payoff
    leave_out : sequence of str
        Columns that no model may learn from, beside label, groups, score and decision.
    estimator : scikit-learn estimator, optional
        The team's own model; the workbook's own where None.
    terms : Terms, optional
    train : bool
        Whether to train candidates at all.
    folds, seed : int
    progress, cancelled : callable, optional
        As in `train_candidates`.

    Raises
    ------
    InputError
        As `compare` and `train_candidates`.
    """
    from workbook.data import Source
    from workbook.models.rows import frame_of

    rows = frame_of(frame) if isinstance(frame, Source) else frame
    asked = terms or Terms()
    roles = {
        "label": label, "label_positive": label_positive, "groups": tuple(groups), "amounts": amounts, "split": seed,
        "selected": selected,
    }  # fmt: skip
    counted = tally(rows, score=score, decision=decision, decision_positive=decision_positive, **roles)
    declared = as_policy(baseline, counted)
    if not train:
        return compare(counted, declared, payoff, asked)
    hidden = [*leave_out, *(one for one in (score, decision) if isinstance(one, str))]
    good, costs = costs_of(counted, payoff)
    trained = train_candidates(
        rows, label=label, label_positive=label_positive, groups=groups, leave_out=hidden, estimator=estimator,
        costs=costs, event_is_good=good, tolerance=asked.tolerance, folds=folds, progress=progress, cancelled=cancelled,
    )  # fmt: skip
    before = decision_in_force(declared, counted, score, decision, decision_positive)
    held = with_scores(rows, trained)
    found = {
        one.name: (tally(held, score=one.column, **before, **(roles | {"selected": "at_or_above"})), one)
        for one in trained.offers
    }
    return compare(counted, declared, payoff, asked, found)


def with_scores(frame: Any, trained: Trained) -> Any:
    """The rows with a column for each retrained score."""
    return frame.assign(**{one.column: np.round(trained.scores[one.name], 6) for one in trained.offers})


def costs_of(counted: Tally, payoff: Payoff) -> tuple[bool, tuple[float, float]]:
    """Whether those with the event are the ones to select, and what both errors cost on average.

    The errors are missing a case that should be selected and selecting one that should not.

    Raises
    ------
    InputError
        Neither costs anything.
    """
    cells, gain = counted.cells, by_label_difference(counted, payoff).total
    with_event, without = (
        float(gain[cells.label == label].sum()) / max(float(cells.weight[cells.label == label].sum()), 1e-12)
        for label in (1, 0)
    )
    best, worst = max(with_event, without), min(with_event, without)
    costs = max(best, 0.0), max(-worst, 0.0)
    if not sum(costs):
        raise InputError(
            "No error costs anything, so nothing can be chosen by its price.", "Enter what outcomes are worth."
        )
    return with_event >= without, costs


def decision_in_force(
    declared: Policy, counted: Tally, score: str | None, decision: Outcome, decision_positive: Any
) -> dict[str, Any]:
    """The declared policy as the decision of a tally: the old score held against its threshold."""
    if declared.given:
        return {"decision": decision, "decision_positive": decision_positive}
    if not declared.one_threshold or declared.threshold is None:
        raise InputError("Retrained models are compared with one threshold.", "Withdraw the adopted policy first.")
    threshold = snapped(counted, declared.threshold)
    side = ">=" if counted.selected == "at_or_above" else "<"
    return {"decision": score, "decision_positive": f"{side} {threshold!r}"}


def as_offer(kept: Mapping[str, Any]) -> Offer:
    """A retrained offer from what is on record of it."""
    policy = Policy.model_validate(kept["policy"])
    return Offer(kept["name"], policy, kept["how"], tuple(kept["notes"]), retrained=True, column=kept["column"])
