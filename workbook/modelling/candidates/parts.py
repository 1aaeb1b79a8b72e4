"""The live parts that set the model beside its rivals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workbook.modelling.candidates.answers import CandidatesAnswers
from workbook.modelling.candidates.comparing import compare
from workbook.modelling.candidates.figures import rivals_picture
from workbook.modelling.candidates.gathering import IN_USE, SCORE_COLUMN, TODAY, decided_today, fits, gather
from workbook.modelling.candidates.result import Comparison
from workbook.modelling.candidates.tables import rivals_table
from workbook.modelling.candidates.using import in_use
from workbook.modelling.candidates.words import comparison_in_words, finding, kept
from workbook.models.fewer_rows import fewer
from workbook.models.steps import Cancelled, Progress, Steps
from workbook.project import Evidence
from workbook.project.results import on_record
from workbook.ui.live import Ask, Live, Task

EVIDENCE, REVISION = "modelling.candidates", 1
MOST_ROWS = 20_000
"""Of more rows so many are drawn: an explainable boosting machine would take minutes for each fit."""
READS = (
    "study_for_recipes",
    "model_record",
    "candidates",
    "roi.today",
    "roi.today_value",
    "columns.trained_on_these_rows",
)
NOT_SAID = (
    "Nobody said whether the score column comes from a model that was trained on these rows; if it does, its numbers are "
    "flattered."
)


def compare_rivals(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Train the rivals on the same folds, hold all candidates against each other, and put it on record."""
    desk.store.repository.require(desk.store.project_id, desk.store.person, "connect data")
    progress(0.0, "reading the rows")
    whole, recipes = desk.read("study_for_recipes"), desk.read("candidates.recipes")
    study, drawn = fewer(whole, MOST_ROWS)
    used = in_use(desk).at(drawn)
    today = decided_today(desk.read("frame")[drawn], desk.read("tally_roles"), desk.read("roi.today"))
    steps = Steps(fits(study, recipes, used), progress, cancelled)
    candidates, notes = gather(study, recipes, used, today, steps)
    names = [one.name for one in candidates]
    reference = next((one for one in (IN_USE, SCORE_COLUMN, TODAY) if one in names), names[0])
    seen = desk.read("columns.trained_on_these_rows")
    if seen == "not said" and study.score is not None:
        notes = (*notes, NOT_SAID)
    found = replace(
        compare(study, candidates, reference, today.decided, notes),
        drawn_from=0 if study is whole else whole.rows,
        today_value=_typed(desk, study.has_money and bool(study.yearly_volume)),
        trained_on_these_rows=seen == "yes",
    )
    if cancelled():
        return ""
    desk.put_on_record(EVIDENCE, "modelling", f"{finding(found)}.", kept(found), READS, REVISION)
    return f"{finding(found)}. The picture below is on record."


def _typed(desk: Any, a_year: bool) -> float | None:
    """What somebody entered as today's value a year."""
    if not a_year or desk.read("roi.today") != "typed value":
        return None
    value: float | None = desk.read("roi.today_value")
    return value


def recorded(evidence: Evidence | None) -> Comparison:
    """The comparison on record. Raises `WorkbookError` where there is none yet."""
    return on_record(
        Comparison,
        evidence,
        "Nothing has been compared yet.",
        "Press “Train and compare”. Whoever may connect rows can do that; everybody in the project reads the result.",
    )


SECTIONS = (CandidatesAnswers,)
REVISIONS = {EVIDENCE: REVISION}
PARTS = (
    Ask("rivals_asked", CandidatesAnswers),
    Task(
        "compare_rivals",
        "Train and compare",
        compare_rivals,
        "Trains each recipe on the same folds: about a minute for some thousand rows, most of it for explainable boosting.",
    ),
    Live("rivals", (f"evidence:{EVIDENCE}",), recorded, show=rivals_picture, say=comparison_in_words),
    Live("rivals_table", (f"evidence:{EVIDENCE}",), recorded, show=rivals_table),
)
