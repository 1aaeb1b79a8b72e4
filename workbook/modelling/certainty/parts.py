"""The live parts about how sure single predictions are, and what they and later parts read by name."""

from __future__ import annotations

from workbook.modelling.certainty.answers import CertaintyAnswers
from workbook.modelling.certainty.covering import Certainty, calibration_of, certainty
from workbook.modelling.certainty.figures import coverage_by_group
from workbook.modelling.certainty.tables import coverage_table
from workbook.modelling.certainty.words import certainty_in_words, kept, recorded_sentence
from workbook.project import Evidence
from workbook.project.results import on_record
from workbook.ui.live import Ask, Live, Provided

EVIDENCE = "modelling.certainty"
REVISION = 1
SECTIONS = (CertaintyAnswers,)
REVISIONS = {EVIDENCE: REVISION}


def recorded(evidence: Evidence | None) -> Certainty:
    """What was recorded, for those who have no rows."""
    return on_record(Certainty, evidence, "Nothing is on record yet.", "Somebody who has the rows can record it above.")


def same(found: Certainty) -> Certainty:
    """What is looked at is the result."""
    return found


PARTS = (
    Ask("certainty_asked", CertaintyAnswers),
    Live(
        "certainty",
        reads=("certainty_found",),
        analyse=same,
        show=coverage_by_group,
        say=certainty_in_words,
        records=EVIDENCE,
        keep=kept,
        record_says=recorded_sentence,
    ),
    Live("certainty_groups", reads=("certainty_found",), analyse=same, show=coverage_table),
    Live("certainty_on_record", reads=(f"evidence:{EVIDENCE}",), analyse=recorded, say=certainty_in_words),
)

PROVIDES = {
    "conformal_calibration": Provided(("on_trial", "certainty.covers", "certainty.by_group"), calibration_of),
    "certainty_found": Provided(
        ("on_trial", "conformal_calibration", "fairness.tolerance", "reviewers_or_none"), certainty
    ),
}
