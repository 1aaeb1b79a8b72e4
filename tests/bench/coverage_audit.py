"""How often intervals and verdicts are right, on made-up populations whose truth is known; writes coverage.md.

Usage: python -m tests.bench.coverage_audit [repeats] [seed]
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy.stats import binom

from tests.fairness.tallies import drawn, tally_of
from workbook.fairness import audit
from workbook.fairness.pairs import GAP, NO_GAP
from workbook.stats.intervals import wilson

HERE = Path(__file__).parent / "coverage.md"
SIZES = (10, 20, 50, 100, 1000)
TRUTHS = np.linspace(0.02, 0.98, 97)
TRUTH = {"selection_rate": 0, "true_positive_rate": 1, "false_positive_rate": 2}


def single_rates() -> list[str]:
    """Exact coverage of Wilson's 95 % interval, without simulation: over true rates from 2 to 98 %."""
    lines = ["| rows | mean coverage | least coverage | at a true rate of |", "| --- | --- | --- | --- |"]
    for n in SIZES:
        events = np.arange(n + 1)
        low, high = wilson(events / n, np.full(n + 1, n))
        covered = np.array([binom.pmf(events, n, p)[(low <= p) & (p <= high)].sum() for p in TRUTHS])
        lines.append(
            f"| {n} | {100 * covered.mean():.1f} % | {100 * covered.min():.1f} % | {TRUTHS[covered.argmin()]:.2f} |"
        )
    return lines


def page(generator: np.random.Generator, groups: int, spread: float, tolerance: float) -> tuple[bool, bool, bool]:
    """One page: whether all pair intervals hold, a false gap stands on it, a false no gap stands on it."""
    sizes = np.rint(10 ** generator.uniform(1, 3.5, groups)).astype(int)
    positive = generator.uniform(0.3, 0.6, groups)
    true, false = (np.clip(base + spread * generator.uniform(-0.5, 0.5, groups), 0.01, 0.99) for base in (0.7, 0.25))
    truth = np.stack([positive * true + (1 - positive) * false, true, false])
    found = audit(tally_of(drawn(generator, sizes, positive, false, true)), tolerance=tolerance)
    truth = truth[
        :, [int(name.removeprefix("g")) for (name,) in found.counted.groups]
    ]  # the audit sorts groups by name
    held, false_gap, false_none = True, False, False
    for metric, place in TRUTH.items():
        gaps, apart = found.pair_gaps[metric], float(np.ptp(truth[place]))
        between = truth[place][gaps.first] - truth[place][gaps.second]
        known = np.isfinite(gaps.low)
        held &= bool(((gaps.low <= between + 1e-12) & (between <= gaps.high + 1e-12))[known].all())
        verdict = found.metric_gaps[metric].verdict
        false_gap |= verdict == GAP and apart <= tolerance
        false_none |= verdict == NO_GAP and apart > tolerance
    return held, false_gap, false_none


def pages(repeats: int, seed: int) -> list[str]:
    """Simulated pages with 2 to 30 groups of 10 to 3,000 rows."""
    lines = [
        "| groups | true spread | tolerance | all pair intervals hold | false gap | false no gap |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    generator = np.random.default_rng(seed)
    for groups in (2, 5, 12, 30):
        for spread, tolerance in ((0.0, 0.01), (0.05, 0.05), (0.12, 0.1)):
            seen = np.array([page(generator, groups, spread, tolerance) for _ in range(repeats)]).mean(axis=0)
            lines.append(
                f"| {groups} | {spread:g} | {tolerance:g} | " + " | ".join(f"{100 * one:.1f} %" for one in seen) + " |"
            )
    return lines


def main() -> None:
    """Measure, write the page, print it."""
    repeats, seed = (int(one) for one in (*sys.argv[1:3], *("400", "7")[len(sys.argv[1:3]) :]))
    told = [
        "# How often the intervals and verdicts of the audit are right",
        "",
        f"Made by `python -m tests.bench.coverage_audit {repeats} {seed}` on {datetime.now(UTC):%d %B %Y}.",
        "",
        "One rate, Wilson's 95 % interval, computed exactly over true rates from 2 to 98 %:",
        "",
        *single_rates(),
        "",
        f"Whole pages, {repeats:,} simulated for each line: groups of 10 to 3,000 rows, selection, true positive and false "
        "positive rates looked at; pair intervals promise 95 % over all rates and pairs at once.",
        "",
        *pages(repeats, seed),
        "",
    ]
    HERE.write_text("\n".join(told), "utf-8")
    print("\n".join(told))


if __name__ == "__main__":
    main()
