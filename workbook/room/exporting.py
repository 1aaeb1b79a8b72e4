"""A workshop to take away: every shown answer as CSV, and a summary on one page. Neither names anybody."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from workbook.content.activities import Activity
from workbook.report.document import Document, Grid, Items, Paragraph, Part
from workbook.room.apart import widest
from workbook.room.deck import activity_of
from workbook.room.hats import FEWEST_PER_HAT, called, merged
from workbook.room.questions import questions_of
from workbook.room.record import Given, Reveal, Room
from workbook.room.revealing import Revealed
from workbook.room.showing import headline, too_few_in_words
from workbook.room.views import Door, last_shown

COLUMNS = ("activity", "round", "question", "what", "hats", "answer", "number", "low", "high")
FORMULA = re.compile("(^|[;|\t\r\n])( *)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])")
"""How a formula begins, also where a semicolon or a tab parts cells; the last four are wide twins of the other signs."""
Line = tuple[str, ...]


def to_csv(door: Door, here: Room) -> str:
    """Everything that was shown in a room, one line an answer.

    Lines are sorted by what they say, and a reason stands on a line of its own, so that no two lines can be put
    together as one person's. Activities with fewer than three answers have none.
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for shown in door.rooms.reveals(here.id):
        answers = door.people.shown_answers(here.id, shown.activity, shown.round)
        for line in _lines(activity_of(here.deck, shown.activity), shown, answers):
            table.writerow([_harmless(cell) for cell in line])
    return "\ufeff" + written.getvalue()  # the mark makes spreadsheet programs read it as UTF-8


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula (OWASP, CSV injection)."""
    harmless = FORMULA.sub(r"\1\2'", cell)
    return f"'{harmless}" if harmless.startswith(("\t", "\r", "\n")) else harmless


def _lines(activity: Activity, shown: Reveal, answers: tuple[Given, ...]) -> Iterator[Line]:
    place = (activity.title, str(shown.round))
    if len(answers) >= FEWEST_PER_HAT:
        yield from sorted(_answers(activity, place, answers))
        yield from sorted(_words(place, answers))
    for what in ("decision", "dissent", "reason"):
        text = getattr(shown, what)
        if text:
            yield (*place, "", f"the room's {what}", "", text, "", "", "")


def _answers(activity: Activity, place: tuple[str, str], answers: tuple[Given, ...]) -> Iterator[Line]:
    together = merged(one.hat for one in answers)
    for question in questions_of(activity, answers):
        for one in question.values:
            ends = ("" if end is None else f"{end:g}" for end in (one.low, one.high))
            hats = called(together[one.hat])
            yield (*place, question.title, "answer", hats, question.word(one.number), f"{one.number:g}", *ends)


def _words(place: tuple[str, str], answers: Iterable[Given]) -> Iterator[Line]:
    for one in answers:
        for name, what in (("text", "words"), ("sign", "early sign"), ("reason", "why")):
            if one.value.get(name):
                yield (*place, "", what, "", str(one.value[name]), "", "", "")


def summary(door: Door, here: Room, project: str) -> Document:
    """The workshop on one page: where the room differs, what it decided, and what each question showed."""
    shown = last_shown(door, here)
    reveals = [one for one in door.rooms.reveals(here.id) if one.decision]
    parts = (_gaps(shown), _decisions(here, reveals), _questions(shown))
    people = door.rooms.people(here.id)
    return Document(
        title=here.deck.title,
        subtitle=f"{project} · {here.created_at.astimezone():%d %b %Y} · {people} people · room {here.code}",
        summary=tuple(part for part in parts if part.blocks),
        footer="Everybody answered alone before anything was shown. Hats with fewer than three people are shown together.",
    )


def _gaps(shown: tuple[tuple[Activity, Revealed], ...]) -> Part:
    agenda = widest(row for _, one in shown for row in one.rows)
    lines = tuple(f"{row.title}: {row.word}" for row in agenda)
    nothing = Paragraph("No question was shown on which the room is apart.")
    return Part("Where the room is furthest apart", (Items(lines),) if lines else (nothing,))


def _decisions(here: Room, settled: list[Reveal]) -> Part:
    rows = tuple(
        (
            activity_of(here.deck, one.activity).title,
            one.decision or "",
            one.dissent or "none recorded",
            one.reason or "",
        )
        for one in settled
    )
    return Part("What was decided", (Grid(("Question", "Decision", "Dissent", "Because"), rows),) if rows else ())


def _questions(shown: tuple[tuple[Activity, Revealed], ...]) -> Part:
    rows = tuple(
        (one.title, too_few_in_words(found.people) if found.too_few else headline(one, found), str(found.people))
        for one, found in shown
    )
    return Part("What each question showed", (Grid(("Question", "Finding", "Answers"), rows),) if rows else ())
