"""What it would take: for those decided against in each group, whether a change within the limits turns the decision, and how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from workbook.errors import WorkbookError
from workbook.modelling.cases.between_groups import chance_of_a_way, effort_needed
from workbook.modelling.cases.finding import Asked, FirstChange, GroupRecourse, Recourse
from workbook.models.changes import Interval
from workbook.models.counterfactuals import Step, nearest, scorer_of
from workbook.models.folds import SEED, Codes, Floats
from workbook.models.levers import Lever
from workbook.models.on_trial import OnTrial
from workbook.models.shares import FEWEST, UNKNOWN, effective, shown, weighted_share
from workbook.models.threads import one_thread
from workbook.stats.intervals import normal_quantile

PER_GROUP = 120
"""People of one group who are asked at most, drawn at random."""
MOST_SCORED = 60_000
"""Changes that are looked at for one person before the search gives up."""
FIRST = 3
"""Most frequent first changes that are told."""
EVERYBODY = "everybody"


def recourse(
    trial: OnTrial,
    levers: Sequence[Lever],
    *,
    at_most: int = 2,
    tolerance: float = 0.05,
    per_group: int = PER_GROUP,
    seed: int = SEED,
    tick: Callable[[float, str], None] = lambda _share, _words: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Recourse:
    """Ask a sample of those decided against, group by group, for the nearest change that turns their decision.

    Raises
    ------
    WorkbookError
        There is no model, nobody is decided against, nothing may change, or it was cancelled.
    """
    if trial.model is None:
        raise WorkbookError(
            "There are predictions alone, and what a change would do only a model can tell.",
            "Train a recipe or bring your own model above.",
        )
    if not any(lever.way != "never" and lever.grid for lever in levers):
        raise WorkbookError("Nothing may change, so nobody has a way.", "Say above what can change.")
    places = drawn_at_random(trial, per_group, seed)
    if not len(places):
        raise WorkbookError(
            "Nobody is decided against at this threshold.", "Look at the threshold on the Fairness page."
        )
    against = _against(trial)
    asked: list[Asked] = []
    for number, place in enumerate(places):
        if cancelled():
            raise WorkbookError("Stopped. Nothing of it was kept.", "Start it again when you want it.")
        with one_thread():
            asked.append(_ask(trial, int(place), levers, at_most, cancelled))
        tick((number + 1) / len(places), f"{number + 1} of {len(places)}")
    return _told(trial, against, _weighted(trial, against, asked), levers, at_most, per_group, seed, tolerance)


def _against(trial: OnTrial) -> np.ndarray:
    """Rows that are decided against: not selected where that is what people want, else selected."""
    chosen = trial.decided
    return np.isfinite(trial.score) & (~chosen if trial.study.wording.favourable else chosen)


def drawn_at_random(trial: OnTrial, per_group: int, seed: int) -> Codes:
    """Places of those who are asked: of each group at most so many of those decided against, by the seed."""
    against, draw, found = _against(trial), np.random.default_rng(seed), []
    for code in range(len(trial.study.group_names)):
        here = np.flatnonzero(against & (trial.study.group == code))
        found.append(draw.permutation(here)[:per_group])
    return np.sort(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _ask(trial: OnTrial, place: int, levers: Sequence[Lever], at_most: int, stopped: Callable[[], bool]) -> Asked:
    assert trial.model is not None, "asked only where there is a model"
    case = trial.study.features.iloc[[place]]
    found = nearest(
        case,
        scorer_of(trial.model, case, place),
        trial.line(place),
        levers,
        at_most=at_most,
        show=1,
        most_scored=MOST_SCORED,
        stopped=stopped,
    )
    way = found.found[0] if found.found else None
    return Asked(int(trial.study.group[place]), float(trial.study.weight[place]), way, found.complete)


def _weighted(trial: OnTrial, against: np.ndarray, asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """Everybody asked stands for as many as were not asked in their group."""
    drawn = Counter(one.group for one in asked)
    whole = {code: int((against & (trial.study.group == code)).sum()) for code in drawn}
    return tuple(
        Asked(one.group, one.weight * whole[one.group] / drawn[one.group], one.way, one.complete) for one in asked
    )


def _told(
    trial: OnTrial, against: np.ndarray, asked: tuple[Asked, ...], levers: Sequence[Lever], at_most: int, per_group: int,
    seed: int, tolerance: float,
) -> Recourse:  # fmt: skip
    study = trial.study
    names = study.group_names if len(study.group_names) > 1 else ()
    of_group = {name: tuple(one for one in asked if one.group == code) for code, name in enumerate(names)}
    groups = tuple(
        _group(name, int((against & (study.group == code)).sum()), of_group[name])
        for code, name in enumerate(names)
        if of_group[name]
    )
    rated = [one.group for one in groups if one.asked]
    return Recourse(
        everybody=_group(EVERYBODY, int(against.sum()), asked),
        groups=groups,
        chance=chance_of_a_way([one for one in groups if one.asked], tolerance),
        effort=effort_needed({name: of_group[name] for name in rated}),
        at_most=at_most,
        per_group=per_group,
        seed=seed,
        tolerance=tolerance,
        fixed=tuple(one.name for one in levers if one.way == "never"),
        drawn=trial.drawn,
        wording=study.wording,
    )


def _group(name: str, against: int, asked: Sequence[Asked]) -> GroupRecourse:
    if len(asked) < FEWEST:
        return GroupRecourse(name, shown(against), None, UNKNOWN, UNKNOWN, UNKNOWN, float("nan"), ())
    weight = np.array([one.weight for one in asked])
    has_way = np.array([one.way is not None for one in asked])
    unsettled = ~has_way & ~np.array([one.complete for one in asked])
    value, low, _ = weighted_share(has_way, weight)
    _, _, high = weighted_share(has_way | unsettled, weight)
    one = np.array([one.way is not None and len(one.way.steps) == 1 for one in asked])
    effort = weighted_median(np.array([one.effort for one in asked]), weight)
    left_open = float(np.average(unsettled, weights=weight))
    return GroupRecourse(
        name, against, len(asked), (value, low, high), weighted_share(one, weight), effort, left_open, _first(asked)
    )


def weighted_median(values: Floats, weight: Floats) -> Interval:
    """Median with its interval from order statistics: the values at half the weight, and at half ± its sampling error."""
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weight[order]) / weight.sum()
    reach = normal_quantile(0.95) * 0.5 / float(np.sqrt(effective(weight)))
    places = np.searchsorted(running, np.maximum([0.5, 0.5 - reach, 0.5 + reach], 0.0) - 1e-12)
    value, low, high = values[order][np.minimum(places, len(values) - 1)]
    return float(value), float(low), float(high)


def _first(asked: Sequence[Asked]) -> tuple[FirstChange, ...]:
    """The most frequent first changes, those of fewer than ten people left out."""
    ways = [(one.way.steps[0], one.weight) for one in asked if one.way is not None]
    weight = np.array([one for _, one in ways])
    found = []
    for what, many in Counter(in_short(step) for step, _ in ways).items():
        if many < FEWEST:
            continue
        here = np.array([in_short(step) == what for step, _ in ways])
        moved = [_distance(step) for step, _ in ways if in_short(step) == what]
        by = float(np.median(moved)) if np.isfinite(moved).all() else None
        found.append(FirstChange(what, weighted_share(here, weight), by))
    return tuple(sorted(found, key=lambda one: -one.share[0])[:FIRST])


def in_short(step: Step) -> str:
    """A change without its numbers: "income up", "job: fixed"."""
    if isinstance(step.after, str):
        return f"{step.feature}: {step.after}"
    if isinstance(step.before, float) and isinstance(step.after, float):
        return f"{step.feature} {'up' if step.after > step.before else 'down'}"
    return f"{step.feature} stated"


def _distance(step: Step) -> float:
    """How far a number moves; NaN for words, and where it was missing."""
    if isinstance(step.before, float) and isinstance(step.after, float):
        return abs(step.after - step.before)
    return float("nan")
