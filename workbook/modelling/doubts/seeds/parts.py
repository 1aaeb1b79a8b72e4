"""The live parts that train again with other seeds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workbook.modelling.doubts.answers import DoubtsAnswers
from workbook.modelling.doubts.seeds.repeating import Repeated, repeat
from workbook.modelling.doubts.seeds.words import finding, kept, luck_in_words, luck_picture
from workbook.modelling.doubts.subject import subject_of
from workbook.models.fewer_rows import fewer
from workbook.models.steps import Cancelled, Progress, Steps
from workbook.project import Evidence
from workbook.project.results import on_record
from workbook.ui.live import Ask, Live, Task

EVIDENCE, REVISION = "modelling.seeds", 1
MOST_ROWS = 20_000
READS = ("study", "model_record", "model_choice", "doubts.seeds", "doubts.flips_tolerated")
REVISIONS = {EVIDENCE: REVISION}


def try_seeds(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Train again and again, compare the decisions, and put it on record."""
    import pandas as pd

    desk.store.repository.require(desk.store.project_id, desk.store.person, "connect data")
    progress(0.0, "reading the rows")
    subject, whole, many = subject_of(desk), desk.read("study"), desk.read("doubts.seeds")
    study, drawn = fewer(whole, MOST_ROWS)
    column = desk.read("modelling.identifier_column")
    known = pd.factorize(desk.read("frame")[column].astype(str))[0][drawn] if column else None
    seeds = range(subject.seed, subject.seed + many + 1)
    steps = Steps(len(seeds) * len(study.folds), progress, cancelled)
    steps.begin("training again")
    found = repeat(study, subject.title, subject.make, seeds, steps.tick, known)
    tolerated = desk.read("doubts.flips_tolerated")
    found = replace(found, tolerated=tolerated, drawn_from=0 if study is whole else whole.rows)
    desk.put_on_record(EVIDENCE, "modelling", f"{finding(found)}.", kept(found), READS, REVISION)
    return f"{finding(found)}. The picture below is on record."


def recorded(evidence: Evidence | None) -> Repeated:
    """What other seeds did, on record. Raises `WorkbookError` where nobody has tried yet."""
    return on_record(Repeated, evidence, "No other seed was tried yet.", "Press “Train again with other seeds”.")


PARTS = (
    Ask("how_often", DoubtsAnswers, ("flips_tolerated", "seeds")),
    Task(
        "try_seeds",
        "Train again with other seeds",
        try_seeds,
        "Trains the model on all folds, once for each seed: a minute for some thousand rows, more for explainable boosting.",
    ),
    Live("seeds", (f"evidence:{EVIDENCE}",), recorded, show=luck_picture, say=luck_in_words),
)
