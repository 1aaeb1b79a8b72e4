"""The live parts of the Explanation page."""

from __future__ import annotations

from workbook.explanation.glass_box import parts as glass_box
from workbook.explanation.people import parts as people
from workbook.project import Record, Section
from workbook.ui.live import Part, Provided

TITLE = "Explanation"
QUESTION = "Why was this case decided so, how sure is that reason, and what would a model that everybody can read cost?"
MINUTES = 40
ROOMS = (people, glass_box)
"""What the page is made of, in its order; each has parts, and perhaps sections, providers and evidence of its own."""
SECTIONS: tuple[type[Section], ...] = tuple(one for room in ROOMS for one in getattr(room, "SECTIONS", ()))
REVISIONS: dict[str, int] = {name: number for room in ROOMS for name, number in room.REVISIONS.items()}
PARTS: tuple[Part, ...] = tuple(part for room in ROOMS for part in room.PARTS)
PROVIDES: dict[str, Provided] = {name: one for room in ROOMS for name, one in getattr(room, "PROVIDES", {}).items()}


def blockers(record: Record) -> tuple[str, ...]:
    """What the explanations still lack."""
    return () if record.latest("modelling.model") else ("Choose a model on the Modelling page first.",)


def progress(record: Record) -> float:
    """Share of the page's steps that are done."""
    return 0.0
