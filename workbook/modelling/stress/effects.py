"""What one scenario at one strength does: decisions, errors and money then minus now, on the same rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.modelling.stress.result import FEWEST, GroupUnder, Point
from workbook.models.changes import Interval, Z, mean_of, scaled
from workbook.models.folds import Floats, Mask
from workbook.models.study import Study
from workbook.stats.intervals import wilson

Pair = tuple[Mask, Mask]
UNDEFINED = (float("nan"),) * 3
FEWEST_EFFECTIVE = 30
"""Rows that another mix must effectively rest on."""


@dataclass(frozen=True, eq=False)
class Under:
    """The rows under a scenario.

    Attributes
    ----------
    study : Study
    before, after : array of bool
        Whom the score selects now and then.
    factors : array of float
        How many times as much each row counts then.
    silent : float
        Share of rows without a score then.
    share_of_year : float
    """

    study: Study
    before: Mask
    after: Mask
    factors: Floats
    silent: float = 0.0
    share_of_year: float = 1.0

    @property
    def weight(self) -> Floats:
        """What each row counts then."""
        return self.study.weight * self.factors

    @property
    def same_mix(self) -> bool:
        """Whether every row counts as much as now."""
        return bool((self.factors == 1).all())


def point_of(under: Under, strength: float) -> Point:
    """Decisions, errors and money at one strength."""
    return Point(strength, changed_share(under), errors_then(under), money_then(under), under.silent)


def errors_then(under: Under, where: Mask | None = None) -> Interval:
    """Share decided against what happened, then minus now; of all rows, or of some."""
    study = under.study
    wrong = study.wronged(under.before).astype(float), study.wronged(under.after).astype(float)
    return between(under, wrong, np.ones(study.rows), where)


def money_then(under: Under, where: Mask | None = None) -> Interval | None:
    """What all rows, or some of them, are worth then minus now, over the days that it lasts; None without money.

    Of some rows it is their part of the whole: the others count as nothing.
    """
    study = under.study
    if not study.has_money:
        return None
    gain = study.worth(np.ones(study.rows, dtype=bool)) - study.worth(np.zeros(study.rows, dtype=bool))
    now, then = (np.where(here_or_all(study, where), study.worth(each), 0.0) for each in (under.before, under.after))
    value, low, high = scaled(study, between(under, (now, then), gain**2))
    return value * under.share_of_year, low * under.share_of_year, high * under.share_of_year


def here_or_all(study: Study, where: Mask | None) -> Mask:
    """Some rows, or all of them."""
    return np.ones(study.rows, dtype=bool) if where is None else where


def changed_share(under: Under, where: Mask | None = None) -> Interval | None:
    """Share of rows decided otherwise then, as they count then; None where that would be one to nine rows.

    Where only the mix is another, no decision can change: that is no estimate.
    """
    if under.after is under.before:
        return 0.0, 0.0, 0.0
    here = here_or_all(under.study, where)
    differs, weight = (under.before != under.after)[here], under.weight[here]
    if 0 < differs.sum() < FEWEST:
        return None
    if not weight.sum() > 0:
        return UNDEFINED
    value = float(np.average(differs, weights=weight))
    low, high = wilson(value, float(weight.sum() ** 2 / (weight**2).sum()))
    return value, float(low), float(high)


def between(under: Under, values: tuple[Floats, Floats], square: Floats, where: Mask | None = None) -> Interval:
    """Mean then minus mean now over rows whose outcome is known (of all, or of some), with its interval.

    In the same mix that is the mean of paired differences, cautious as in `workbook.models.changes`. In another mix each
    mean has weights of its own; the error is that of the linearised difference, since both rest on the same rows.

    Parameters
    ----------
    under : Under
    values : (array, array)
        Now and then, a place for each row.
    square : array
        Square of what a row that is decided otherwise could differ by.
    where : array of bool, optional
    """
    known = under.study.known & (under.study.weight > 0) & here_or_all(under.study, where)
    now, then = (each[known] for each in values)
    weight, later = under.study.weight[known], under.weight[known]
    if not later.sum() > 0:
        return UNDEFINED
    could = float(np.average(square[known], weights=later))
    if under.same_mix:
        return mean_of(then - now, weight, could)
    if later.sum() ** 2 / (later**2).sum() < FEWEST_EFFECTIVE:
        return UNDEFINED  # a handful of rows would stand for all
    means = float(np.average(now, weights=weight)), float(np.average(then, weights=later))
    pull = later * (then - means[1]) / later.sum() - weight * (now - means[0]) / weight.sum()
    differs = (under.before != under.after)[known]
    cautious = float(np.sqrt((later**2 * differs).sum() * could)) / float(later.sum())
    reach, value = Z * max(float(np.sqrt((pull**2).sum())), cautious), means[1] - means[0]
    return value, value - reach, value + reach


def by_group(under: Under) -> tuple[GroupUnder, ...]:
    """Every group with ten rows at least; "everybody" alone is no group."""
    study = under.study
    if len(study.group_names) < 2:
        return ()
    return tuple(
        _group(under, study.group == code, name)
        for code, name in enumerate(study.group_names)
        if int((study.group == code).sum()) >= FEWEST
    )


def _group(under: Under, here: Mask, name: str) -> GroupUnder:
    study = under.study
    before = _share_wronged(study, under.before, here, study.weight)
    after = _share_wronged(study, under.after, here, under.weight)
    changed = changed_share(under, here)
    hidden = changed is None or before is None or after is None
    return GroupUnder(
        name, int(here.sum()), changed, before, after, None if hidden else errors_then(under, here),
        None if changed is None else money_then(under, here),
    )  # fmt: skip


def _share_wronged(study: Study, decided: Mask, here: Mask, weight: Floats) -> float | None:
    known = here & study.known & (weight > 0)
    wronged = study.wronged(decided)[known]
    wrong, right = int(wronged.sum()), int((~wronged).sum())
    if not wrong + right or 0 < wrong < FEWEST or 0 < right < FEWEST:
        return None
    return float(np.average(wronged, weights=weight[known]))
