"""The live parts of the Modelling page."""

from __future__ import annotations

from workbook.modelling.answers import ModellingAnswers
from workbook.modelling.choosing import parts as choosing
from workbook.modelling.slices import parts as slices
from workbook.modelling.standing import parts as standing
from workbook.modelling.standing.gathering import needs_recording
from workbook.modelling.stress import parts as stress
from workbook.modelling.studying import PROVIDES as STUDYING
from workbook.models.records import EVIDENCE as MODEL
from workbook.models.records import REVISION as MODEL_REVISION
from workbook.project import Record
from workbook.ui.live import Ask, Part, Provided

TITLE = "Modelling"
QUESTION = "Where does the model fail, for whom, and what does that cost?"
MINUTES = 45
SECTIONS = (ModellingAnswers, *choosing.SECTIONS, *slices.SECTIONS, *stress.SECTIONS, *standing.SECTIONS)
REVISIONS = {MODEL: MODEL_REVISION, **slices.REVISIONS, **stress.REVISIONS, **standing.REVISIONS}

PARTS: tuple[Part, ...] = (
    Ask("inputs", ModellingAnswers),
    *choosing.PARTS,
    *slices.PARTS,
    *stress.PARTS,
    *standing.PARTS,
)
PROVIDES: dict[str, Provided] = {**STUDYING, **standing.PROVIDES}


def blockers(record: Record) -> tuple[str, ...]:
    """What the stress tests still lack."""
    lacking = []
    if record.latest(MODEL) is None:
        lacking.append("Train a recipe, bring your own model, or go on with the predictions alone.")
    if needs_recording(record):
        lacking.append("Record how it stands: a stress test is newer than the table that the Decision page reads.")
    return tuple(lacking)


def progress(record: Record) -> float:
    """Share of the page's steps that are done."""
    return float(record.latest(MODEL) is not None)
