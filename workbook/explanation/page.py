"""The live parts of the Explanation page."""

from __future__ import annotations

from workbook.explanation.agreeing import parts as agreeing
from workbook.explanation.answers import ExplainingAnswers
from workbook.explanation.attributing import parts as attributing
from workbook.explanation.shaping import parts as shaping
from workbook.project import Record
from workbook.ui.live import Part, Provided

TITLE = "Explanation"
QUESTION = "Why was this case decided so, how sure is that reason, and what would a model that everybody can read cost?"
MINUTES = 40
SECTIONS: tuple[type, ...] = (ExplainingAnswers,)
REVISIONS: dict[str, int] = {**attributing.REVISIONS, **agreeing.REVISIONS, **shaping.REVISIONS}

PARTS: tuple[Part, ...] = (*attributing.PARTS, *agreeing.PARTS, *shaping.PARTS)
PROVIDES: dict[str, Provided] = {**attributing.PROVIDES}


def blockers(record: Record) -> tuple[str, ...]:
    """What the explanations still lack."""
    return () if record.latest("modelling.model") else ("Choose a model on the Modelling page first.",)


def progress(record: Record) -> float:
    """Share of the page's steps that are done."""
    return 0.0
