"""What may be changed about a case: for each feature in which direction, in which steps, within which range; and what it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from workbook.errors import InputError
from workbook.models.folds import Floats

if TYPE_CHECKING:
    import pandas as pd

Way = Literal["free", "up", "down", "never"]
Value = float | str | None

WHO_ONE_IS = frozenset(
    [
        "age",
        "ages",
        "birth",
        "birthday",
        "birthdate",
        "dob",
        "born",
        "sex",
        "gender",
        "race",
        "ethnicity",
        "ethnic",
        "nationality",
        "citizen",
        "citizenship",
        "origin",
        "religion",
        "disability",
        "disabled",
        "senior",
        "alter",
        "geschlecht",
    ]
)
"""Words in the name of a column that nobody can change, or should be asked to."""
GROWS_WITH_TIME = frozenset(["seniority", "tenure", "experience"])
"""Words in the name of a column that time alone moves, and only upwards."""
MOST_VALUES = 20
"""More values of one feature than this are not tried; steps become coarser."""
FEWEST = 10
"""A word that fewer rows hold is not proposed to anybody."""
MISSING = "missing"
"""What a recipe reads in place of a word that is not there."""


def usual_way(feature: str) -> Way:
    """How a feature may be changed while nobody has said anything about it."""
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", feature)}
    if words & WHO_ONE_IS:
        return "never"
    return "up" if words & GROWS_WITH_TIME else "free"


@dataclass(frozen=True)
class Freedom:
    """What the team says about one feature.

    Attributes
    ----------
    feature : str
    way : {"free", "up", "down", "never"}
    step : float, optional
        Numbers move from where they are in multiples of it; without it to every twentieth of what is seen.
    low, high : float, optional
        Ends of the range; never beyond what was seen, where nobody knows what the model does.
    only : tuple of str
        The words that may be chosen; all that are common enough where it is empty.
    """

    feature: str
    way: Way = "free"
    step: float | None = None
    low: float | None = None
    high: float | None = None
    only: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Lever:
    """A feature with all that is needed to change it.

    Attributes
    ----------
    name : str
    way : {"free", "up", "down", "never"}
    ordered : array or None
        The numbers that were seen, sorted; None for words.
    shares : mapping
        Word -> the share of rows that hold it.
    grid : tuple
        Where it may go, from wherever it is.
    step : float or None
    low, high : float
    """

    name: str
    way: Way
    ordered: Floats | None
    shares: Mapping[Any, float] = field(default_factory=dict)
    grid: tuple[Any, ...] = ()
    step: float | None = None
    low: float = -np.inf
    high: float = np.inf

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers."""
        return self.ordered is not None

    @cached_property
    def whole(self) -> bool:
        """Whether it holds whole numbers only."""
        return self.ordered is not None and bool((self.ordered % 1 == 0).all())

    @property
    def usual(self) -> tuple[float, float]:
        """Ends between which all but one in a hundred lie on either side; nought to one where nothing was seen."""
        if self.ordered is None or not len(self.ordered):
            return 0.0, 1.0
        last = len(self.ordered) - 1
        return float(self.ordered[round(0.01 * last)]), float(self.ordered[round(0.99 * last)])

    def values_from(self, now: Any) -> tuple[Any, ...]:
        """Where this feature may go from its present value, the present value left out.

        From a missing number a feature that is free may go anywhere; upwards and downwards are not defined. Nothing
        ever becomes missing.
        """
        if self.way == "never":
            return ()
        if not self.is_number:
            return tuple(one for one in self.grid if one != now)
        if _is_missing(now):
            return self.grid if self.way == "free" else ()
        values = np.asarray(self.grid if self.step is None else self._steps(float(now)), dtype=float)
        wanted = {"free": values != now, "up": values > now, "down": values < now}[self.way]
        return tuple(float(one) for one in values[wanted])

    def _steps(self, now: float) -> Floats:
        """Multiples of the step from here, within the range and in the direction; coarser where they would be too many."""
        assert self.step is not None
        first = int(np.ceil((self.low - now) / self.step - 1e-9))
        last = int(np.floor((self.high - now) / self.step + 1e-9))
        first, last = max(first, 1) if self.way == "up" else first, min(last, -1) if self.way == "down" else last
        coarser = max(1, -(-(last - first) // MOST_VALUES))
        multiples = coarser * np.arange(-(-first // coarser), last // coarser + 1)
        return np.asarray(np.round(now + self.step * multiples, 10))

    def efforts(self, now: Any, values: Sequence[Any]) -> Floats:
        """What it takes to go from the present value to others, as a share of the rows that are passed.

        Numbers: the distance of their percentiles (after Ustun, Spangher and Liu 2019); a missing number starts in the
        middle. Words: the share of rows that do not hold the new word, since what few have is hard to get.
        """
        if self.ordered is None:
            return np.array([1.0 - self.shares.get(one, 0.0) for one in values])
        start = 0.5 if _is_missing(now) else self._percentile(np.array([float(now)]))[0]
        return np.asarray(np.abs(self._percentile(np.asarray(values, dtype=float)) - start))

    def _percentile(self, values: Floats) -> Floats:
        """The share of rows below each value, half of those equal to it included."""
        assert self.ordered is not None
        below, upto = (np.searchsorted(self.ordered, values, side) for side in ("left", "right"))
        return np.asarray((below + upto) / (2 * max(len(self.ordered), 1)), dtype=float)


def value_in(column: pd.Series[Any]) -> Any:
    """The value of a column with one row; None where it is missing, however its kind writes that."""
    import pandas as pd

    value = column.iloc[0]
    return None if pd.isna(value) else value


def _is_missing(value: Any) -> bool:
    return value is None or value != value


def levers(features: pd.DataFrame, freedoms: Sequence[Freedom] = ()) -> tuple[Lever, ...]:
    """A lever for each feature, in their order; what nobody spoke of moves as `usual_way` says.

    Parameters
    ----------
    features : DataFrame
        The rows that say what is seen and how common it is.
    freedoms : sequence of Freedom

    Raises
    ------
    InputError
        A feature that is spoken of is not there, or its step or range makes no sense.
    """
    said = {one.feature: one for one in freedoms}
    unknown = [name for name in said if name not in features.columns]
    if unknown:
        raise InputError(
            f"The model reads no column “{unknown[0]}”, so nothing can be said about changing it.",
            f"It reads: {', '.join(map(str, features.columns[:12]))}.",
        )
    return tuple(
        _lever(features[name], said.get(str(name), Freedom(str(name), usual_way(str(name)))))
        for name in features.columns
    )


def _lever(column: pd.Series[Any], said: Freedom) -> Lever:
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(column):
        return Lever(said.feature, "never", None)
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return _number(np.sort(column.dropna().to_numpy(dtype=float)), said)
    shares = column.value_counts(normalize=True)
    common = column.value_counts()
    known = [one for one in common.index if common[one] >= FEWEST and one != MISSING][:MOST_VALUES]
    if said.only:
        known = [one for one in common.index if str(one) in said.only]
    way: Way = said.way if said.way == "free" else "never"  # words have no order
    return Lever(said.feature, way, None, {one: float(shares[one]) for one in shares.index}, tuple(known))


def _number(ordered: Floats, said: Freedom) -> Lever:
    if not len(ordered):
        return Lever(said.feature, "never", ordered)
    if said.low is not None and said.high is not None and said.low > said.high:
        raise InputError(f"The range of “{said.feature}” ends below its beginning.", "Swap the two, or empty one.")
    if said.step is not None and not said.step > 0:
        raise InputError(f"“{said.feature}” cannot move in steps of {said.step:g}.", "Write a number above 0.")
    low = max(float(ordered[0]), -np.inf if said.low is None else said.low)
    high = min(float(ordered[-1]), np.inf if said.high is None else said.high)
    shares = (np.arange(MOST_VALUES) + 0.5) / MOST_VALUES
    seen = np.unique(np.quantile(ordered, shares, method="inverted_cdf"))
    grid = tuple(float(one) for one in seen[(seen >= low) & (seen <= high)])
    return Lever(said.feature, said.way, ordered, {}, grid, said.step, low, high)
