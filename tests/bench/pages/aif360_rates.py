"""What AIF360 needs for five rates in each of thirty groups, without draws; run by its own Python, prints JSON.

Usage: python aif360_rates.py ROWS RUNS
The same rows as `tests.bench.audit_speed`. Its metrics know two sides only, so each group is held against all others.
"""

from __future__ import annotations

import json
import statistics
import sys
import time

import numpy as np
import pandas as pd
from aif360.datasets import BinaryLabelDataset
from aif360.metrics import ClassificationMetric

GROUPS = 30


def datasets(n: int, seed: int = 0) -> tuple[BinaryLabelDataset, BinaryLabelDataset]:
    """Labels and decisions in AIF360's own shape."""
    generator = np.random.default_rng(seed)
    label, score = generator.integers(0, 2, n), generator.random(n)
    group = generator.integers(0, 6, n) * 5 + generator.integers(0, 5, n)
    table = pd.DataFrame({"label": label, "group": group}).astype(float)
    known = BinaryLabelDataset(df=table, label_names=["label"], protected_attribute_names=["group"])
    decided = known.copy()
    decided.labels = (score >= 0.5).astype(float).reshape(-1, 1)
    return known, decided


def rates(known: BinaryLabelDataset, decided: BinaryLabelDataset) -> list[list[float]]:
    """Five rates of each group."""
    found = []
    for group in range(GROUPS):
        others = [{"group": float(other)} for other in range(GROUPS) if other != group]
        metric = ClassificationMetric(
            known, decided, unprivileged_groups=[{"group": float(group)}], privileged_groups=others
        )
        one = metric.performance_measures(privileged=False)
        found.append([metric.selection_rate(privileged=False), one["TPR"], one["FPR"], one["FNR"], one["TNR"]])
    return found


def main() -> None:
    """Time it; the reading of the rows does not count."""
    known, decided = datasets(int(sys.argv[1]))
    taken = []
    for _ in range(int(sys.argv[2])):
        begun = time.perf_counter()
        rates(known, decided)
        taken.append(time.perf_counter() - begun)
    print(json.dumps({"aif360_5_rates_s": round(statistics.median(taken), 2), "runs": len(taken)}))


if __name__ == "__main__":
    main()
