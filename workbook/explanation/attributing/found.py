"""What a method found out about some rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

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

    def turned(self, sign: float, probability: bool) -> Found:
        """The same for the other of two classes where the sign is negative."""
        if sign > 0:
            return self
        start = 1.0 if probability else 0.0
        return replace(self, values=-self.values, base=start - self.base, explained=start - self.explained)
