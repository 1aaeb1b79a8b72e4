"""The live parts about one case: what may change, what it would take group by group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbook.errors import NotAllowed
from workbook.modelling.cases.answers import CaseAnswers, FeatureFreedom
from workbook.modelling.cases.figures import recourse_by_group
from workbook.modelling.cases.finding import Recourse
from workbook.modelling.cases.recourse import PER_GROUP, recourse
from workbook.modelling.cases.tables import lever_table, recourse_table
from workbook.modelling.cases.telling import proposals, tried
from workbook.modelling.cases.trying import Bench, look, turned_round
from workbook.modelling.cases.words import finding_in_words, kept, recourse_in_words
from workbook.models.conformal import Calibration
from workbook.models.levers import Freedom, Lever, levers
from workbook.models.model import Model
from workbook.models.on_trial import OnTrial
from workbook.models.rows import place_of
from workbook.models.study import Study
from workbook.outcomes import Payoff
from workbook.project import Evidence
from workbook.project.results import on_record
from workbook.ui.live import Ask, Custom, Live, Provided, TableView, Task
from workbook.ui.trying import Proposal, Tried

if TYPE_CHECKING:
    import pandas as pd

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
        desk.read("levers").levers,
        at_most=desk.read("cases.at_most"),
        tolerance=desk.read("fairness.tolerance"),
        per_group=PER_GROUP,
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


@dataclass(frozen=True)
class AtTheBench:
    """One case for the people in front of a page: a row for those who may see rows, a made-up case for everybody."""

    desk: Any
    hint: str = "Row number, or identifier"

    def may_choose(self) -> bool:
        """Whether this person may look at single rows: asked of the repository each time."""
        try:
            self._require()
        except NotAllowed:
            return False
        return True

    def look(self, case: str, changes: Mapping[str, Any]) -> Tried:
        """What follows for a case with these changes."""
        bench = self.desk.read("case_bench")
        return tried(bench, look(bench, self._place(bench, case), changes))

    def nearest(self, case: str, changes: Mapping[str, Any]) -> tuple[str, tuple[Proposal, ...]]:
        """The nearest changes that turn its decision round."""
        bench = self.desk.read("case_bench")
        return proposals(turned_round(bench, look(bench, self._place(bench, case), changes)))

    def _place(self, bench: Bench, case: str) -> int | None:
        if not case:
            return None
        self._require()
        return place_of(case, bench.trial.study.rows, bench.frame, bench.identifier)

    def _require(self) -> None:
        self.desk.store.repository.require(self.desk.store.project_id, self.desk.store.person, "see rows")


def bench_of(
    trial: OnTrial,
    model: Model,
    frame: pd.DataFrame,
    roles: Mapping[str, Any],
    payoff: Payoff | None,
    limits: Limits,
    at_most: int,
    calibration: Calibration,
    identifier: str | None,
) -> Bench:
    """All that is needed to try a case out."""
    return Bench(
        trial, model, frame, roles.get("amounts") or {}, payoff, limits.levers, at_most, calibration, identifier
    )


PARTS = (
    Ask("what_may_change", CaseAnswers),
    Live("levers", reads=("levers",), analyse=lambda found: found, show=limits_table),
    Custom("what_if", "what if", AtTheBench),
    Task(
        "find_recourse",
        "What would it take?",
        find_recourse,
        f"Asks up to {PER_GROUP} of those decided against in each group: half a minute to some minutes.",
    ),
    Live("recourse", reads=(f"evidence:{EVIDENCE}",), analyse=recorded, show=recourse_by_group, say=recourse_in_words),
    Live("recourse_groups", reads=(f"evidence:{EVIDENCE}",), analyse=recorded, show=recourse_table),
)

PROVIDES = {
    "levers": Provided(("study", "cases.changes"), limits_of),
    "case_bench": Provided(
        (
            "on_trial", "model", "frame", "tally_roles", "payoff_or_none", "levers", "cases.at_most", "conformal_calibration",
            "modelling.identifier_column",
        ),
        bench_of,
    ),
}  # fmt: skip
