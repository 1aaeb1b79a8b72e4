"""The audit as tables."""

from __future__ import annotations

import math

from workbook.fairness.four_fifths import CHANCE, DEVIATIONS, FISHER_UP_TO, Screened, Screening
from workbook.fairness.looking import Look
from workbook.fairness.rates import IN_WORDS
from workbook.fairness.words import rate_means, where
from workbook.outcomes.amounts_in_words import count, points
from workbook.ui.live import TableColumn, TableView


def gap_table(seen: Look) -> TableView:
    """Gaps with difference and ratio, one line a rate; verdicts at the declared policy only."""
    audited = seen.audited
    columns = (
        TableColumn("metric", "Rate"),
        TableColumn("means", "Share of"),
        TableColumn("highest", "Highest"),
        TableColumn("lowest", "Lowest"),
        TableColumn("difference", "Difference, points", "interval", "points"),
        TableColumn("ratio", "Ratio", "number"),
        *(
            (
                TableColumn("verdict", "Verdict", "verdict"),
                TableColumn("needed", "Rows in every group to decide", "count"),
            )
            if seen.declared
            else ()
        ),
    )
    rows = []
    for metric in seen.metrics:
        gap = audited.metric_gaps[metric]
        row = {
            "metric": IN_WORDS[metric],
            "means": rate_means(metric, seen.wording),
            "highest": "all alike" if gap.highest == gap.lowest >= 0 else _named(seen, gap.highest),
            "lowest": "all alike" if gap.highest == gap.lowest >= 0 else _named(seen, gap.lowest),
            "difference": None
            if gap.highest < 0
            else in_points(gap.difference, gap.difference_low, gap.difference_high),
            "ratio": None if math.isnan(gap.ratio) else gap.ratio,
        }
        if seen.declared:
            row |= {"verdict": gap.verdict, "needed": None if math.isnan(gap.needed_n) else gap.needed_n}
        rows.append(row)
    caption = f"Highest minus lowest, {where(audited)}; tolerated: {points(audited.tolerance)}"
    return TableView(caption if seen.declared else f"Exploring. {caption}", columns, tuple(rows))


def in_points(*ends: float) -> tuple[float, ...]:
    """Differences of rates in points, as people say them: a difference of two shares is no share itself."""
    return tuple(round(100 * end, 1) for end in ends)


def _named(seen: Look, code: int) -> str:
    return "–" if code < 0 else f"{seen.audited.names[code]} (n {count(float(seen.audited.counted.n[code]))})"


def four_fifths_table(found: Screening) -> TableView:
    """The screening rule, with the tests that stand beside it."""
    columns = (
        TableColumn("group", "Group"),
        TableColumn("n", "n", "count"),
        TableColumn("rate", found.outcome.capitalize(), "rate"),
        TableColumn("ratio", "Against the highest", "number"),
        TableColumn("screen", "Four fifths"),
        TableColumn("deviations", "Standard deviations", "number"),
        TableColumn("p", "Fisher p", "probability"),
        TableColumn("chance", "Beyond chance"),
    )
    rows = tuple(_screened(one, found.reference) for one in found.rows)
    return TableView(f"Share {found.outcome}, against {found.reference or 'the highest'}", columns, rows)


def _screened(one: Screened, reference: str) -> dict[str, object]:
    itself = one.group == reference
    return {
        "group": one.group,
        "n": one.n,
        "rate": one.rate,
        "ratio": None if math.isnan(one.ratio) else one.ratio,
        "screen": "reference"
        if itself
        else ("below" if one.below else "at or above") + (", few rows" if one.few else ""),
        "deviations": None if itself or math.isnan(one.deviations) else one.deviations,
        "p": None if itself or math.isnan(one.fisher_p) else one.fisher_p,
        "chance": "" if itself else "yes" if one.beyond_chance else "not shown",
    }


RULE = "A US hiring guideline (29 CFR 1607.4(D), as of November 2026): a screening rule, not a legal finding."

PEOPLE = "The rows have weights; this rule counts people, so the weights are left aside."


def standing(found: Screening) -> str:
    """What the rule is, and what it counts."""
    return f"{RULE} {PEOPLE}" if found.weighted else RULE


def four_fifths_in_words(found: Screening) -> str:
    """What the screening rule says, and what it is."""
    if not found.rows:
        return f"There are not two groups to compare.\n\n{standing(found)}"
    if math.isnan(found.rows[0].ratio):
        return f"Nobody is {found.outcome}: there is no rate to hold the others against.\n\n{standing(found)}"
    low = [one for one in found.rows if one.below]
    if not low:
        few = [one.group for one in found.rows if one.few and one.group != found.reference]
        unsure = f" Few rows, so it says little about: {', '.join(few[:6])}." if few else ""
        told = f"Every group is {found.outcome} at four fifths of the highest rate ({found.reference}) or more.{unsure}"
        return f"{told}\n\n{standing(found)}"
    exact = any(not math.isnan(one.fisher_p) for one in found.rows)
    fisher = f"; up to {FISHER_UP_TO} rows Fisher's test at {CHANCE:g}" if exact else ""
    firm = [one.group for one in low if one.beyond_chance]
    told = f"{found.outcome.capitalize()} at less than four fifths of the rate of {found.reference}: {_listed([one.group for one in low])}."
    test = (
        f"Beyond chance, each looked at alone ({DEVIATIONS:g} standard deviations{fisher}): "
        f"{_listed(firm) or 'none of them'}."
    )
    return f"{told} {test}\n\n{standing(found)}"


def _listed(names: list[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
