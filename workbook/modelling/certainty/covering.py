"""Whether statements about single cases hold as often as they promise, for everybody and in every group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbook.modelling.reviewing.finding import Worth
from workbook.modelling.reviewing.judging import worth_of
from workbook.modelling.reviewing.reviewers import Reviewers
from workbook.models.between import Between, Share, furthest_apart
from workbook.models.changes import Interval
from workbook.models.conformal import BOTH, NEITHER, Calibration, calibrate, covered
from workbook.models.folds import Codes, Mask
from workbook.models.on_trial import Drawn, OnTrial
from workbook.models.shares import UNKNOWN, shown, weighted_share
from workbook.outcomes import Wording

Verdict = Literal["covered", "too little", "cannot tell"]
EVERYBODY = "everybody"


@dataclass(frozen=True)
class Coverage:
    """How often statements about some rows hold. Rates of fewer than ten labelled rows are undefined.

    Attributes
    ----------
    group : str
    rows : int or None
        Labelled and scored; None from one to nine.
    holds : Interval
        Share whose statement holds (Wilson).
    unsure : Interval
        Share of all scored rows of which only "cannot tell" can be said.
    wronged, wronged_sure : Interval
        How often the score decides wrongly: overall, and among those of whom something can be said.
    verdict : {"covered", "too little", "cannot tell"}
        Against the promise less the tolerance, by an interval that holds for all groups at once.
    """

    group: str
    rows: int | None
    holds: Interval
    unsure: Interval
    wronged: Interval
    wronged_sure: Interval
    verdict: Verdict


@dataclass(frozen=True)
class Certainty:
    """How sure single predictions are.

    Attributes
    ----------
    promised, tolerance : float
        How often statements should hold, and how much less often they may.
    by_group : bool
    calibrated, checked, checked_events : int
        Labelled rows that calibrated the statements, others on which they were checked, and those of these with the event.
    low, high : float
        Scores between which only "cannot tell" can be said, for everybody together; infinite with too few rows.
    between : {"both", "neither"}
        What a score there is usual among.
    everybody : Coverage
    event, no_event : Interval
        How often statements hold for those with the event, and for those without it.
    groups : tuple of Coverage
        Empty where there is one group only.
    opened : Between or None
        Whether some groups get "cannot tell" more often than others, over all pairs at once, beyond the tolerance.
    unsure_a_year : float or None
    capacity : float or None
        Cases that people can review a year.
    reviewed : Worth or None
        What it changes if people decide whatever cannot be told; None where nobody said who they are.
    """

    promised: float
    tolerance: float
    by_group: bool
    calibrated: int
    checked: int
    checked_events: int
    low: float
    high: float
    between: Literal["both", "neither"]
    everybody: Coverage
    event: Interval
    no_event: Interval
    groups: tuple[Coverage, ...]
    opened: Between | None
    unsure_a_year: float | None
    capacity: float | None
    reviewed: Worth | None
    currency: str
    per_year: bool
    drawn: Drawn
    wording: Wording

    @property
    def too_little(self) -> tuple[Coverage, ...]:
        """Groups that are covered less than promised and tolerated, beyond chance."""
        return tuple(one for one in self.groups if one.verdict == "too little")


def calibration_of(trial: OnTrial, covers: float, by_group: bool) -> Calibration:
    """What single predictions are held against: the half of the rows that chooses."""
    return calibrate(trial, trial.study.half == 0, 1 - covers, by_group)


def certainty(trial: OnTrial, held: Calibration, tolerance: float, reviewers: Reviewers | None = None) -> Certainty:
    """Check on the other half of the rows whether statements hold as often as they promise."""
    study = trial.study
    value = (study.half == 1) & np.isfinite(trial.score)
    said = held.statements(trial.score, study.group)
    unsure = (said == BOTH) | (said == NEITHER)
    names = study.group_names if len(study.group_names) > 1 else ()
    known = value & study.known
    holds = covered(study.label, said)
    kinds = [
        weighted_share(holds[known & (study.label == one)], study.weight[known & (study.label == one)])
        for one in (1, 0)
    ]
    groups = tuple(
        _coverage(trial, name, value & (study.group == code), said, 1 - held.miss, tolerance, len(names))
        for code, name in enumerate(names)
        if (value & (study.group == code)).any()
    )
    everybody = _coverage(trial, EVERYBODY, value, said, 1 - held.miss, tolerance, 1)
    low, high = held.limits()
    volume = study.yearly_volume
    return Certainty(
        promised=1 - held.miss,
        tolerance=tolerance,
        by_group=held.by_group,
        calibrated=int((study.known & (study.half == 0) & np.isfinite(trial.score)).sum()),
        checked=int(known.sum()),
        checked_events=int((known & (study.label == 1)).sum()),
        low=low,
        high=high,
        between="both" if held.overlaps() else "neither",
        everybody=everybody,
        event=kinds[0],
        no_event=kinds[1],
        groups=groups,
        opened=furthest_apart(
            {one.group: Share(one.unsure[0], float(one.rows)) for one in groups if one.rows is not None}, tolerance
        ),
        unsure_a_year=everybody.unsure[0] * volume if volume and np.isfinite(everybody.unsure[0]) else None,
        capacity=reviewers.capacity if reviewers else None,
        reviewed=worth_of(trial, study.half == 1, unsure & value, reviewers) if reviewers else None,
        currency=study.currency,
        per_year=bool(volume),
        drawn=trial.drawn,
        wording=study.wording,
    )


def _coverage(
    trial: OnTrial, name: str, rows: Mask, said: Codes, promised: float, tolerance: float, groups: int
) -> Coverage:
    study = trial.study
    known = rows & study.known
    many = shown(int(known.sum()))
    if not many:
        return Coverage(name, many, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, "cannot tell")
    unsure = (said == BOTH) | (said == NEITHER)
    holds, wronged, sure = covered(study.label, said), study.wronged(trial.decided), known & ~unsure
    _, low, high = weighted_share(holds[known], study.weight[known], 1 - 0.05 / groups)
    least = promised - tolerance
    verdict: Verdict = "too little" if high < least else "covered" if low >= least else "cannot tell"
    return Coverage(
        name,
        many,
        weighted_share(holds[known], study.weight[known]),
        weighted_share(unsure[rows], study.weight[rows]),
        weighted_share(wronged[known], study.weight[known]),
        weighted_share(wronged[sure], study.weight[sure]),
        verdict,
    )
