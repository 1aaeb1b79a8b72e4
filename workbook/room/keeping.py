"""What a room settled, written to the answer of a stage that asks the same question: by whoever leads, with a version."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic.fields import FieldInfo

from workbook.content.activities import Activity, Rank, Timeline
from workbook.errors import InputError
from workbook.project import Person, Repository, Section
from workbook.room.revealing import Revealed, places
from workbook.stages import sections, stage

DAYS_A_MONTH, DAYS_A_WEEK = 365.2425 / 12, 7


@dataclass(frozen=True)
class Target:
    """The answer of a stage that an activity can settle."""

    section: type[Section]
    field: str
    factor: float

    @property
    def info(self) -> FieldInfo:
        """The field's declaration: its title and limits."""
        return self.section.model_fields[self.field]

    @property
    def kind(self) -> str:
        """How it is entered: number, date or text."""
        declared = str(self.info.annotation)
        return "date" if "date" in declared else "number" if "float" in declared else "text"


def target_of(activity: Activity) -> Target | None:
    """Where an activity writes to; None where no stage asks this."""
    if not activity.writes:
        return None
    section, field = activity.writes.split(".")
    return Target(sections()[section], field, activity.factor)


def as_page(activity: Activity, shown: Revealed | None, today: date) -> dict[str, Any] | None:
    """What the facilitator is offered: which answer, and the room's own as a suggestion."""
    target = target_of(activity)
    if target is None or shown is None or shown.too_few:
        return None
    title = f"{stage(target.section.section).title}: {target.info.title}"
    return {"title": title, "kind": target.kind, "suggested": suggested(activity, shown, target, today)}


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


def keep(repository: Repository, project_id: str, who: Person, activity: Activity, written: str) -> Mapping[str, Any]:
    """Write what was entered to the answers of the stage; nothing is written for an empty text.

    Returns
    -------
    mapping
        What the log says of it.

    Raises
    ------
    WorkbookError
        The stage does not take this value, or somebody wrote another one meanwhile.
    """
    target, written = target_of(activity), written.strip()
    if target is None or not written:
        return {}
    value: Any = written if target.kind != "number" else _number(written) * target.factor
    seen = repository.record(project_id, who).answers.get(target.section.section, {}).get(target.field)
    version = {} if seen is None else {target.field: seen.version}
    repository.save(project_id, who, target.section, {target.field: value}, version)
    return {"answer": f"{target.section.section}.{target.field}", "value": written}


def _number(written: str) -> float:
    try:
        return float(written.replace(",", "."))
    except ValueError as error:
        raise InputError(f"“{written}” is no number.", "Write it in digits.") from error
