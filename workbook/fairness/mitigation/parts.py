"""The live parts of mitigation on the Fairness page, and what they and later pages read by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workbook.data.tallies import Tally
from workbook.errors import WorkbookError
from workbook.fairness.mitigation.adopting import (
    EVIDENCE,
    InForce,
    adopt,
    chosen,
    in_force,
    standing_in_words,
    withdraw,
)
from workbook.fairness.mitigation.answers import MitigationAnswers
from workbook.fairness.mitigation.as_code import policy_code
from workbook.fairness.mitigation.candidate import NOTHING, REVISION, Candidate, Frontier, Review, Terms
from workbook.fairness.mitigation.comparing import compare
from workbook.fairness.mitigation.exercises import reweigh_and_audit
from workbook.fairness.mitigation.figures import frontier_picture, proxy_picture
from workbook.fairness.mitigation.history import history_as_label
from workbook.fairness.mitigation.keeping import REVISION as TRAINED_REVISION
from workbook.fairness.mitigation.keeping import TRAINED, Kept, declared_threshold, kept, train
from workbook.fairness.mitigation.tables import candidate_table, effect_table
from workbook.fairness.mitigation.words import chosen_in_words, frontier_in_words, learning_in_words, proxies_in_words
from workbook.models.proxies import BEYOND
from workbook.outcomes import Payoff, Policy, Wording
from workbook.outcomes.prevalence import at_prevalence
from workbook.ui.live import Act, Ask, Download, Live, Provided, Task

SECTION = MitigationAnswers
REVISIONS = {EVIDENCE: REVISION, TRAINED: TRAINED_REVISION}


@dataclass(frozen=True)
class Chosen:
    """One candidate beside the others."""

    candidate: Candidate
    frontier: Frontier


def frontier_of(
    tally: Tally,
    threshold: float | None,
    payoff: Payoff,
    terms: Terms,
    retrained: Kept,
    population_share: float | None = None,
) -> Frontier:
    """All candidates for the project's rows, at the declared threshold (not at the slider's position)."""
    declared = declared_threshold(tally, threshold)
    if declared is None:
        raise WorkbookError(
            "No threshold has been declared yet.", "Declare one with the slider: it is what is mitigated."
        )
    held = {name: (at_prevalence(one, population_share), offer) for name, (one, offer) in retrained.held.items()}
    found = compare(tally, declared, payoff, terms, held)
    return Frontier(**(vars(found) | {"not_offered": (*found.not_offered, *retrained.notes)}))


def terms_of(
    tally: Tally,
    metric: str,
    tolerance: float,
    groups: tuple[str, ...],
    yearly_volume: float | None,
    capacity: float | None,
    cost: float,
    error: float,
    wording: Wording,
) -> Terms:
    """What candidates are judged by, from the answers of several pages."""
    by = tuple(name for name in groups if name in tally.group_names) or None
    review = Review(capacity, cost, error) if capacity else None
    return Terms(metric, tolerance, by, yearly_volume, review, wording)


def picked(frontier: Frontier, name: str) -> Chosen:
    """The candidate that is looked at."""
    return Chosen(chosen(frontier, name), frontier)


def kept_candidate(found: Chosen) -> dict[str, Any]:
    """What the evidence keeps: the policy and its price; no counts of single groups."""
    one, frontier = found.candidate, found.frontier
    if one.name == NOTHING:
        raise WorkbookError("Doing nothing needs no evidence.", "Choose a candidate above, then record.")
    return {
        "candidate": one.name,
        "policy": one.offer.policy.model_dump(mode="json"),
        "metric": frontier.terms.metric,
        "tolerance": frontier.terms.tolerance,
        "gap": list(one.gap),
        "gap_before": list(frontier.nothing.gap),
        "verdict": one.verdict,
        "money": list(one.money),
        "currency": frontier.currency,
        "per_year": frontier.per_year,
        "changed": one.changed,
        "reviewed": one.reviewed,
        "review_cost": one.review_cost,
        "needs_protected": one.offer.needs_protected,
        "retrained": one.offer.retrained,
        "dominated_by": one.dominated_by,
        "rows": frontier.rows,
        "candidates": [each.name for each in frontier.candidates],
    }


def code_file(desk: Any) -> tuple[str, str, bytes]:
    """The chosen policy as Python code."""
    candidate = chosen(desk.read("mitigation_frontier"), desk.read("mitigation.candidate"))
    tally: Tally = desk.read("tally")
    score = candidate.offer.column or desk.read("columns.score")
    if candidate.offer.retrained:
        tally = desk.read("mitigation_trained").held[candidate.name][0]
    text = policy_code(candidate.offer, tally, desk.read("wording"), score)
    return f"policy_{candidate.name.replace(' ', '_')}.py", "text/x-python", text.encode()


def exercise(name: str) -> Callable[[Any, Callable[[float, str], None], Callable[[], bool]], str]:
    """The exercise on one sample, as a task."""
    return lambda _desk, progress, cancelled: reweigh_and_audit(name, progress, cancelled)


def same(found: Any) -> Any:
    """What is looked at is the result."""
    return found


ABOUT = "Trains several models on your rows, out of fold: seconds for some thousand rows, a minute or two for tens of thousands."
PARTS = (
    Ask("reviewers", MitigationAnswers, ("review_capacity", "review_cost", "review_error", "review_owner")),
    Live(
        "frontier",
        reads=("mitigation_frontier",),
        analyse=same,
        show=frontier_picture,
        say=frontier_in_words,
        picks="mitigation.candidate",
    ),
    Live("candidates", reads=("mitigation_frontier",), analyse=same, show=candidate_table),
    Ask("choose", MitigationAnswers, ("candidate",)),
    Live(
        "before_after",
        reads=("mitigation_frontier", "mitigation.candidate"),
        analyse=picked,
        show=lambda found: effect_table(found.candidate, found.frontier),
        say=lambda found: chosen_in_words(found.candidate, found.frontier),
        records=EVIDENCE,
        keep=kept_candidate,
    ),
    Download("policy_code", "The policy as Python code", code_file, "Stands alone: score and group in, decision out."),
    Ask("legal", MitigationAnswers, ("legal_by", "legal_date", "legal_reference")),
    Act("adopt", "Adopt", adopt, "Every later page uses the chosen policy from then on."),
    Act("withdraw", "Withdraw", withdraw, "Back to the threshold that was declared before."),
    Live("in_force", reads=("policy_in_force", "fairness.adopted"), analyse=InForce, say=standing_in_words),
    Ask("learn_without", MitigationAnswers, ("leave_out",)),
    Task("train", "Retrain and compare", train, ABOUT),
    Live(
        "proxies",
        reads=("mitigation_trained",),
        analyse=same,
        show=lambda found: proxy_picture(found.proxies, BEYOND) if found.proxies else None,
        say=proxies_in_words,
    ),
    Live("learning", reads=("mitigation_trained",), analyse=same, say=learning_in_words),
    Task("exercise_loans", "Run it on the loans", exercise("loans"), "A few seconds."),
    Task("exercise_income", "Run it on census income", exercise("income"), "About ten seconds."),
    Task("exercise_history", "Audit against history", lambda _desk, *how: history_as_label(*how), "A few seconds."),
)


def provided() -> Mapping[str, Provided]:
    """What the parts above and later pages read by name."""
    fields = ("review_capacity", "review_cost", "review_error")
    terms = ("population", "fairness.metric", "fairness.tolerance", "fairness.groups", "roi.yearly_volume")
    asked = (*terms, *(f"mitigation.{field}" for field in fields), "wording")
    trained = ("project_id", "data", f"evidence:{TRAINED}", "tally", "tally_roles", "fairness.threshold", "sees_rows")
    frontier = (
        "population",
        "fairness.threshold",
        "payoff",
        "mitigation_terms",
        "mitigation_trained",
        "roi.population_share",
    )
    return {
        "policy_in_force": Provided(
            ("tally_or_none", "fairness.threshold", "fairness.adopted", "columns.score"), in_force
        ),
        "policy_or_none": Provided(("policy_in_force",), policy_now),
        "project_id": Provided(("record",), lambda record: record.project_id),
        "sees_rows": Provided(("record",), lambda record: record.sees_rows),
        "mitigation_terms": Provided(asked, terms_of),
        "mitigation_trained": Provided(trained, kept),
        "mitigation_frontier": Provided(frontier, frontier_of),
    }


def policy_now(policy: Policy | None) -> Policy | None:
    """The policy in force; while somebody tries a threshold out, the one tried stands in its place."""
    return policy
