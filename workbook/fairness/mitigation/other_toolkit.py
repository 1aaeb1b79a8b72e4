"""AIF360's algorithms, where that extra is installed."""

from __future__ import annotations

import importlib.util
import logging
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbook.models.folds import Fit, Floats, fitted, scored

if TYPE_CHECKING:
    import pandas as pd

MISSING = "AIF360's algorithms are missing: install the extra with pip install ai-use-case-workbook[aif360]."
PROTOTYPES = 5
MOST_ROWS = 2_000
"""Training rows used; of more, so many at random. Its optimiser has no gradient and asks for the loss again and again."""


def installed() -> bool:
    """Whether AIF360 can be used here."""
    return importlib.util.find_spec("aif360") is not None


def fair_representation(model: Any) -> Fit:
    """Learning fair representations (Zemel and others 2013): the model's last step learns from what hides the group.

    AIF360 knows two groups: the largest is held against all others.
    """

    def fit(rows: pd.DataFrame, known: NDArray[np.int64], group: NDArray[np.int64]) -> Callable[..., Floats]:
        import pandas as pd
        from sklearn.base import clone

        learner, labelled = _algorithms()
        if len(known) > MOST_ROWS:
            kept = np.random.default_rng(0).choice(len(known), MOST_ROWS, replace=False)
            rows, known, group = rows.iloc[kept], known[kept], group[kept]
        before = clone(model[:-1]).fit(rows)
        largest = int(np.bincount(group).argmax())

        def dataset(features: pd.DataFrame, label: NDArray[np.int64], privileged: NDArray[np.bool_]) -> Any:
            values = before.transform(features)
            dense = np.asarray(values.toarray() if hasattr(values, "toarray") else values, dtype=float)
            frame = pd.DataFrame(dense, columns=[f"x{place}" for place in range(dense.shape[1])])
            frame = frame.assign(privileged=privileged.astype(float), label=label.astype(float))
            return labelled(
                df=frame, label_names=["label"], protected_attribute_names=["privileged"], favorable_label=1.0
            )

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            hidden = learner([{"privileged": 0.0}], [{"privileged": 1.0}], k=PROTOTYPES, seed=0, verbose=0)
            made = hidden.fit(dataset(rows, known, group == largest), maxiter=5000, maxfun=5000)
            features = made.transform(dataset(rows, known, group == largest)).features[:, :-1]
        trained = fitted(clone(model[-1]), features, known)

        def score(new: pd.DataFrame) -> Floats:
            nobody = np.zeros(len(new), dtype=bool)  # the group is not known when deciding
            blind = dataset(new, np.zeros(len(new), dtype=np.int64), nobody)
            return scored(trained, made.transform(blind).features[:, :-1])

        return score

    return fit


def _algorithms() -> tuple[Any, Any]:
    """AIF360's learner and its kind of table; on import it warns of every toolkit that it does not find."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        from aif360.algorithms.preprocessing import LFR
        from aif360.datasets import BinaryLabelDataset
    finally:
        logging.disable(before)
    return LFR, BinaryLabelDataset
