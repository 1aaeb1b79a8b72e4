"""The gap between people who are alike in columns of numbers: for code, on rows; a tally holds no such columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from workbook.errors import InputError
from workbook.stats.intervals import normal_quantile
from workbook.stats.regression import Fitted, chance, linear_probability, probit

Kind = Literal["linear", "probit"]


@dataclass(frozen=True)
class AdjustedGap:
    """What is left of a gap once other columns are held alike.

    Attributes
    ----------
    raw : float
        Share of the group less share of all others.
    difference, low, high : float
        The same between people alike in `alike`, with its 95 % interval (sampling error only).
    coefficients, errors : pandas.Series
        Of the regression, by column; the group's column bears its name.
    n : int
        Rows without a gap in any of the columns.
    """

    raw: float
    difference: float
    low: float
    high: float
    coefficients: pd.Series[float]
    errors: pd.Series[float]
    n: int


def adjusted_gap(
    rows: pd.DataFrame,
    outcome: str,
    positive: Any,
    group: str,
    member: Any,
    alike: Sequence[str],
    *,
    kind: Kind = "linear",
    at: Mapping[str, float] | None = None,
) -> AdjustedGap:
    """Compare a group with all others, holding columns of numbers alike.

    Holding a column alike is right only where it may decide and does not carry the group itself: adjusting for a proxy
    explains a gap away.

    Parameters
    ----------
    rows : DataFrame
    outcome : str
        Column of decisions or outcomes.
    positive : object
        Its value that counts.
    group, member : str, object
        Column of groups, and the group that is compared with all others.
    alike : sequence of str
        Columns of numbers.
    kind : {"linear", "probit"}
        Linear probability with HC1 errors: one difference for all. Probit: the difference at `at`, its interval by the
        delta method.
    at : mapping of str to float, optional
        For probit; means of the columns where left out.

    Raises
    ------
    InputError
        A column is missing or holds no numbers; nobody or everybody is in the group; a regression cannot be fitted.
    """
    columns = [outcome, group, *alike]
    for name in columns:
        if name not in rows.columns:
            raise InputError(f"Column '{name}' is not in the rows.", f"Choose among: {', '.join(rows.columns[:12])}.")
    for name in alike:
        if not pd.api.types.is_numeric_dtype(rows[name]):
            raise InputError(f"Column '{name}' holds no numbers.", "Compare within strata of it instead.")
    whole = rows[columns].dropna()
    happened = whole[outcome].eq(positive).to_numpy(dtype=float)
    inside = whole[group].eq(member).to_numpy(dtype=float)
    if inside.min(initial=1) == inside.max(initial=0):
        raise InputError(f"'{member}' of '{group}' is nobody or everybody here.", "Choose another group.")
    x = np.column_stack([whole[list(alike)].to_numpy(dtype=float), inside])
    try:
        fitted = linear_probability(happened, x) if kind == "linear" else probit(happened, x)
    except np.linalg.LinAlgError as error:
        raise InputError(
            "These columns cannot be held alike at once: one follows from the others, or decides alone.",
            "Leave one out.",
        ) from error
    place = [float((at or {}).get(name, whole[name].mean())) for name in alike]
    difference, deviation = _linear(fitted) if kind == "linear" else _probit(fitted, place)
    z = normal_quantile(0.95)
    names = ["constant", *alike, f"{group} = {member}"]
    return AdjustedGap(
        raw=float(happened[inside == 1].mean() - happened[inside == 0].mean()),
        difference=difference, low=difference - z * deviation, high=difference + z * deviation,
        coefficients=pd.Series(fitted.coefficients, names), errors=pd.Series(fitted.errors, names), n=fitted.n,
    )  # fmt: skip


def _linear(fitted: Fitted) -> tuple[float, float]:
    return float(fitted.coefficients[-1]), float(fitted.errors[-1])


def _probit(fitted: Fitted, place: Sequence[float]) -> tuple[float, float]:
    """Difference of two chances at one place, and its standard error by the delta method."""
    sides = np.array([[1.0, *place, 1.0], [1.0, *place, 0.0]])
    density = np.exp(-0.5 * (sides @ fitted.coefficients) ** 2) / np.sqrt(2 * np.pi)
    slope = density[0] * sides[0] - density[1] * sides[1]
    difference = chance(fitted, [*place, 1.0]) - chance(fitted, [*place, 0.0])
    return difference, float(np.sqrt(slope @ fitted.covariance @ slope))
