"""The case on one screen: the sentence, the three assumptions that carry it, what would flip it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbook.decision.answers import DecisionAnswers
from workbook.decision.passing import flips, gates
from workbook.outcomes.amounts_in_words import money, money_range, points
from workbook.project import Record

NOT_COVERED = (
    "expectations", "alignment", "data readiness", "infrastructure", "deployment", "monitoring", "governance",
)  # fmt: skip
"""Stages of the walk that this version has no page for: a decision must not look as if they had been judged."""


@dataclass(frozen=True)
class Brief:
    """What an executive must know before opening anything else."""

    sentences: tuple[str, ...]
    assumptions: tuple[str, ...]
    flips: tuple[str, ...]
    choice: str
    outcome: str


def brief_of(record: Record, revisions: Mapping[str, int]) -> Brief:
    """The case on one screen, from what is on record."""
    results = gates(record, revisions)
    answers = record.section(DecisionAnswers)
    sentences = tuple(one for one in (_target(record), _value(record), _fairness(record)) if one)
    return Brief(sentences, _assumptions(record), flips(results), answers.choice, results.outcome)


def _target(record: Record) -> str:
    evidence = record.latest("scoping.target")
    return str(evidence.result.get("sentence", "")) if evidence else ""


def _value(record: Record) -> str:
    case, value = record.latest("roi.business_case"), record.latest("roi.value")
    parts = []
    if value and value.result.get("value") is not None:
        found = value.result
        interval = money_range(found["value_low"], found["value_high"], found["currency"])
        when = "a year" if found["per_year"] else "on these rows"
        parts.append(
            f"{_at(found['threshold'])} the model is worth {money(found['value'], found['currency'])} {when} ({interval}, sampling error only)."
        )
    if case:
        found = case.result
        parts.append(f"Net present value {money(found['npv_likely'], found['currency'])} with likely values.")
    return " ".join(parts)


def _at(threshold: float | None) -> str:
    return "With the adopted policy" if threshold is None else f"At {threshold:.3g}"


def _fairness(record: Record) -> str:
    evidence = record.latest("fairness.audit")
    if evidence is None:
        return ""
    found = evidence.result
    verdicts = [gap["verdict"] for gap in found["gaps"].values()]
    told = ", ".join(
        f"{word} in {verdicts.count(word)}" for word in ("gap", "no gap", "cannot tell") if word in verdicts
    )
    return f"Of {len(verdicts)} rates, between {found['groups']} groups and with {points(found['tolerance'])} tolerated: {told}."


def _assumptions(record: Record) -> tuple[str, ...]:
    evidence = record.latest("roi.business_case")
    lines = evidence.result.get("assumptions", []) if evidence else []
    return tuple(f"{one['name']}: {one['value']} ({one['owner'] or 'no owner yet'})" for one in lines[:3])


def brief_in_words(brief: Brief) -> str:
    """The brief as paragraphs."""
    if not brief.sentences:
        return "Nothing is on record yet: record the target, the audit and the value on their pages, and the case appears here."
    decided = "Not decided yet" if brief.choice == "undecided" else f"Decided: {brief.choice}"
    lines = [f"{decided}; {brief.outcome}.", *brief.sentences]
    if brief.assumptions:
        lines.append(f"It rests on: {'; '.join(brief.assumptions)}.")
    if brief.flips:
        lines.append(f"It would take: {' '.join(brief.flips[:3])}")
    return "\n\n".join(lines)


def unseen_in_words(record: Record, seen: Mapping[str, str]) -> str:
    """Stages that nobody has looked at, named before anything else.

    Parameters
    ----------
    record : Record
    seen : mapping of str to str
        Evidence name -> the stage in words that it belongs to.
    """
    missing = [words for name, words in seen.items() if record.latest(name) is None]
    here = (
        f"Nothing is on record for: {', '.join(missing)}."
        if missing
        else "Every page of this version has something on record."
    )
    return f"{here}\n\nNot assessed here, because this version has no page for it: {', '.join(NOT_COVERED)}. Whoever decides must have looked elsewhere."
