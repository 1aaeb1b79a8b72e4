"""The decision table in sentences, and as a table."""

from __future__ import annotations

from workbook.modelling.standing.gathering import Line, Standing
from workbook.models.changes import Interval
from workbook.outcomes.amounts_in_words import money, named
from workbook.ui.live import TableColumn, TableView

MAY_BE_EMPTY = ("money", "people", "owner", "reason", "until")
"""Columns that are left out where no test has anything in them."""


def standing_in_words(found: Standing) -> str:
    """How many failed, what is open, what was accepted, and until when."""
    failed, unsure, held = (found.of(outcome) for outcome in ("failed", "cannot tell", "held"))  # type: ignore[arg-type]
    lines = [
        f"{len(found.lines)} stress tests are on record: {len(failed)} failed, {len(held)} held, for {len(unsure)} these "
        "rows cannot tell."
    ]
    undecided = [one.test for one in found.lines if one.open and not one.out_of_date]
    if undecided:
        lines.append(f"Open, because no person owns and has decided it: {named(undecided, 12)}.")
    lines += _decided(failed)
    stale = [one.test for one in found.lines if one.out_of_date]
    if stale:
        lines.append(f"Out of date, since rows, model or answers changed: {named(stale, 12)}. Run these again.")
    if found.unknown:
        lines.append(f"Decided, but not on record any more: {named(found.unknown)}.")
    if not found.open:
        lines.append("Nothing is open. What was accepted is accepted by a person, not by the model.")
    return "\n\n".join(lines)


def _decided(failed: tuple[Line, ...]) -> list[str]:
    said = []
    for choice, word in (("accept", "Accepted"), ("fix", "To be fixed")):
        told = [
            f"“{one.test}” by {one.owner}{f' until {one.until}' if one.until else ''}"
            for one in failed
            if one.choice == choice and not one.open
        ]
        if told:
            said.append(f"{word}: {'; '.join(told)}.")
    lapsed = [f"“{one.test}” ({one.until})" for one in failed if one.lapsed]
    return [*said, f"The date has passed, so it is open again: {'; '.join(lapsed)}."] if lapsed else said


def standing_table(found: Standing) -> TableView:
    """Test, result, harm, owner, accept or fix."""
    when = " a year" if found.per_year else ""
    columns = (
        TableColumn("test", "Stress test"),
        TableColumn("outcome", "Result", "verdict"),
        TableColumn("says", "What was found"),
        TableColumn("money", f"Worth more{when}"),
        TableColumn("people", "People or things", "count"),
        TableColumn("owner", "Owner"),
        TableColumn("choice", "Accept or fix", "verdict"),
        TableColumn("reason", "Why, or how"),
        TableColumn("until", "Until"),
    )
    rows = tuple(
        {
            "test": one.test,
            "outcome": "out of date" if one.out_of_date else one.outcome,
            "says": one.says,
            "money": _money(one.money, found.currency),
            "people": one.people,
            "owner": one.owner or None,
            "choice": _choice(one),
            "reason": one.reason or None,
            "until": one.until or None,
        }
        for one in found.lines
    )
    shown = tuple(one for one in columns if one.key not in MAY_BE_EMPTY or any(row[one.key] for row in rows))
    return TableView("Stress tests on record, what is open first", shown, rows)


def _money(ends: Interval | None, currency: str) -> str | None:
    if ends is None or not any(ends):
        return None
    return money(ends[0], currency)


def _choice(one: Line) -> str:
    if one.choice != "open" and not one.lapsed:
        return one.choice if one.owner else f"{one.choice}, by nobody"
    return "open" if one.open else "–"
