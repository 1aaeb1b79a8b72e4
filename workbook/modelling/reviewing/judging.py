"""A review band beside no band: money, errors and the gap between groups, on rows that did not choose it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from workbook.modelling.reviewing.banding import Band, Weighed, best_threshold, weigh
from workbook.modelling.reviewing.finding import Apart, GroupReview, Moved, Place, Reviewed, Stretch, Verdict, Worth
from workbook.modelling.reviewing.rates import gap_between, rate_of
from workbook.modelling.reviewing.reviewers import Reviewers, error_of_rows, gains
from workbook.models.changes import Interval, mean_of
from workbook.models.folds import Floats, Mask
from workbook.models.on_trial import OnTrial
from workbook.models.shares import FEWEST, shown, weighted_share
from workbook.models.study import Study

CAPACITIES = (0.01, 0.02, 0.05, 0.08, 0.12, 0.16, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0)
"""Shares of all cases that people might review."""
BINS = 12
"""Stretches of the score in which its errors are counted."""


def review(trial: OnTrial, reviewers: Reviewers, metric: str = "selection_rate") -> Reviewed:
    """The best band for the reviewers, chosen on one half of the rows and valued on the other."""
    study = trial.study
    choose, value = study.half == 0, study.half == 1
    weighed = weigh(trial, choose, reviewers)
    band = weighed.best(reviewers.share)
    inside = _inside(trial, band)
    worth = worth_of(trial, value, inside, reviewers)
    judged = worth.money if study.has_money else (-worth.errors[0], -worth.errors[2], -worth.errors[1])
    known, wronged = value & study.known, study.wronged(trial.decided)
    return Reviewed(
        reviewers=reviewers,
        band=band,
        worth=worth,
        verdict=_verdict(band, judged),
        wronged=weighted_share(wronged[known], study.weight[known]),
        wronged_inside=weighted_share(wronged[known & inside], study.weight[known & inside]),
        moved=_moved(trial, choose, value, inside, reviewers),
        curve=_curve(trial, value, weighed, reviewers),
        along=_along(trial, value, reviewers),
        groups=_groups(trial, value, inside, reviewers),
        apart=_apart(trial, choose, value, inside, reviewers, metric),
        rows_chose=int((choose & study.known).sum()),
        rows_valued=int(known.sum()),
        currency=study.currency,
        per_year=bool(study.yearly_volume),
        has_money=study.has_money,
        yearly_volume=study.yearly_volume,
        drawn=trial.drawn,
        wording=study.wording,
    )


def _moved(trial: OnTrial, choose: Mask, value: Mask, inside: Mask, reviewers: Reviewers) -> Moved | None:
    """The best threshold without reviewers, what the band brings beyond it, and what both bring together."""
    threshold = best_threshold(trial, choose)
    if threshold is None:
        return None
    study, other = trial.study, replace(trial, study=trial.study.at(threshold))
    alone = _gain(study, trial.decided, other.decided)
    if not float((alone * study.weight)[choose & study.known].sum()) > 0:
        return None
    then = weigh(other, choose, reviewers).best(reviewers.share)
    band = _reviewed_gain(trial, inside, reviewers)
    both = alone + _reviewed_gain(other, _inside(other, then), reviewers)
    found = [_paired(study, value, each, study.has_money) for each in (alone, band - alone, both)]
    return Moved(threshold, found[0], found[1], then, found[2])


def _reviewed_gain(trial: OnTrial, inside: Mask, reviewers: Reviewers) -> Floats:
    """What each row gains if people decide some of them: in money, else in decisions that come out right."""
    money, wronged = gains(trial.study, trial.decided, reviewers)
    return np.where(inside, money if trial.study.has_money else -wronged, 0.0)


def _gain(study: Study, before: Mask, after: Mask) -> Floats:
    """What each row is worth more with other decisions: in money, else in decisions that come out right."""
    if study.has_money:
        return study.worth(after) - study.worth(before)
    return study.wronged(before).astype(float) - study.wronged(after)


def worth_of(trial: OnTrial, rows: Mask, reviewed: Mask, reviewers: Reviewers) -> Worth:
    """What it changes if people decide some of the rows, in pairs against the score alone."""
    return _worth(trial.study, rows, reviewed, *gains(trial.study, trial.decided, reviewers))


def _worth(study: Study, rows: Mask, reviewed: Mask, money: Floats, wronged: Floats) -> Worth:
    """The same, from what a review of each row would change."""
    return Worth(
        weighted_share(reviewed[rows], study.weight[rows]),
        _paired(study, rows, np.where(reviewed, money, 0.0), True) if study.has_money else None,
        _paired(study, rows, np.where(reviewed, wronged, 0.0), False),
    )


def _paired(study: Study, rows: Mask, each: Floats, money: bool) -> Interval:
    """The mean of what each labelled row gains, with its cautious interval; money of a year, or of these rows."""
    known = rows & study.known
    weight = study.weight[known]
    if not money or study.if_selected is None or study.if_not is None:
        return mean_of(each[known], weight, 1.0)
    spread = (study.if_selected - study.if_not)[known] ** 2
    found = mean_of(each[known], weight, float(np.average(spread, weights=weight)) if known.any() else 0.0)
    many = study.yearly_volume or float(weight.sum())
    return found[0] * many, found[1] * many, found[2] * many


def chance(study: Study, decided: Mask, reviewed: Mask, reviewers: Reviewers) -> Floats:
    """The chance of each row to be selected: 0 or 1 by the score, between them by reviewers who err."""
    error = error_of_rows(study, reviewers)
    right = (study.label == 1) == study.event_is_right
    by_people = np.where(right, 1 - error, error)
    return np.where(reviewed & study.known, by_people, decided.astype(float))


def _inside(trial: OnTrial, band: Band | None) -> Mask:
    return np.zeros(trial.study.rows, dtype=bool) if band is None else band.holds(trial.score)


def _verdict(band: Band | None, judged: Interval | None) -> Verdict:
    if band is None or judged is None:
        return "no band"
    _, low, high = judged
    return "pays" if low > 0 else "costs" if high < 0 else "cannot tell"


def _curve(trial: OnTrial, value: Mask, weighed: Weighed, reviewers: Reviewers) -> tuple[Place, ...]:
    """What the best band is worth for each capacity, the reviewers' own among them."""
    money, wronged = gains(trial.study, trial.decided, reviewers)
    bands = {share: weighed.best(share) for share in sorted({*CAPACITIES, reviewers.share})}
    worth = {
        band: _worth(trial.study, value, _inside(trial, band), money, wronged) for band in dict.fromkeys(bands.values())
    }
    return tuple(Place(share, band, worth[band]) for share, band in bands.items())


def _along(trial: OnTrial, value: Mask, reviewers: Reviewers) -> tuple[Stretch, ...]:
    study, score = trial.study, trial.score
    known = value & study.known & np.isfinite(score)
    if not known.any():
        return ()
    edges = np.unique(np.quantile(score[known], np.linspace(0, 1, BINS + 1)))
    wronged, errors = study.wronged(trial.decided), error_of_rows(study, reviewers)
    found = []
    for place, (low, high) in enumerate(pairwise(edges)):
        last = place == len(edges) - 2
        here = known & (score >= low) & ((score <= high) if last else (score < high))
        if int(here.sum()) < FEWEST:
            continue
        weight = study.weight[here]
        people = float(np.average(errors[here], weights=weight))
        found.append(Stretch(float(low), float(high), int(here.sum()), weighted_share(wronged[here], weight), people))
    return tuple(found)


def _groups(trial: OnTrial, value: Mask, inside: Mask, reviewers: Reviewers) -> tuple[GroupReview, ...]:
    study = trial.study
    before, after = trial.decided.astype(float), chance(study, trial.decided, inside, reviewers)
    right = (study.label == 1) == study.event_is_right
    own = dict(reviewers.by_group)
    found = []
    for code, name in enumerate(study.group_names):
        here = value & (study.group == code)
        many = shown(int((here & study.known).sum()))
        if not here.any():
            continue
        rows = here if many else np.zeros_like(here)
        known = rows & study.known
        reviewed, selected, then = (weighted_share(one[rows], study.weight[rows]) for one in (inside, before, after))
        wrong, wrong_then = (weighted_share(abs(right - one)[known], study.weight[known]) for one in (before, after))
        people = own.get(name, reviewers.error)
        found.append(GroupReview(name, many, reviewed, wrong, wrong_then, selected, then, people))
    return tuple(found)


def _apart(trial: OnTrial, choose: Mask, value: Mask, inside: Mask, reviewers: Reviewers, metric: str) -> Apart | None:
    study = trial.study
    before = rate_of(metric, study, trial.decided.astype(float))
    after = rate_of(metric, study, chance(study, trial.decided, inside, reviewers))
    rated = {}
    for code in range(len(study.group_names)):
        of_group = study.group == code
        enough = min(int((of_group & half & (before.below > 0)).sum()) for half in (choose, value)) >= FEWEST
        found, _ = before.on(choose & of_group)
        if enough and np.isfinite(found):
            rated[code] = found
    if len(rated) < 2:
        return None
    highest, lowest = max(rated, key=rated.__getitem__), min(rated, key=rated.__getitem__)
    gap = gap_between(before, after, value & (study.group == highest), value & (study.group == lowest))
    return Apart(metric, study.group_names[highest], study.group_names[lowest], gap)
