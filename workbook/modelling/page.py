"""The live parts of the Modelling page."""

from __future__ import annotations

from workbook.modelling.answers import ModellingAnswers
from workbook.modelling.candidates import parts as candidates
from workbook.modelling.cases import parts as cases
from workbook.modelling.certainty import parts as certainty
from workbook.modelling.choosing import parts as choosing
from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.doubts import parts as doubts
from workbook.modelling.reviewing import parts as reviewing
from workbook.modelling.slices import parts as slices
from workbook.modelling.standing import parts as standing
from workbook.modelling.standing.gathering import needs_recording
from workbook.modelling.stress import parts as stress
from workbook.modelling.studying import PROVIDES as STUDYING
from workbook.models.records import EVIDENCE as MODEL
from workbook.models.records import REVISION as MODEL_REVISION
from workbook.project import Record
from workbook.ui.live import Ask, Part

TITLE = "Modelling"
QUESTION = "Where does the model fail, for whom, and what does that cost?"
MINUTES = 45
ROOMS = (choosing, candidates, slices, stress, doubts, cases, reviewing, certainty, standing)
"""What the page is made of, in its order; each has parts, and perhaps sections, providers and evidence of its own."""
SECTIONS = (ModellingAnswers, *(one for room in ROOMS for one in getattr(room, "SECTIONS", ())))
REVISIONS = {MODEL: MODEL_REVISION} | {
    name: number for room in ROOMS for name, number in getattr(room, "REVISIONS", {}).items()
}
PARTS: tuple[Part, ...] = (Ask("inputs", ModellingAnswers), *(part for room in ROOMS for part in room.PARTS))
PROVIDES = STUDYING | {name: one for room in ROOMS for name, one in getattr(room, "PROVIDES", {}).items()}
CHOICES = choosing.CHOICES


def blockers(record: Record) -> tuple[str, ...]:
    """What the stress tests still lack."""
    lacking = []
    if not chosen(record):
        lacking.append("Train a recipe, bring your own model, or choose to go on with the predictions alone.")
    if needs_recording(record):
        lacking.append("Record how it stands: a stress test is newer than the table that the Decision page reads.")
    return tuple(lacking)


def chosen(record: Record) -> bool:
    """Whether the team settled which model is on trial: its predictions alone, or one that was put to use."""
    return record.section(ModelChoice).use == "predictions only" or record.latest(MODEL) is not None


def progress(record: Record) -> float:
    """Share of the page's steps that are done."""
    return float(chosen(record))
