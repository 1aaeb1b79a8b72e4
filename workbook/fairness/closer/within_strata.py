"""A Simpson check: is the gap still there between people who are alike in another column?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbook.data.tallies import GroupKey, Tally
from workbook.errors import WorkbookError
from workbook.fairness.rates import DEFINITIONS, IN_WORDS, Cells, Floats
from workbook.outcomes import Confusion, Policy, Wording, confusion, group_name
from workbook.outcomes.amounts_in_words import points, points_range
from workbook.outcomes.counts import effective
from workbook.stats.intervals import newcombe
from workbook.stats.stratified import Stratified, mantel_haenszel
from workbook.ui.live import TableColumn, TableView


@dataclass(frozen=True)
class Stratum:
    """The two groups in one stratum: how many people each rate rests on, and the rates."""

    name: str
    n_first: int
    n_second: int
    first: float
    second: float


@dataclass(frozen=True)
class WithinStrata:
    """A gap overall and within strata.

    Attributes
    ----------
    metric, column, first, second : str
        The rate, the column of strata, and the groups with the highest and the lowest rate overall.
    raw : (float, float, float)
        First less second overall, with its interval (Newcombe).
    common : Stratified
        What is left of it within strata.
    strata : tuple of Stratum
    units : str
    weighted : bool
        Rates are weighted, and every interval rests on effective rows (Kish), in each stratum too.
    """

    metric: str
    column: str
    first: str
    second: str
    raw: tuple[float, float, float]
    common: Stratified
    strata: tuple[Stratum, ...]
    units: str
    weighted: bool = False

    @property
    def turns(self) -> bool:
        """Whether the common difference has the other sign."""
        return self.raw[0] * self.common.difference < 0


def within_strata(
    tally: Tally, policy: Policy, metric: str, column: str, by: Sequence[str] = (), wording: Wording | None = None
) -> WithinStrata:
    """Compare the two groups that are furthest apart again, among those alike in `column`.

    Where rows are weighted the rates are, and each rests on its effective rows: these stand in for people in Newcombe's
    and in Mantel-Haenszel's formulas, so that no stratum counts for more people than it holds.

    Parameters
    ----------
    tally : Tally
    policy : Policy
    metric : str
        One of `workbook.fairness.rates.METRICS`.
    column : str
        One of the tally's group columns.
    by : sequence of str, optional
        The group columns that are compared, without `column`; all others where empty.
    wording : Wording, optional

    Raises
    ------
    WorkbookError
        No other column of groups is there, or fewer than two groups can be compared.
    """
    others = tuple(name for name in (by or tally.group_names) if name != column)
    if column not in tally.group_names or not others:
        raise WorkbookError(
            "A check within strata needs a second column of groups.",
            "Choose one more column of groups on the Start page, then name it here.",
        )
    alone, crossed = confusion(tally, policy, others), confusion(tally, policy, (*others, column))
    above, below, rows = _sums(alone, metric)
    codes = [code for code, key in enumerate(alone.groups) if None not in key and below[code] > 0]
    if len(codes) < 2:
        raise WorkbookError(
            "Fewer than two groups have rows that this rate rests on.", "Choose another rate or column."
        )
    rates = above / np.where(below > 0, below, 1)
    first = max(codes, key=lambda code: (rates[code], rows[code]))
    second = min((code for code in codes if code != first), key=lambda code: (rates[code], -rows[code]))
    words = wording or Wording()
    names = [group_name(alone.groups[code], others, words.meanings) for code in (first, second)]
    low, high = newcombe(rates[first], rows[first], rates[second], rows[second])
    strata, table = _strata(crossed, metric, alone.groups[first], alone.groups[second], words)
    return WithinStrata(
        metric, column, names[0], names[1],
        (float(rates[first] - rates[second]), float(low), float(high)),
        mantel_haenszel(table[0], table[1], table[2], table[3]), strata, words.units, tally.weighted,
    )  # fmt: skip


def _sums(counted: Confusion, metric: str) -> tuple[Floats, Floats, Floats]:
    """Weight that counts, weight that the rate rests on, and effective rows of it."""
    above, below = DEFINITIONS[metric]

    def total(of: Floats, cells: Cells) -> Floats:
        return np.asarray(sum(of[:, label, chosen] for label, chosen in cells))

    bottom = total(counted.weight, below)
    return total(counted.weight, above), bottom, effective(bottom, total(counted.weight_squared, below))


def _strata(
    counted: Confusion, metric: str, first: GroupKey, second: GroupKey, words: Wording
) -> tuple[tuple[Stratum, ...], tuple[Floats, ...]]:
    above, below, rows = _sums(counted, metric)
    people = np.asarray(sum(counted.count[:, label, chosen] for label, chosen in DEFINITIONS[metric][1]))
    keys = counted.groups
    values = sorted({key[-1] for key in keys}, key=lambda one: (one is None, str(one)))
    place = {key: code for code, key in enumerate(keys)}
    found, table = [], []
    for value in values:
        pair = [place.get((*group, value)) for group in (first, second)]
        n = [0.0 if code is None else float(rows[code]) for code in pair]
        rate = [math.nan if code is None or below[code] <= 0 else float(above[code] / below[code]) for code in pair]
        many = [0 if code is None else round(float(people[code])) for code in pair]
        found.append(
            Stratum(
                words.meanings.get((counted.names[-1], str(value))) or group_name((value,)),
                many[0],
                many[1],
                rate[0],
                rate[1],
            )
        )
        events = [0.0 if math.isnan(one) else one * rest for one, rest in zip(rate, n, strict=True)]
        table.append((events[0], n[0], events[1], n[1]))
    return tuple(found), tuple(np.array(one) for one in zip(*table, strict=True))


def strata_in_words(found: WithinStrata) -> str:
    """Whether the gap holds among those who are alike."""
    raw, common, metric = found.raw, found.common, IN_WORDS[found.metric]
    overall = (
        f"Overall the {metric} of {found.first} is {points(raw[0])} higher than that of {found.second} "
        f"({points_range(raw[1], raw[2])})."
    )
    if math.isnan(common.difference):
        return f"{overall}\n\nIn no stratum of {found.column} do both groups have rows: nothing can be compared like with like."
    higher = "higher" if common.difference >= 0 else "lower"
    ends = (common.difference_low, common.difference_high)
    inside = (
        f"Among {found.units} alike in {found.column} it is {points(abs(common.difference))} {higher} "
        f"({points_range(*(ends if common.difference >= 0 else (-ends[1], -ends[0])))}; Mantel-Haenszel)."
    )
    if raw[1] <= 0 <= raw[2] and common.difference_low <= 0 <= common.difference_high:
        reading = "These rows show no difference, neither overall nor there."
    elif common.difference_low <= 0 <= common.difference_high:
        reading = f"Within {found.column} these rows show no difference; the overall gap goes with how the groups spread over it."
    elif found.turns:
        reading = f"The sign turns round (Simpson's paradox): the overall gap comes from how the groups spread over {found.column}."
    else:
        reading = f"So {found.column} does not explain the gap away."
    return (
        f"{overall}\n\n{inside} {reading}\n\nWhether {found.column} may explain a gap is not a question of numbers: it may itself "
        "be where people are treated differently."
    )


def strata_table(found: WithinStrata) -> TableView:
    """Both groups in each stratum."""
    columns = (
        TableColumn("name", found.column),
        TableColumn("n_first", f"{found.first}, n", "count"),
        TableColumn("first", found.first, "rate"),
        TableColumn("n_second", f"{found.second}, n", "count"),
        TableColumn("second", found.second, "rate"),
    )
    rows = tuple(vars(one) for one in found.strata)
    caption = f"{IN_WORDS[found.metric].capitalize()} within {found.column}"
    if found.weighted:
        caption += "; rates are weighted, n counts people"
    odds = found.common.odds_ratio
    if math.isfinite(odds):
        caption += (
            f"; common odds ratio {odds:.3g} ({found.common.odds_ratio_low:.3g} to {found.common.odds_ratio_high:.3g})"
        )
    return TableView(caption, columns, rows)
