"""Screening rules side by side: what each asks, what these rows say, and whose rule it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbook.content import load
from workbook.data.tallies import Tally
from workbook.errors import WorkbookError
from workbook.fairness.auditing import Audit
from workbook.fairness.closer.calibration import calibration
from workbook.fairness.four_fifths import screen
from workbook.fairness.pairs import CANNOT_TELL, GAP, NO_GAP, Gap
from workbook.outcomes import Wording
from workbook.outcomes.amounts_in_words import points, points_range
from workbook.ui.live import TableColumn, TableView

DISCLAIMER = "Screening rules, not legal findings."


@dataclass(frozen=True)
class Screened:
    """One rule held against the rows.

    Attributes
    ----------
    title, asks, source, as_of, status : str
    says : str
        What these rows say, in words.
    """

    title: str
    asks: str
    says: str
    source: str
    as_of: str
    status: str


def screened(audited: Audit, tally: Tally, wording: Wording) -> tuple[Screened, ...]:
    """Every rule of the content file, held against an audit."""
    answers: Mapping[str, Any] = {
        "four fifths": lambda: _four_fifths(audited, wording),
        "local law 144": lambda: "See the table of categories below it.",
        "equal opportunity": lambda: _verdict(audited, ("true_positive_rate",)),
        "equalised odds": lambda: _verdict(audited, ("true_positive_rate", "false_positive_rate")),
        "calibration": lambda: _calibration(tally, audited, wording),
    }
    found = []
    for rule in load("screening_rules"):
        try:
            says = answers[rule["rule"]]()
        except WorkbookError as problem:
            says = str(problem)
        found.append(Screened(rule["title"], rule["asks"], says, rule["source"], str(rule["as_of"]), rule["status"]))
    return tuple(found)


def _four_fifths(audited: Audit, wording: Wording) -> str:
    found = screen(audited, wording)
    if not found.reference:
        return "There are no two groups to compare."
    below = [one for one in found.rows if one.below]
    if not below:
        return f"Every group is {found.outcome} at least four fifths as often as {found.reference}."
    names = ", ".join(f"{one.group} ({one.ratio:.2f}{'' if one.beyond_chance else ', within chance'})" for one in below)
    return f"Below four fifths of {found.reference}: {names}."


def _verdict(audited: Audit, metrics: tuple[str, ...]) -> str:
    gaps = [audited.metric_gaps[metric] for metric in metrics if metric in audited.metric_gaps]
    if not gaps or any(gap.highest < 0 for gap in gaps):
        return "Cannot be told: no label says what would have been right."
    worst = max(gaps, key=lambda gap: gap.difference)
    verdicts = {gap.verdict for gap in gaps}
    verdict = GAP if GAP in verdicts else CANNOT_TELL if CANNOT_TELL in verdicts else NO_GAP
    return f"{verdict.capitalize()}: {_range(worst)}; you tolerated {points(audited.tolerance)}."


def _range(gap: Gap) -> str:
    return f"{points(gap.difference)} seen, {points_range(gap.difference_low, gap.difference_high)} possible"


def _calibration(tally: Tally, audited: Audit, wording: Wording) -> str:
    found = calibration(tally, audited.counted.names, wording)
    if found.off:
        return f"Further off than chance: {', '.join(found.off)}."
    return "No group is further off than chance would make it."


def screening_table(found: tuple[Screened, ...]) -> TableView:
    """The rules with what these rows say."""
    columns = (
        TableColumn("title", "Rule"),
        TableColumn("asks", "It asks"),
        TableColumn("says", "These rows say"),
        TableColumn("source", "Source"),
        TableColumn("as_of", "Read on"),
        TableColumn("status", "Standing"),
    )
    return TableView(DISCLAIMER, columns, tuple(vars(one) for one in found))
