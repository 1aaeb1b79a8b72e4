"""The scope on one screen: what was agreed, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbook.errors import WorkbookError
from workbook.scoping.answers import ScopingAnswers
from workbook.scoping.choosing import portfolio_of, sourcing_of
from workbook.scoping.gathering import Room, room_of
from workbook.scoping.needing import need_of
from workbook.scoping.targeting import target_of


@dataclass(frozen=True)
class Point:
    """One thing that a scope settles: what was agreed ("" where nothing), and what is still open ("" where nothing)."""

    name: str
    agreed: str
    still_open: str


def brief_of(answers: ScopingAnswers, today: date | None = None) -> tuple[Point, ...]:
    """What was agreed and what is open, point by point, on a given day (where none is given: today)."""
    room = room_of(answers)
    return (
        _text("Decision", answers.decision, "Describe it in one sentence."),
        _affected(answers, room),
        _text("Today", answers.process, "Describe how it is decided today."),
        _target(answers, today),
        _text("Success for the business", answers.success, "Say what will be different."),
        _text("Success of the model", answers.technical, "Say what the model must reach for that."),
        _text("Must not get worse", answers.not_worse, "Name at least one thing."),
        _need(answers),
        _sourcing(answers),
        _portfolio(answers),
        _room(room),
    )


def _text(name: str, text: str, missing: str) -> Point:
    return Point(name, text.strip(), "" if text.strip() else missing)


def _affected(answers: ScopingAnswers, room: Room) -> Point:
    named = ", ".join(one.who.strip() for one in answers.affected if one.who.strip())
    if not named:
        return Point("Affected", "", "List who is affected.")
    unsaid = [one.who.strip() for one in answers.affected if one.who.strip() and one.harm == "not said"]
    parts = [f"Nobody speaks for: {', '.join(room.voiceless)}."] if room.voiceless else []
    parts += [f"How badly is not said for: {', '.join(unsaid)}."] if unsaid else []
    return Point("Affected", named, " ".join(parts))


def _target(answers: ScopingAnswers, today: date | None) -> Point:
    target = target_of(answers, today)
    missing = " ".join(one.sentence for one in target.problems)
    if not missing and not answers.baseline_owner.strip():
        missing = "Nobody vouches for the baseline yet."
    return Point("Target", target.sentence, missing)


def _need(answers: ScopingAnswers) -> Point:
    need = need_of(answers)
    known = need.verdict != "cannot tell yet"
    return Point("Is learning needed?", need.verdict if known else "", "" if known else " ".join(need.reasons))


def _sourcing(answers: ScopingAnswers) -> Point:
    try:
        found = sourcing_of(answers)
    except WorkbookError as error:
        return Point("Buy, partner or build", "", str(error))
    if found.tied:
        return Point("Buy, partner or build", "", "The first two are level.")
    return Point("Buy, partner or build", found.ranking[0].title, "It is close." if found.close else "")


def _portfolio(answers: ScopingAnswers) -> Point:
    try:
        found = portfolio_of(answers)
    except WorkbookError as error:
        return Point("First use case", "", str(error))
    scored = [one for one in found if one.score > 0]
    if len(scored) < 2:
        return Point("First use case", "", "Compare at least two.")
    if scored[0].score == scored[1].score:
        return Point("First use case", "", "The first two score alike.")
    return Point("First use case", scored[0].title, "")


def _room(room: Room) -> Point:
    here = "; ".join(f"{hat}: {', '.join(names)}" for hat, names in room.worn if names)
    missing = f"Nobody wears the hat of: {', '.join(room.missing_hats)}." if room.missing_hats else ""
    return Point("In the room", here, missing)


def brief_in_words(points: tuple[Point, ...]) -> str:
    """How much of the scope is settled, and which points are open."""
    unsettled = [one.name for one in points if one.still_open]
    if not unsettled:
        return f"All {len(points)} points of the scope are settled."
    return f"{len(points) - len(unsettled)} of {len(points)} points are settled. Still open: {', '.join(unsettled)}."
