"""How often intervals and verdicts are right, on made-up populations whose truth is known; writes coverage.md.

Usage: python -m tests.bench.coverage_audit [repeats] [seed]
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy.stats import binom

from tests.fairness.tallies import drawn, scored, tally_of
from workbook.fairness import audit
from workbook.fairness.pairs import GAP, NO_GAP
from workbook.stats.intervals import wilson
from workbook.stats.stratified import mantel_haenszel

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


def weighted_rates(repeats: int, seed: int) -> list[str]:
    """Rows of two kinds of people, one drawn more often than the other and weighted back: does the interval hold?"""
    lines = ["| rows | one kind drawn | effective rows | interval holds the true rate |", "| --- | --- | --- | --- |"]
    generator = np.random.default_rng(seed)
    for n in (50, 200, 1000):
        for ratio in (1, 3, 10):
            held, effective = [], []
            for _ in range(repeats):
                rates = generator.uniform(0.1, 0.9, 2)
                often = generator.random(n) < ratio / (ratio + 1)
                selected = generator.random(n) < np.where(often, rates[0], rates[1])
                rows = scored(selected.astype(float), selected, weight=np.where(often, 1.0, float(ratio)))
                (seen,) = audit(rows, 0.5).by_group.itertuples()
                held.append(seen.selection_rate_low <= rates.mean() <= seen.selection_rate_high)
                effective.append(seen.selection_rate_rests_on)
            lines.append(f"| {n} | {ratio} times as often | {np.mean(effective):.0f} | {100 * np.mean(held):.1f} % |")
    return lines


def within(repeats: int, seed: int) -> list[str]:
    """The common difference of two groups within strata (Mantel-Haenszel), with one true difference in all of them."""
    lines = ["| strata | rows in each, a group | true difference | interval holds it |", "| --- | --- | --- | --- |"]
    generator = np.random.default_rng(seed)
    for strata in (2, 10, 40):
        for n in (10, 100):
            for apart in (0.0, 0.15):
                base = generator.uniform(0.1, 0.8, (repeats, strata))
                people = generator.integers(n // 2, 3 * n // 2, (2, repeats, strata))
                above = generator.binomial(people, np.stack([base + apart, base]))
                found = [
                    mantel_haenszel(above[0, one], people[0, one], above[1, one], people[1, one])
                    for one in range(repeats)
                ]
                held = np.mean([one.difference_low <= apart <= one.difference_high for one in found])
                lines.append(f"| {strata} | about {n} | {apart:g} | {100 * held:.1f} % |")
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
        f"Weighted rows, {10 * repeats:,} simulated for each line: two kinds of people, half of the population each, with "
        "true rates from 10 to 90 %; the interval rests on effective rows (Kish).",
        "",
        *weighted_rates(10 * repeats, seed),
        "",
        f"The gap within strata (Mantel-Haenszel's common difference), {10 * repeats:,} simulated for each line.",
        "",
        *within(10 * repeats, seed),
        "",
    ]
    HERE.write_text("\n".join(told), "utf-8")
    print("\n".join(told))


if __name__ == "__main__":
    main()
