"""Explains the model in one go: what drives it, how far methods agree, its shapes, reasons by group, a tree in its stead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from workbook.errors import WorkbookError
from workbook.explanation.agreeing import agreement as agreeing
from workbook.explanation.agreeing.agreement import Agreement
from workbook.explanation.agreeing.asking import ask
from workbook.explanation.agreeing.firmness import agreement_of
from workbook.explanation.agreeing.removing import remove
from workbook.explanation.agreeing.words import agreement_in_words, kept_agreement
from workbook.explanation.answers import ExplainingAnswers
from workbook.explanation.attributing import drivers as driving
from workbook.explanation.attributing.attributions import Attributions, enough_rows, explain, first_method, method_named
from workbook.explanation.attributing.background import Background, background_of
from workbook.explanation.attributing.drivers import Importance, drivers
from workbook.explanation.attributing.importance import joined
from workbook.explanation.attributing.keeping import forget, keep
from workbook.explanation.attributing.methods import MANY
from workbook.explanation.attributing.sampling import drawn_from_each_group, evenly_drawn, sample_scores, unseen_rows
from workbook.explanation.attributing.words import drivers_in_words
from workbook.explanation.shaping import by_group as grouping
from workbook.explanation.shaping import shapes as shaping
from workbook.explanation.shaping import stand_in as standing_in
from workbook.explanation.shaping.by_group import ENOUGH, ByGroup, by_group
from workbook.explanation.shaping.shapes import Shapes, shapes
from workbook.explanation.shaping.stand_in import StandIn, stand_in
from workbook.explanation.shaping.words import groups_in_words, shapes_in_words, stand_in_in_words
from workbook.models.folds import SEED, Codes
from workbook.models.model import Model
from workbook.models.on_trial import OnTrial
from workbook.models.study import Study
from workbook.models.threads import one_thread
from workbook.project import Evidence
from workbook.project.results import from_kept, to_kept

Progress = Callable[[float, str], None]
Cancelled = Callable[[], bool]
STAGE = "explanation"
READS = ("on_trial", "explaining")
PEOPLE, OF_A_GROUP, ENOUGH_OF_SLOW = 300, 30, 30
"""Rows that every method is asked about: drawn evenly; and so many of each group at least, where it has them."""


@dataclass(frozen=True, eq=False)
class Explained:
    """All that one run finds; what needs a model is None where only predictions were brought."""

    stand_in: StandIn
    importance: Importance | None = None
    agreement: Agreement | None = None
    shapes: Shapes | None = None
    groups: ByGroup | None = None
    found: Mapping[str, Attributions] | None = None


def explain_model(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Explain the model in use on the project's rows, keep single attributions privately, and put the rest on record."""
    store = desk.store
    store.repository.require(store.project_id, store.person, "connect data")
    progress(0.0, "reading the rows")
    trial: OnTrial = desk.read("on_trial")

    def tick() -> None:
        if cancelled():
            raise WorkbookError("Stopped. Nothing of it was kept.", "Start it again when you want it.")

    with one_thread():
        found = explained(trial, desk.read("explaining"), progress, tick)
    if cancelled():
        return ""
    return _put_on_record(desk, found)


def explained(trial: OnTrial, answers: ExplainingAnswers, progress: Progress, tick: Callable[[], None]) -> Explained:
    """All results for what stands trial; without a model the tree that stands in for the scores alone."""
    study, model = trial.study, trial.model
    if model is None:
        return Explained(stand_in(study, trial.score))
    method, seed = first_method(model), SEED
    score = sample_scores(study, model, seed)
    tick()
    background = background_of(study, model, enough_rows(model, answers.background_rows), answers.compared_with, seed)
    drawn = evenly_drawn(study, score, unseen_rows(model, study), seed)
    importance, found = drivers(
        study, model, method, score, background, compared_with=answers.compared_with, tick=tick,
        told=_part(progress, 0.0, 0.3),
    )  # fmt: skip
    importance = replace(importance, matched=trial.drawn == "matched")
    agreement, asked = _agreement(study, model, answers, background, drawn, importance, tick, _part(progress, 0.3, 0.8))
    progress(0.8, "drawing shapes")
    columns = tuple(one.column for one in importance.drivers)
    shaped = shapes(study, model, drawn, columns, tick=tick)
    progress(0.9, "comparing groups")
    grouped = by_group(
        study, _enough_of_each(study, model, found, background, tick), method_named(method).title, model.title
    )
    progress(0.95, "fitting a tree that stands in")
    tree = stand_in(study, score, model=model.title)
    tick()
    return Explained(tree, importance, agreement, shaped, grouped, {**asked, method: found})


def _agreement(
    study: Study,
    model: Model,
    answers: ExplainingAnswers,
    background: Background,
    drawn: Codes,
    importance: Importance,
    tick: Callable[[], None],
    told: Progress,
) -> tuple[Agreement, Mapping[str, Attributions]]:
    evenly = drawn[:PEOPLE]
    more = drawn_from_each_group(study, unseen_rows(model, study), OF_A_GROUP, SEED)
    added = [rows[~np.isin(rows, evenly)][: _lacking(study, evenly, code, OF_A_GROUP)] for code, rows in more.items()]
    rows = np.concatenate([evenly, *added])
    asked = ask(study, model, rows, background, compared_with=answers.compared_with, tick=tick, told=told)
    removed = remove(study, model, asked, answers.strongest, background, tick=tick)
    pairs = {tuple(sorted((one.column, one.partner))) for one in importance.drivers if one.partner}
    together = tuple((one, other) for one, other in sorted(pairs))
    overall = np.arange(len(rows)) < len(evenly)
    return agreement_of(study, model.title, asked, answers.strongest, overall, removed, together), asked.first


def _lacking(study: Study, rows: Codes, code: int, wanted: int) -> int:
    return max(0, wanted - int((study.group[rows] == code).sum()))


def _enough_of_each(
    study: Study, model: Model, found: Attributions, background: Background, tick: Callable[[], None]
) -> Attributions:
    """The attributions with more rows of groups of which too few were explained."""
    quick = method_named(found.method).most(model) >= MANY
    wanted = ENOUGH if quick else ENOUGH_OF_SLOW
    left = unseen_rows(model, study) & ~np.isin(np.arange(study.rows), found.rows)
    groups = drawn_from_each_group(study, left, wanted, SEED)
    more = [rows[: _lacking(study, found.rows, code, wanted)] for code, rows in groups.items()]
    added = np.concatenate(more) if more else np.zeros(0, dtype=np.int64)
    if not len(added):
        return found
    return joined([found, explain(study, model, added, found.method, background=background, tick=tick)])


def _part(progress: Progress, begin: float, end: float) -> Progress:
    return lambda share, words: progress(begin + (end - begin) * share, words)


def _put_on_record(desk: Any, found: Explained) -> str:
    earlier = earlier_importance(desk.record.latest(driving.EVIDENCE))
    importance, project = found.importance, desk.store.project_id
    if importance is not None and found.found:
        file, held = keep(project, found.found)
        importance = replace(importance, file=file, held=held)
    keep_as = {agreeing.EVIDENCE: kept_agreement}
    records: tuple[tuple[Any, str, int, Callable[[Any], str]], ...] = (
        (importance, driving.EVIDENCE, driving.REVISION, drivers_in_words),
        (found.agreement, agreeing.EVIDENCE, agreeing.REVISION, agreement_in_words),
        (found.shapes, shaping.EVIDENCE, shaping.REVISION, shapes_in_words),
        (found.groups, grouping.EVIDENCE, grouping.REVISION, groups_in_words),
        (found.stand_in, standing_in.EVIDENCE, standing_in.REVISION, stand_in_in_words),
    )
    for result, name, revision, say in records:
        if result is not None:
            desk.put_on_record(
                name, STAGE, say(result).split("\n\n")[0], keep_as.get(name, to_kept)(result), READS, revision
            )
    forget(project, earlier)
    if importance is None:
        return (
            "Only scores were brought: a tree that stands in for them is below. Everything else asks the model itself."
        )
    return (
        f"{drivers_in_words(importance).split(chr(10))[0]} It rests on {importance.explained:,} {importance.units}; "
        "what was found is below and on record."
    )


def earlier_importance(evidence: Evidence | None) -> Importance | None:
    """What an earlier run recorded; None where it was another version that did."""
    if evidence is None:
        return None
    try:
        return from_kept(Importance, evidence.result)
    except WorkbookError:
        return None
