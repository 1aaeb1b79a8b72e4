"""For how many decisions against somebody there is a reason that holds: stable, agreed upon, and one that may be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbook.data.privacy import LIMIT
from workbook.explanation.agreeing.asking import Asked, ask
from workbook.explanation.agreeing.firmness import firmness
from workbook.explanation.attributing.background import ROWS, Whom, background_of
from workbook.explanation.people.choosing import decided_against
from workbook.explanation.reasons.answers import ReasonAnswers
from workbook.explanation.reasons.coding import against
from workbook.models.changes import Interval, share
from workbook.models.findings import Finding
from workbook.models.folds import SEED, Codes, Mask
from workbook.models.model import Model
from workbook.models.on_trial import OnTrial
from workbook.models.study import Study

MOST = 150
"""Decisions that are looked at, drawn at random within each group."""
WANTED = 0.9


@dataclass(frozen=True)
class GroupCovered:
    """One group: how many of its decisions were looked at, and for what share a reason holds; None below ten."""

    group: str
    people: int | None
    covered: Interval | None


@dataclass(frozen=True)
class Coverage:
    """What the record keeps.

    Attributes
    ----------
    people : int
        Decisions against somebody that were looked at.
    of : int
        Out of how many.
    share, share_low, share_high : float
        For which a reason holds (Wilson): among the strongest for every method and nearly every run, with the same
        sign, not protected, no proxy, and not silenced by the team.
    stable : Interval
        For which a reason is stable, whether or not it may be told.
    groups : tuple of GroupCovered
    flagged : tuple of str
        Columns that must not be told.
    k : int
    background : str
    units : str
    tests : tuple of Finding
    """

    people: int
    of: int
    share: float
    share_low: float
    share_high: float
    stable: Interval
    groups: tuple[GroupCovered, ...]
    flagged: tuple[str, ...]
    k: int
    background: str
    units: str
    tests: tuple[Finding, ...] = ()


def cover(
    trial: OnTrial,
    model: Model,
    answers: ReasonAnswers,
    flags: Mapping[str, str],
    *,
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
    told: Callable[[float, str], None] = lambda share, words: None,
) -> Coverage:
    """Explain a sample of the decisions against somebody by every method, again and again, and count where a reason holds.

    Raises
    ------
    InputError
        Nobody was decided against, or there is nobody to compare with.
    """
    from workbook.errors import InputError

    study = trial.study
    bad = np.flatnonzero(decided_against(study, trial.decided) & np.isfinite(trial.score))
    if len(bad) < LIMIT:
        raise InputError(f"Fewer than {LIMIT} were decided against.", "Choose another threshold, or connect more rows.")
    rows = drawn(study, bad, MOST, seed)
    whom: Whom = "selected" if study.wording.favourable else "not selected"
    background = background_of(study, model, ROWS, whom, seed)
    asked = ask(study, model, rows, background, compared_with=whom, seed=seed, tick=tick, told=told)
    silenced = {one.column for one in answers.wordings if not one.may_be_told}
    stable, holds = reasons_that_hold(study, asked, answers.most, {*flags, *silenced})
    value, low, high = share(holds)
    groups = tuple(
        _group(study, rows, holds, code) for code in range(len(study.group_names)) if len(study.group_names) > 1
    )
    return Coverage(
        len(rows), len(bad), value, low, high, share(stable), groups, tuple(sorted({*flags, *silenced})), answers.most,
        background.words, study.wording.units, (finding(value, low, high),),
    )  # fmt: skip


def reasons_that_hold(study: Study, asked: Asked, k: int, untold: Sequence[str] | set[str]) -> tuple[Mask, Mask]:
    """For each row whether it has a stable reason against it, and whether one of these may be told."""
    methods, runs = firmness(asked, k)
    values = asked.reference.values
    pushes = np.vectorize(lambda value: against(study, value), otypes=[float])(values) if values.size else values
    firm = methods & runs & (pushes > 0)
    may = np.array([name not in untold for name in asked.reference.columns])
    return np.asarray(firm.any(axis=1)), np.asarray((firm & may).any(axis=1))


def drawn(study: Study, among: Codes, most: int, seed: int) -> Codes:
    """Rows drawn at random, each group in its share."""
    if len(among) <= most:
        return among
    generator = np.random.default_rng([seed, 3])
    shuffled = generator.permutation(among)
    ordered = shuffled[np.argsort(study.group[shuffled], kind="stable")]
    return np.sort(ordered[np.arange(most) * len(ordered) // most])


def _group(study: Study, rows: Codes, holds: Mask, code: int) -> GroupCovered:
    here = study.group[rows] == code
    many = int(here.sum())
    if many < LIMIT:
        return GroupCovered(study.group_names[code], None, None)
    return GroupCovered(study.group_names[code], many, share(holds[here]))


def finding(value: float, low: float, high: float) -> Finding:
    """For the decision table."""
    outcome = "held" if low >= WANTED else "failed" if high < WANTED else "cannot tell"
    says = f"{100 * value:.0f} in 100 decisions against somebody have a reason that holds ({100 * low:.0f} to {100 * high:.0f})."
    return Finding("Decisions against somebody have a reason that holds", outcome, says)  # type: ignore[arg-type]
