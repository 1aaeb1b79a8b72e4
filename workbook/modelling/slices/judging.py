"""The judgement: what was found on one half of the rows, held against the other, with all of them corrected together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workbook.modelling.slices.levels import levels_of
from workbook.modelling.slices.result import Slice, Slices
from workbook.modelling.slices.searching import MOST, search
from workbook.modelling.trial import Trial
from workbook.models.changes import Interval, change, mean_of, scaled, share, widened
from workbook.models.conditions import Condition, in_words, rows_where, rule_of
from workbook.models.findings import Finding, against
from workbook.models.folds import Floats, Mask
from workbook.models.study import Study
from workbook.stats.intervals import newcombe, normal_quantile
from workbook.stats.multiplicity import holm, simultaneous
from workbook.stats.ranking import auc_interval

CONFIDENCE = 0.95
FEWEST = 10
"""No slice with fewer people than this is shown, and no count of them."""
POWER, TENTH = 0.8, 0.1


def find_slices(
    trial: Trial, tolerance: float, tick: Callable[[float, str], None] = lambda *_: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Slices:  # fmt: skip
    """Search one half of the rows for slices in which the score errs more, and judge them on the other half.

    Parameters
    ----------
    trial : Trial
    tolerance : float
        By how much a slice may err more often than all others, as a difference of shares.
    tick, stopped : callable

    Returns
    -------
    Slices
        If no column has to do with the errors, the chance that any slice is shown is at most 5 % (Holm; a half that
        chooses nothing judges, one-sided exact tests where rows are not weighted).
    """
    study, wronged = trial.study, trial.study.wronged(trial.decided)
    chooses, judges = (study.known & (study.weight > 0) & (study.half == half) for half in (0, 1))
    tick(0.05, "cutting columns into ranges")
    levels, left_out = levels_of(study.features[chooses], study.group[chooses], study.group_names)
    tick(0.2, "searching")
    found = search(levels, wronged[chooses], study.weight[chooses], most=MOST, stopped=stopped)
    tick(0.8, "judging on the other half")
    shown, too_few = _shown(trial, wronged, found.found, chooses, judges)
    rate, rest = _rate(wronged, judges, study.weight), _detectable(wronged[judges], max(len(found.found), 1))
    return Slices(
        title=trial.said, slices=shown, too_few=too_few, carried=len(found.found), one_way=found.one_way, two_way=found.two_way,
        columns=len(levels), left_out=left_out, rows_search=int(chooses.sum()), rows_judged=int(judges.sum()),
        unscored=trial.unscored, wronged=rate, detectable=rest, tolerance=tolerance, currency=study.currency,
        per_year=bool(study.yearly_volume), wording=study.wording, tests=_tests(shown, tolerance, rest, study),
    )  # fmt: skip


def _shown(
    trial: Trial, wronged: Mask, found: tuple[tuple[Condition, ...], ...], chooses: Mask, judges: Mask
) -> tuple[tuple[Slice, ...], int]:
    """Those that stand up to the correction; and how many of them would give a handful of people away."""
    study, covered = trial.study, np.zeros(trial.study.rows, dtype=bool)
    inside = [rows_where(one, study.features, study.group, study.group_names) for one in found]
    chances = []
    for rows in inside:
        chances.append(_chance(wronged, rows & judges & ~covered, ~rows & judges & ~covered, study.weight))
        covered = covered | rows
    confidence = simultaneous(CONFIDENCE, len(found))
    kept, seen, too_few = list[Slice](), list[Mask](), 0
    for conditions, rows, chance in zip(found, inside, holm(chances), strict=True):
        excess = _excess(wronged, rows & judges, ~rows & judges, study.weight, confidence)
        if not (chance <= 1 - CONFIDENCE and excess[1] > 0):
            continue
        if not _may_be_shown(rows & judges, judges, wronged, seen):
            too_few += 1
            continue
        kept.append(
            _slice(trial, wronged, conditions, (rows, chooses, judges), (chance, excess, len(found)), len(kept) + 1)
        )
        seen.append(rows & judges)
    return tuple(kept), too_few


def _may_be_shown(rows: Mask, judges: Mask, wronged: Mask, seen: list[Mask]) -> bool:
    """Whether ten people at least are wronged in it, rightly decided in it, and left over between it and any other."""
    over = [part for other in seen for part in (rows & ~other, other & ~rows) if part.any()]
    parts = (rows & wronged, rows & ~wronged, judges & ~rows, *over)
    return all(int(part.sum()) >= FEWEST for part in parts)


def _chance(wronged: Mask, inside: Mask, outside: Mask, weight: Floats) -> float:
    """One-sided p that the rows inside are wronged no more often than those outside."""
    from scipy.stats import hypergeom
    from scipy.stats import t as student

    n, wrong, others = int(inside.sum()), int(wronged[inside].sum()), int(outside.sum())
    if not n or not others:
        return 1.0
    both = inside | outside
    if np.ptp(weight[both]) == 0:  # Fisher's exact test
        return float(hypergeom.sf(wrong - 1, n + others, int(wronged[both].sum()), n))
    one, other = (_mean_and_error(wronged[rows], weight[rows]) for rows in (inside, outside))
    error = float(np.hypot(one[1], other[1]))
    freedom = min(one[2], other[2]) - 1
    return float(student.sf((one[0] - other[0]) / error, freedom)) if error and freedom > 0 else 1.0


def _mean_and_error(wronged: Mask, weight: Floats) -> tuple[float, float, float]:
    """Weighted share, its standard error (not below that of the evenest spread of as many rows), effective rows."""
    effective = float(weight.sum() ** 2 / (weight**2).sum())
    mean = float(np.average(wronged, weights=weight))
    own = float(np.sqrt((weight**2 * (wronged - mean) ** 2).sum())) / float(weight.sum())
    return mean, max(own, float(np.sqrt(mean * (1 - mean) / effective))), effective


def _rate(wronged: Mask, rows: Mask, weight: Floats) -> Interval:
    from workbook.stats.intervals import wilson

    if not rows.any():
        return float("nan"), float("nan"), float("nan")
    mean, _, effective = _mean_and_error(wronged[rows], weight[rows])
    low, high = wilson(mean, effective)
    return mean, float(low), float(high)


def _excess(wronged: Mask, inside: Mask, outside: Mask, weight: Floats, confidence: float) -> Interval:
    if not (inside.any() and outside.any()):
        return float("nan"), float("nan"), float("nan")
    one, other = (_mean_and_error(wronged[rows], weight[rows]) for rows in (inside, outside))
    low, high = newcombe(one[0], one[2], other[0], other[2], confidence)
    return one[0] - other[0], float(low), float(high)


def _slice(
    trial: Trial, wronged: Mask, conditions: tuple[Condition, ...], masks: tuple[Mask, Mask, Mask],
    judged: tuple[float, Interval, int], number: int,
) -> Slice:  # fmt: skip
    rows, chooses, judges = masks
    study, here = trial.study, rows & judges
    held, inside, decided = study.where(judges), rows[judges], trial.decided[judges]
    chance, excess, many_found = judged
    many = int(here.sum())
    everybody = study.yearly_volume * many / int(judges.sum()) if study.yearly_volume else float(many)
    selected, passed = _kinds(wronged[here], trial.decided[here])
    return Slice(
        number=number, words=in_words(conditions), rule=rule_of(conditions),
        columns=tuple(one.column for one in conditions), rows=many, people=everybody, share=share(inside),
        wronged=_rate(wronged, here, study.weight), excess=excess, chance=chance, wrongly_selected=selected,
        wrongly_passed=passed, ranks=_ranks(study, here), money=_cost(held, inside, decided),
        alike=_alike(trial, rows, chooses), alike_gain=_gain(trial, rows, (chooses, judges), many_found),
    )  # fmt: skip


def _kinds(wronged: Mask, decided: Mask) -> tuple[Interval | None, Interval | None]:
    """Share wrongly selected and share wrongly passed over; None for both where a count of one to nine would show."""
    kinds = (wronged & decided, wronged & ~decided)
    if any(0 < int(one.sum()) < FEWEST for one in kinds):
        return None, None
    return share(kinds[0]), share(kinds[1])


def _ranks(study: Study, here: Mask) -> Interval | None:
    """How often the score ranks the right one first within the slice; None where it holds too few of either kind."""
    assert study.score is not None, "what is on trial has a score"
    event = study.label[here] == 1
    return auc_interval(study.score[here], event) if min(event.sum(), (~event).sum()) >= FEWEST else None


def _cost(held: Study, inside: Mask, decided: Mask) -> Interval | None:
    """What the errors in the slice cost against deciding each of its rows rightly: negative."""
    if held.if_selected is None or held.if_not is None:
        return None
    lost = np.where(inside, held.worth(decided) - np.maximum(held.if_selected, held.if_not), 0.0)
    could = float(np.average((held.if_selected - held.if_not)[inside] ** 2, weights=held.weight[inside]))
    return scaled(held, mean_of(lost, held.weight, could))


def _alike(trial: Trial, rows: Mask, chooses: Mask) -> str:
    """ "select" or "pass": how all of the slice would be decided at most worth, by the choosing half; "" without money."""
    study, here = trial.study, rows & chooses
    if study.if_selected is None or study.if_not is None:
        return ""
    gain = ((study.if_selected - study.if_not) * study.weight)[here].sum()
    return "select" if gain > 0 else "pass"


def _gain(trial: Trial, rows: Mask, halves: tuple[Mask, Mask], many: int) -> Interval | None:
    """What deciding all of it alike is worth more; its interval holds for all carried slices at once."""
    chooses, judges = halves
    alike = _alike(trial, rows, chooses)
    if not alike:
        return None
    decided = trial.decided[judges]
    after = np.where(rows[judges], alike == "select", decided)
    found = change(trial.study.where(judges), decided, after, by_group=False).money
    assert found is not None, "there is money where there is a best way to decide alike"
    return widened(found, many)


def _detectable(wronged: Mask, tests: int) -> float:
    """By how much a tenth of the rows would have to err more for the odds of showing it to be four in five."""
    rows = len(wronged)
    if rows < FEWEST:
        return float("nan")
    rate = float(wronged.mean())
    inside, outside = TENTH * rows, (1 - TENTH) * rows
    spread = np.sqrt(max(rate * (1 - rate), 1 / rows) * (1 / inside + 1 / outside))
    one_sided = normal_quantile(1 - 2 * (1 - CONFIDENCE) / tests) + normal_quantile(2 * POWER - 1)
    return float(one_sided * spread)


def _tests(shown: tuple[Slice, ...], tolerance: float, detectable: float, study: Study) -> tuple[Finding, ...]:
    from workbook.modelling.slices.words import none_found, slice_in_words

    if not shown:
        could = "held" if detectable <= tolerance else "cannot tell"
        return (Finding("Weak slices", could, none_found(detectable, tolerance)),)  # type: ignore[arg-type]
    return tuple(
        Finding(f"Weak slice: {one.words}", against(tolerance, one.excess), slice_in_words(one, study.wording, study.currency, bool(study.yearly_volume)),
                one.money, one.people if one.people >= FEWEST else None)
        for one in shown
    )  # fmt: skip
