"""What a model that everybody can read would cost: in rank, in errors, in money and in how alike groups are treated, in pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbook.explanation.glass_box.terms import Term
from workbook.models.changes import Change, Interval, change
from workbook.models.findings import Finding
from workbook.models.folds import Floats, Mask
from workbook.models.study import Study
from workbook.models.thresholds import best_by_money, same_share, share_today
from workbook.stats.paired_ranking import ranked

Verdict = Literal["costs", "pays", "cannot tell"]
ENOUGH = 30
"""Deserving cases that a group needs before its rate is compared."""
DRAWS = 400


@dataclass(frozen=True)
class Gap:
    """How far groups lie apart in how often those who deserve better are decided against.

    Attributes
    ----------
    before, after : float
        Highest minus lowest group, with the model in use and with the readable one.
    change : Interval
        After minus before (paired bootstrap over the rows).
    worst : str
        The group that is decided against most often, with the readable one.
    """

    before: float
    after: float
    change: Interval
    worst: str


@dataclass(frozen=True)
class Price:
    """One readable model beside the model in use; every interval is readable minus in use.

    Attributes
    ----------
    recipe, title : str
    ranking : Interval or None
        Area under the ROC curve (DeLong); None where one kind of outcome is missing.
    errors : Interval
        Share decided against what happened.
    money : Interval or None
    changed : Interval
        Share whose decision would be another one.
    gap : Gap or None
        None without two groups that are large enough.
    """

    recipe: str
    title: str
    ranking: Interval | None
    errors: Interval
    money: Interval | None
    changed: Interval
    gap: Gap | None

    @property
    def verdict(self) -> Verdict:
        """Whether the readable one costs something: by money where there is some, else by errors."""
        ends = self.money[1:] if self.money else (-self.errors[2], -self.errors[1])
        low, high = ends
        return "costs" if high < 0 else "pays" if low > 0 else "cannot tell"


@dataclass(frozen=True)
class GlassBox:
    """The price of reading a model, and what there is to read.

    Attributes
    ----------
    in_use : str
        Title of the model in use, or of the predictions.
    prices : tuple of Price
    terms : tuple of Term
        The curves of the explainable boosting machine, the weightiest first; empty where it is not installed.
    judged : int
        Rows that judged; others chose the thresholds.
    drawn_from : int
        Rows that these were drawn from; 0 where all were used.
    currency : str
    per_year : bool
    notes : tuple of str
    tests : tuple of Finding
    """

    in_use: str
    prices: tuple[Price, ...]
    terms: tuple[Term, ...]
    judged: int
    drawn_from: int
    currency: str
    per_year: bool
    notes: tuple[str, ...] = ()
    tests: tuple[Finding, ...] = ()


def price(study: Study, in_use: Floats, readable: Floats, recipe: str, title: str, seed: int = 7) -> Price:
    """What the readable model costs.

    Both are held against a threshold of their own, chosen on half 0 and judged on half 1: the one that is worth most,
    or, without money, the one that selects as many as today.

    Parameters
    ----------
    study : Study
    in_use, readable : array, shape (rows,)
        Scores out of fold, higher for those to be selected.
    recipe, title : str
    seed : int
    """
    usable = study.known & np.isfinite(in_use) & np.isfinite(readable)
    choosing, judging = usable & (study.half == 0), usable & (study.half == 1)
    before, after = (one >= _cut(study, one, choosing) for one in (in_use, readable))
    held = study.where(judging)
    found: Change = change(held, before[judging], after[judging], by_group=False)
    right = (held.label == 1) == held.event_is_right
    areas = ranked([in_use[judging], readable[judging]], right, held.weight)
    ranking = areas.difference(1, 0)
    return Price(
        recipe,
        title,
        ranking if np.isfinite(ranking[0]) else None,
        found.errors,
        found.money,
        found.changed,
        gap_between(held, right, before[judging], after[judging], seed),
    )


def _cut(study: Study, score: Floats, choosing: Mask) -> float:
    if study.has_money:
        return best_by_money(study, score, choosing)
    return same_share(study, score, choosing, share_today(study, choosing))


def gap_between(study: Study, right: Mask, before: Mask, after: Mask, seed: int = 7) -> Gap | None:
    """How far groups lie apart among those who should be selected, before and after; None where too few groups can be compared."""
    codes = [code for code in range(len(study.group_names)) if (right & (study.group == code)).sum() >= ENOUGH]
    if len(codes) < 2:
        return None
    deserving = np.flatnonzero(right & np.isin(study.group, codes))
    group = np.searchsorted(codes, study.group[deserving])
    missed = [~one[deserving] for one in (before, after)]

    def rates(rows: np.ndarray, which: Mask) -> Floats:
        many = np.bincount(group[rows], minlength=len(codes))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.bincount(group[rows], weights=which[rows], minlength=len(codes)) / many)

    every = np.arange(len(deserving))
    first, second = (rates(every, one) for one in missed)
    draw, apart = np.random.default_rng(seed), []
    for _ in range(DRAWS):
        rows = draw.integers(0, len(every), len(every))
        drawn = [rates(rows, one) for one in missed]
        apart.append(float(np.nanmax(drawn[1]) - np.nanmin(drawn[1]) - np.nanmax(drawn[0]) + np.nanmin(drawn[0])))
    low, high = np.quantile(apart, [0.025, 0.975])
    value = float(np.ptp(second) - np.ptp(first))
    worst = study.group_names[codes[int(second.argmax())]]
    return Gap(
        float(np.ptp(first)), float(np.ptp(second)), (value, min(float(low), value), max(float(high), value)), worst
    )


def findings_of(prices: Sequence[Price]) -> tuple[Finding, ...]:
    """The finding for the decision table: whether there is a reason not to take a model that can be read."""
    found = []
    for one in prices:
        outcome = {"costs": "held", "pays": "failed", "cannot tell": "cannot tell"}[one.verdict]
        says = {
            "costs": f"{one.title} would cost something: there is a reason for the model in use.",
            "pays": f"{one.title} is better, and everybody can read it.",
            "cannot tell": f"These rows cannot tell {one.title} from the model in use, and everybody can read it.",
        }[one.verdict]
        found.append(Finding(f"A model to read: {one.title}", outcome, says, one.money))  # type: ignore[arg-type]
    return tuple(found)
