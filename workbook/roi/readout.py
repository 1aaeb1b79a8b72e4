"""What the position of the slider means, in one small table; and what it costs others, in lines of its own."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from workbook.errors import WorkbookError
from workbook.outcomes.amounts_in_words import count, money, money_range, percent, points, points_range
from workbook.roi.answers import OUTCOME_TITLES, RoiAnswers
from workbook.roi.standing import Standing, share_of_labelled
from workbook.ui.live import TableColumn, TableView


class Audited(Protocol):
    """What the readout needs of an audit."""

    @property
    def metric_gaps(self) -> Mapping[str, Any]:
        """The gap of each rate."""

    @property
    def tolerance(self) -> float:
        """The largest gap that is tolerated."""


class Seen(Protocol):
    """An audit with the rate that the team holds to matter most."""

    @property
    def audited(self) -> Audited:
        """The audit."""

    @property
    def primary(self) -> str:
        """The rate."""


@dataclass(frozen=True)
class HarmLine:
    """What one kind of error costs those who bear it, a year."""

    what: str
    bears: str
    cases: float
    price: float
    owner: str


@dataclass(frozen=True)
class Position:
    """Where the slider stands.

    Attributes
    ----------
    recall, false_positive_rate : float
    gap : tuple of float or None
        Of the declared rate, with its ends.
    wronged_a_year, selected_a_day, capacity_a_day, hours_a_year : float or None
    """

    found: Standing
    recall: float
    false_positive_rate: float
    metric: str
    gap: tuple[float, float, float] | None
    verdict: str
    wronged: int
    wronged_a_year: float | None
    selected_a_day: float | None
    capacity_a_day: float | None
    hours_a_year: float | None
    harms: tuple[HarmLine, ...]


def read_out(found: Standing, seen: Seen, answers: RoiAnswers) -> Position:
    """Everything that a position means. It looks things up only.

    Raises
    ------
    WorkbookError
        No threshold was declared or tried yet.
    """
    if found.place is None:
        raise WorkbookError("No threshold has been declared yet.", "Move the slider.")
    at, place = found.ground.selected, found.place
    harmed = int(found.ground.harmed.so_far[:, place].sum())
    gap = seen.audited.metric_gaps.get(seen.primary)
    selected = found.selected_a_year
    a_year = cases_a_year(found, answers.yearly_volume) if answers.yearly_volume else None
    wronged = "false_negative" if found.wording.favourable else "false_positive"
    hours = answers.minutes_each * selected * found.served / 60 if answers.minutes_each and selected else None
    return Position(
        found=found,
        recall=float(at.positives[place]) / at.all_positives if at.all_positives else math.nan,
        false_positive_rate=float(at.negatives[place]) / at.all_negatives if at.all_negatives else math.nan,
        metric=seen.primary.replace("_", " "),
        gap=None if gap is None else (gap.difference, gap.difference_low, gap.difference_high),
        verdict="" if gap is None else str(gap.verdict),
        wronged=harmed,
        wronged_a_year=None if a_year is None else a_year[wronged],
        selected_a_day=None if selected is None else selected / answers.working_days,
        capacity_a_day=answers.capacity_a_day,
        hours_a_year=hours,
        harms=harm_lines(answers, a_year) if a_year else (),
    )


def cases_a_year(found: Standing, volume: float) -> dict[str, float]:
    """Cases a year with each outcome at this position; those beyond the capacity count as not selected."""
    at, place, p = found.ground.selected, found.place or 0, share_of_labelled(found.ground)
    recall = found.served * float(at.positives[place]) / at.all_positives if at.all_positives else 0.0
    false_alarms = found.served * float(at.negatives[place]) / at.all_negatives if at.all_negatives else 0.0
    return {
        "true_positive": volume * p * recall,
        "false_positive": volume * (1 - p) * false_alarms,
        "false_negative": volume * p * (1 - recall),
        "true_negative": volume * (1 - p) * (1 - false_alarms),
    }


def harm_lines(answers: RoiAnswers, cases: Mapping[str, float]) -> tuple[HarmLine, ...]:
    """The price of each harm a year; none of it is taken off the company's money."""
    return tuple(
        HarmLine(one.what or OUTCOME_TITLES[one.outcome], one.bears, cases[one.outcome], cases[one.outcome] * one.each, one.owner)
        for one in answers.harms
    )  # fmt: skip


def readout_table(at: Position) -> TableView:
    """The position in words and numbers."""
    columns = (TableColumn("what", "At this threshold"), TableColumn("value", "It is"), TableColumn("note", "How sure"))
    rows = tuple({"what": what, "value": value, "note": note} for what, value, note in _rows(at))
    threshold = "" if at.found.threshold is None else f" {at.found.threshold:.3g}"
    return TableView(f"What{threshold} means", columns, rows)


def _rows(at: Position) -> Iterator[tuple[str, str, str]]:
    found, currency = at.found, at.found.curve.currency
    if found.value is not None:
        value, low, high = found.value
        scale = " a year" if found.curve.per_year else f" on {count(found.curve.rows)} rows"
        yield "Money" + scale, money(value, currency), f"{money_range(low, high, currency)}, sampling error only"
    if found.benefit is not None:
        benefit, low, high = found.benefit
        yield "Against today’s process", money(benefit, currency), f"{money_range(low, high, currency)}, in pairs"
    yield "Positives found (recall)", percent(at.recall), "of all labelled rows"
    yield "False positive rate", percent(at.false_positive_rate), "of all labelled rows"
    if at.gap is not None:
        difference, low, high = at.gap
        yield f"Gap in {at.metric}", points(difference), f"{points_range(low, high)}: {at.verdict}"
    who = found.wording.who_are_positive if found.wording.favourable else found.wording.who_are_negative
    what = found.wording.not_selected_means if found.wording.favourable else found.wording.selected_means
    wronged = f"{found.wording.units} {who}, {what}".capitalize()
    counts = "those not served too" if found.wording.favourable else "only those you can handle"
    beyond = "" if found.served >= 1 else f" by the threshold; a year counts {counts}"
    if at.wronged_a_year is None:
        yield wronged, count(at.wronged), "in these rows"
    else:
        yield f"{wronged}, a year", count(at.wronged_a_year), f"{count(at.wronged)} in these rows{beyond}"
    if at.selected_a_day is not None:
        limit = "no limit entered" if at.capacity_a_day is None else f"you can handle {count(at.capacity_a_day)}"
        beyond = "" if found.served >= 1 else f": {percent(1 - found.served)} are not served"
        yield f"{found.wording.selected_means.capitalize()} a day", count(at.selected_a_day), limit + beyond
    if at.hours_a_year is not None:
        yield "Hours of work a year", count(at.hours_a_year), "on the selected"
    for harm in at.harms:
        owner = harm.owner or "nobody yet"
        yield (
            f"{harm.what}: borne by {harm.bears}",
            money(harm.price, currency),
            f"{count(harm.cases)} cases a year; not in the money above; owner: {owner}",
        )
