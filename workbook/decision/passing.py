"""Holds every gate against the record: the same result on the page, in the report and in a build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbook.decision.answers import DecisionAnswers
from workbook.decision.gate import Gate, Outcome, hold, read_gates
from workbook.project import Evidence, Record, staleness


@dataclass(frozen=True)
class Held:
    """One gate and how it stands, with the evidence it rests on."""

    gate: Gate
    outcome: Outcome
    sentence: str
    evidence: Evidence | None
    overridden_by: str = ""
    override_reason: str = ""
    override_refused: str = ""

    @property
    def lets_pass(self) -> bool:
        """Whether it passes, or somebody lets it pass."""
        return self.outcome == "pass" or bool(self.overridden_by)


@dataclass(frozen=True)
class GateResults:
    """All gates, and what follows."""

    gates: tuple[Held, ...]

    @property
    def exit_code(self) -> int:
        """0 all pass or were overridden, 1 one fails, 2 one cannot be told, is stale or was not assessed."""
        standing = [one.outcome for one in self.gates if not one.lets_pass]
        return 1 if "fail" in standing else 2 if standing else 0

    @property
    def outcome(self) -> str:
        """In two or three words."""
        return {0: "all gates pass", 1: "a gate fails", 2: "not all gates can be told"}[self.exit_code]


def gates(record: Record, revisions: Mapping[str, int] | None = None) -> GateResults:
    """Hold every gate of a project.

    Parameters
    ----------
    record : Record
    revisions : mapping of str to int, optional
        Today's revision of each analysis, by evidence name: evidence of an older one is stale. Not looked at
        where it is None.
    """
    answers = record.section(DecisionAnswers)
    overrides = {one.gate: one for one in answers.overrides if one.by.strip() and one.reason.strip()}
    results = []
    for gate in read_gates(answers.gates):
        outcome, sentence, evidence = _held(gate, record, revisions)
        by = reason = refused = ""
        if outcome != "pass" and gate.gate in overrides:
            refused = _refused(gate, record)
            if not refused:
                by, reason = overrides[gate.gate].by, overrides[gate.gate].reason
        results.append(Held(gate, outcome, sentence, evidence, by, reason, refused))
    return GateResults(tuple(results))


def _refused(gate: Gate, record: Record) -> str:
    """Why an override does not count: whoever wrote it last may not override this gate; "" where they may."""
    written = record.answers[DecisionAnswers.section]["overrides"].person
    permission = record.permissions.get(written.id, "nobody")
    if permission in gate.may_override:
        return ""
    may = " or ".join(gate.may_override) or "nobody"
    return f"The override does not count: {written.name} wrote it as {permission}, and only {may} may override this."


def _held(gate: Gate, record: Record, revisions: Mapping[str, int] | None) -> tuple[Outcome, str, Evidence | None]:
    evidence = record.latest(gate.evidence)
    if evidence is None:
        return "not assessed", f"Nothing is on record under “{gate.evidence}”.", None
    today = (revisions or {}).get(evidence.name, evidence.fingerprints.revision)
    reasons = staleness(evidence, record, revision=today)
    outcome, sentence = hold(gate, evidence.result)
    if reasons:
        return "stale", f"{reasons[0]} It said: {sentence}", evidence
    return outcome, sentence, evidence


def flips(results: GateResults) -> tuple[str, ...]:
    """What would have to change for every gate to pass."""
    needs = []
    for one in results.gates:
        if one.lets_pass:
            continue
        if one.outcome == "not assessed":
            needs.append(f"{one.gate.gate}: record “{one.gate.evidence}” on its page.")
        elif one.outcome == "stale":
            needs.append(f"{one.gate.gate}: look again and record it anew. {one.sentence}")
        elif one.outcome == "cannot tell":
            needs.append(f"{one.gate.gate}: {one.sentence} More rows, or fewer and larger groups, would tell.")
        else:
            needs.append(f"{one.gate.gate}: {one.sentence}")
    return tuple(needs)
