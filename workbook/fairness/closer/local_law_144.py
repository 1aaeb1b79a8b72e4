"""Impact ratios as New York City's Local Law 144 asks for them: by selection, and by scoring above the median.

The rule counts people (6 RCNY 5-301): where rows have weights these are left aside, also in the median.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbook.data.tallies import Tally
from workbook.errors import WorkbookError
from workbook.outcomes import Policy, Wording, confusion, group_name
from workbook.outcomes.amounts_in_words import count, percent
from workbook.outcomes.counts import crossed
from workbook.ui.live import TableColumn, TableView

EXCLUDABLE = 0.02
"""An auditor may leave out a category with less than 2 % of the data; here it is marked, not left out."""


@dataclass(frozen=True)
class Category:
    """One category, or one crossing of categories.

    Attributes
    ----------
    name : str
    n, selected : int
    rate, impact_ratio : float
        Of the good outcome; against the category with the highest rate.
    above, scoring_rate, scoring_ratio : float
        Those who score strictly above the median of all, their share, and that against the highest share; NaN without
        a score.
    share : float
        Of all rows with a known category.
    small : bool
        Less than 2 % of them.
    """

    name: str
    n: int
    selected: int
    rate: float
    impact_ratio: float
    above: float
    scoring_rate: float
    scoring_ratio: float
    share: float
    small: bool


@dataclass(frozen=True)
class ImpactRatios:
    """All categories, how many rows had no known category, and whether weights were left aside."""

    categories: tuple[Category, ...]
    unknown: int
    good: str
    weighted: bool = False


def impact_ratios(
    tally: Tally, policy: Policy, by: Sequence[str] | None = None, wording: Wording | None = None
) -> ImpactRatios:
    """The ratios of every category of the crossed columns.

    Parameters
    ----------
    tally : Tally
    policy : Policy
    by : sequence of str, optional
        Columns to cross, such as sex and race; all groups where None.
    wording : Wording, optional
        Says whether being selected is the good outcome.

    Raises
    ------
    WorkbookError
        There is no category with rows.
    """
    words = wording or Wording()
    good = 1 if words.favourable else 0
    counted = confusion(tally, policy, by)
    decided = counted.count[:, :, :2].sum(axis=(1, 2))
    favoured = counted.count[:, :, good].sum(axis=1)
    known = np.array([None not in key for key in counted.groups]) & (decided > 0)
    if not known.any():
        raise WorkbookError("No row has a known category.", "Choose a column of groups.")
    above, scored = _above_median(tally, by, known, words, policy)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates, scoring = favoured / decided, above / scored
    best, best_scoring = _highest(rates[known]), _highest(scoring[known])
    total = float(decided[known].sum())
    found = [
        Category(
            group_name(counted.groups[code], counted.names, words.meanings), round(float(decided[code])), round(float(favoured[code])), float(rates[code]),
            float(rates[code]) / best if best else math.nan,
            float(above[code]), float(scoring[code]), float(scoring[code]) / best_scoring if best_scoring else math.nan,
            float(decided[code]) / total, bool(decided[code] / total < EXCLUDABLE),
        )
        for code in np.flatnonzero(known)
    ]  # fmt: skip
    unknown = round(float(decided[~known].sum()))
    outcome = words.selected_means if words.favourable else words.not_selected_means
    return ImpactRatios(tuple(sorted(found, key=lambda one: -one.rate)), unknown, outcome, tally.weighted)


def _highest(rates: np.ndarray) -> float:
    finite = rates[np.isfinite(rates)]
    return float(finite.max()) if len(finite) else 0.0


def _above_median(
    tally: Tally, by: Sequence[str] | None, known: np.ndarray, words: Wording, policy: Policy
) -> tuple[np.ndarray, np.ndarray]:
    """For each group: how many score strictly on the good side of the median of all, and how many have a score."""
    _, keys, codes = crossed(tally, by)
    nothing = np.full(len(keys), math.nan)
    if not tally.has_score or policy.given:
        return nothing, nothing
    cells = tally.cells
    usable = (cells.bin >= 0) & known[codes[cells.group]]
    score, rows, group = tally.edges[cells.bin[usable]], cells.count[usable].astype(float), codes[cells.group[usable]]
    order = np.argsort(score, kind="stable")
    reached, middle = np.cumsum(rows[order]), rows.sum() / 2
    low = score[order][min(np.searchsorted(reached, middle, side="left"), len(order) - 1)]
    high = score[order][min(np.searchsorted(reached, middle, side="right"), len(order) - 1)]
    median = (low + high) / 2
    upwards = (tally.selected == "at_or_above") == words.favourable
    beyond = (score > median) if upwards else (score < median)
    size = len(keys)
    return np.bincount(group, weights=rows * beyond, minlength=size), np.bincount(group, weights=rows, minlength=size)


def impact_table(found: ImpactRatios) -> TableView:
    """Every category, small ones marked."""
    columns = (
        TableColumn("name", "Category"),
        TableColumn("n", "n", "count"),
        TableColumn("share", "Share of all", "rate"),
        TableColumn("selected", found.good.capitalize(), "count"),
        TableColumn("rate", "Rate", "rate"),
        TableColumn("impact_ratio", "Impact ratio", "number"),
        TableColumn("scoring_rate", "On the good side of the median", "rate"),
        TableColumn("scoring_ratio", "Scoring impact ratio", "number"),
        TableColumn("note", "Note"),
    )
    rows = tuple(
        {**vars(one), "note": "under 2 %: an auditor may leave it out" if one.small else ""} for one in found.categories
    )
    return TableView("Impact ratios by category", columns, rows)


def impact_in_words(found: ImpactRatios) -> str:
    """The lowest ratio, the small categories and the unknown."""
    lowest = min(found.categories, key=lambda one: one.impact_ratio)
    small = [one.name for one in found.categories if one.small]
    lines = [
        f"Lowest impact ratio: {lowest.impact_ratio:.2f} ({lowest.name}: {count(lowest.selected)} of {count(lowest.n)} "
        f"{found.good}, {percent(lowest.rate)}). The law asks for these numbers to be published; it sets no limit.",
        f"Under 2 % of the rows, shown all the same: {', '.join(small)}." if small else "",
        f"{count(found.unknown)} rows have no known category and are in no ratio." if found.unknown else "",
        "The rows have weights; this rule counts people, so the weights are left aside." if found.weighted else "",
        "A screening rule for hiring in New York City, not a legal finding.",
    ]
    return "\n\n".join(line for line in lines if line)
