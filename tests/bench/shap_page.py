"""What drives the score, on as many rows as its order needs, beside SHAP on all rows as explainerdashboard computes it.

Usage: python -m tests.bench.shap_page [rows]

Gradient boosting and a random forest on 100,000 rows and 30 columns. Each way runs in a process of its own, so that its
memory is its own; prints a line of JSON each. Theirs is `shap.TreeExplainer(model).shap_values(all rows)`, which
explainerdashboard calls before its first page. Where that would take longer than two minutes it is measured on some rows
and the rest is extrapolated, and says so. Ranks are compared with those of all rows, explained exactly.
"""

from __future__ import annotations

import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROWS, COLUMNS, TOP = 100_000, 30, 10
PATIENCE = 120.0


def made(kind: str, rows: int) -> tuple[pd.DataFrame, Any]:
    """Rows, and a model fitted on them."""
    from sklearn.datasets import make_classification
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier

    values, label = make_classification(
        rows, COLUMNS, n_informative=14, n_redundant=6, flip_y=0.1, class_sep=0.7, random_state=1
    )
    frame = pd.DataFrame(values, columns=[f"column {place}" for place in range(COLUMNS)])
    if kind == "gradient boosting":
        model: Any = HistGradientBoostingClassifier(max_iter=120, learning_rate=0.06, random_state=0)
    else:
        model = RandomForestClassifier(50, n_jobs=-1, min_samples_leaf=5, random_state=0)
    return frame, model.fit(frame, label)


def memory() -> float:
    """Megabytes this process has used at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(frame: pd.DataFrame, model: Any) -> dict[str, Any]:
    """Adaptive batches against a background that is spread over the score."""
    from workbook.explanation.attributing.attributions import enough_rows
    from workbook.explanation.attributing.background import background_of
    from workbook.explanation.attributing.importance import settle
    from workbook.explanation.attributing.sampling import evenly_drawn, sample_scores
    from workbook.models.model import EstimatorModel
    from workbook.models.study import Study

    many = len(frame)
    study = Study(
        frame, np.zeros(many, dtype=np.int64), np.zeros(many, dtype=np.int64), ("everybody",), np.full(many, 0.5),
        np.arange(many) % 2, np.ones(many),
    )  # fmt: skip
    held = EstimatorModel(model, tuple(frame.columns))
    begun = time.perf_counter()
    score = sample_scores(study, held, 7)
    background = background_of(study, held, enough_rows(held), "everybody", 7)
    drawn = evenly_drawn(study, score, np.ones(many, dtype=bool), 7)
    found = settle(study, held, "tree shap", drawn, background)
    return {
        "way": "workbook", "seconds": time.perf_counter() - begun, "MB_at_most": memory(),
        "rows_explained": len(found.found.rows), "background_rows": len(background.places), "stopped": found.stopped,
        "pairs_still_open": len(found.unsettled), "largest_additivity_error": found.found.gap,
        "importance": found.order.mean.tolist(),
    }  # fmt: skip


def theirs(frame: pd.DataFrame, model: Any) -> dict[str, Any]:
    """All rows by shap's own routine; some of them and extrapolated where patience ends."""
    begun = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap
    explainer, done, parts, step = shap.TreeExplainer(model), 0, [], 5
    while done < len(frame) and time.perf_counter() - begun < PATIENCE:
        rows = frame.iloc[done : done + step]
        values = np.asarray(explainer.shap_values(rows, check_additivity=False))
        parts.append(np.abs(values[..., -1] if values.ndim == 3 else values))
        done, step = done + len(rows), min(step * 2, 5_000)
    seconds = time.perf_counter() - begun
    return {
        "way": "SHAP on all rows", "seconds": seconds * len(frame) / done, "extrapolated_from_rows": done,
        "MB_at_most": memory(), "importance": np.concatenate(parts).mean(axis=0).tolist(),
    }  # fmt: skip


def exact(frame: pd.DataFrame, model: Any, rows: int) -> dict[str, Any]:
    """Many rows against the workbook's background: the order that the adaptive way is held against."""
    from workbook.explanation.attributing.attributions import enough_rows, explain
    from workbook.models.model import EstimatorModel
    from workbook.models.study import Study

    many = len(frame)
    nothing = np.zeros(many, dtype=np.int64)
    study = Study(frame, nothing, nothing, ("everybody",), np.full(many, 0.5), nothing, np.ones(many))
    held = EstimatorModel(model, tuple(frame.columns))
    begun = time.perf_counter()
    taken = np.sort(np.random.default_rng(3).permutation(many)[:rows])
    found = explain(study, held, taken, "tree shap", seed=7, background=enough_rows(held))
    return {
        "way": "workbook, many rows", "seconds": time.perf_counter() - begun, "rows_explained": len(taken),
        "importance": np.abs(found.values).mean(axis=0).tolist(),
    }  # fmt: skip


def agreement(one: list[float], other: list[float]) -> dict[str, float]:
    """Spearman's correlation, how many of the first ten are the same, and how many stand in the same place."""
    from scipy.stats import spearmanr

    first, second = (np.argsort(-np.array(each))[:TOP] for each in (one, other))
    return {
        "rank_correlation": round(float(spearmanr(one, other).statistic), 3),
        "same_top_ten": len(set(first) & set(second)),
        "same_place": int((first == second).sum()),
    }


def in_a_process(way: str, folder: Path) -> dict[str, Any]:
    """One way in a process of its own."""
    asked = [sys.executable, "-m", "tests.bench.shap_page", "--way", way, str(folder)]
    told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    result: dict[str, Any] = json.loads(told.splitlines()[-1])
    return result


def main() -> None:
    """Both models, every way, one line each."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    for kind, reference in (("gradient boosting", rows), ("random forest", min(rows, 1_500))):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "held.pickle").write_bytes(pickle.dumps(made(kind, rows)))
            (folder / "reference").write_text(str(reference))
            many = in_a_process("exact", folder)
            for way in ("ours", "theirs"):
                told = in_a_process(way, folder)
                ranks = agreement(told.pop("importance"), many["importance"])
                rounded = {
                    key: round(one, 2) if key != "largest_additivity_error" and isinstance(one, float) else one
                    for key, one in told.items()
                }
                print(json.dumps({"model": kind, "rows": rows, **rounded, **ranks}), flush=True)
            print(
                json.dumps({"model": kind, **{key: one for key, one in many.items() if key != "importance"}}),
                flush=True,
            )


if __name__ == "__main__":
    if "--way" in sys.argv:
        way, where = sys.argv[2], Path(sys.argv[3])
        frame_, model_ = pickle.loads((where / "held.pickle").read_bytes())  # made a moment ago by this program
        if way == "exact":
            print(json.dumps(exact(frame_, model_, int((where / "reference").read_text()))))
        else:
            print(json.dumps((ours if way == "ours" else theirs)(frame_, model_)))
    else:
        main()
