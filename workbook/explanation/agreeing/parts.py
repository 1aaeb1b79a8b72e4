"""The live parts on agreement, stability and faithfulness."""

from __future__ import annotations

from workbook.explanation.agreeing.agreement import EVIDENCE, REVISION, Agreement
from workbook.explanation.agreeing.figures import faithful_picture, quotable_picture
from workbook.explanation.agreeing.tables import firm_by_group_table, pairs_table, reasons_table
from workbook.explanation.agreeing.words import agreement_in_words, faithful_in_words, runs_in_words
from workbook.explanation.attributing.keeping import MISSING, REMEDY
from workbook.project import Evidence
from workbook.project.results import on_record
from workbook.ui.live import Live

REVISIONS = {EVIDENCE: REVISION}
READS = (f"evidence:{EVIDENCE}",)


def recorded_agreement(evidence: Evidence | None) -> Agreement:
    """How far methods agree, as it is on record."""
    return on_record(Agreement, evidence, MISSING, REMEDY)


PARTS = (
    Live("quotable", reads=READS, analyse=recorded_agreement, show=quotable_picture, say=agreement_in_words),
    Live("reasons_table", reads=READS, analyse=recorded_agreement, show=reasons_table),
    Live("agreement", reads=READS, analyse=recorded_agreement, show=pairs_table, say=runs_in_words),
    Live("faithful", reads=READS, analyse=recorded_agreement, show=faithful_picture, say=faithful_in_words),
    Live("firm_by_group", reads=READS, analyse=recorded_agreement, show=firm_by_group_table),
)
