"""Trains the models that can be read, prices them, and tries the team's changes of their curves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from workbook.errors import InputError, MissingExtra, WorkbookError
from workbook.explanation.glass_box.pricing import GlassBox, Price, findings_of, price
from workbook.explanation.glass_box.terms import Term, edited, terms_of
from workbook.models.fewer_rows import fewer
from workbook.models.folds import Floats
from workbook.models.recipes import RECIPES
from workbook.models.steps import Cancelled, Progress, Steps
from workbook.models.study import Study
from workbook.models.training import TrainedModel, train
from workbook.project.results import to_kept

EVIDENCE, EDITED, REVISION = "explanation.glass_box", "explanation.edited_curves", 1
READS = ("on_trial", "study_for_recipes")
MACHINE = "explainable boosting"
READABLE = ("logistic", MACHINE)
MOST_ROWS = 20_000


@dataclass(frozen=True)
class Edited:
    """What the team's changes of curves do: the changed machine beside the unchanged one."""

    price: Price
    changes: tuple[str, ...]
    judged: int
    currency: str
    per_year: bool
    terms: tuple[Term, ...]


def price_reading(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Train what can be read on the same folds, and put its price on record."""
    study, scores, title, drawn_from = _ground(desk, progress)
    steps = Steps(len(READABLE) * (len(study.folds) + 1), progress, cancelled)
    prices: list[Price] = []
    terms: tuple[Term, ...] = ()
    notes: list[str] = []
    for name in READABLE:
        steps.begin(f"training {RECIPES[name].title.lower()}")
        try:
            model = train(name, study.features, study.label, study.folds, data=study.data, tick=steps.tick)
        except MissingExtra as missing:
            notes.append(str(missing))
            continue
        prices.append(price(study, scores, facing(study, model), name, model.title))
        terms = terms_of(model.whole) if name == MACHINE else terms
    judged = int((study.known & np.isfinite(scores) & (study.half == 1)).sum())
    found = GlassBox(
        title, tuple(prices), terms, judged, drawn_from, study.currency, bool(study.yearly_volume), tuple(notes), findings_of(prices)
    )  # fmt: skip
    if cancelled():
        return ""
    from workbook.explanation.glass_box.words import headline

    told = headline(found) if prices else "No model that can be read was trained."
    desk.put_on_record(EVIDENCE, "explanation", told, to_kept(found), READS, REVISION)
    return f"{told} It is on record."


def try_edits(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Change the curves as the team says, in every copy of the machine, and put on record what that does."""
    edits = [one for one in desk.read("glass_box.edits") if one.column]
    if not edits:
        raise WorkbookError("No curve is to be changed.", "Name one above, and say what it should be.")
    study, *_ = _ground(desk, progress)
    steps = Steps(len(study.folds) + 1, progress, cancelled)
    steps.begin("training explainable boosting")
    model = train(MACHINE, study.features, study.label, study.folds, data=study.data, tick=steps.tick)
    wanted = {one.column: one.to for one in edits}
    changed = replace_machines(model, wanted)
    told = price(study, facing(study, model), facing(study, changed), MACHINE, "The changed model")
    found = Edited(
        told, tuple(f"{one.column}: {one.to}" + (f" ({one.why})" if one.why else "") for one in edits),
        int((study.known & (study.half == 1)).sum()), study.currency, bool(study.yearly_volume), terms_of(changed.whole),
    )  # fmt: skip
    if cancelled():
        return ""
    said = edited_in_words(found)
    desk.put_on_record(EDITED, "explanation", said, to_kept(found), (*READS, "glass_box.edits"), REVISION)
    return said


def edited_in_words(found: Edited) -> str:
    """What the changes of curves do, in a sentence or two."""
    from workbook.explanation.glass_box.words import price_in_words

    box = GlassBox("the unchanged one", (found.price,), (), found.judged, 0, found.currency, found.per_year)
    return f"Changed: {'; '.join(found.changes)}. {price_in_words(found.price, box)}"


def replace_machines(model: TrainedModel, edits: dict[str, Any]) -> TrainedModel:
    """The same model with its machine, and every copy of it, changed."""
    copies = tuple((rows, edited(one, edits)) for rows, one in model.by_fold)
    return replace(model, whole=edited(model.whole, edits), by_fold=copies)


def facing(study: Study, model: TrainedModel) -> Floats:
    """Scores out of fold, higher for those to be selected."""
    score = model.again(study.features)
    return score if study.event_is_right else -score


def _ground(desk: Any, progress: Progress) -> tuple[Study, Floats, str, int]:
    """The study for recipes, the scores that stand trial (higher for those to be selected), their title, rows drawn from."""
    desk.store.repository.require(desk.store.project_id, desk.store.person, "connect data")
    progress(0.0, "reading the rows")
    trial, whole = desk.read("on_trial"), desk.read("study_for_recipes")
    study, drawn = fewer(whole, MOST_ROWS)
    score = trial.score[drawn]
    if not np.isfinite(score[study.known]).any():
        raise InputError("None of the labelled rows has a score.", "Train a model first.")
    turned = score if trial.study.selected == "at_or_above" else -score
    title = trial.model.title if trial.model is not None else "the predictions"
    return study, turned, title, 0 if study is whole else whole.rows
