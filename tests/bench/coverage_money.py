"""How often the 95 % interval of money holds the truth when amounts are skewed; writes coverage_money.md, prints JSON.

Usage: python -m tests.bench.coverage_money [samples]
Populations of a million rows with a score, an outcome and a lognormal amount; samples are drawn from them with
replacement. Held against the population's own money: the value at a threshold, and what it adds to selecting everybody.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from workbook.data.tallies import Cells, Sums, Tally
from workbook.outcomes import OutcomeValue, Payoff, Policy, difference_along, money_at, position
from workbook.outcomes.money import NORMAL_95

POPULATION = 1_000_000
THRESHOLD = 0.5
PAYOFF = Payoff(
    true_positive=OutcomeValue(amount="loan", per_unit=0.2), false_positive=OutcomeValue(amount="loan", per_unit=-0.6)
)
SKEWS = (0.0, 0.5, 1.0, 1.5, 2.0)
SIZES = (500, 2000, 10_000)
REPORT = Path(__file__).with_name("coverage_money.md")


@dataclass(frozen=True)
class Rows:
    """Score, outcome and amount of each row."""

    score: np.ndarray
    label: np.ndarray
    amount: np.ndarray


def population(skew: float, seed: int) -> Rows:
    """A million rows; `skew` is the standard deviation of the logarithm of the amounts."""
    generator = np.random.default_rng(seed)
    score = generator.random(POPULATION).round(2)
    label = (generator.random(POPULATION) < 0.5 + 0.45 * score).astype(np.int8)
    return Rows(score, label, generator.lognormal(8.0, skew, POPULATION))


def counted(rows: Rows) -> Tally:
    """A tally with a cell for each row."""
    n, edges = len(rows.score), np.unique(rows.score)
    zeros, ones, a = np.zeros(n, dtype=np.int32), np.ones(n), rows.amount
    cells = Cells(
        split=zeros, stratum=zeros, group=zeros, label=rows.label, decision=np.full(n, 2, dtype=np.int8),
        bin=np.searchsorted(edges, rows.score).astype(np.int32), count=np.ones(n, dtype=np.int64), weight=ones,
        weight_squared=ones, amounts={"loan": Sums(a, a, a**2, zeros.astype(np.int64))},
    )  # fmt: skip
    return Tally(cells, edges, True)


def found(rows: Rows) -> tuple[tuple[float, float], tuple[float, float]]:
    """Money a row and its standard error: the value at the threshold, and what it adds to everybody."""
    tally = counted(rows)
    value, n = money_at(tally, PAYOFF, Policy.at(THRESHOLD)), len(rows.score)
    paired, place = difference_along(tally, PAYOFF, 0), position(tally, THRESHOLD)
    added = (float(paired.total[place]) / n, float(paired.standard_error[place]) / n)
    return (value.total / n, value.standard_error / n), added


def covered(rows: Rows, size: int, samples: int, seed: int) -> tuple[float, float]:
    """Share of samples whose interval holds the population's value, and its addition."""
    truth, generator, hits = found(rows), np.random.default_rng(seed), np.zeros(2)
    for _ in range(samples):
        drawn = generator.integers(0, POPULATION, size)
        said = found(Rows(rows.score[drawn], rows.label[drawn], rows.amount[drawn]))
        hits += [abs(one - true) <= NORMAL_95 * error for (one, error), (true, _) in zip(said, truth, strict=True)]
    return float(hits[0] / samples), float(hits[1] / samples)


def main() -> None:
    """Sample, count, write."""
    samples, begun, lines, worst = int(sys.argv[1]) if len(sys.argv) > 1 else 2000, time.perf_counter(), [], 1.0
    outside = 0
    for place, skew in enumerate(SKEWS):
        rows = population(skew, place)
        largest = float(np.sort(rows.amount)[-POPULATION // 100 :].sum() / rows.amount.sum())
        for size in SIZES:
            value, added = covered(rows, size, samples, 100 * place + size)
            lines.append(f"| {skew} | {largest:.0%} | {size:,} | {value:.1%} | {added:.1%} |")
            outside += sum(not 0.93 <= one <= 0.97 for one in (value, added))
            worst = min(worst, value, added)
    head = (
        "# How often the 95 % interval of money holds the truth\n\n"
        f"Made by `python -m tests.bench.coverage_money {samples}`. Nominal 95 %; wanted 93 % to 97 %. "
        f"{samples:,} samples each, so a share of 95 % is known to about {1.96 * (0.95 * 0.05 / samples) ** 0.5:.1%}.\n\n"
        f"Outside 93 % to 97 %: {outside} of {2 * len(lines)}. Lowest: {worst:.1%}.\n\n"
        "| Spread of log amounts | Share of the largest 1 % in all amounts | Rows | Value at the threshold | Added to everybody, in pairs |\n"
        "| --- | --- | --- | --- | --- |\n"
    )
    REPORT.write_text(head + "\n".join(lines) + "\n", "utf-8")
    print(
        json.dumps(
            {"samples": samples, "outside": outside, "lowest": worst, "seconds": round(time.perf_counter() - begun, 1)}
        )
    )


if __name__ == "__main__":
    main()
