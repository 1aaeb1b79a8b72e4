"""Columns that the room marked as known only after the decision: how many say so, and which no model would learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbook.content.activities import Column, Deck, Veto
from workbook.project import Record
from workbook.room.revealing import Revealed, Shown
from workbook.start.answers import Columns

MOST_COLUMNS = 20


@dataclass(frozen=True)
class Marked:
    """How the room judged a column: how many say that it is known in time, only later, or that they cannot tell."""

    id: str
    column: str
    title: str
    in_time: int
    later: int
    unsure: int

    @property
    def vetoed(self) -> bool:
        """Whether more people say “only later” than “known in time”: who cannot tell does not outvote who knows."""
        return self.later > self.in_time

    @property
    def disputed(self) -> bool:
        """Whether some are sure of the one and some of the other."""
        return self.later > 0 and self.in_time > 0


def marked(activity: Veto, shown: Revealed) -> tuple[Marked, ...]:
    """Every column with its counts, those that most say are known only later first."""
    columns = {one.id: one.column for one in activity.items}
    found = (_marked(one, columns[one.question.id]) for one in shown.questions)
    return tuple(sorted(found, key=lambda one: (-one.later, one.in_time)))


def _marked(one: Shown, column: str) -> Marked:
    chosen = [round(dot.number) for dot in one.dots]
    return Marked(one.question.id, column, one.question.title, *(chosen.count(place) for place in range(3)))


def vetoes_in_words(found: Sequence[Marked]) -> str:
    """The finding in one sentence."""
    vetoed, disputed = sum(one.vetoed for one in found), sum(one.disputed for one in found)
    told = f"{vetoed} of {len(found)} columns are marked as known only later"
    if not disputed:
        return f"{told}; nobody who is sure contradicts anybody else."
    return f"{told}; on {disputed} some are sure of the one and some of the other."


def fitted(deck: Deck, record: Record) -> Deck:
    """A deck for the rows of a project: where they have other columns than the deck names, those are judged.

    Label, score, decision and weight are no columns that a model learns from, and are not asked. Without rows the
    deck stays as it is; without any such column the question is left out.
    """
    if record.data is None or not any(isinstance(one, Veto) for one in deck.activities):
        return deck
    columns = record.data.columns
    made = (
        _for_columns(one, columns, record) if isinstance(one, Veto) and not _names(one) <= set(columns) else one
        for one in deck.activities
    )
    return deck.model_copy(update={"activities": tuple(one for one in made if one is not None)})


def _names(activity: Veto) -> set[str]:
    return {one.column for one in activity.items}


def _for_columns(activity: Veto, columns: Sequence[str], record: Record) -> Veto | None:
    roles = record.section(Columns)
    taken = {roles.label, roles.label_equals, roles.score, roles.decision, roles.decision_equals, roles.weight}
    free = [name for name in columns if name not in taken and name.strip()]
    items = tuple(
        Column(id=f"c{place}", column=name, text=name[:240]) for place, name in enumerate(free[:MOST_COLUMNS], 1)
    )
    if not items:
        return None
    left = f" These are the first {len(items)} of {len(free)} columns." if len(free) > len(items) else ""
    return activity.model_copy(update={"items": items, "prompt": activity.prompt + left})
