"""How an error falls with the number of rows that were learned from: error(n) = a · n^-b + c."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
EXPONENTS = (0.05, 2.5)
"""Slower than this nobody sees a fall within a table; faster than this the curve is flat from the first point on."""
STEPS = 99


@dataclass(frozen=True, eq=False)
class PowerLaw:
    """One curve, or many where several were fitted at once.

    Attributes
    ----------
    a, b, c : array
        c is where the error ends with endlessly many rows of the same kind.
    """

    a: Floats
    b: Floats
    c: Floats

    def at(self, rows: float) -> Floats:
        """The error after so many rows."""
        return np.asarray(self.a * rows**-self.b + self.c)


def fit_power_law(
    rows: ArrayLike,
    error: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    floor: bool = True,
    exponents: tuple[float, float] = EXPONENTS,
) -> PowerLaw:
    """The curve with the smallest (weighted) squares; a is never below 0, nor is c.

    For a given b the curve is a straight line in n^-b, so only b is sought: on a grid, then finer around its best point.
    A log-log line would be another curve: it knows no floor and weighs errors by their logarithm.

    Parameters
    ----------
    rows : array_like, shape (points,)
    error : array_like, shape (points,) or (curves, points)
    weight : array_like, shape (points,), optional
        One over the variance of each point.
    floor : bool
        Whether there is a c; else it is 0.
    exponents : (float, float)
        Between which b is sought.
    """
    n, y = np.asarray(rows, dtype=float), np.atleast_2d(np.asarray(error, dtype=float))
    w = np.ones(len(n)) if weight is None else np.asarray(weight, dtype=float)
    scale = float(n.max())
    grid = np.linspace(*exponents, STEPS)
    best = _best_of(grid, n / scale, y, w, floor)
    step = grid[1] - grid[0]
    for _ in range(8):  # each round looks ten times closer around what was best
        around = np.linspace(-step, step, 21)
        squares = np.array([_lines(best + shift, n / scale, y, w, floor)[2] for shift in around])
        best = np.clip(best + around[squares.argmin(axis=0)], *exponents)
        step /= 10
    a, c, _ = _lines(best, n / scale, y, w, floor)
    shape = np.shape(error)[:-1]
    return PowerLaw(*(one.reshape(shape) for one in (a * scale**best, best, c)))


def _best_of(grid: Floats, n: Floats, y: Floats, w: Floats, floor: bool) -> Floats:
    squares = np.array([_lines(np.full(len(y), b), n, y, w, floor)[2] for b in grid])
    return np.asarray(grid[squares.argmin(axis=0)])


def _lines(b: Floats, n: Floats, y: Floats, w: Floats, floor: bool) -> tuple[Floats, Floats, Floats]:
    """For each curve the best a and c at its b, and the squares that are left."""
    x = n ** -b[:, None]
    share = w / w.sum()
    middle_x, middle_y = x @ share, y @ share
    across = x - middle_x[:, None]
    a = (across * (y - middle_y[:, None])) @ w / np.maximum(across**2 @ w, 1e-300)
    c = middle_y - a * middle_x
    alone = np.maximum((x * y) @ w / (x**2 @ w), 0.0)
    through = c < 0 if floor else np.ones(len(c), dtype=bool)
    a, c = np.where(through, alone, a), np.where(through, 0.0, c)
    flat = (a < 0) & floor
    a, c = np.where(flat, 0.0, a), np.where(flat, np.maximum(middle_y, 0.0), c)
    left = y - a[:, None] * x - c[:, None]
    return a, c, np.asarray(left**2 @ w)
