"""Two small regressions of a yes or no: linear probability with robust errors, and probit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr, ndtr

Floats = NDArray[np.float64]
STEPS, CLOSE = 50, 1e-10


@dataclass(frozen=True)
class Fitted:
    """Coefficients, the constant first, and their covariance.

    Attributes
    ----------
    coefficients : array, shape (1 + columns,)
    covariance : array, shape (1 + columns, 1 + columns)
    n : int
    """

    coefficients: Floats
    covariance: Floats
    n: int

    @property
    def errors(self) -> Floats:
        """Standard errors."""
        return np.sqrt(np.diag(self.covariance))


def with_constant(columns: ArrayLike) -> Floats:
    """Columns with ones in front of them."""
    x = np.asarray(columns, dtype=float)
    return np.column_stack([np.ones(len(x)), x])


def linear_probability(happened: ArrayLike, columns: ArrayLike) -> Fitted:
    """Least squares on a yes or no, with errors that hold though the variance differs from row to row.

    Parameters
    ----------
    happened : array_like of 0 and 1, shape (n,)
    columns : array_like, shape (n, columns)

    Raises
    ------
    numpy.linalg.LinAlgError
        A column is a sum of others, or constant.

    Notes
    -----
    HC1: White's covariance times n / (n - k) (MacKinnon and White, 1985).
    """
    y, x = np.asarray(happened, dtype=float), with_constant(columns)
    bread = np.linalg.inv(x.T @ x)
    coefficients = bread @ (x.T @ y)
    scores = x * (y - x @ coefficients)[:, None]
    n, k = x.shape
    return Fitted(coefficients, n / (n - k) * bread @ (scores.T @ scores) @ bread, n)


def probit(happened: ArrayLike, columns: ArrayLike) -> Fitted:
    """Maximum likelihood of P(yes) = Φ(constant + columns · coefficients), by Fisher scoring.

    Parameters
    ----------
    happened : array_like of 0 and 1, shape (n,)
    columns : array_like, shape (n, columns)

    Raises
    ------
    numpy.linalg.LinAlgError
        A column is a sum of others, or separates yes from no, so that no coefficient is finite.
    """
    y, x = np.asarray(happened, dtype=float), with_constant(columns)
    sign = 2 * y - 1
    coefficients = np.zeros(x.shape[1])
    for _ in range(STEPS):
        line = x @ coefficients
        density = -0.5 * line**2 - 0.5 * np.log(2 * np.pi)
        slope = sign * np.exp(density - log_ndtr(sign * line))
        weight = np.exp(2 * density - log_ndtr(line) - log_ndtr(-line))
        covariance = np.linalg.inv(x.T @ (weight[:, None] * x))
        step = covariance @ (x.T @ slope)
        coefficients = coefficients + step
        if not np.isfinite(coefficients).all():
            break
        if np.abs(step).max() < CLOSE:
            return Fitted(coefficients, covariance, len(y))
    raise np.linalg.LinAlgError("The likelihood has no highest point.")


def chance(fitted: Fitted, at: ArrayLike) -> float:
    """P(yes) of a probit where the columns have the values `at`."""
    return float(ndtr(fitted.coefficients @ np.concatenate([[1.0], np.asarray(at, dtype=float)])))
