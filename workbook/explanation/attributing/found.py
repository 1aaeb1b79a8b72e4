"""What a method found out about some rows."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.models.folds import Floats


@dataclass(frozen=True, eq=False)
class Found:
    """Attributions of the rows that one voice explains.

    Attributes
    ----------
    values : array of float, shape (rows, columns)
    base : array of float or float
        What the values are counted from, of each row or of all.
    explained : array of float, shape (rows,)
        The output that is explained.
    fit : array of float or None, shape (rows,)
        R² of the local line.
    """

    values: Floats
    base: Floats | float
    explained: Floats
    fit: Floats | None = None
