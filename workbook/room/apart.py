"""How far apart a room is on a question: the measure, the plain word, and who stands apart."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from workbook.room.deck import HATS
from workbook.room.hats import merged
from workbook.room.questions import Question
from workbook.stats.agreement import Agreement, spread

SEED = 20
WORDS: tuple[tuple[float, str], ...] = (
    (0.12, "of one mind"),
    (0.35, "close"),
    (0.65, "apart"),
    (math.inf, "far apart"),
)
"""Up to which spread a room is called what: a convention of ours."""
TOO_FEW = "too few to tell"


@dataclass(frozen=True)
class Cell:
    """What the people under one hat, or under several with few people, answered: in words, and how far from everybody else (0 to 1)."""

    hats: tuple[str, ...]
    people: int
    words: str
    apart: float


@dataclass(frozen=True)
class Row:
    """A question of the heat map."""

    activity: str
    question: str
    title: str
    spread: Agreement
    word: str
    cells: tuple[Cell, ...]


def row_of(question: Question, seed: int = SEED) -> Row:
    """A question with its spread, its word and a cell for each hat."""
    measured = spread_of(question, seed)
    return Row(question.activity, question.id, question.title, measured, word_for(measured), _cells(question))


def spread_of(question: Question, seed: int = SEED) -> Agreement:
    """The spread of the answers to a question."""
    numbers = [one.number for one in question.values]
    return spread(
        numbers, question.level, choices=len(question.labels), ends=(question.lowest, question.highest), seed=seed
    )


def word_for(measured: Agreement) -> str:
    """The plain word for a spread; two words where the interval reaches from one into another."""
    if measured.too_few or math.isnan(measured.value):
        return TOO_FEW
    return _word(measured.value)


def doubt_for(measured: Agreement) -> str:
    """What else it might be with other people of the same kind in the room; "" where that is the same word."""
    if math.isnan(measured.low):
        return ""
    low, high = _word(measured.low), _word(measured.high)
    return "" if low == high else f"between {low} and {high} if other people of this kind had come"


def _word(value: float) -> str:
    return next(word for limit, word in WORDS if value <= limit)


def widest(rows: Iterable[Row], many: int = 5) -> tuple[Row, ...]:
    """The questions on which the room is furthest apart: the agenda. At most two of one activity."""
    taken: list[Row] = []
    counted: Counter[str] = Counter()
    for row in sorted(rows, key=lambda row: -row.spread.value if row.spread.value >= 0 else 1.0):
        if row.word in (TOO_FEW, WORDS[0][1]) or counted[row.activity] == 2:
            continue
        counted[row.activity] += 1
        taken.append(row)
    return tuple(taken[:many])


def _cells(question: Question) -> tuple[Cell, ...]:
    together = merged(one.hat for one in question.values)
    parts = sorted({hats for hats in together.values() if hats}, key=lambda hats: list(HATS).index(hats[0]))
    return tuple(_cell(question, hats) for hats in parts)


def _cell(question: Question, hats: tuple[str, ...]) -> Cell:
    own = [one.number for one in question.values if one.hat in hats]
    others = [one.number for one in question.values if one.hat not in hats]
    return Cell(hats, len(own), typical(question, own), _distance(question, own, others))


def typical(question: Question, numbers: list[float]) -> str:
    """The answer in the middle of a group; for choices the most frequent, with how many chose it."""
    if question.level != "nominal":
        return question.word(statistics.median(numbers))
    counted = Counter(numbers)
    most = max(counted.values())
    first = [question.word(number) for number in sorted(counted) if counted[number] == most]
    return f"{' or '.join(first)}: {most} of {len(numbers)}" + (" each" if len(first) > 1 else "")


def _distance(question: Question, own: list[float], others: list[float]) -> float:
    """How far a group is from all others: of choices the share that would have to change, of numbers the means."""
    if not others:
        return 0.0
    if question.level == "nominal":
        here, there = Counter(own), Counter(others)
        return sum(abs(here[one] / len(own) - there[one] / len(others)) for one in here | there) / 2
    width = question.highest - question.lowest
    return min(1.0, abs(statistics.fmean(own) - statistics.fmean(others)) / width) if width else 0.0
