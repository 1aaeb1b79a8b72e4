"""The live parts of the Modelling page."""

from __future__ import annotations

from workbook.modelling.answers import ModellingAnswers
from workbook.modelling.choosing import parts as choosing
from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.studying import PROVIDES as STUDYING
from workbook.models.records import EVIDENCE as MODEL
from workbook.models.records import REVISION as MODEL_REVISION
from workbook.project import Record
from workbook.ui.live import Ask, Part

TITLE = "Modelling"
QUESTION = "Where does the model fail, for whom, and what does that cost?"
MINUTES = 45
SECTIONS = (ModellingAnswers, *choosing.SECTIONS)
REVISIONS = {MODEL: MODEL_REVISION}

PARTS: tuple[Part, ...] = (Ask("inputs", ModellingAnswers), *choosing.PARTS)
PROVIDES = {**STUDYING}
CHOICES = choosing.CHOICES


def blockers(record: Record) -> tuple[str, ...]:
    """What the stress tests still lack."""
    if chosen(record):
        return ()
    return ("Train a recipe, bring your own model, or choose to go on with the predictions alone.",)


def chosen(record: Record) -> bool:
    """Whether the team settled which model is on trial: its predictions alone, or one that was put to use."""
    return record.section(ModelChoice).use == "predictions only" or record.latest(MODEL) is not None


def progress(record: Record) -> float:
    """Share of the page's steps that are done."""
    return float(chosen(record))
