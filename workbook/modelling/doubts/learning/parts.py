"""The live parts that ask whether the model learns or remembers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workbook.modelling.doubts.learning.areas import usable_folds
from workbook.modelling.doubts.learning.complexity import complexity_of
from workbook.modelling.doubts.learning.curve import LearningCurve, fits, learning_curve
from workbook.modelling.doubts.learning.figures import learning_picture, settings_picture
from workbook.modelling.doubts.learning.settings import SettingsCurve, settings_curve
from workbook.modelling.doubts.learning.words import (
    kept,
    learning_finding,
    learning_in_words,
    settings_finding,
    settings_in_words,
)
from workbook.modelling.doubts.subject import subject_of
from workbook.models.fewer_rows import fewer
from workbook.models.steps import Cancelled, Progress, Steps
from workbook.project import Evidence
from workbook.project.results import on_record, to_kept
from workbook.ui.live import Live, Task

CURVE, SETTINGS, REVISION = "modelling.learning", "modelling.settings", 1
MOST_ROWS = 20_000
READS = ("study", "model_record", "model_choice")
REVISIONS = {CURVE: REVISION, SETTINGS: REVISION}


def draw_learning(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Train on more and more rows, and put the curve on record."""
    desk.store.repository.require(desk.store.project_id, desk.store.person, "connect data")
    progress(0.0, "reading the rows")
    subject, whole = subject_of(desk), desk.read("study")
    study, _ = fewer(whole, MOST_ROWS)
    steps = Steps(fits(study), progress, cancelled)
    steps.begin("training on more and more rows")
    found = learning_curve(study, subject.title, subject.make(study.features, subject.seed), steps.tick)
    if study is not whole:
        found = replace(found, drawn_from=whole.rows)
    desk.put_on_record(CURVE, "modelling", f"{learning_finding(found)}.", kept(found), READS, REVISION)
    return f"{learning_finding(found)}. The picture below is on record."


def try_settings(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Train with simpler and more complex settings, and put the curve on record."""
    desk.store.repository.require(desk.store.project_id, desk.store.person, "connect data")
    progress(0.0, "reading the rows")
    subject, whole = subject_of(desk), desk.read("study")
    study, _ = fewer(whole, MOST_ROWS)
    estimator = subject.make(study.features, subject.seed)
    setting = complexity_of(estimator, subject.title)
    steps = Steps(len(setting.values) * len(usable_folds(study)), progress, cancelled)
    steps.begin(f"trying: {setting.title.lower()}")
    found = settings_curve(study, subject.title, estimator, setting, steps.tick)
    if study is not whole:
        found = replace(found, drawn_from=whole.rows)
    desk.put_on_record(SETTINGS, "modelling", f"{settings_finding(found)}.", to_kept(found), READS, REVISION)
    return f"{settings_finding(found)}. The picture below is on record."


def recorded_curve(evidence: Evidence | None) -> LearningCurve:
    """The learning curve on record. Raises `WorkbookError` where there is none yet."""
    return on_record(LearningCurve, evidence, "No learning curve was drawn yet.", "Press “Draw the learning curve”.")


def recorded_settings(evidence: Evidence | None) -> SettingsCurve:
    """The curve over a setting on record. Raises `WorkbookError` where there is none yet."""
    return on_record(
        SettingsCurve, evidence, "No other settings were tried yet.", "Press “Try simpler and more complex”."
    )


PARTS = (
    Task(
        "draw_learning", "Draw the learning curve", draw_learning,
        "Trains the model some fifty times, on ever more rows: half a minute for some thousand rows, several for explainable boosting.",
    ),
    Live("learning_curve", (f"evidence:{CURVE}",), recorded_curve, show=learning_picture, say=learning_in_words),
    Task(
        "try_settings", "Try simpler and more complex", try_settings,
        "Trains the model with five or six values of the setting that makes it simpler or more complex.",
    ),
    Live("settings_curve", (f"evidence:{SETTINGS}",), recorded_settings, show=settings_picture, say=settings_in_words),
)  # fmt: skip
