"""What was revealed, as plain values for a page: short sentences, dots, counts, the heat map. It names nobody."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from workbook.content.activities import Activity, Veto
from workbook.room.apart import Row, doubt_for, widest
from workbook.room.deck import HATS
from workbook.room.hats import FEWEST_PER_HAT, called
from workbook.room.measures import measures_in_words
from workbook.room.revealing import Revealed, Shift, Shown, places
from workbook.room.vetoes import marked, vetoes_in_words
from workbook.stats.agreement import Agreement


def as_page(activity: Activity, shown: Revealed) -> dict[str, Any]:
    """The revealed answers to an activity, for a page."""
    told: dict[str, Any] = {
        "activity": activity.id,
        "round": shown.round,
        "people": shown.people,
        "talk": activity.talk,
    }
    if shown.too_few:
        return told | {"headline": too_few_in_words(shown.people), "too_few": True}
    return told | {
        "headline": headline(activity, shown),
        "too_few": False,
        "questions": [_question(one) for one in _in_order(activity, shown)],
        "groups": [{"texts": list(one.texts), "shared": list(one.shared)} for one in shown.groups],
        "signs": list(shown.signs),
        "files": [asdict(one) for one in shown.files],
        "measures": measures_in_words(shown),
    }


def _in_order(activity: Activity, shown: Revealed) -> Sequence[Shown]:
    """Rankings as the room ranks, vetoes with the most marked column first, everything else as it was asked."""
    if shown.order is not None:
        return places(shown.questions)
    if isinstance(activity, Veto):
        order = [one.id for one in marked(activity, shown)]
        return sorted(shown.questions, key=lambda one: order.index(one.question.id))
    return shown.questions


def too_few_in_words(people: int) -> str:
    """Why nothing is shown."""
    answers = "Nobody has answered" if people == 0 else f"Only {people} answered"
    return f"{answers}. From {FEWEST_PER_HAT} answers on they are shown: with fewer it would be plain who gave which."


def headline(activity: Activity, shown: Revealed) -> str:
    """The finding in one sentence."""
    if isinstance(activity, Veto):
        return vetoes_in_words(marked(activity, shown))
    if shown.groups:
        largest = shown.groups[0]
        many = len(largest.texts)
        return f"{shown.people} answers" + (
            f"; {many} say something alike." if many > 1 else "; no two use the same words."
        )
    if shown.order is not None:
        return order_in_words(shown.order, places(shown.questions)[0].question.title)
    if len(shown.questions) == 1:
        one = shown.questions[0]
        return f"{one.row.word.capitalize()}: {_middle(one)}."
    if shown.files:
        return _files_in_words(shown)
    first = max(shown.questions, key=lambda one: one.row.spread.value)
    return f"Furthest apart on “{first.question.title}”: {first.row.word}."


def _middle(one: Shown) -> str:
    if one.question.level == "nominal":
        label, _, many = one.middle.rpartition(": ")
        return f"most often “{label}”, {many}"
    return f"the middle answer is “{one.middle}”" if one.question.labels else f"the middle answer is {one.middle}"


def order_in_words(order: Agreement, first: str) -> str:
    """Whether there is a common order. By chance alone W is one over the people."""
    if not order.value >= 0:
        return "No order can be told."
    common = (order.people * order.value - 1) / (order.people - 1)
    told = "A common order" if common >= 0.6 else "Some common order" if common >= 0.25 else "Hardly a common order"
    return f"{told}; “{first}” comes first on average."


def _files_in_words(shown: Revealed) -> str:
    split = sum(min(one.yes, one.people - one.yes) >= one.people / 3 for one in shown.files)
    return (
        f"On {split} of {len(shown.files)} files the room was split: at least a third decided otherwise than the rest."
    )


def _question(one: Shown) -> dict[str, Any]:
    asked = one.question
    told: dict[str, Any] = {
        "id": asked.id,
        "title": asked.title,
        "level": asked.level,
        "word": one.row.word,
        "doubt": doubt_for(one.row.spread),
        "spread": _number(one.row.spread.value),
        "middle": one.middle,
        "reasons": [{"answer": reason.answer, "why": reason.why} for reason in one.reasons or ()],
        "shift": shift_in_words(one.shift) if one.shift else "",
        "cells": _cells(one.row),
    }
    if asked.level == "interval":
        dots = [[_number(dot.number), _number(dot.low), _number(dot.high)] for dot in one.dots]
        return told | {"dots": dots, "lowest": asked.lowest, "highest": asked.highest, "unit": asked.unit}
    chosen = [round(dot.number - asked.lowest) for dot in one.dots]
    return told | {"counts": [[label, chosen.count(place)] for place, label in enumerate(asked.labels)]}


def shift_in_words(shift: Shift) -> str:
    """What a second round changed."""
    now = "closer together" if shift.spread_after < shift.spread_before - 0.02 else (
        "further apart" if shift.spread_after > shift.spread_before + 0.02 else "as far apart as before"
    )  # fmt: skip
    return f"{shift.moved} of {shift.people} changed their answer: {shift.before} before, {shift.after} now; {now}."


def heat_map(shown: Sequence[tuple[Activity, Revealed]]) -> dict[str, Any]:
    """Every question that was shown against every hat, and the five widest gaps.

    Hats with few people were put together; such a cell stands under each of its hats and says so.
    """
    rows = [(activity, row) for activity, one in shown for row in one.rows]
    seen = {hat for _, row in rows for cell in row.cells for hat in cell.hats}
    agenda = widest(row for _, row in rows)
    return {
        "hats": [[hat, name] for hat, name in HATS.items() if hat in seen],
        "rows": [
            {
                "activity": activity.id,
                "question": row.question,
                "title": row.title,
                "word": row.word,
                "spread": _number(row.spread.value),
                "cells": _cells(row),
            }
            for activity, row in rows
        ],
        "agenda": [
            {"title": row.title, "word": row.word, "activity": row.activity, "question": row.question} for row in agenda
        ],
    }


def _cells(row: Row) -> dict[str, Any]:
    return {
        hat: {
            "words": cell.words,
            "people": cell.people,
            "apart": _number(cell.apart),
            "hats": called(cell.hats),
            "joined": len(cell.hats) > 1,
        }
        for cell in row.cells
        for hat in cell.hats
    }


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(f"{value:.4g}")


def titles(activities: Iterable[Activity]) -> Mapping[str, str]:
    """The title of each activity by its name."""
    return {one.id: one.title for one in activities}
