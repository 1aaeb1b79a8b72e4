"""How strongly two columns go together, whatever kinds they are: 0 not at all, 1 as strongly as can be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
LEAST = 20
"""With fewer rows in which both are known nothing is said."""


def association(one: Floats | Codes, other: Floats | Codes) -> float:
    """Strength of association: codes of words are arrays of int (-1 is missing), numbers arrays of float.

    Two numbers: Spearman's correlation without its sign. A number and words: the correlation ratio of the number's
    ranks. Words and words: Cramér's V, corrected for chance (Bergsma 2013). 0 where nothing can be said.
    """
    known = _known(one) & _known(other)
    if known.sum() < LEAST:
        return 0.0
    first, second = one[known], other[known]
    words = first.dtype.kind == "i", second.dtype.kind == "i"
    if all(words):
        return _words(first.astype(np.int64), second.astype(np.int64))
    if not any(words):
        return _numbers(np.asarray(first, dtype=float), np.asarray(second, dtype=float))
    number, word = (second, first) if words[0] else (first, second)
    return _mixed(np.asarray(number, dtype=float), word.astype(np.int64))


def _known(column: Floats | Codes) -> NDArray[np.bool_]:
    return np.asarray(column >= 0) if column.dtype.kind == "i" else np.isfinite(column)


def _numbers(one: Floats, other: Floats) -> float:
    ranks = [np.asarray(rankdata(each), dtype=float) for each in (one, other)]
    centred = [each - each.mean() for each in ranks]
    length = float(np.sqrt((centred[0] ** 2).sum() * (centred[1] ** 2).sum()))
    return float(abs((centred[0] * centred[1]).sum()) / length) if length else 0.0


def _mixed(number: Floats, word: Codes) -> float:
    """The correlation ratio, less what as many groups explain by chance."""
    ranks = np.asarray(rankdata(number), dtype=float)
    _, place = np.unique(word, return_inverse=True)
    counts = np.bincount(place)
    total = float(((ranks - ranks.mean()) ** 2).sum())
    rows, groups = len(ranks), len(counts)
    if not total or groups < 2 or rows <= groups:
        return 0.0
    means = np.bincount(place, ranks) / counts
    within = float(((ranks - means[place]) ** 2).sum())
    return float(np.sqrt(max(0.0, 1 - within / (rows - groups) / (total / (rows - 1)))))


def _words(one: Codes, other: Codes) -> float:
    table = np.zeros((len(np.unique(one)), len(np.unique(other))))
    np.add.at(table, (np.unique(one, return_inverse=True)[1], np.unique(other, return_inverse=True)[1]), 1)
    rows, (many, few) = table.sum(), table.shape
    if min(many, few) < 2:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / rows
    phi = ((table - expected) ** 2 / expected).sum() / rows
    corrected = max(0.0, phi - (many - 1) * (few - 1) / (rows - 1))
    sides = [each - (each - 1) ** 2 / (rows - 1) for each in (many, few)]
    most = min(sides) - 1
    return float(min(1.0, np.sqrt(corrected / most))) if most > 0 else 0.0
