"""The audit in sentences: verdicts, gaps and people, in the words of the use case."""

from __future__ import annotations

import math

from workbook.fairness.auditing import Audit
from workbook.fairness.four_fifths import Screening
from workbook.fairness.pairs import GAP, NO_GAP
from workbook.fairness.people import Affected, People
from workbook.fairness.rates import IN_WORDS
from workbook.outcomes import Wording
from workbook.outcomes.amounts_in_words import count, percent, points
from workbook.ui.live import TableColumn, TableView

FIRST = ("selection_rate", "true_positive_rate", "false_positive_rate", "positive_predictive_value", "accuracy")


def where(audited: Audit) -> str:
    """The policy that the sentences speak of."""
    if audited.policy.given:
        return "with the decisions as they were taken"
    return f"at the threshold {audited.threshold:.3g}"


def gap_sentence(audited: Audit, metric: str) -> str:
    """One honest sentence on one metric."""
    gap, name = audited.metric_gaps[metric], IN_WORDS[metric]
    tolerated = points(audited.tolerance)
    if gap.highest < 0:
        return f"{name.capitalize()}: cannot tell. It is defined for fewer than two groups."
    high, low = audited.names[gap.highest], audited.names[gap.lowest]
    seen = (
        f"{points(gap.difference)} between {high} ({percent(audited.rates[metric].value[gap.highest])}) "
        f"and {low} ({percent(audited.rates[metric].value[gap.lowest])})"
    )
    interval = f"the truth lies between {points(gap.difference_low)} and {points(gap.difference_high)}"
    if gap.verdict == GAP:
        return f"{name.capitalize()}: gap. {_proof(audited, metric)}"
    if gap.verdict == NO_GAP:
        return f"{name.capitalize()}: no gap: smaller than the {tolerated} you tolerated, {where(audited)}, on these rows. Seen: {seen}."
    needed = (
        ""
        if math.isnan(gap.needed_n)
        else f" About {count(gap.needed_n)} rows per group with a defined rate would decide, if the true gap is the one seen."
    )
    undefined = _undefined(audited, metric)
    return (
        f"{name.capitalize()}: cannot tell. Seen: {seen}; {interval}, and you tolerated {tolerated}.{undefined}{needed}"
    )


def _proof(audited: Audit, metric: str) -> str:
    """The pair whose interval is farthest beyond the tolerance."""
    pairs = audited.pair_gaps[metric]
    beyond = [
        (max(low, -high), place)
        for place, (low, high) in enumerate(zip(pairs.low, pairs.high, strict=True))
        if low > audited.tolerance or high < -audited.tolerance
    ]
    _, place = max(beyond)
    first, second = int(pairs.first[place]), int(pairs.second[place])
    low, high = float(pairs.low[place]), float(pairs.high[place])
    if pairs.difference[place] < 0:
        first, second, low, high = second, first, -high, -low
    values = audited.rates[metric].value
    return (
        f"{audited.names[first]} ({percent(values[first])}) is {points(values[first] - values[second])} above {audited.names[second]} "
        f"({percent(values[second])}); the truth lies between {points(low)} and {points(high)}, beyond the {points(audited.tolerance)} you tolerated."
    )


def _undefined(audited: Audit, metric: str) -> str:
    values = audited.rates[metric].value
    names = [audited.names[code] for code in audited.compared if math.isnan(values[code])]
    return f" It is not defined for {', '.join(names[:3])}." if names else ""


def audit_sentences(audited: Audit) -> tuple[str, ...]:
    """One honest sentence for each gap."""
    return tuple(gap_sentence(audited, metric) for metric in FIRST if metric in audited.metric_gaps)


def gaps_in_words(audited: Audit, primary: str) -> str:
    """The primary metric first; then how many questions were asked at once."""
    first = (
        gap_sentence(audited, primary) if primary in audited.metric_gaps else gap_sentence(audited, "selection_rate")
    )
    shown = [metric for metric in FIRST if metric in audited.metric_gaps]
    tally = ", ".join(
        f"{verdict} {number}"
        for verdict in ("gap", "no gap", "cannot tell")
        if (number := _number(audited, shown, verdict))
    )
    asked = f"{len(shown)} rates, {count(audited.comparisons)} comparisons of two groups at once: {tally}. All intervals hold together with {percent(audited.confidence)}."
    return f"{first}\n\n{asked}"


def _number(audited: Audit, metrics: list[str], verdict: str) -> int:
    return sum(audited.metric_gaps[metric].verdict == verdict for metric in metrics)


def groups_in_words(audited: Audit) -> str:
    """What must be known beside the rates."""
    total = count(float(audited.counted.n.sum()))
    lines = [
        f"{total} rows in {len(audited.counted.groups)} groups, {where(audited)}.",
        *(one.sentence for one in audited.findings),
    ]
    return "\n\n".join(lines)


def gap_table(audited: Audit) -> TableView:
    """Gaps with difference, ratio and verdict, one line a metric."""
    columns = (
        TableColumn("metric", "Rate"),
        TableColumn("highest", "Highest"),
        TableColumn("lowest", "Lowest"),
        TableColumn("difference", "Difference", "interval"),
        TableColumn("ratio", "Ratio", "number"),
        TableColumn("verdict", "Verdict", "verdict"),
        TableColumn("needed", "Rows a group to decide", "count"),
    )
    rows = []
    for metric in FIRST:
        gap = audited.metric_gaps.get(metric)
        if gap is None:
            continue
        rows.append(
            {
                "metric": IN_WORDS[metric],
                "highest": _named(audited, gap.highest),
                "lowest": _named(audited, gap.lowest),
                "difference": (gap.difference, gap.difference_low, gap.difference_high),
                "ratio": gap.ratio,
                "verdict": gap.verdict,
                "needed": None if math.isnan(gap.needed_n) else gap.needed_n,
            }
        )
    return TableView(
        f"Highest minus lowest, {where(audited)}; tolerated: {points(audited.tolerance)}", columns, tuple(rows)
    )


def _named(audited: Audit, code: int) -> str:
    return "–" if code < 0 else f"{audited.names[code]} (n {count(float(audited.counted.n[code]))})"


def people_in_words(found: People) -> str:
    """The worst group and the largest affected group, in people."""
    if found.worst is None or found.largest is None:
        return "Fewer than two groups have a rate to compare: nothing can be said in people."
    lines = [_affected(found.worst, found.wording)]
    if found.largest.group != found.worst.group:
        lines.append(f"Most people are affected in another group. {_affected(found.largest, found.wording)}")
    return "\n\n".join(lines)


def _affected(one: Affected, wording: Wording) -> str:
    who = wording.who_are_positive if wording.favourable else wording.who_are_negative
    what = wording.not_selected_means if wording.favourable else wording.selected_means
    return (
        f"{one.group}: of {count(one.of)} {wording.units} {who}, {count(one.wronged)} are {what} ({percent(one.rate)}); "
        f"with {one.against} it is {percent(one.best_rate)}. That is {count(round(one.more))} more than at the other's rate, in these rows."
    )


def four_fifths_table(found: Screening) -> TableView:
    """The screening rule, with its companion tests."""
    columns = (
        TableColumn("group", "Group"),
        TableColumn("n", "n", "count"),
        TableColumn("rate", "Selection rate", "rate"),
        TableColumn("ratio", "Against the highest", "number"),
        TableColumn("screen", "Four fifths", "text"),
        TableColumn("deviations", "Standard deviations", "number"),
        TableColumn("p", "Fisher p", "probability"),
    )
    rows = tuple(
        {
            "group": one.group,
            "n": one.n,
            "rate": one.rate,
            "ratio": one.ratio,
            "screen": ("below" if one.below else "at or above") + (" (few rows)" if one.few else ""),
            "deviations": one.deviations,
            "p": one.fisher_p,
        }
        for one in found.rows
    )
    return TableView(f"Selection rate against {found.reference}", columns, rows)


def four_fifths_in_words(found: Screening) -> str:
    """What the screening rule says, and what it is."""
    rule = "US hiring guideline (29 CFR 1607.4(D), as of November 2026): a screening rule, not a legal finding."
    low = [one for one in found.rows if one.below]
    if not found.rows:
        return f"No group has a selection rate to compare. {rule}"
    if not low:
        return f"Every group is selected at four fifths of the highest rate ({found.reference}) or more. {rule}"
    firm = [one.group for one in low if one.deviations <= -2 and one.fisher_p < 0.05]
    named = ", ".join(one.group for one in low[:6])
    test = f"Beyond chance by two standard deviations and Fisher's test: {', '.join(firm[:6]) or 'none of them'}."
    return f"Below four fifths of {found.reference}: {named}. {test}\n\n{rule}"
