"""What a room settled, written to the answer of a stage that asks the same question: by whoever leads, with a version."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic.fields import FieldInfo

from workbook.content.activities import Activity, Rank, Timeline, Veto
from workbook.errors import InputError
from workbook.project import Person, Record, Repository, Section
from workbook.room.revealing import Revealed, places
from workbook.room.vetoes import marked
from workbook.stages import STAGES, sections

DAYS_A_MONTH, DAYS_A_WEEK = 365.2425 / 12, 7
Written = str | Sequence[str]
"""What the facilitator entered: a text, or the columns that were ticked, by the names of their items."""


@dataclass(frozen=True)
class Target:
    """The answer of a stage that an activity can settle."""

    section: type[Section]
    field: str
    factor: float

    @property
    def name(self) -> str:
        """Section and field, as they are logged."""
        return f"{self.section.section}.{self.field}"

    @property
    def info(self) -> FieldInfo:
        """The field's declaration: its title and limits."""
        return self.section.model_fields[self.field]

    @property
    def title(self) -> str:
        """The stage that asks, and its question."""
        owner = next(one.title for one in STAGES if self.section in one.page.SECTIONS)
        return f"{owner}: {self.info.title}"

    @property
    def kind(self) -> str:
        """How it is entered: number, date, columns or text."""
        declared = str(self.info.annotation)
        known = {"date": "date", "float": "number", "tuple": "columns"}
        return next((kind for word, kind in known.items() if word in declared), "text")

    def version(self, record: Record) -> int:
        """How often this answer was written; 0 where it never was."""
        known = record.answers.get(self.section.section, {}).get(self.field)
        return known.version if known else 0

    def columns(self, record: Record) -> tuple[str, ...]:
        """The columns that stand there now."""
        return tuple(getattr(record.section(self.section), self.field))


def target_of(activity: Activity) -> Target | None:
    """Where an activity writes to; None where no stage asks this."""
    if not activity.writes:
        return None
    section, field = activity.writes.split(".")
    return Target(sections()[section], field, activity.factor)


def as_page(activity: Activity, shown: Revealed | None, record: Record, today: date) -> dict[str, Any] | None:
    """What the facilitator is offered: which answer, the room's own as a suggestion, and the version that is there now."""
    target = target_of(activity)
    if target is None or shown is None or shown.too_few:
        return None
    offered = {"title": target.title, "kind": target.kind, "seen": target.version(record)}
    if isinstance(activity, Veto):
        return offered | {"columns": _to_tick(activity, shown, target.columns(record))}
    return offered | {"suggested": suggested(activity, shown, target, today)}


def _to_tick(activity: Veto, shown: Revealed, left_out: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "title": one.title,
            "counts": [one.in_time, one.later, one.unsure],
            "vetoed": one.vetoed,
            "out": one.column in left_out,
        }
        for one in marked(activity, shown)
    ]


def suggested(activity: Activity, shown: Revealed, target: Target, today: date) -> str:
    """The answer in the middle of the room, as it would be entered."""
    first = (places(shown.questions) if isinstance(activity, Rank) else shown.questions)[0]
    if isinstance(activity, Rank):
        return first.question.title
    middle = statistics.median(dot.number for dot in first.dots)
    if isinstance(activity, Timeline):
        days = middle * (DAYS_A_MONTH if activity.unit == "months" else DAYS_A_WEEK)
        return date.fromordinal(today.toordinal() + round(days)).isoformat()
    return f"{middle:g}" if target.kind == "number" else first.middle


def keep(
    repository: Repository, project_id: str, who: Person, activity: Activity, written: Written, seen: int | None = None
) -> Mapping[str, Any]:
    """Write what was entered to the answers of the stage; nothing is written for an empty text.

    Parameters
    ----------
    repository : Repository
    project_id : str
    who : Person
    activity : Activity
    written : str or sequence of str
        For columns the items that are ticked: those that were asked and are not ticked may be learned from again;
        what nobody was asked stays as it is.
    seen : int, optional
        The version that the facilitator saw; without it the last writer wins.

    Returns
    -------
    mapping
        What the log says of it.

    Raises
    ------
    WorkbookError
        The stage does not take this value, or somebody wrote another one meanwhile.
    """
    target = target_of(activity)
    if target is None or written == "":
        return {}
    record = repository.record(project_id, who)
    if isinstance(activity, Veto):
        value, told = _columns(activity, written, target.columns(record), record)
    elif isinstance(written, str) and written.strip():
        told = written.strip()
        value = told if target.kind != "number" else _number(told) * target.factor
    else:
        return {}
    version = {target.field: target.version(record) if seen is None else seen}
    repository.save(project_id, who, target.section, {target.field: value}, version)
    return {"answer": target.name, "value": told}


def _columns(activity: Veto, written: Written, left_out: tuple[str, ...], record: Record) -> tuple[Any, str]:
    """The columns to leave out from now on, and what the log says of it."""
    asked = {one.id: one.column for one in activity.items}
    if isinstance(written, str) or not set(written) <= set(asked):
        raise InputError("The page sent something odd.", "Reload it.")
    ticked = [column for name, column in asked.items() if name in written]
    gone = [one for one in ticked if record.data is not None and one not in record.data.columns]
    if gone:
        raise InputError(f"The project's rows have no column “{gone[0]}”.", "Take the tick away, or open a new room.")
    kept = [one for one in left_out if one not in asked.values()]
    return (*kept, *ticked), ", ".join(ticked) or "none of those asked"


def _number(written: str) -> float:
    try:
        return float(written.replace(",", "."))
    except ValueError as error:
        raise InputError(f"“{written}” is no number.", "Write it in digits.") from error
