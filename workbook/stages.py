"""The walk, in order, written out; and what the stages together give to a page, the app, the report and the CLI."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from workbook.project import Person, Record, Repository, Section, staleness
from workbook.ui.desk import Desk, StageState, State
from workbook.ui.readings import Provider, Readings
from workbook.ui.store import Store


@dataclass(frozen=True)
class Stage:
    """A step of the walk: its name in addresses and packages, its number, its title."""

    name: str
    number: str
    title: str

    @property
    def notebook(self) -> str:
        """File name of its notebook."""
        return f"{self.number}_{self.name}.ipynb"

    @property
    def page(self) -> ModuleType:
        """The wing's declarations, loaded when first asked for."""
        return importlib.import_module(f"workbook.{self.name}.page")


STAGES: tuple[Stage, ...] = (
    Stage("start", "00", "Start"),
    Stage("scoping", "01", "Scoping"),
    Stage("modelling", "05", "Modelling"),
    Stage("explanation", "06", "Explanation"),
    Stage("fairness", "07", "Fairness"),
    Stage("roi", "08", "Value"),
    Stage("decision", "13", "Decision"),
)

OVERVIEW: tuple[tuple[str, str], ...] = (("decision", "brief"), ("roi", "flat_top"), ("start", "map"))
"""The live parts of the app's first screen: stage and part."""


def stage(name: str) -> Stage:
    """The stage of that name. Raises KeyError with the names there are."""
    for one in STAGES:
        if one.name == name:
            return one
    raise KeyError(f"there is no stage {name!r}; there are: {', '.join(one.name for one in STAGES)}")


def following(name: str) -> Stage | None:
    """The stage after this one; None after the last."""
    names = [one.name for one in STAGES]
    place = names.index(name) + 1
    return STAGES[place] if place < len(STAGES) else None


def sections() -> dict[str, type[Section]]:
    """The answers of all stages, by section name."""
    return {section.section: section for one in STAGES for section in one.page.SECTIONS}


def providers() -> dict[str, Provider]:
    """What stages make for each other to read by name ("tally", "policy")."""
    known = revisions()
    found: dict[str, Provider] = {"revisions": lambda _record: known}
    for one in STAGES:
        found.update(getattr(one.page, "PROVIDES", {}))
    return found


def revisions() -> dict[str, int]:
    """The revision of each analysis that records evidence, by evidence name."""
    found: dict[str, int] = {}
    for one in STAGES:
        found.update(getattr(one.page, "REVISIONS", {}))
    return found


def walk(record: Record) -> tuple[StageState, ...]:
    """Where the team is with each stage, derived from the record."""
    known = revisions()
    return tuple(_stage_state(one, record, known) for one in STAGES)


def _stage_state(one: Stage, record: Record, known: Mapping[str, int]) -> StageState:
    page = one.page
    blockers = tuple(page.blockers(record))
    return StageState(
        name=one.name,
        number=one.number,
        title=one.title,
        question=page.QUESTION,
        minutes=page.MINUTES,
        state=_state(one, record, blockers, known),
        blockers=blockers,
    )


def _state(one: Stage, record: Record, blockers: tuple[str, ...], known: Mapping[str, int]) -> State:
    names = {evidence.name for evidence in record.evidence if evidence.stage == one.name}
    latest = [evidence for name in names if (evidence := record.latest(name)) is not None]
    if any(staleness(evidence, record, revision=known.get(evidence.name, 1)) for evidence in latest):
        return "stale"
    progress = float(one.page.progress(record))
    if progress >= 1 and not blockers:
        return "done"
    if progress <= 0 and not latest:
        return "not started"
    return "blocked" if blockers else "in progress"


def open_desk(repository: Repository, project_id: str, person: Person) -> Desk:
    """What one person needs in front of them to work on one project."""
    made: dict[str, Any] = providers()
    return Desk(Store(repository, project_id, person), Readings(sections(), made), made, walk)
