"""What other decisions about the same rows change: for how many, for whom, in errors and in money, in pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.models.folds import Floats, Mask
from workbook.models.study import Study
from workbook.stats.intervals import normal_quantile, wilson

Interval = tuple[float, float, float]
"""Value, low, high (95 %)."""
Z = normal_quantile(0.95)


@dataclass(frozen=True)
class GroupChange:
    """What changes within one group.

    Attributes
    ----------
    group : str
    rows : int
    changed : Interval
        Share of its rows whose decision changes.
    wronged_before, wronged_after : float
        Share of its labelled rows that are decided against what happened; NaN without labels.
    """

    group: str
    rows: int
    changed: Interval
    wronged_before: float
    wronged_after: float


@dataclass(frozen=True)
class Change:
    """What changes from one set of decisions to another.

    Attributes
    ----------
    rows : int
    changed : Interval
        Share of the rows whose decision changes (Wilson).
    gained, lost : int
        Rows that come to be selected, and that cease to be.
    errors : Interval
        Share of labelled rows decided against what happened: after minus before, in pairs.
    money : Interval or None
        After minus before, a year where the volume is known, else on these rows; None before anything was entered.
    currency : str
    per_year : bool
    groups : tuple of GroupChange
    """

    rows: int
    changed: Interval
    gained: int
    lost: int
    errors: Interval
    money: Interval | None
    currency: str
    per_year: bool
    groups: tuple[GroupChange, ...] = ()


def change(study: Study, before: Mask, after: Mask, *, by_group: bool = True) -> Change:
    """Compare two sets of decisions about the rows of a study.

    Parameters
    ----------
    study : Study
    before, after : array of bool, shape (rows,)
    by_group : bool
    """
    differs = before != after
    groups = tuple(_within(study, before, after, code) for code in range(len(study.group_names))) if by_group else ()
    return Change(
        rows=study.rows,
        changed=share(differs),
        gained=int((after & ~before).sum()),
        lost=int((before & ~after).sum()),
        errors=errors_between(study, before, after),
        money=money_between(study, before, after),
        currency=study.currency,
        per_year=bool(study.yearly_volume),
        groups=tuple(one for one in groups if one.rows),
    )


def share(which: Mask) -> Interval:
    """Share of rows, with its interval."""
    value = float(which.mean()) if len(which) else float("nan")
    low, high = wilson(value, float(len(which)))
    return value, float(low), float(high)


def errors_between(study: Study, before: Mask, after: Mask) -> Interval:
    """Difference of the shares that are decided against what happened, in pairs."""
    known = study.known
    apart = study.wronged(after)[known].astype(float) - study.wronged(before)[known].astype(float)
    return mean_of(apart, study.weight[known], 1.0)


def money_between(study: Study, before: Mask, after: Mask) -> Interval | None:
    """What the second set of decisions is worth more than the first: a year, or on the labelled rows."""
    if not study.has_money:
        return None
    return scaled(study, mean_of(*_worths(study, before, after)))


def _worths(study: Study, before: Mask, after: Mask) -> tuple[Floats, Floats, float]:
    assert study.if_selected is not None and study.if_not is not None, "asked only where there is money"
    known = study.known
    gain = (study.if_selected - study.if_not)[known]
    apart = (study.worth(after) - study.worth(before))[known]
    return apart, study.weight[known], float(np.average(gain**2, weights=study.weight[known])) if len(gain) else 0.0


def mean_of(apart: Floats, weight: Floats, mean_square: float) -> Interval:
    """Weighted mean of paired differences with its interval.

    The error is the cautious one of `workbook.outcomes.paired`: at least what as many differing rows would spread if
    decision and outcome were unrelated. A few rows that all happen to agree look certain by their own spread.

    Parameters
    ----------
    apart, weight : array, shape (rows,)
    mean_square : float
        Of what a row that differs could be worth.
    """
    total = float(weight.sum())
    if not total:
        return float("nan"), float("nan"), float("nan")
    value = float((apart * weight).sum() / total)
    own = float(np.sqrt((weight**2 * (apart - value) ** 2).sum())) / total
    cautious = float(np.sqrt((weight**2 * (apart != 0)).sum() * mean_square)) / total
    reach = Z * max(own, cautious)
    return value, value - reach, value + reach


def widened(apart: Interval, comparisons: int) -> Interval:
    """An interval of 95 % made so wide that all of several comparisons hold at once (Bonferroni)."""
    wider = normal_quantile(1 - 0.05 / max(comparisons, 1)) / Z
    value, low, high = apart
    return value, value - (value - low) * wider, value + (high - value) * wider


def scaled(study: Study, each: Interval) -> Interval:
    """From one case to a year, or to the labelled rows where the yearly volume is not known."""
    many = study.yearly_volume or float(study.weight[study.known].sum())
    value, low, high = (part * many for part in each)
    return value, low, high


def _within(study: Study, before: Mask, after: Mask, code: int) -> GroupChange:
    here = study.group == code
    known = here & study.known
    wronged = (float(study.wronged(one)[known].mean()) if known.any() else float("nan") for one in (before, after))
    return GroupChange(study.group_names[code], int(here.sum()), share((before != after)[here]), *wronged)
