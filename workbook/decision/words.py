"""Gates and history as tables and sentences."""

from __future__ import annotations

from workbook.decision.passing import GateResults, flips
from workbook.project import Evidence, Record
from workbook.ui.live import TableColumn, TableView


def gate_table(results: GateResults) -> TableView:
    """Every gate with its outcome and the evidence it rests on."""
    columns = (
        TableColumn("gate", "Gate"),
        TableColumn("question", "Question"),
        TableColumn("outcome", "Outcome", "verdict"),
        TableColumn("found", "What was found"),
        TableColumn("rests_on", "Rests on"),
        TableColumn("override", "Overridden"),
    )
    rows = tuple(
        {
            "gate": one.gate.gate,
            "question": one.gate.question,
            "outcome": one.outcome,
            "found": one.sentence,
            "rests_on": recorded(one.evidence),
            "override": f"by {one.overridden_by}: {one.override_reason}" if one.overridden_by else one.override_refused,
        }
        for one in results.gates
    )
    return TableView("Gates", columns, rows)


def recorded(evidence: Evidence | None) -> str:
    """Which evidence, by whom, when."""
    if evidence is None:
        return "nothing on record"
    return f"{evidence.name}, {evidence.person.name}, {evidence.at.astimezone():%d %b %Y %H:%M} (no. {evidence.id[:8]})"


def gates_in_words(results: GateResults) -> str:
    """How the gates stand, in a sentence."""
    counts = {
        word: sum(one.outcome == word for one in results.gates)
        for word in ("pass", "fail", "cannot tell", "stale", "not assessed")
    }
    told = ", ".join(f"{word} {number}" for word, number in counts.items() if number)
    return f"{results.outcome.capitalize()}: {told}."


def flips_in_words(results: GateResults) -> str:
    """What would have to change."""
    needed = flips(results)
    return (
        "\n\n".join(["To pass every gate:", *(f"• {one}" for one in needed)])
        if needed
        else "Nothing: every gate passes or was overridden."
    )


def evidence_table(record: Record) -> TableView:
    """Everything on record, newest first."""
    columns = (
        TableColumn("name", "Evidence"),
        TableColumn("sentence", "What it says"),
        TableColumn("who", "Recorded by"),
        TableColumn("at", "When"),
    )
    rows = tuple(
        {
            "name": one.name,
            "sentence": one.sentence.split("\n")[0],
            "who": one.person.name,
            "at": f"{one.at.astimezone():%d %b %Y %H:%M}",
        }
        for one in reversed(record.evidence)
    )
    return TableView("On record", columns, rows)
