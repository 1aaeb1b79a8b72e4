"""The live parts of the Fairness page."""

from __future__ import annotations

from workbook.data.tallies import Tally
from workbook.errors import WorkbookError
from workbook.fairness.answers import FairnessAnswers
from workbook.fairness.auditing import REVISION, Audit, audit
from workbook.fairness.closer import parts as closer
from workbook.fairness.closer.tolerating import fixed_before, tolerance_in_words
from workbook.fairness.drawn_gap import gap_in_draws, samples_at
from workbook.fairness.figures import gaps_against_tolerance, rates_by_group
from workbook.fairness.four_fifths import screen
from workbook.fairness.looking import Look, look
from workbook.fairness.mitigation import parts as mitigation
from workbook.fairness.people import people
from workbook.fairness.recording import kept_audit, recorded_in_words
from workbook.fairness.tables import four_fifths_in_words, four_fifths_table, gap_table
from workbook.fairness.words import band_in_words, gaps_in_words, groups_in_words, people_in_words
from workbook.outcomes import Policy, Wording
from workbook.project import Record
from workbook.ui.live import Ask, Explore, Live, Provided

TITLE = "Fairness"
QUESTION = "Who bears the errors, and is the gap beyond what you tolerate?"
MINUTES = 40
SECTIONS = (FairnessAnswers, mitigation.SECTION, closer.SECTION)
REVISIONS = {"fairness.audit": REVISION, **mitigation.REVISIONS}


def declared_policy(policy: Policy | None) -> Policy:
    """The declared policy. Raises `WorkbookError` where none was declared."""
    if policy is None:
        raise WorkbookError("No threshold has been declared yet.", "Move the slider, look, and declare one.")
    return policy


def audit_declared(tally: Tally, policy: Policy, groups: tuple[str, ...], tolerance: float, wording: Wording) -> Audit:
    """The audit at a policy, over the crossed groups, against the tolerance."""
    by = tuple(name for name in groups if name in tally.group_names) or None
    return audit(tally, policy, by=by, tolerance=tolerance, meanings=wording.meanings)


def as_it_is(seen: Look) -> Look:
    """What is looked at is the result."""
    return seen


PARTS = (
    Ask("inputs", FairnessAnswers, ("groups", "metric", "tolerance", "tolerance_reason")),
    Explore("threshold", "Threshold", "fairness.threshold"),
    Live("groups", reads=("look",), analyse=as_it_is, show=rates_by_group, say=groups_in_words),
    Live(
        "gaps",
        reads=("verdicts",),
        analyse=as_it_is,
        show=gap_table,
        say=gaps_in_words,
        records="fairness.audit",
        keep=lambda seen: kept_audit(seen.audited),
        record_says=recorded_in_words,
    ),
    Live("against_tolerance", reads=("verdicts",), analyse=as_it_is, show=gaps_against_tolerance, say=band_in_words),
    Live("people", reads=("audit", "wording", "roi.yearly_volume"), analyse=people, say=people_in_words),
    Live("four_fifths", reads=("audit", "wording"), analyse=screen, show=four_fifths_table, say=four_fifths_in_words),
    Ask("reason", FairnessAnswers, ("threshold_reason",)),
    *mitigation.PARTS,
    *closer.PARTS,
)

PROVIDES = {
    "policy": Provided(("policy_or_none",), declared_policy),
    "tolerance_told": Provided(("record",), tolerance_in_words),
    "samples": Provided(("population", "policy_in_force", "fairness.groups"), samples_at),
    "gap_in_draws": Provided(
        ("samples", "fairness.metric", "fairness.tolerance", "fairness.tolerance_reason", "wording"), gap_in_draws
    ),
    "audit": Provided(("population", "policy", "fairness.groups", "fairness.tolerance", "wording"), audit_declared),
    "look": Provided(
        ("audit", "policy", "policy_in_force", "wording", "fairness.metric", "columns.trained_on_these_rows"), look
    ),
    "verdicts": Provided(("look", "fairness.tolerance_reason"), fixed_before),
    **mitigation.provided(),
}


def blockers(record: Record) -> tuple[str, ...]:
    """What the audit still lacks."""
    answers = record.section(FairnessAnswers)
    answered = record.answered(FairnessAnswers.section)
    found = []
    if "tolerance" not in answered and not answers.tolerance_reason:
        found.append("Fix the largest gap that you tolerate, and say why, before you look.")
    if answers.threshold is None and _has_score(record):
        found.append("Declare a threshold.")
    if record.latest("fairness.audit") is None:
        found.append("Record the audit at the declared threshold.")
    return tuple(found)


def progress(record: Record) -> float:
    """Share of the page's steps that are done: tolerance, threshold where there is a score, the audit on record."""
    answers = record.section(FairnessAnswers)
    steps = [bool(answers.tolerance_reason), record.latest("fairness.audit") is not None]
    if _has_score(record) or record.data is None:
        steps.append(answers.threshold is not None)
    return sum(steps) / len(steps)


def _has_score(record: Record) -> bool:
    """Whether the rows hold a score, as the Start page says; with a decision alone there is no threshold to declare."""
    score = record.answers.get("columns", {}).get("score")
    return record.data is not None and score is not None and bool(score.value)
