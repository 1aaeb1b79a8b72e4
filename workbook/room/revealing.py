"""What a room is shown once all have answered: who stands where, how far apart, the agenda, the reasons, the shift."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workbook.content.activities import Activity, Files, FreeText, PreMortem, Rank
from workbook.room.apart import Row, row_of, spread_of, typical
from workbook.room.grouping import Group, grouped
from workbook.room.hats import FEWEST_PER_HAT
from workbook.room.questions import Question, Value, questions_of
from workbook.room.record import Given
from workbook.stats.agreement import Agreement, kendall_w

SEED = 21


@dataclass(frozen=True)
class Reason:
    """What somebody answered and why; nobody is told who."""

    answer: str
    why: str


@dataclass(frozen=True)
class Shift:
    """What changed between the first and the last round, among those who answered both."""

    people: int
    moved: int
    before: str
    after: str
    spread_before: float
    spread_after: float


@dataclass(frozen=True)
class Dot:
    """One anonymous answer on the scale of a question, with its range where there is one."""

    number: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Shown:
    """A question as it is shown: the dots in order, its row of the heat map, the answer in the middle."""

    question: Question
    row: Row
    dots: tuple[Dot, ...]
    middle: str
    reasons: tuple[Reason, Reason] | None
    shift: Shift | None


@dataclass(frozen=True)
class FileShown:
    """A file with how the room decided, what the model said and what happened."""

    id: str
    yes: int
    people: int
    model: str
    outcome: str
    right: bool


@dataclass(frozen=True)
class Revealed:
    """Everything that is shown of an activity.

    Attributes
    ----------
    people : int
        Who answered. Fewer than three: nothing else is shown.
    order : Agreement or None
        Of a ranking: Kendall's W.
    """

    activity: str
    round: int
    people: int
    questions: tuple[Shown, ...] = ()
    groups: tuple[Group, ...] = ()
    signs: tuple[str, ...] = ()
    files: tuple[FileShown, ...] = ()
    order: Agreement | None = None

    @property
    def too_few(self) -> bool:
        """Whether showing the answers would show who gave them."""
        return self.people < FEWEST_PER_HAT

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the heat map."""
        return tuple(one.row for one in self.questions)


def revealed(activity: Activity, round: int, answers: Sequence[Given], earlier: Sequence[Given] = ()) -> Revealed:
    """What is shown of an activity.

    Parameters
    ----------
    activity : Activity
    round : int
    answers : sequence of Given
    earlier : sequence of Given
        Those of the first round, where this is a later one.
    """
    if len(answers) < FEWEST_PER_HAT:
        return Revealed(activity.id, round, len(answers))
    before = {one.id: one for one in questions_of(activity, earlier)}
    asked = questions_of(activity, answers)
    return Revealed(
        activity.id,
        round,
        len(answers),
        questions=tuple(_shown(one, before.get(one.id)) for one in asked),
        groups=_groups(activity, answers),
        signs=_texts(answers, "sign") if isinstance(activity, PreMortem) else (),
        files=_files(activity, answers) if isinstance(activity, Files) else (),
        order=_order(asked) if isinstance(activity, Rank) else None,
    )


def _shown(question: Question, before: Question | None) -> Shown:
    dots = sorted(
        (Dot(one.number, one.low, one.high) for one in question.values),
        key=lambda dot: (dot.number, dot.low or 0.0, dot.high or 0.0),  # by value alone: the order tells nothing of who
    )
    middle = typical(question, [one.number for one in question.values])
    shift = shift_between(before, question) if before is not None else None
    return Shown(question, row_of(question), tuple(dots), middle, most_distant(question), shift)


def most_distant(question: Question) -> tuple[Reason, Reason] | None:
    """The two answers with a reason that lie furthest apart; None where no two differ.

    Of choices those of the two most frequent ones; among equals the longer reason, which says more.
    """
    given = (one for one in question.values if one.reason)
    told = sorted(given, key=lambda one: (one.number, -len(one.reason), one.reason))
    if len({one.number for one in told}) < 2:
        return None
    if question.level == "nominal":
        numbers = [one.number for one in question.values]
        first, second = sorted({one.number for one in told}, key=lambda number: (-numbers.count(number), number))[:2]
    else:
        first, second = told[0].number, told[-1].number
    here, there = (next(one for one in told if one.number == number) for number in (first, second))
    return Reason(question.word(here.number), here.reason), Reason(question.word(there.number), there.reason)


def shift_between(before: Question, after: Question) -> Shift | None:
    """What changed between two rounds; None where fewer than three people answered both."""
    then = {one.who: one.number for one in before.values}
    both = [(then[one.who], one.number) for one in after.values if one.who in then]
    if len(both) < FEWEST_PER_HAT:
        return None
    old, new = [one for one, _ in both], [one for _, one in both]
    return Shift(
        people=len(both),
        moved=sum(one != other for one, other in both),
        before=typical(before, old),
        after=typical(after, new),
        spread_before=_spread(before, old),
        spread_after=_spread(after, new),
    )


def _spread(question: Question, numbers: Iterable[float]) -> float:
    values = tuple(Value("", "", number) for number in numbers)
    return spread_of(replace(question, values=values)).value


def _groups(activity: Activity, answers: Sequence[Given]) -> tuple[Group, ...]:
    return grouped(_texts(answers, "text")) if isinstance(activity, FreeText | PreMortem) else ()


def _texts(answers: Iterable[Given], name: str) -> tuple[str, ...]:
    return tuple(sorted(str(one.value[name]) for one in answers if one.value.get(name)))


def _files(activity: Files, answers: Sequence[Given]) -> tuple[FileShown, ...]:
    def shown(place: int) -> FileShown:
        file = activity.files[place]
        yes = sum(one.value["decisions"][file.id] == "yes" for one in answers)
        said: Mapping[str, str] = {"yes": activity.yes, "no": activity.no}
        happened = {"yes": activity.happened_yes, "no": activity.happened_no}
        return FileShown(
            file.id, yes, len(answers), said[file.model], happened[file.outcome], file.model == file.outcome
        )

    return tuple(shown(place) for place in range(len(activity.files)))


def _order(asked: Sequence[Question]) -> Agreement:
    ranks = [[value.number for value in question.values] for question in asked]
    return kendall_w(list(zip(*ranks, strict=True)), seed=SEED)


def places(shown: Sequence[Shown]) -> tuple[Shown, ...]:
    """The items of a ranking in the room's order: by mean place."""
    return tuple(sorted(shown, key=lambda one: statistics.fmean(dot.number for dot in one.dots)))
