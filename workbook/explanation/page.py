"""The live parts of the Explanation page."""

from __future__ import annotations

from workbook.explanation.agreeing import parts as agreeing
from workbook.explanation.answers import ExplainingAnswers
from workbook.explanation.attributing import parts as attributing
from workbook.explanation.glass_box import parts as glass_box
from workbook.explanation.glass_box.using import EVIDENCE as GLASS_BOX
from workbook.explanation.people import parts as people
from workbook.explanation.people.parts import COVERAGE
from workbook.explanation.shaping import parts as shaping
from workbook.models.records import EVIDENCE as MODEL
from workbook.project import Record, Section
from workbook.ui.live import Part, Provided

TITLE = "Explanation"
QUESTION = "Why was this case decided so, how sure is that reason, and what would a model that everybody can read cost?"
MINUTES = 40
ROOMS = (attributing, agreeing, people, glass_box, shaping)
"""What the page is made of, in its order; each has parts, and perhaps sections, providers and evidence of its own."""
SECTIONS: tuple[type[Section], ...] = (
    ExplainingAnswers,
    *(one for room in ROOMS for one in getattr(room, "SECTIONS", ())),
)
REVISIONS: dict[str, int] = {name: number for room in ROOMS for name, number in room.REVISIONS.items()}
PARTS: tuple[Part, ...] = tuple(part for room in ROOMS for part in room.PARTS)
PROVIDES: dict[str, Provided] = {name: one for room in ROOMS for name, one in getattr(room, "PROVIDES", {}).items()}


STEPS = (MODEL, "explanation.importance", "explanation.agreement", COVERAGE, GLASS_BOX)
"""Evidence that the page leaves behind."""


def blockers(record: Record) -> tuple[str, ...]:
    """What the explanations still lack."""
    if record.latest(MODEL) is None:
        return ("Choose a model on the Modelling page: predictions alone cannot be explained.",)
    found = []
    if record.latest(COVERAGE) is None:
        found.append("Count for how many decisions against somebody a reason holds.")
    if record.latest(GLASS_BOX) is None:
        found.append("Ask what a model that everybody can read would cost.")
    return tuple(found)


def progress(record: Record) -> float:
    """Share of the page's steps that are done: the model is one of the page before and counts only beside others."""
    done = [record.latest(name) is not None for name in STEPS]
    return sum(done) / len(done) if any(done[1:]) else 0.0
