"""Rows whose score knows nothing, as a tally with one row in each cell."""

from __future__ import annotations

import numpy as np

from workbook.data.tallies import Cells, Sums, Tally


def noise_tally(labels: np.ndarray, amounts: np.ndarray, seed: int) -> Tally:
    """The rows in a random order of scores, in random halves that choose and value."""
    generator = np.random.default_rng(seed)
    n, order = len(labels), generator.permutation(len(labels))
    zeros, ones = np.zeros(n, dtype=np.int32), np.ones(n)
    a = amounts[order]
    loan = Sums(a, a, a**2, zeros.astype(np.int64))
    cells = Cells(
        split=generator.integers(0, 2, n).astype(np.int32), stratum=zeros, group=zeros, label=labels[order].astype(np.int8),
        decision=np.full(n, 2, dtype=np.int8), bin=np.arange(n, dtype=np.int32), count=np.ones(n, dtype=np.int64),
        weight=ones, weight_squared=ones, amounts={"loan": loan},
    )  # fmt: skip
    return Tally(cells, np.arange(n) / n, True, split_names=("choose", "value"))


def labels(n: int, share: float) -> np.ndarray:
    """So many positives among n rows."""
    return (np.arange(n) < round(share * n)).astype(int)
