"""The same people explained by several methods, and by each of them again with other seeds and backgrounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.explanation.attributing.attributions import Attributions, explain, methods_for
from workbook.explanation.attributing.background import Background, Whom, background_of
from workbook.explanation.attributing.methods import METHODS
from workbook.models.folds import SEED, Codes, Floats
from workbook.models.model import Model
from workbook.models.study import Study

SHAPLEY = ("linear shap", "tree shap", "permutation shap")
"""They measure the same: only the most exact of them is asked, else agreement would flatter itself."""
RUNS, RUNS_OF_SLOW = 20, 3
"""How often a method is run again."""


@dataclass(frozen=True, eq=False)
class Asked:
    """What the methods say of the same rows.

    Attributes
    ----------
    first : mapping of str to Attributions
        By method, with the same background; the most exact first.
    again : mapping of str to array, shape (runs, rows, columns)
        Attributions of the same rows, each run with another seed and another background.
    not_available : tuple of (str, str)
        Title of a method, and why it was not asked.
    """

    first: Mapping[str, Attributions]
    again: Mapping[str, Floats]
    not_available: tuple[tuple[str, str], ...]

    @property
    def reference(self) -> Attributions:
        """What the most exact method says."""
        return next(iter(self.first.values()))


def methods_to_ask(model: Model) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The methods that measure differently and fit the model, and the others with why not."""
    asked: list[str] = []
    left: list[tuple[str, str]] = []
    for name, why_not in methods_for(model):
        if why_not:
            left.append((METHODS[name].title, why_not))
        elif name not in SHAPLEY or not set(asked) & set(SHAPLEY):
            asked.append(name)
    return tuple(asked), tuple(left)


def ask(
    study: Study,
    model: Model,
    rows: Codes,
    background: Background,
    *,
    compared_with: Whom = "everybody",
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
    told: Callable[[float, str], None] = lambda share, words: None,
) -> Asked:
    """Explain some rows by every method that fits, and again with other seeds and backgrounds.

    Parameters
    ----------
    study : Study
    model : Model
    rows : array of int
    background : Background
        Of the first run of every method.
    compared_with : {"everybody", "selected", "not selected"}
        From whom the backgrounds of the other runs are chosen.
    seed : int
    tick : callable
        Called between steps; may raise to stop.
    told : callable
        Called with the share done and words.
    """
    names, left = methods_to_ask(model)
    steps, done = sum(1 + runs_of(name) for name in names), 0
    first: dict[str, Attributions] = {}
    again: dict[str, Floats] = {}
    for name in names:
        told(done / steps, f"{METHODS[name].title}: {len(rows)} rows")
        first[name] = explain(study, model, rows, name, seed=seed, background=background, tick=tick)
        done += 1
        runs = []
        for run in range(1, runs_of(name) + 1):
            told(done / steps, f"{METHODS[name].title} again, {run} of {runs_of(name)}")
            other = background_of(study, model, len(background.places), compared_with, seed + run)
            runs.append(explain(study, model, rows, name, seed=seed + run, background=other, tick=tick).values)
            done += 1
        again[name] = np.array(runs)
    return Asked(first, again, left)


def runs_of(name: str) -> int:
    """How often a method is run again: less often where it is slow."""
    return RUNS_OF_SLOW if METHODS[name].draws else RUNS


def strongest(values: Floats, k: int) -> NDArray[np.bool_]:
    """Which columns are among the k strongest reasons of their row; a value of nought is no reason."""
    from workbook.stats.disagreement import ranking

    flat = values.reshape(-1, values.shape[-1])
    return np.asarray((ranking(flat) < k).reshape(values.shape) & (values != 0))
