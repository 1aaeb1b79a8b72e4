"""Reductions (Agarwal and others 2018), as Fairlearn carries them: a model trained under a fairness constraint."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from workbook.models.folds import Floats

if TYPE_CHECKING:
    import pandas as pd

Constraint = Literal["reduced parity", "reduced odds"]
MOST_ROWS = 5_000
"""Training rows used; of more, so many at random. It fits the model again in every round."""
ROUNDS = 20


def reduce(
    model: Any, constraint: Constraint, tolerance: float, costs: tuple[float, float]
) -> Callable[[pd.DataFrame, NDArray[np.int64], NDArray[np.int64]], Callable[[pd.DataFrame], Floats]]:
    """How to fit a model under a constraint; the group is needed to train, not to decide.

    Parameters
    ----------
    model : pipeline
        Its last step is fitted under the constraint, the steps before it once.
    constraint : {"reduced parity", "reduced odds"}
    tolerance : float
        How much of a gap the constraint allows.
    costs : tuple of float
        Of missing a case with the event, and of selecting one without it: what the training minimises.

    Returns
    -------
    callable
        Features, label and group codes -> a function that gives the share of the mixture's models that select.
    """

    def fit(
        features: pd.DataFrame, label: NDArray[np.int64], group: NDArray[np.int64]
    ) -> Callable[[pd.DataFrame], Floats]:
        from fairlearn.reductions import DemographicParity, EqualizedOdds, ErrorRate, ExponentiatedGradient
        from sklearn.base import clone

        if len(label) > MOST_ROWS:
            kept = np.random.default_rng(0).choice(len(label), MOST_ROWS, replace=False)
            features, label, group = features.iloc[kept], label[kept], group[kept]
        before, last = clone(model[:-1]), clone(model[-1])
        kind = DemographicParity if constraint == "reduced parity" else EqualizedOdds
        scale = max(sum(costs), 1e-12)
        objective = ErrorRate(costs={"fn": costs[0] / scale, "fp": costs[1] / scale})
        with warnings.catch_warnings():  # it still writes into pandas objects the way older releases allowed
            warnings.simplefilter("ignore")
            mixture = ExponentiatedGradient(
                last, kind(difference_bound=tolerance), objective=objective, max_iter=ROUNDS, eps=tolerance
            )
            mixture.fit(_dense(before.fit_transform(features)), label, sensitive_features=group)

        def score(rows: pd.DataFrame) -> Floats:
            return np.asarray(mixture._pmf_predict(_dense(before.transform(rows)))[:, 1], dtype=float)

        return score

    return fit


def _dense(values: Any) -> NDArray[np.float64]:
    return np.asarray(values.toarray() if hasattr(values, "toarray") else values, dtype=float)
