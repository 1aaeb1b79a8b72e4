"""AIF360's algorithms, where that extra is installed."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbook.fairness.mitigation.recipes import Fit, Floats, fitted, scored

if TYPE_CHECKING:
    import pandas as pd

MISSING = "AIF360's algorithms are missing: install the extra with pip install ai-use-case-workbook[aif360]."
PROTOTYPES = 5


def installed() -> bool:
    """Whether AIF360 can be used here."""
    return importlib.util.find_spec("aif360") is not None


def fair_representation(model: Any) -> Fit:
    """Learning fair representations (Zemel and others 2013): the model's last step learns from what hides the group.

    AIF360 knows two groups: the largest is held against all others.
    """

    def fit(rows: pd.DataFrame, known: NDArray[np.int64], group: NDArray[np.int64]) -> Callable[..., Floats]:
        import pandas as pd
        from aif360.algorithms.preprocessing import LFR
        from aif360.datasets import BinaryLabelDataset
        from sklearn.base import clone

        before = clone(model[:-1]).fit(rows)
        largest = int(np.bincount(group).argmax())

        def dataset(features: pd.DataFrame, label: NDArray[np.int64], privileged: NDArray[np.bool_]) -> Any:
            values = before.transform(features)
            dense = np.asarray(values.toarray() if hasattr(values, "toarray") else values, dtype=float)
            frame = pd.DataFrame(dense, columns=[f"x{place}" for place in range(dense.shape[1])])
            frame = frame.assign(privileged=privileged.astype(float), label=label.astype(float))
            return BinaryLabelDataset(
                df=frame, label_names=["label"], protected_attribute_names=["privileged"], favorable_label=1.0
            )

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            hidden = LFR([{"privileged": 0.0}], [{"privileged": 1.0}], k=PROTOTYPES, seed=0, verbose=0)
            made = hidden.fit(dataset(rows, known, group == largest), maxiter=500, maxfun=500)
            features = made.transform(dataset(rows, known, group == largest)).features[:, :-1]
        trained = fitted(clone(model[-1]), features, known)

        def score(new: pd.DataFrame) -> Floats:
            nobody = np.zeros(len(new), dtype=bool)  # the group is not known when deciding
            blind = dataset(new, np.zeros(len(new), dtype=np.int64), nobody)
            return scored(trained, made.transform(blind).features[:, :-1])

        return score

    return fit
