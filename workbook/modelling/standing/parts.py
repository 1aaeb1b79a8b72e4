"""The live parts of the decision table."""

from __future__ import annotations

from datetime import date
from typing import Any

from workbook.modelling.standing.answers import StandingAnswers
from workbook.modelling.standing.gathering import EVIDENCE, REVISION, Standing, kept_standing, list_open, standing_of
from workbook.modelling.standing.words import standing_in_words, standing_table
from workbook.project import Record
from workbook.ui.live import Act, Ask, Live, Provided

SECTIONS = (StandingAnswers,)
REVISIONS = {EVIDENCE: REVISION}


def as_it_stands(found: Standing) -> Standing:
    """What stands on record is the result."""
    return found


def this_day(_record: Record) -> date:
    """Today: asked again whenever the record changes."""
    return date.today()


PARTS = (
    Live(
        "stress_standing",
        reads=("standing_tests",),
        analyse=as_it_stands,
        show=standing_table,
        say=standing_in_words,
        records=EVIDENCE,
        keep=kept_standing,
        record_label="Record how it stands",
    ),
    Act("list_open", "Give every failed test a line", list_open, "Then say below whose it is."),
    Ask("accept_or_fix", StandingAnswers, ("decisions",)),
)
PROVIDES: dict[str, Any] = {
    "this_day": this_day,
    "standing_tests": Provided(
        ("record", "standing.decisions", "revisions", "this_day", "roi.currency", "roi.yearly_volume"), standing_of
    ),
}
