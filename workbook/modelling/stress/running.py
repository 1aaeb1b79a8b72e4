"""Runs scenarios along their strengths: a curve for each, and what follows from it against the limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from workbook.errors import WorkbookError
from workbook.modelling.stress.asking import DoesNotAnswer, scores_of
from workbook.modelling.stress.effects import Under, by_group, point_of
from workbook.modelling.stress.perturbations import Perturbation
from workbook.modelling.stress.result import FEWEST, Tried
from workbook.modelling.stress.reweighting import Reweighting
from workbook.modelling.stress.scenarios import NEEDS_MODEL, Scenario
from workbook.modelling.trial import Trial
from workbook.models.findings import against
from workbook.models.folds import SEED, Floats

STRENGTHS = (0.25, 0.5, 0.75, 1.0)
BEYOND = (1.5, 2.0)
DAYS = 365.0


@dataclass(frozen=True, eq=False)
class Bench:
    """What scenarios are run on.

    Attributes
    ----------
    trial : Trial
    limit : float
        How many more of the decisions may be wrong, as a share.
    moment : array of float or None
        When each row is from, as a rank; None without a time column.
    seed : int
    """

    trial: Trial
    limit: float
    moment: Floats | None = None
    seed: int = SEED

    def second_half(self) -> Bench:
        """The rows that picked nothing."""
        rows = np.flatnonzero(self.trial.study.half == 1)
        return replace(self, trial=self.trial.at(rows), moment=None if self.moment is None else self.moment[rows])


def run(scenario: Scenario, bench: Bench, number: int, tick: Callable[[], None] = lambda: None) -> Tried:
    """Try one scenario at every strength.

    Parameters
    ----------
    scenario : Scenario
    bench : Bench
    number : int
    tick : callable
        Called before each strength; may raise to stop.
    """
    bench = bench.second_half() if scenario.picked else bench
    told = Tried(
        number, scenario.name, scenario.about, tuple(one.words for one in scenario.steps), scenario.owner,
        scenario.labels_hold, scenario.days, "cannot tell", why=scenario.why_not, rows=bench.trial.study.rows,
    )  # fmt: skip
    if not scenario.why_not and scenario.changes_values and bench.trial.model is None:
        told = replace(told, why=NEEDS_MODEL)
    if told.why:
        return told
    points = [point_of(_under(scenario, bench, 0.0), 0.0)]
    for strength in (*STRENGTHS, *(BEYOND if scenario.goes_on else ())):
        tick()
        try:
            under = _under(scenario, bench, strength)
        except DoesNotAnswer as refusal:
            return replace(told, outcome="failed", answers=False, why=str(refusal))
        except WorkbookError as error:
            if strength <= 1.0:
                return replace(told, why=str(error))
            break  # it cannot go further than as written, which stands
        points.append(point_of(under, strength))
        if strength == 1.0:
            told = replace(told, groups=by_group(under), people=_people(under))
    many = bench.trial.study.yearly_volume or float(bench.trial.study.rows)
    return _concluded(replace(told, points=tuple(points)), bench.limit, many)


def _under(scenario: Scenario, bench: Bench, strength: float) -> Under:
    """The rows under a scenario at one strength."""
    trial, study = bench.trial, bench.trial.study
    after, silent, factors = trial.decided, 0.0, np.ones(study.rows)
    if strength and scenario.changes_values:
        rows = study.features
        for place, step in enumerate(scenario.steps):
            if isinstance(step, Perturbation):
                rows = step.apply(rows, strength, bench.seed + place)
        score = scores_of(trial, rows)
        after, silent = study.decided(score), float((~np.isfinite(score)).mean())
    for step in scenario.steps:
        if strength and isinstance(step, Reweighting):
            factors = factors * step.factors(study, strength, bench.moment)
    return Under(study, trial.decided, after, factors, silent, (scenario.days or DAYS) / DAYS)


def _people(under: Under) -> float | None:
    """Decisions that change over the days that it lasts: a year's, or those of the rows."""
    differs = under.before != under.after
    if 0 < differs.sum() < FEWEST or not under.weight.sum() > 0:
        return None
    many = under.study.yearly_volume or float(under.study.rows)
    people = float(np.average(differs, weights=under.weight)) * many * under.share_of_year
    return None if 0 < people < FEWEST else people


def _concluded(told: Tried, limit: float, many: float) -> Tried:
    written = told.as_written
    assert written is not None, "it was tried as written"
    broken = [one.strength for one in told.points if against(limit, one.errors) == "failed"]
    more = written.errors[0] * many * (told.days or DAYS) / DAYS
    wronged = float(more) if np.isfinite(more) and abs(more) >= FEWEST else None
    return replace(told, outcome=against(limit, written.errors), breaks_at=min(broken, default=None), wronged=wronged)
