"""Would more rows of a group help? What leaving some of them out of the training says, with its interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from workbook.models.folds import Floats, fitted, out_of_fold, scored
from workbook.stats.ranking import auc, auc_interval

if TYPE_CHECKING:
    import pandas as pd

SHARES = (0.25, 0.5, 1.0)
DRAWS = 400
MATTERS = 0.01
"""A gain in AUC below one point counts as no help."""


@dataclass(frozen=True)
class Learning:
    """What the group's own rows did for how well the model ranks it.

    Attributes
    ----------
    group : str
        The one that the model ranks worst.
    rows : tuple of int
        How many of its rows trained the model, at each step.
    ranked : tuple of (float, float, float)
        AUC within the group at each step, with its interval.
    gain : tuple of float
        From half of its rows to all: value, low, high (paired bootstrap over the group's rows, 95 %).
    verdict : {"helped", "did not help", "cannot tell"}
        What doubling did. The next doubling seldom brings more than the last one.
    """

    group: str
    rows: tuple[int, ...]
    ranked: tuple[tuple[float, float, float], ...]
    gain: tuple[float, float, float]
    verdict: Literal["helped", "did not help", "cannot tell"]


def worst_ranked(score: Floats, label: NDArray[np.int64], group: NDArray[np.int64], enough: int = 30) -> int | None:
    """The group within which the score ranks worst; None where no group has enough of both labels."""
    found = {}
    for code in np.unique(group):
        here = (group == code) & (label < 2)
        if min((label[here] == 1).sum(), (label[here] == 0).sum()) >= enough:
            found[int(code)] = auc(score[here], label[here] == 1)
    return min(found, key=lambda code: found[code]) if found else None


def learn(
    model: Any,
    features: pd.DataFrame,
    label: NDArray[np.int64],
    group: NDArray[np.int64],
    code: int,
    name: str,
    folds: int,
    tick: Callable[[], None] = lambda: None,
    seed: int = 0,
) -> Learning:
    """Train on a quarter, a half and all of a group's rows, all other rows as they are; judge out of fold.

    Parameters
    ----------
    model : estimator
    features, label, group
        As in `out_of_fold`.
    code, name : int, str
        The group.
    folds : int
    tick : callable
    seed : int
    """
    generator = np.random.default_rng(seed)
    here = (group == code) & (label < 2)
    scores = []
    for share in SHARES:

        def fit(
            rows: pd.DataFrame, known: NDArray[np.int64], groups: NDArray[np.int64], share: float = share
        ) -> Callable[[pd.DataFrame], Floats]:
            kept = (groups != code) | (generator.random(len(groups)) < share)
            trained = fitted(model, rows[kept], known[kept])
            return lambda new: scored(trained, new)

        scores.append(out_of_fold(fit, features, label, group, folds, tick)[here])
    positive = label[here] == 1
    gain = _gain(scores[-2], scores[-1], positive, generator)
    verdict: Literal["helped", "did not help", "cannot tell"] = (
        "helped" if gain[1] > 0 else "did not help" if gain[2] < MATTERS else "cannot tell"
    )
    many = int(here.sum() * (folds - 1) / folds)
    ranked = tuple(auc_interval(one, positive) for one in scores)
    return Learning(name, tuple(int(share * many) for share in SHARES), ranked, gain, verdict)


def _gain(
    half: Floats, whole: Floats, positive: NDArray[np.bool_], generator: np.random.Generator
) -> tuple[float, float, float]:
    """Difference of the two AUCs on the same rows, with a bootstrap interval over these rows."""
    value, drawn = auc(whole, positive) - auc(half, positive), []
    for _ in range(DRAWS):
        rows = generator.integers(0, len(positive), len(positive))
        drawn.append(auc(whole[rows], positive[rows]) - auc(half[rows], positive[rows]))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return value, float(low), float(high)
