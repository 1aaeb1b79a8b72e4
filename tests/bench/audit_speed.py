"""The audit beside Fairlearn's MetricFrame and AIF360, in one run: a million rows, thirty crossed groups; prints JSON.

Usage: python -m tests.bench.audit_speed [rows]
Ours: tally and audit with 1,000 bootstrap draws. Theirs: six metrics, no bootstrap. Medians of five of ours and of
as many of Fairlearn's as fit into two minutes, in turn; then AIF360 in the environment of `make bench` (WORKBOOK_RIVALS).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

RUNS, THEIR_SECONDS = 5, 120.0


def rows(n: int, seed: int = 0) -> pd.DataFrame:
    """A million people with a label, a score and two columns of groups."""
    generator = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "label": generator.integers(0, 2, n),
            "score": generator.random(n),
            "region": pd.Categorical.from_codes(generator.integers(0, 6, n), [f"region {place}" for place in range(6)]),
            "band": pd.Categorical.from_codes(generator.integers(0, 5, n), [f"band {place}" for place in range(5)]),
        }
    ).astype({"region": str, "band": str})


def seconds(act: Callable[[], object]) -> float:
    """How long something takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def aif360(n: int) -> dict[str, Any]:
    """Seconds of AIF360 on the same rows; says why where there are none."""
    python = os.environ.get("WORKBOOK_RIVALS", "")
    if not python:
        return {"aif360_5_rates_s": "not measured: set WORKBOOK_RIVALS, or call `make bench`"}
    program = Path(__file__).parent / "pages" / "aif360_rates.py"
    asked = [python, str(program), str(n), "3"]
    told: dict[str, Any] = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    return {"aif360_5_rates_s": told["aif360_5_rates_s"], "aif360_runs": told["runs"]}


def main() -> None:
    """Measure all, print one line."""
    from fairlearn import metrics

    from workbook.data import tally
    from workbook.fairness import audit

    table = rows(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    counted = tally(table, label="label", score="score", groups=["region", "band"])
    names = (
        "selection_rate",
        "true_positive_rate",
        "false_positive_rate",
        "false_negative_rate",
        "true_negative_rate",
        "count",
    )

    def ours() -> object:
        found = audit(counted, 0.5, draws=1000)
        return found.by_group, found.gaps, found.drawn

    def theirs() -> object:
        frame = metrics.MetricFrame(
            metrics={name: getattr(metrics, name) for name in names}, y_true=table["label"], y_pred=(table["score"] >= 0.5).astype(int),
            sensitive_features=table[["region", "band"]],
        )  # fmt: skip
        return frame.by_group, frame.difference()

    ours()
    audits, tallies, frames = [], [], []
    for _ in range(RUNS):
        audits.append(seconds(ours))
        tallies.append(seconds(lambda: tally(table, label="label", score="score", groups=["region", "band"])))
        if sum(frames) < THEIR_SECONDS:
            frames.append(seconds(theirs))
    told = {
        "rows": len(table),
        "groups": 30,
        "audit_with_1000_draws_s": round(statistics.median(audits), 4),
        "tally_s": round(statistics.median(tallies), 3),
        "fairlearn_6_metrics_s": round(statistics.median(frames), 2),
        "runs": [len(audits), len(tallies), len(frames)],
        "times_faster": round(statistics.median(frames) / statistics.median(audits)),
        "times_faster_with_tally": round(
            statistics.median(frames) / (statistics.median(audits) + statistics.median(tallies))
        ),
    } | aif360(len(table))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
