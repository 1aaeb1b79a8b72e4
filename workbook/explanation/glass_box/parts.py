"""The live parts of the price of the glass box."""

from __future__ import annotations

from workbook.explanation.glass_box.answers import GlassBoxAnswers
from workbook.explanation.glass_box.figures import curves_picture, price_picture
from workbook.explanation.glass_box.pricing import GlassBox
from workbook.explanation.glass_box.using import (
    EDITED,
    EVIDENCE,
    REVISION,
    Edited,
    edited_in_words,
    price_reading,
    try_edits,
)
from workbook.explanation.glass_box.words import glass_box_in_words
from workbook.project import Evidence
from workbook.project.results import on_record
from workbook.ui.live import Ask, Live, Task

SECTIONS = (GlassBoxAnswers,)
REVISIONS = {EVIDENCE: REVISION, EDITED: REVISION}


def recorded(evidence: Evidence | None) -> GlassBox:
    """The price on record. Raises `WorkbookError` where there is none yet."""
    return on_record(
        GlassBox,
        evidence,
        "Nobody has asked yet what a readable model would cost.",
        "Press “What would a readable model cost?”. Whoever may connect rows can do that; everybody reads the result.",
    )


def recorded_edit(evidence: Evidence | None) -> Edited:
    """What changes of curves do, as recorded."""
    return on_record(
        Edited, evidence, "No changed curve was tried yet.", "Name a curve above, then press “Try the changes”."
    )


PARTS = (
    Task(
        "price_reading", "What would a readable model cost?", price_reading,
        "Trains logistic regression and explainable boosting on the same folds: about a minute for some thousand rows.",
    ),
    Live("glass_box", (f"evidence:{EVIDENCE}",), recorded, show=price_picture, say=glass_box_in_words),
    Live("curves", (f"evidence:{EVIDENCE}",), recorded, show=curves_picture),
    Ask("curve_edits", GlassBoxAnswers),
    Task("try_edits", "Try the changes", try_edits, "Trains the readable model again and changes its curves by hand."),
    Live("edited", (f"evidence:{EDITED}",), recorded_edit, say=edited_in_words),
)  # fmt: skip
