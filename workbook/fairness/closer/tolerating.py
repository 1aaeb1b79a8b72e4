"""Who fixed the tolerance and when: before anybody had looked, or after."""

from __future__ import annotations

from workbook.errors import WorkbookError
from workbook.fairness.answers import FairnessAnswers
from workbook.fairness.looking import Look
from workbook.outcomes.amounts_in_words import points
from workbook.project import Record

EVIDENCE = "fairness.audit"


def fixed_before(seen: Look, reason: str) -> Look:
    """What is seen, once the tolerance has a reason. Raises `WorkbookError` before."""
    if not reason.strip():
        raise WorkbookError(
            "Verdicts wait until you have said how large a gap you tolerate, and why.",
            "Write the reason above; a tolerance that is chosen after the result fits every result.",
        )
    return seen


def tolerance_in_words(record: Record) -> str:
    """The tolerance with its history, in a paragraph."""
    answers = record.section(FairnessAnswers)
    kept = record.answers.get(FairnessAnswers.section, {})
    answer = kept.get("tolerance")
    why = answers.tolerance_reason.strip().rstrip(".")
    lines = [f"Tolerated: {points(answers.tolerance)}{f', because {why}' if why else ', without a reason yet'}."]
    if answer is None:
        lines.append("Nobody entered it: it is the number this page came with.")
    else:
        lines.append(f"{answer.person.name} fixed it on {answer.at.astimezone():%d %b %Y at %H:%M}.")
        if answer.version > 1:
            lines.append(f"It was changed {answer.version - 1} times; the log holds every value.")
    first = next((one for one in record.evidence if one.name == EVIDENCE), None)
    if first is not None and answer is not None and answer.at > first.at:
        lines.append(
            f"Careful: it was changed after an audit was on record ({first.at.astimezone():%d %b %Y at %H:%M})."
        )
    tried = answers.positions_tried
    if tried:
        lines.append(f"{tried} positions of the slider were tried before the threshold was declared.")
    return " ".join(lines)
