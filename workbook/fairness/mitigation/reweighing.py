"""Reweighing (Kamiran and Calders 2012): weights that make label and group independent in the training rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbook.errors import InputError


def weigh(
    group: NDArray[np.int64], label: NDArray[np.int64], weight: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """A weight for each row: w = P(group) · P(label) / P(group, label).

    Parameters
    ----------
    group, label : array of int, shape (rows,)
        Codes from 0.
    weight : array, shape (rows,), optional
        Weights that the rows have already; shares are those of the weights, and the result is multiplied by them.

    Returns
    -------
    array, shape (rows,)

    Raises
    ------
    InputError
        The two are not equally long, or there are no rows.
    """
    if len(group) != len(label) or not len(group):
        raise InputError("Reweighing needs a group and a label for each row.", "Give two arrays of the same length.")
    own = np.ones(len(group)) if weight is None else np.asarray(weight, dtype=float)
    table = np.zeros((int(group.max()) + 1, int(label.max()) + 1))
    np.add.at(table, (group, label), own)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / table.sum()
    factor = np.divide(expected, table, out=np.zeros_like(table), where=table > 0)
    return np.asarray(factor[group, label] * own)
