"""The live parts that ask whether a 70 % is a 70 %."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.modelling.doubts.calibration.figures import reliability_picture, repairs_table
from workbook.modelling.doubts.calibration.judging import Calibration, calibrate
from workbook.modelling.doubts.calibration.words import calibration_in_words, finding, kept
from workbook.models.folds import Floats
from workbook.models.making import worths
from workbook.models.steps import Cancelled, Progress, Steps
from workbook.outcomes import Payoff
from workbook.project import Evidence
from workbook.project.results import on_record
from workbook.ui.live import Live, Task

if TYPE_CHECKING:
    import pandas as pd

EVIDENCE, REVISION = "modelling.calibration", 1
READS = ("study", "model_record", "payoff_or_none")
REVISIONS = {EVIDENCE: REVISION}


def gains_of(frame: pd.DataFrame, payoff: Payoff | None, amounts: Mapping[str, str]) -> tuple[Floats, Floats] | None:
    """What selecting each row is worth more than not selecting it, if it has the event and if it does not."""
    if payoff is None:
        return None
    with_event, without = (
        worths(frame, payoff, amounts, np.full(len(frame), label, dtype=np.int64)) for label in (1, 0)
    )
    return with_event[0] - with_event[1], without[0] - without[1]


def check_calibration(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Hold the score in use against what happened, repair it, and put both on record."""
    desk.store.repository.require(desk.store.project_id, desk.store.person, "connect data")
    progress(0.0, "reading the rows")
    standing = desk.read("on_trial")
    title = standing.model.title if standing.model is not None else "Score column"
    gains = gains_of(desk.read("frame"), desk.read("payoff_or_none"), desk.read("tally_roles").get("amounts") or {})
    Steps(2, progress, cancelled).begin("mending on one half, judging on the other")
    found = calibrate(standing.study, standing.score, title, gains, matched=standing.drawn == "matched")
    desk.put_on_record(EVIDENCE, "modelling", f"{finding(found)}.", kept(found), READS, REVISION)
    return f"{finding(found)}. The picture below is on record."


def recorded(evidence: Evidence | None) -> Calibration:
    """The calibration on record. Raises `WorkbookError` where there is none yet."""
    return on_record(
        Calibration,
        evidence,
        "The score was not held against what happened yet.",
        "Press “Hold it against what happened”.",
    )


PARTS = (
    Task(
        "check_calibration",
        "Hold it against what happened",
        check_calibration,
        "A few seconds; the model must be in memory.",
    ),
    Live("reliability", (f"evidence:{EVIDENCE}",), recorded, show=reliability_picture, say=calibration_in_words),
    Live("repairs", (f"evidence:{EVIDENCE}",), recorded, show=repairs_table),
)
