"""The live parts that ask whether it is too good to be true."""

from __future__ import annotations

from typing import Any

from workbook.data.roles import Equals
from workbook.modelling.candidates.using import in_use
from workbook.modelling.doubts.answers import DoubtsAnswers
from workbook.modelling.doubts.leakage.looking import Leaks, look_for_leaks, many_steps
from workbook.modelling.doubts.leakage.words import alarms_table, columns_picture, finding, kept, leaks_in_words
from workbook.models.steps import Cancelled, Progress, Steps
from workbook.project import Evidence
from workbook.project.results import on_record
from workbook.ui.live import Ask, Live, Task

EVIDENCE, REVISION = "modelling.leakage", 1
READS = ("study_for_recipes", "model_record", "doubts.too_good")
REVISIONS = {EVIDENCE: REVISION}


def look(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Look for columns and rows that know too much, and put every alarm on record, those that are quiet, too."""
    desk.store.repository.require(desk.store.project_id, desk.store.person, "connect data")
    progress(0.0, "reading the rows")
    study, frame, used = desk.read("study_for_recipes"), desk.read("frame"), in_use(desk)
    label = desk.read("tally_roles")["label"]
    hidden = [label.column_a, label.column_b] if isinstance(label, Equals) else [label]
    steps = Steps(many_steps(study, used.can_be_trained_anew), progress, cancelled)
    found = look_for_leaks(study, frame.drop(columns=hidden), desk.read("doubts.too_good"), steps, used)
    desk.put_on_record(EVIDENCE, "modelling", f"{finding(found)}.", kept(found), READS, REVISION)
    return f"{finding(found)}. All alarms are on record."


def recorded(evidence: Evidence | None) -> Leaks:
    """The alarms on record. Raises `WorkbookError` where nobody has looked yet."""
    return on_record(Leaks, evidence, "Nobody has looked for leaks yet.", "Press “Look for leaks”.")


PARTS = (
    Ask("too_good", DoubtsAnswers, ("too_good",)),
    Task(
        "look_for_leaks",
        "Look for leaks",
        look,
        "Trains on all columns, on each column alone, and without rows that repeat: about half a minute for some thousand rows.",
    ),
    Live("leaks", (f"evidence:{EVIDENCE}",), recorded, show=alarms_table, say=leaks_in_words),
    Live("each_column", (f"evidence:{EVIDENCE}",), recorded, show=columns_picture),
)
