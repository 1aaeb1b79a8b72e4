"""The live parts of the Explanation page."""

from __future__ import annotations

from workbook.explanation.glass_box import parts as glass_box
from workbook.project import Record, Section
from workbook.ui.live import Part, Provided

TITLE = "Explanation"
QUESTION = "Why was this case decided so, how sure is that reason, and what would a model that everybody can read cost?"
MINUTES = 40
SECTIONS: tuple[type[Section], ...] = (*glass_box.SECTIONS,)
REVISIONS: dict[str, int] = {**glass_box.REVISIONS}

PARTS: tuple[Part, ...] = (*glass_box.PARTS,)
PROVIDES: dict[str, Provided] = {}


def blockers(record: Record) -> tuple[str, ...]:
    """What the explanations still lack."""
    return () if record.latest("modelling.model") else ("Choose a model on the Modelling page first.",)


def progress(record: Record) -> float:
    """Share of the page's steps that are done."""
    return 0.0
