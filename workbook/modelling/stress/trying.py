"""All of it together: the rows that are tried, the feeds, the ready scenarios and the team's own, on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workbook.errors import WorkbookError
from workbook.modelling.stress.answers import StressAnswers
from workbook.modelling.stress.asking import what_missing_does
from workbook.modelling.stress.feeds import feeds_of, refuses_without_a_column
from workbook.modelling.stress.perturbations import IN_WORDS_MISSING, sort_of
from workbook.modelling.stress.result import EVIDENCE, REVISION, Stress, Tried, worst_first
from workbook.modelling.stress.running import BEYOND, STRENGTHS, Bench, run
from workbook.modelling.stress.scenarios import Known, composed, ready
from workbook.modelling.stress.words import finding, tests_of
from workbook.modelling.trial import Trial, trial_of
from workbook.models.folds import SEED, Floats
from workbook.project import Evidence
from workbook.project.results import on_record, to_kept

MOST_ROWS = 20_000
"""So many rows at most are tried, drawn at random: a share is then known to within a point, and it takes minutes."""
MOST_CALLS = 500
"""The same for a model that is asked over a network."""
READS = ("on_trial", "stress.limit", "stress.meant", "stress.own", "modelling.time_column")
MISSING = "Nothing has been tried yet.", "Press “Try all of it”."


def try_all(
    trial: Trial,
    answers: StressAnswers,
    moment: Floats | None = None,
    tick: Callable[[float, str], None] = lambda *_: None,
    seed: int = SEED,
) -> Stress:
    """Every feed and every scenario.

    Parameters
    ----------
    trial : Trial
    answers : StressAnswers
    moment : array of float or None
        When each row on trial is from, as a rank.
    tick : callable
        Share done and what is tried; may raise to stop.
    seed : int
    """
    of_rows, rows = trial.study.rows, _drawn(trial, seed)
    trial, moment = trial.at(rows), None if moment is None else moment[rows]
    study, word = trial.study, IN_WORDS_MISSING if trial.model is not None and trial.model.kind == "recipe" else ""
    columns, refusal = len(study.features.columns), ""
    feeds, ranked = (), ()  # type: tuple[Any, ...], tuple[str, ...]
    if trial.model is not None:
        feeds, ranked = feeds_of(trial, word, lambda name: tick(0.4 * _place(study, name) / columns, f"without {name}"))
        refusal = refuses_without_a_column(trial)
    known = Known(study.features, {one.what: one.column for one in answers.meant if one.column}, ranked, word)
    bench = Bench(trial, answers.limit, moment, seed)
    tried = _all_tried((*ready(known), *composed(answers.own, known)), bench, tick)
    sorts = {sort_of(study.features[name]) for name in study.features.columns}
    return Stress(
        title=trial.said, tried=tried, feeds=feeds, missing=what_missing_does(trial, "words" in sorts, "numbers" in sorts),
        limit=answers.limit, rows=study.rows, of_rows=of_rows, currency=study.currency,
        per_year=bool(study.yearly_volume), wording=study.wording,
        tests=tests_of(tried, feeds, refusal, answers.limit, study.wording, study.currency, bool(study.yearly_volume)),
    )  # fmt: skip


def _place(study: Any, name: str) -> int:
    return int(study.features.columns.get_loc(name))


def _all_tried(scenarios: tuple[Any, ...], bench: Bench, tick: Callable[[float, str], None]) -> tuple[Tried, ...]:
    done, many, tried = 0, len(scenarios) * (len(STRENGTHS) + len(BEYOND)), []
    for number, scenario in enumerate(scenarios, start=1):

        def step(name: str = scenario.name, before: int = (number - 1) * (len(STRENGTHS) + len(BEYOND))) -> None:
            nonlocal done
            done = max(done + 1, before)
            tick(min(0.4 + 0.6 * done / many, 1.0), name)

        tried.append(run(scenario, bench, number, step))
    return tuple(tried)


def _drawn(trial: Trial, seed: int) -> Any:
    rows = trial.study.rows
    most = MOST_CALLS if trial.model is not None and trial.model.kind == "endpoint" else MOST_ROWS
    return np.arange(rows) if rows <= most else np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))


def moments(desk: Any, trial: Trial) -> Floats | None:
    """The rank in time of each row on trial; None where no time column was named."""
    name = desk.read("modelling.time_column")
    if not name:
        return None
    import pandas as pd

    column = desk.read("frame")[name].iloc[trial.places]
    if not pd.api.types.is_numeric_dtype(column):
        column = pd.to_datetime(column, errors="coerce", format="mixed")
    return np.asarray(column.rank(method="first").to_numpy(dtype=float, na_value=np.nan))


def try_stress(desk: Any, progress: Callable[[float, str], None], cancelled: Callable[[], bool]) -> str:
    """Try everything and put it on record."""
    progress(0.0, "asking the model")
    trial = trial_of(desk.read("on_trial"))

    def tick(done: float, what: str) -> None:
        if cancelled():
            raise WorkbookError("Stopped. Nothing of it was kept.", "Start it again when you want it.")
        progress(done, what)

    found = try_all(trial, desk.read("stress"), moments(desk, trial), tick)
    if cancelled():
        return ""
    desk.put_on_record(EVIDENCE, "modelling", f"{finding(found)}.", to_kept(found), READS, REVISION)
    return f"{finding(found)}. It is on record."


def stress_on_record(evidence: Evidence | None) -> Stress:
    """What was tried last."""
    return on_record(Stress, evidence, *MISSING)


def chosen_scenario(evidence: Evidence | None, number: int | None) -> tuple[Tried, Stress]:
    """The scenario that is looked at, without a number the worst. Raises `WorkbookError` where there is none of it."""
    found = stress_on_record(evidence)
    if number is None:
        return min(found.tried, key=worst_first), found
    for one in found.tried:
        if one.number == number:
            return one, found
    raise WorkbookError(f"There is no scenario number {number}.", f"There are {len(found.tried)}.")
