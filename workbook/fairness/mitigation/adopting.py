"""Adopting a candidate: it becomes the policy that every later page uses, until it is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbook.data import ProjectFiles, Tally, read_source
from workbook.errors import InputError, WorkbookError
from workbook.fairness.answers import FairnessAnswers
from workbook.fairness.mitigation.adopted_policy import AdoptedPolicy
from workbook.fairness.mitigation.answers import MitigationAnswers
from workbook.fairness.mitigation.candidate import NOTHING, TITLES, Candidate, Frontier
from workbook.fairness.mitigation.keeping import TRAINED, record
from workbook.outcomes import Policy

EVIDENCE = "fairness.mitigation"


def in_force(
    tally: Tally | None, threshold: float | None, adopted: AdoptedPolicy | None = None, score: str | None = None
) -> Policy | None:
    """The policy in force: the adopted one, else the declared threshold, else the given decision; None before any.

    `tally` is None where nothing was decided in the rows yet: then no policy is in force.

    Raises
    ------
    InputError
        The adopted policy does not fit these rows.
    """
    if tally is None:
        return None
    if adopted is not None:
        return adopted.fitting(tally, score)
    if threshold is not None and tally.has_score:
        return Policy.at(threshold)
    return Policy.given_decision() if tally.has_decision and not tally.has_score else None


def chosen(frontier: Frontier, name: str) -> Candidate:
    """The candidate that is looked at.

    Raises
    ------
    WorkbookError
        It is not offered for these rows.
    """
    found = frontier.named(name)
    if found is None:
        raise WorkbookError(f"“{name}” is not among the candidates of these rows.", "Choose another one, or retrain.")
    return found


def check(candidate: Candidate, answers: MitigationAnswers) -> None:
    """Refuse what must not be adopted.

    Raises
    ------
    InputError
        It changes nothing, or needs a legal review that is not on record.
    """
    if candidate.name == NOTHING:
        raise InputError("Doing nothing is what is in force already.", "Choose a candidate above.")
    if candidate.offer.needs_protected and not answers.cleared:
        raise InputError(
            f"“{candidate.offer.title}” treats groups by different thresholds. That may be unlawful, and this workbook "
            "cannot clear it.",
            "Have a lawyer review it, then enter above who did, when, and where it is written down.",
        )


def adopt(desk: Any) -> str:
    """Make the chosen candidate the policy in force."""
    answers: MitigationAnswers = desk.read("mitigation")
    candidate = chosen(desk.read("mitigation_frontier"), answers.candidate)
    check(candidate, answers)
    evidence = desk.record.latest(EVIDENCE)
    if evidence is None or evidence.result.get("candidate") != candidate.name:
        raise InputError(
            "The comparison that this rests on is not on record.", "Press “Record as evidence” under it, then adopt."
        )
    columns, declared = desk.read("columns"), desk.read("fairness.threshold")
    if candidate.offer.retrained:
        _attach(desk, candidate)
    policy = AdoptedPolicy(
        name=candidate.name,
        policy=candidate.offer.policy,
        needs_protected=candidate.offer.needs_protected,
        score=candidate.offer.column or columns.score,
        groups=desk.read("tally").group_names,
        legal_by=answers.legal_by if candidate.offer.needs_protected else "",
        legal_date=answers.legal_date if candidate.offer.needs_protected else None,
        legal_reference=answers.legal_reference if candidate.offer.needs_protected else "",
        evidence=evidence.id,
        score_before=columns.score,
        selected_before=columns.selected,
        threshold_before=declared,
    )
    changes: dict[str, Any] = {"adopted": policy.model_dump(mode="json")}
    if candidate.offer.retrained:
        changes["threshold"] = candidate.offer.policy.threshold
    desk.stop_exploring()
    desk.store.update(FairnessAnswers, **changes)
    return f"“{candidate.offer.title}” is in force now: every later page uses it. The audit has to be recorded anew."


def _attach(desk: Any, candidate: Candidate) -> None:
    """The rows with their retrained scores become the project's rows, their new score its score."""
    from workbook.ui.connecting import use_source

    store, evidence = desk.store, desk.record.latest(TRAINED)
    if evidence is None:
        raise WorkbookError("The retrained scores are no longer there.", "Retrain, then adopt.")
    path = ProjectFiles(store.project_id).holds(evidence.result["file"])
    label = desk.record.data.label.removesuffix(", with retrained scores")
    use_source(store, read_source(path), kind="upload", label=f"{label}, with retrained scores", location=str(path))
    record(
        desk, evidence.sentence, evidence.result
    )  # the same scores, beside the same rows, in the file just connected
    store.update(
        desk.readings.section_named("columns"),
        score=candidate.offer.column,
        selected="at_or_above",
        trained_on_these_rows="no",
    )


def withdraw(desk: Any) -> str:
    """Back to the threshold that was declared before."""
    adopted: AdoptedPolicy | None = desk.read("fairness.adopted")
    if adopted is None:
        raise InputError("No policy was adopted: the declared threshold is in force.", "There is nothing to withdraw.")
    columns = desk.read("columns")
    if columns.score == adopted.score and adopted.score_before != adopted.score:
        section = desk.readings.section_named("columns")
        desk.store.update(section, score=adopted.score_before, selected=adopted.selected_before)
    desk.stop_exploring()
    desk.store.update(FairnessAnswers, adopted=None, threshold=adopted.threshold_before)
    return "The adopted policy is withdrawn; the threshold declared before it is in force again."


@dataclass(frozen=True)
class InForce:
    """The policy in force, and how it was adopted, where it was."""

    policy: Policy | None
    adopted: AdoptedPolicy | None


def standing_in_words(now: InForce) -> str:
    """Which policy every page uses now."""
    adopted = now.adopted
    if now.policy is None:
        return "In force: nothing yet. Declare a threshold with the slider."
    if now.policy.given:
        return "In force: the decisions as they were taken."
    if adopted is None:
        return "In force: the declared threshold."
    cleared = (
        f" It treats groups by different thresholds; reviewed legally by {adopted.legal_by} on {adopted.legal_date} "
        f"({adopted.legal_reference})."
        if adopted.needs_protected
        else ""
    )
    way_back = (
        f" “Withdraw” goes back to {adopted.threshold_before:.4g}." if adopted.threshold_before is not None else ""
    )
    return f"In force: “{TITLES.get(adopted.name, adopted.name)}”, adopted in place of the declared threshold.{cleared}{way_back}"
