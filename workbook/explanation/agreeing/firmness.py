"""How firm reasons stand: over methods, over runs, by column and by group, with a verdict that rests on the interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbook.data.privacy import LIMIT
from workbook.explanation.agreeing.agreement import (
    CANNOT_TELL,
    MAY,
    MAY_NOT,
    Again,
    Agreement,
    GroupFirm,
    Pair,
    Reason,
    Verdict,
)
from workbook.explanation.agreeing.asking import Asked, strongest
from workbook.explanation.agreeing.removing import Removed
from workbook.explanation.attributing.attributions import Attributions
from workbook.explanation.attributing.methods import METHODS
from workbook.explanation.few import shown_counts
from workbook.models.changes import Interval, Z, share
from workbook.models.folds import Floats, Mask
from workbook.models.study import Study
from workbook.stats.disagreement import Agreements, agreements

QUOTABLE = 0.8
"""A reason may be quoted where it stands firm for at least so many of those who would be told it: a convention."""
FIRM = 0.95
"""A reason stands firm for a person where so many runs of the first method name it, and most runs of every other."""
POOR_FIT = 0.5
"""A local line that explains less than this share of what the model does around a person fits badly."""


def agreement_of(
    study: Study,
    model_title: str,
    asked: Asked,
    k: int,
    overall: Mask,
    removed: dict[str, Removed],
    together: tuple[tuple[str, str], ...],
) -> Agreement:
    """What several methods and many runs say together.

    Parameters
    ----------
    study : Study
    model_title : str
    asked : Asked
    k : int
    overall : array of bool, shape (rows asked,)
        The rows that were drawn evenly; the others were added for the sake of small groups.
    removed : mapping of str to Removed
    together : tuple of (str, str)
    """
    reference, k = asked.reference, min(k, len(asked.reference.columns))
    methods, runs = firmness(asked, k)
    told = strongest(reference.values, k)
    return Agreement(
        int(overall.sum()), k, len(reference.columns),
        tuple(_again(name, asked, overall, removed.get(name)) for name in asked.first),
        pairs_of(asked, k, overall),
        tuple(_reasons(reference.columns, told[overall], methods[overall], runs[overall])),
        _told_firm((told & methods & runs)[overall], told[overall]),
        share(_first_firm(asked)[overall]),
        _groups(study, asked, told, methods & runs),
        asked.not_available, together, reference.background, reference.seed, study.wording.units, model_title,
        reference.scale,
    )  # fmt: skip


def firmness(asked: Asked, k: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where every other method names a column in most of its runs, and the first method in nearly all of its own.

    Another method may be noisy without being evidence against a reason; that it mostly says something else is evidence.
    """
    first, *others = asked.first
    reference = asked.first[first].values
    methods = np.ones(reference.shape, dtype=bool)
    for name in others:
        methods &= _named(asked, name, reference, k) > 0.5
    return methods, _named(asked, first, reference, k) >= FIRM


def _named(asked: Asked, name: str, reference: Floats, k: int) -> Floats:
    """In what share of its runs a method names a column among the k strongest, with the sign of the reference."""
    runs = np.concatenate([asked.first[name].values[None], asked.again[name]])
    return np.asarray((strongest(runs, k) & (np.sign(runs) == np.sign(reference))).mean(axis=0))


def pairs_of(asked: Asked, k: int, overall: Mask) -> tuple[Pair, ...]:
    """Every two methods."""
    found = []
    names = list(asked.first)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            first, second = (asked.first[name].values[overall] for name in (one, other))
            measured = agreements(first, second, k)
            same = np.abs(first).argmax(axis=1) == np.abs(second).argmax(axis=1)
            means = {
                name: mean_interval(getattr(measured, name), least=-1.0) for name in Agreements.__dataclass_fields__
            }
            found.append(Pair(METHODS[one].title, METHODS[other].title, share(same), **means))
    return tuple(found)


def mean_interval(values: Floats, least: float = 0.0) -> Interval:
    """Mean of measures between `least` and 1 with its 95 % interval, which does not leave that range; NaN is left out."""
    known = values[np.isfinite(values)]
    if not len(known):
        return float("nan"), float("nan"), float("nan")
    value, reach = float(known.mean()), Z * float(known.std() / np.sqrt(len(known)))
    return value, max(value - reach, least), min(value + reach, 1.0)


def _again(name: str, asked: Asked, overall: Mask, removed: Removed | None) -> Again:
    found, again = asked.first[name], asked.again[name]
    usual = np.abs(found.values).argmax(axis=1)[overall]
    if len(again):
        changed = (np.abs(again).argmax(axis=2)[:, overall] != usual).mean(axis=0)
        first_changed = mean_interval(changed)
    else:
        first_changed = (float("nan"),) * 3
    fit, poor = _fit(found, overall)
    known = METHODS[name]
    return Again(name, known.title, known.how, len(again), first_changed, fit, poor, removed)


def _fit(found: Attributions, overall: Mask) -> tuple[Interval | None, float]:
    if found.fit is None:
        return None, float("nan")
    fit = found.fit[overall]
    fit = fit[np.isfinite(fit)]
    if not len(fit):
        return None, float("nan")
    low, middle, high = np.quantile(fit, [0.1, 0.5, 0.9])
    return (float(middle), float(low), float(high)), float((fit < POOR_FIT).mean())


def _reasons(columns: tuple[str, ...], told: Mask, methods: NDArray[np.bool_], runs: NDArray[np.bool_]) -> list[Reason]:
    found, counts = [], told.sum(axis=0)
    people = shown_counts(counts.tolist())
    for place in np.argsort(-counts, kind="stable"):
        here, many = told[:, place], int(counts[place])
        if not many:
            continue
        firm = (methods & runs)[here, place]
        if many < LIMIT:
            unknown = float("nan")
            found.append(Reason(columns[place], None, (unknown,) * 3, unknown, unknown, CANNOT_TELL))
            continue
        shares = share(firm)
        by_methods, by_runs = float(methods[here, place].mean()), float(runs[here, place].mean())
        found.append(Reason(columns[place], people[place], shares, by_methods, by_runs, verdict_on(shares)))
    return found


def verdict_on(firm: Interval) -> Verdict:
    """What the share of people for whom a reason stands firm allows."""
    _, low, high = firm
    return MAY if low >= QUOTABLE else MAY_NOT if high < QUOTABLE else CANNOT_TELL


def _told_firm(firm: Mask, told: Mask) -> Interval:
    some = told.any(axis=1)
    return mean_interval(firm[some].sum(axis=1) / told[some].sum(axis=1))


def _first_firm(asked: Asked) -> Mask:
    """Rows whose strongest reason stands firm as the strongest."""
    methods, runs = firmness(asked, 1)
    named = strongest(asked.reference.values, 1)
    return np.asarray((methods & runs & named).any(axis=1))


def _groups(study: Study, asked: Asked, told: Mask, firm: Mask) -> tuple[GroupFirm, ...]:
    """Of the reasons that the people of a group would be told, how many stand firm; people are the unit."""
    found = []
    lines = next((one.fit for one in asked.first.values() if one.fit is not None), None)
    group = study.group[asked.reference.rows]
    people = shown_counts(np.bincount(group, minlength=len(study.group_names)).tolist())
    for code, name in enumerate(study.group_names):
        here = group == code
        if int(here.sum()) < LIMIT:
            found.append(GroupFirm(name, None, (float("nan"),) * 3, float("nan")))
            continue
        named = np.maximum(told[here].sum(axis=1), 1)
        each = (told & firm)[here].sum(axis=1) / named
        fit = float(np.nanmedian(lines[here])) if lines is not None else float("nan")
        found.append(GroupFirm(name, people[code], mean_interval(each), fit))
    return tuple(found)
