"""The live parts about one case: what may change, what it would take group by group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workbook.modelling.cases.answers import CaseAnswers, FeatureFreedom
from workbook.modelling.cases.figures import recourse_by_group
from workbook.modelling.cases.finding import Recourse
from workbook.modelling.cases.recourse import recourse
from workbook.modelling.cases.tables import lever_table, recourse_table
from workbook.modelling.cases.words import finding_in_words, kept, recourse_in_words
from workbook.models.levers import Freedom, Lever, levers
from workbook.models.study import Study
from workbook.project import Evidence
from workbook.project.results import on_record
from workbook.ui.live import Ask, Live, Provided, TableView, Task

EVIDENCE = "modelling.recourse"
REVISION = 1
SECTIONS = (CaseAnswers,)
REVISIONS = {EVIDENCE: REVISION}
RESTS_ON = ("on_trial", "cases.changes", "cases.at_most", "fairness.tolerance")


@dataclass(frozen=True, eq=False)
class Limits:
    """What may change: for the search, and as the team said it."""

    levers: tuple[Lever, ...]
    said: tuple[Freedom, ...]


def limits_of(study: Study, changes: tuple[FeatureFreedom, ...]) -> Limits:
    """A lever for each column that the model reads. What was said of a column that it does not read waits."""
    said = tuple(one for one in CaseAnswers(changes=changes).freedoms if one.feature in study.features.columns)
    return Limits(levers(study.features, said), said)


def limits_table(limits: Limits) -> TableView:
    """What may change, as a table."""
    return lever_table(limits.levers, limits.said)


def find_recourse(desk: Any, progress: Callable[[float, str], None], cancelled: Callable[[], bool]) -> str:
    """Ask a sample of every group for the nearest change that turns their decision, and put it on record."""
    progress(0.0, "scoring the rows")
    desk.read("model")  # says what to do where it is not in memory
    found = recourse(
        desk.read("on_trial"),
        desk.read("limits").levers,
        at_most=desk.read("cases.at_most"),
        tolerance=desk.read("fairness.tolerance"),
        tick=progress,
        cancelled=cancelled,
    )
    if cancelled():
        return ""
    sentence = f"{finding_in_words(found)}."
    desk.put_on_record(EVIDENCE, "modelling", sentence, kept(found), RESTS_ON, REVISION)
    return f"Recorded: {sentence}"


def recorded(evidence: Evidence | None) -> Recourse:
    """What is on record."""
    return on_record(
        Recourse, evidence, "Nobody was asked yet.", "Say what can change, then press “What would it take?”."
    )


PARTS = (
    Ask("changes", CaseAnswers),
    Live("limits", reads=("limits",), analyse=lambda found: found, show=limits_table),
    Task(
        "find_recourse",
        "What would it take?",
        find_recourse,
        "Asks up to 120 people of each group who are decided against: half a minute to some minutes.",
    ),
    Live("recourse", reads=(f"evidence:{EVIDENCE}",), analyse=recorded, show=recourse_by_group, say=recourse_in_words),
    Live("recourse_groups", reads=(f"evidence:{EVIDENCE}",), analyse=recorded, show=recourse_table),
)

PROVIDES = {"limits": Provided(("study", "cases.changes"), limits_of)}
