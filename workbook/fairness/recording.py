"""What goes on record of an audit: verdicts, gaps and sentences, and no number that would give a small count away.

The record is read by everybody in the project, the pages' live numbers only by those who may see rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from workbook.data.privacy import LIMIT
from workbook.fairness.auditing import Audit
from workbook.fairness.looking import FIRST, Look
from workbook.fairness.rates import DEFINITIONS, IN_WORDS, MIRRORED
from workbook.fairness.words import gap_sentence, gaps_in_words


def kept_audit(audited: Audit) -> dict[str, Any]:
    """What the evidence keeps: gaps, verdicts, sentences; no counts of single groups."""
    gaps = {
        metric: _kept_gap(audited, metric)
        for metric in audited.metric_gaps
        if metric not in MIRRORED  # one minus another: the same finding must not count twice
    }
    return {
        "gaps": gaps,
        "tolerance": audited.tolerance,
        "threshold": audited.threshold,
        "groups": len(audited.compared),
        "rows": int(audited.counted.n.sum()),
        "comparisons": audited.comparisons,
        "sentences": [recorded_sentence(audited, metric) for metric in FIRST if metric in audited.metric_gaps],
        "findings": [one.code for one in audited.findings],
    }


def recorded_in_words(seen: Look) -> str:
    """The sentence of the evidence: as the page says it, less what would give a small count away."""
    first = next(iter(seen.metrics), None)
    if first is None or not gives_away(seen.audited, first):
        return gaps_in_words(seen)
    return gaps_in_words(seen).replace(gap_sentence(seen.audited, first), recorded_sentence(seen.audited, first))


def recorded_sentence(audited: Audit, metric: str) -> str:
    """One sentence on one metric, less what would give a small count away."""
    if not gives_away(audited, metric):
        return gap_sentence(audited, metric)
    verdict = audited.metric_gaps[metric].verdict
    return f"{IN_WORDS[metric].capitalize()}: {verdict}. The rates are withheld here: a count behind them is below {LIMIT}."


def gives_away(audited: Audit, metric: str) -> bool:
    """Whether the rates that a sentence on this metric compares rest on a count below the limit, the rest included."""
    hits, rests = DEFINITIONS[metric]
    counts = audited.counted.count
    for code in _compared(audited, metric):
        met, all_of = (sum(float(counts[code, label, side]) for label, side in cells) for cells in (hits, rests))
        if min(met, all_of - met) < LIMIT:
            return True
    return False


def _compared(audited: Audit, metric: str) -> Iterator[int]:
    """The groups whose rates are named: the ends of the gap, and every pair that may stand as its proof."""
    gap, pairs = audited.metric_gaps[metric], audited.pair_gaps[metric]
    yield from (code for code in (gap.highest, gap.lowest) if code >= 0)
    for first, second, low, high in zip(pairs.first, pairs.second, pairs.low, pairs.high, strict=True):
        if low > audited.tolerance or high < -audited.tolerance:
            yield from (int(first), int(second))


def _kept_gap(audited: Audit, metric: str) -> dict[str, Any]:
    gap = audited.metric_gaps[metric]
    withheld = gives_away(audited, metric)
    numbers = ("difference", "difference_low", "difference_high", "ratio", "needed_n")
    return {
        "verdict": gap.verdict,
        **{name: None if withheld else _number(getattr(gap, name)) for name in numbers},
        "highest": audited.names[gap.highest] if gap.highest >= 0 else None,
        "lowest": audited.names[gap.lowest] if gap.lowest >= 0 else None,
        "withheld": withheld,
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
