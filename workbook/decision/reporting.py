"""The project as a document: one page that decides, then what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workbook.decision.answers import DecisionAnswers
from workbook.decision.briefing import NOT_COVERED, brief_of
from workbook.decision.passing import GateResults, gates
from workbook.decision.words import recorded
from workbook.project import LogEntry, Record, sentences, staleness
from workbook.report import Document, Grid, Items, Paragraph, Part, Picture

NEWEST = 40


def document_of(
    record: Record,
    revisions: Mapping[str, int],
    log: tuple[LogEntry, ...],
    picture: dict[str, Any] | None,
    made: datetime,
    *,
    tolerance: str = "",
) -> Document:
    """The report of a project.

    Parameters
    ----------
    record : Record
    revisions : mapping of str to int
        Today's revision of each analysis.
    log : tuple of LogEntry
    picture : dict or None
        The figure of money against threshold, where it can be drawn.
    made : datetime
        When the report is made.
    tolerance : str
        How the tolerated gap came about: who fixed it and when, and what was tried.
    """
    results = gates(record, revisions)
    tolerated = (Part("The tolerated gap", (Paragraph(tolerance),)),) if tolerance else ()
    summary = [_decision(record, results), _case(record, revisions)]
    if picture is not None:
        title = str(picture["layout"].get("title", {}).get("text", ""))
        summary.append(Part("The picture", (Picture(picture, title),)))
    summary.append(_gates(results))
    return Document(
        title=record.name,
        subtitle=f"AI Use-Case Workbook, {made.astimezone():%d %B %Y %H:%M}. {record.description}".strip(),
        summary=tuple(summary),
        annex=(_evidence(record, revisions), *tolerated, _assumptions(record), _data(record), _history(log)),
        footer=f"Head of the log: {record.head}. With it, “workbook verify” shows later whether anything was changed or cut off.",
    )


def _decision(record: Record, results: GateResults) -> Part:
    answers = record.section(DecisionAnswers)
    if answers.choice == "undecided":
        said: tuple[Paragraph, ...] = (Paragraph("Not decided yet.", strong=True),)
    else:
        said = (
            Paragraph(
                f"{answers.choice.capitalize()}, decided by {answers.decided_by or 'nobody named'}.", strong=True
            ),
            Paragraph(answers.reason or "No reason was given."),
            *((Paragraph(f"Conditions: {answers.conditions}"),) if answers.conditions else ()),
        )
    return Part("Decision", (*said, Paragraph(f"{results.outcome.capitalize()}.")))


def _case(record: Record, revisions: Mapping[str, int]) -> Part:
    brief = brief_of(record, revisions)
    lines = brief.sentences or ("Nothing is on record yet.",)
    blocks: list[Paragraph | Items] = [Paragraph(line) for line in lines]
    if brief.assumptions:
        blocks += [Paragraph("It rests on:"), Items(brief.assumptions)]
    if brief.flips:
        blocks += [Paragraph("What would have to change:"), Items(brief.flips)]
    return Part("The case", tuple(blocks))


def _gates(results: GateResults) -> Part:
    rows = tuple(
        (
            one.gate.question,
            one.outcome + (f", overridden by {one.overridden_by}: {one.override_reason}" if one.overridden_by else ""),
            one.sentence,
        )
        for one in results.gates
    )
    missing = Paragraph(f"Not assessed, this version has no page for it: {', '.join(NOT_COVERED)}.")
    return Part("Gates", (Grid(("Question", "Outcome", "Found"), rows), missing))


def _evidence(record: Record, revisions: Mapping[str, int]) -> Part:
    rows = []
    for name in dict.fromkeys(one.name for one in record.evidence):
        latest = record.latest(name)
        if latest is None:
            continue
        stale = staleness(latest, record, revision=revisions.get(name, latest.fingerprints.revision))
        rows.append((recorded(latest), latest.sentence, " ".join(stale) or "fresh"))
    return Part("On record", (Grid(("Evidence", "What it says", "State"), tuple(rows)),))


def _assumptions(record: Record) -> Part:
    case = record.latest("roi.business_case")
    lines = case.result.get("assumptions", []) if case else []
    rows = tuple((str(one["name"]), str(one["value"]), str(one["owner"]) or "nobody yet") for one in lines)
    return Part(
        "Assumptions", (Grid(("Assumption", "Value", "Owner"), rows) if rows else Paragraph("None on record."),)
    )


def _data(record: Record) -> Part:
    if record.data is None:
        return Part("Rows", (Paragraph("No rows were connected."),))
    data = record.data
    state = (
        "erased since"
        if data.state == "erased"
        else "available"
        if data.state == "available"
        else f"only with {data.owner.name}"
    )
    return Part(
        "Rows",
        (
            Paragraph(
                f"{data.label}: {data.rows:,} rows, {len(data.columns)} columns, {state}. Fingerprint {data.fingerprint[:16]}."
            ),
        ),
    )


def _history(log: tuple[LogEntry, ...]) -> Part:
    lines = sentences(log[-NEWEST:])
    earlier = (
        f"{len(log) - NEWEST} earlier entries are in the log." if len(log) > NEWEST else f"{len(log)} entries in all."
    )
    return Part("History", (Paragraph(earlier), Items(lines)))
