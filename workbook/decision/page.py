"""The live parts of the Decision page."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from workbook.decision.answers import DecisionAnswers
from workbook.decision.briefing import brief_in_words, brief_of, unseen_in_words
from workbook.decision.passing import gates
from workbook.decision.reporting import document_of
from workbook.decision.words import evidence_table, flips_in_words, gate_table, gates_in_words
from workbook.errors import WorkbookError
from workbook.outcomes.amounts_in_words import count
from workbook.project import Record, sentences
from workbook.report import Document, render
from workbook.ui.live import Act, Ask, Download, Live

TITLE = "Decision"
QUESTION = "Go, no-go or not yet: and who stands for it?"
MINUTES = 20
SECTIONS = (DecisionAnswers,)
ENTRIES_SHOWN = 30
"""So many entries of the log are shown on the page."""
REVISIONS: dict[str, int] = {}
RECORDED = {
    "scoping.target": "the target",
    "modelling.stress_table": "the model under stress",
    "explanation.coverage": "explanations",
    "fairness.audit": "fairness",
    "roi.value": "value",
    "roi.business_case": "the business case",
}


def sign(desk: Any) -> str:
    """Put the decision on record with the person's name; it can be changed later, and then shows both."""
    answers = desk.record.section(DecisionAnswers)
    if answers.choice == "undecided":
        raise WorkbookError("Nothing is decided yet.", "Choose go, no-go or not yet above.")
    if not answers.decided_by.strip() or not answers.reason.strip():
        raise WorkbookError("A decision needs a name and a reason.", "Write both above.")
    results = gates(desk.record, desk.read("revisions"))
    payload = {
        "choice": answers.choice,
        "decided_by": answers.decided_by,
        "reason": answers.reason,
        "conditions": answers.conditions,
        "gates": {one.gate.gate: one.outcome for one in results.gates},
        "overridden": {
            one.gate.gate: f"{one.overridden_by}: {one.override_reason}" for one in results.gates if one.overridden_by
        },
    }
    desk.store.repository.require(desk.store.project_id, desk.store.person, "sign")
    desk.store.apply(lambda repository, project, person: repository.note(project, person, "decided", payload))
    return f"Signed by {desk.store.person.name}: {answers.choice}, decided by {answers.decided_by}."


def history(desk: Any) -> str:
    """The newest entries of the log as sentences, the newest first."""
    told = sentences(desk.store.repository.log(desk.store.project_id, desk.store.person))
    earlier = len(told) - ENTRIES_SHOWN
    shown = [*reversed(told[-ENTRIES_SHOWN:])]
    if earlier > 0:
        shown.append(
            f"{count(earlier)} earlier {'entry is' if earlier == 1 else 'entries are'} in the export of the project."
        )
    return "\n\n".join(shown)


def report_of(desk: Any) -> Document:
    """The report of the project as it stands."""
    picture = _picture(desk)
    log = desk.store.repository.log(desk.store.project_id, desk.store.person)
    told = desk.read("tolerance_told")
    return document_of(desk.record, desk.read("revisions"), log, picture, datetime.now(UTC), tolerance=told)


def _picture(desk: Any) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = desk.read("picture")
    except WorkbookError:  # there is no picture before there are rows and values; the report says what is missing
        return None
    return found


def report_file(desk: Any, kind: str) -> tuple[str, str, bytes]:
    """The report as a file to take away; that it was taken is logged."""
    document = report_of(desk)
    content = render(document, kind)
    desk.store.apply(lambda repository, project, person: repository.note(project, person, "reported", {"kind": kind}))
    return f"{document.file_name}.{kind}", {"html": "text/html", "pdf": "application/pdf"}[kind], content


def export_file(desk: Any) -> tuple[str, str, bytes]:
    """The project as one file: answers, results, decisions and the log; no rows, no tally."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = desk.store.repository.export_project(
            desk.store.project_id, desk.store.person, Path(folder) / "project.json"
        )
        return "project.json", "application/json", path.read_bytes()


PARTS = (
    Live("unseen", reads=("record",), analyse=lambda record: unseen_in_words(record, RECORDED), say=str),
    Live("gates", reads=("record", "revisions"), analyse=gates, show=gate_table, say=gates_in_words),
    Live("flip", reads=("record", "revisions"), analyse=gates, say=flips_in_words),
    Live("brief", reads=("record", "revisions"), analyse=brief_of, say=brief_in_words),
    Live("evidence", reads=("record",), analyse=lambda record: record, show=evidence_table),
    Ask("rules", DecisionAnswers, ("gates",)),
    Ask("overrides", DecisionAnswers, ("overrides",)),
    Ask("decide", DecisionAnswers, ("choice", "decided_by", "reason", "conditions")),
    Act("sign", "Sign the decision", sign, "Puts it in the log with your name and with how every gate stood."),
    Download(
        "report",
        "Report as a web page",
        partial(report_file, kind="html"),
        "One file that asks nothing of any other host.",
    ),
    Download("report_pdf", "Report as PDF", partial(report_file, kind="pdf")),
    Download(
        "export", "Export the project", export_file, "Answers, results, decisions and the log; no rows, no tally."
    ),
    Act("history", "Show the log", history, "Who did what, when, from which file."),
)


def blockers(record: Record) -> tuple[str, ...]:
    """What the decision still lacks."""
    answers = record.section(DecisionAnswers)
    found = []
    if gates(record).exit_code:
        found.append(f"{gates(record).outcome.capitalize()}.")
    if answers.choice == "undecided":
        found.append("Decide: go, no-go or not yet.")
    return tuple(found)


def progress(record: Record) -> float:
    """Share of the page's steps that are done: gates, decision, name and reason."""
    answers = record.section(DecisionAnswers)
    steps = (
        gates(record).exit_code == 0,
        answers.choice != "undecided",
        bool(answers.decided_by.strip() and answers.reason.strip()),
    )
    return sum(steps) / len(steps)
