"""The answers to an activity as values that can be compared: one question at a time, each with its scale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workbook.content.activities import (
    Activity,
    Choice,
    Dots,
    Estimate,
    Files,
    FreeText,
    Item,
    Owner,
    PreMortem,
    Rank,
    Scale,
    Timeline,
    Veto,
)
from workbook.room.answering import MARKS, SCALE
from workbook.room.record import Given
from workbook.stats.agreement import Level

PLACE = "place"
"""The unit of a ranking: people say "place 2", not "2 place"."""


@dataclass(frozen=True)
class Value:
    """What one person answered to one question. `number` is a place on the scale, or that of the chosen label."""

    who: str
    hat: str
    number: float
    reason: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Question:
    """A question and everybody's answers to it.

    Attributes
    ----------
    activity, id, title : str
    level : {"nominal", "ordinal", "interval"}
    labels : tuple of str
        What can be chosen, in order; empty for numbers.
    lowest, highest : float
        Of the scale.
    unit : str
    values : tuple of Value
    """

    activity: str
    id: str
    title: str
    level: Level
    labels: tuple[str, ...]
    lowest: float
    highest: float
    unit: str
    values: tuple[Value, ...]

    def word(self, number: float) -> str:
        """A place on the scale as people say it."""
        if self.labels and self.level != "interval":
            return self.labels[min(max(round(number - self.lowest), 0), len(self.labels) - 1)]
        if self.unit == PLACE:
            return f"{PLACE} {number:.3g}"
        unit = self.unit[:-1] if number == 1 and self.unit.isalpha() and self.unit.endswith("s") else self.unit
        return f"{number:.3g} {unit}".strip()


def questions_of(activity: Activity, answers: Iterable[Given]) -> tuple[Question, ...]:
    """The questions of an activity with the answers that were given; none for words alone."""
    return MAKERS[activity.kind](activity, tuple(answers))


Pick = Callable[[Mapping[str, Any]], float]


def _values(answers: Iterable[Given], pick: Pick, ends: tuple[str, str] | None = None) -> tuple[Value, ...]:
    return tuple(
        Value(
            one.who,
            one.hat,
            float(pick(one.value)),
            str(one.value.get("reason", "")),
            *((float(one.value[name]) for name in ends) if ends else ()),
        )
        for one in answers
    )


def _words(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(one.text for one in items)


def _place(items: tuple[Item, ...], name: Any) -> float:
    return float([one.id for one in items].index(name))


def _estimate(one: Estimate, answers: tuple[Given, ...]) -> tuple[Question, ...]:
    values = _values(answers, lambda value: value["value"], ("low", "high"))
    return (Question(one.id, one.id, one.title, "interval", (), one.lowest, one.highest, one.unit, values),)


def _timeline(one: Timeline, answers: tuple[Given, ...]) -> tuple[Question, ...]:
    values = _values(answers, lambda value: value["likely"], ("best", "worst"))
    # The scale ends where the longest answer does: against four years, three months and nine would look alike.
    longest = max((value.high or 0.0 for value in values), default=one.longest) or one.longest
    return (Question(one.id, one.id, one.title, "interval", (), 0.0, longest, one.unit, values),)


def _choice(one: Choice, answers: tuple[Given, ...]) -> tuple[Question, ...]:
    values = _values(answers, lambda value: _place(one.items, value["choice"]))
    return (Question(one.id, one.id, one.title, "nominal", _words(one.items), 0, len(one.items) - 1, "", values),)


def _owner(one: Owner, answers: tuple[Given, ...]) -> tuple[Question, ...]:
    labels = _words(one.owners)

    def question(item: Item) -> Question:
        values = _values(answers, lambda value: _place(one.owners, value["owners"][item.id]))
        return Question(one.id, item.id, item.text, "nominal", labels, 0, len(labels) - 1, "", values)

    return tuple(question(item) for item in one.items)


def _scale(one: Scale, answers: tuple[Given, ...]) -> tuple[Question, ...]:
    def question(item: Item) -> Question:
        values = _values(answers, lambda value: value["ratings"][item.id])
        return Question(one.id, item.id, item.text, "ordinal", SCALE, 1, len(SCALE), "", values)

    return tuple(question(item) for item in one.items)


def _rank(one: Rank, answers: tuple[Given, ...]) -> tuple[Question, ...]:
    def question(item: Item) -> Question:
        values = _values(answers, lambda value: value["order"].index(item.id) + 1)
        return Question(one.id, item.id, item.text, "interval", (), 1, len(one.items), PLACE, values)

    return tuple(question(item) for item in one.items)


def _dots(one: Dots, answers: tuple[Given, ...]) -> tuple[Question, ...]:
    def question(item: Item) -> Question:
        values = _values(answers, lambda value: value["dots"].get(item.id, 0))
        return Question(one.id, item.id, item.text, "interval", (), 0, one.dots, "dots", values)

    return tuple(question(item) for item in one.items)


def _files(one: Files, answers: tuple[Given, ...]) -> tuple[Question, ...]:
    labels = (one.yes, one.no)

    def question(place: int, name: str) -> Question:
        values = _values(answers, lambda value: 0 if value["decisions"][name] == "yes" else 1)
        return Question(one.id, name, f"File {place}", "nominal", labels, 0, 1, "", values)

    return tuple(question(place, file.id) for place, file in enumerate(one.files, start=1))


def _veto(one: Veto, answers: tuple[Given, ...]) -> tuple[Question, ...]:
    def question(item: Item) -> Question:
        values = _values(answers, lambda value: MARKS.index(value["marks"][item.id]))
        return Question(one.id, item.id, item.text, "nominal", one.marks, 0, len(MARKS) - 1, "", values)

    return tuple(question(item) for item in one.items)


def _none(_activity: FreeText | PreMortem, _answers: tuple[Given, ...]) -> tuple[Question, ...]:
    return ()


MAKERS: Mapping[str, Callable[[Any, tuple[Given, ...]], tuple[Question, ...]]] = {
    "estimate": _estimate,
    "timeline": _timeline,
    "choice": _choice,
    "owner": _owner,
    "scale": _scale,
    "rank": _rank,
    "dots": _dots,
    "files": _files,
    "veto": _veto,
    "text": _none,
    "premortem": _none,
}
