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
from workbook.modelling.studying import PROVIDES as STUDYING
from workbook.models.records import EVIDENCE as MODEL
from workbook.models.records import REVISION as MODEL_REVISION
from workbook.project import Record
from workbook.ui.live import Ask, Part

TITLE = "Modelling"
QUESTION = "Where does the model fail, for whom, and what does that cost?"
MINUTES = 45
SECTIONS = (
    ModellingAnswers,
    *choosing.SECTIONS,
    *candidates.SECTIONS,
    *cases.SECTIONS,
    *reviewing.SECTIONS,
    *certainty.SECTIONS,
)
REVISIONS = {
    MODEL: MODEL_REVISION,
    **candidates.REVISIONS,
    **doubts.REVISIONS,
    **cases.REVISIONS,
    **reviewing.REVISIONS,
    **certainty.REVISIONS,
}

PARTS: tuple[Part, ...] = (
    Ask("inputs", ModellingAnswers),
    *choosing.PARTS,
    *candidates.PARTS,
    *doubts.PARTS,
    *cases.PARTS,
    *reviewing.PARTS,
    *certainty.PARTS,
)
PROVIDES = {**STUDYING, **cases.PROVIDES, **reviewing.PROVIDES, **certainty.PROVIDES}
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
