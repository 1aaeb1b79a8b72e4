"""The search for weak slices beside an error tree and a search over pairs of columns; prints JSON.

Usage: python -m tests.bench.slice_search [rows] [columns]
Responsible AI Toolbox and Deepchecks, which people use for this, do not install beside these libraries; in their place
stand our own short versions of what they do: one decision tree that learns where the errors are (error analysis, 31
leaves), and for each pair of the ten columns that matter most to it a small tree on 5,000 rows (weak segments); of either the
five worst leaves count. Neither holds rows back. Three questions:
- seconds and peak memory on a table of so many rows and columns;
- of 100 small tables with no weak slice at all, in how many does each name one that is worse by the tolerance;
- of 40 tables with one planted slice, in how many does it find it, and how much worse does it call it than it is.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from tests.modelling.slices.simulated import study, trial_of
from workbook.modelling.slices.judging import find_slices
from workbook.modelling.trial import Trial
from workbook.models.conditions import conditions_in, rows_where

TOLERANCE, SMALL, NOISE_RUNS, PLANTED_RUNS = 0.10, 2_000, 100, 40
RATE, PLANTED_RATE = 0.15, 0.40
LEAVES, FEWEST, TOP, SAMPLE, NAMED = 31, 20, 10, 5_000, 5
Named = list[tuple[np.ndarray, float]]
"""Slices as masks over the rows, each with how much worse than elsewhere it is called."""


def ours(trial: Trial) -> Named:
    """What the page shows, the worst first."""
    here = trial.study
    found = find_slices(trial, TOLERANCE).slices
    inside = [rows_where(conditions_in(one.rule), here.features, here.group, here.group_names) for one in found]
    return [(mask, one.excess[0]) for mask, one in zip(inside, found, strict=True)]


def coded(features: pd.DataFrame) -> np.ndarray:
    """Words as codes, as both toolkits give them to their trees."""
    columns = [
        one if pd.api.types.is_numeric_dtype(one) else pd.Series(pd.factorize(one)[0]) for _, one in features.items()
    ]
    return np.column_stack([np.asarray(one, dtype=float) for one in columns])


def error_tree(trial: Trial) -> Named:
    """The worst leaves of one tree over all rows."""
    from sklearn.tree import DecisionTreeClassifier

    wrong, rows = trial.study.wronged(trial.decided), coded(trial.study.features)
    tree = DecisionTreeClassifier(max_leaf_nodes=LEAVES, min_samples_leaf=FEWEST, random_state=0).fit(rows, wrong)
    return worst_leaves(tree.apply(rows), wrong)


def pairs(trial: Trial) -> Named:
    """The worst leaves of small trees, one for each pair of the columns that matter most."""
    from sklearn.tree import DecisionTreeRegressor

    wrong, rows = trial.study.wronged(trial.decided), coded(trial.study.features)
    some = np.random.default_rng(0).permutation(len(rows))[:SAMPLE]
    whole = DecisionTreeRegressor(max_depth=6, min_samples_leaf=FEWEST, random_state=0).fit(rows[some], wrong[some])
    top = np.argsort(-whole.feature_importances_)[:TOP]
    found: Named = []
    for pair in combinations(top, 2):
        tree = DecisionTreeRegressor(max_depth=4, min_samples_leaf=FEWEST, random_state=0)
        found += worst_leaves(tree.fit(rows[some][:, pair], wrong[some]).apply(rows[:, pair]), wrong)
    return sorted(found, key=lambda one: -one[1])[:NAMED]


def worst_leaves(leaf: np.ndarray, wrong: np.ndarray) -> Named:
    """The leaves with the highest shares of errors, and how much higher they are than elsewhere."""
    places, many = np.unique(leaf, return_inverse=True)[1], np.bincount(np.unique(leaf, return_inverse=True)[1])
    if len(many) < 2:
        return []
    errors = np.bincount(places, wrong)
    worse = errors / many - (errors.sum() - errors) / (many.sum() - many)
    return [(places == one, float(worse[one])) for one in np.argsort(-worse)[:NAMED]]


def measured(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and then the peak of memory in MB."""
    begun = time.perf_counter()
    act()
    seconds = time.perf_counter() - begun
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return round(seconds, 2), round(peak)


def named_in_noise(search: Callable[[Trial], Named]) -> float:
    """Share of tables without any weak slice in which one is named as worse by the tolerance."""
    found = (search(trial_of(study(seed, SMALL, rate=RATE), None)) for seed in range(NOISE_RUNS))
    return sum(any(worse >= TOLERANCE for _, worse in each) for each in found) / NOISE_RUNS


def on_planted(search: Callable[[Trial], Named]) -> dict[str, Any]:
    """How often the planted slice is among the first that are named, and how much worse it is called than it is."""
    hits, beyond = 0, []
    for seed in range(PLANTED_RUNS):
        here = study(seed, SMALL, lambda frame: [(corner(frame), PLANTED_RATE)], rate=RATE)
        truth = corner(here.features).to_numpy()
        named = search(trial_of(here, None))[:NAMED]
        close = [(mask, worse) for mask, worse in named if (mask & truth).sum() / (mask | truth).sum() > 0.5]
        hits += bool(close)
        for mask, worse in close[:1]:
            purity = truth[mask].mean() - truth[~mask].mean()
            beyond.append(worse - purity * (PLANTED_RATE - RATE))
    return {
        "found": hits / PLANTED_RUNS,
        "called_worse_by_points": round(100 * statistics.mean(beyond), 1) if beyond else None,
    }


def corner(frame: pd.DataFrame) -> pd.Series:
    """The planted slice: about a twelfth of the rows."""
    return (frame.x0 > 0.4) & (frame.c0 == "b")


def main() -> None:
    """Measure all, print one line."""
    rows, columns = (int(one) for one in (*sys.argv[1:], "100000", "30")[:2]) if len(sys.argv) > 2 else (100_000, 30)
    large = trial_of(study(0, rows, columns=columns), None)
    told: dict[str, Any] = {"rows": rows, "columns": columns, "small_rows": SMALL, "tolerance": TOLERANCE}
    for name, search in (("ours", ours), ("error_tree", error_tree), ("pairs", pairs)):
        seconds, peak = measured(lambda search=search: search(large))  # type: ignore[misc]
        told[name] = {
            "seconds": seconds, "peak_mb": peak, "named_in_noise": named_in_noise(search), **on_planted(search),
        }  # fmt: skip
    told["instead_of"] = "Responsible AI Toolbox and Deepchecks do not install here: error_tree and pairs are our own"
    print(json.dumps(told))


if __name__ == "__main__":
    main()
