"""The same cases in another mix: how much each row counts then. No decision changes, so no model is asked.

The event becomes more or less frequent (prior shift), other cases come (covariate shift), or only the newest count (time
shift). What is assumed: within each row's kind everything stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.errors import InputError
from workbook.models.conditions import as_numbers, holds_numbers, with_value
from workbook.models.folds import Floats, Mask
from workbook.models.study import Study

GROUP = "group"
CLIPPED = 3.0
"""Standard deviations beyond which a row counts no more for lying further out: else a few rows would count for all."""
STEEPEST = 20.0


@dataclass(frozen=True)
class Reweighting:
    """Another mix of the same rows."""

    @property
    def words(self) -> str:
        """What happens, in words."""
        raise NotImplementedError

    def factors(self, study: Study, strength: float = 1.0, moment: Floats | None = None) -> Floats:
        """How many times as much each row counts; 1 at a strength of 0.

        Raises
        ------
        InputError
            The rows do not hold what it needs.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class EventShare(Reweighting):
    """The event becomes more or less frequent, by a percentage of its share."""

    change: float = 20.0

    @property
    def words(self) -> str:
        """What happens, in words."""
        return f"{self.change:+g} % cases with the event".replace("-", "−", 1)

    def factors(self, study: Study, strength: float = 1.0, moment: Floats | None = None) -> Floats:
        """More or less for rows with the event, so that its share moves; rows of unknown outcome stay as they are."""
        known = study.weight * study.known
        event = study.label == 1
        total = float(known.sum())
        share = float(known[event].sum()) / total if total else 0.0
        if not 0 < share < 1:
            raise InputError("All rows whose outcome is known have the same one.", "Connect rows with both outcomes.")
        wanted = float(np.clip(share * max(1 + strength * self.change / 100, 0.0), 0.001, 0.999))
        return np.select([event, study.label == 0], [wanted / share, (1 - wanted) / (1 - share)], 1.0)


@dataclass(frozen=True)
class MoreOf(Reweighting):
    """Rows with a value come so many times as often; the column "group" means the group of a row."""

    column: str
    value: str
    times: float = 2.0

    @property
    def words(self) -> str:
        """What happens, in words."""
        return f"{self.times:g} times as many with {self.column} = {self.value}"

    def factors(self, study: Study, strength: float = 1.0, moment: Floats | None = None) -> Floats:
        """`times` for rows with the value, 1 for all others."""
        return np.where(_with_value(study, self.column, self.value), max(self.times, 1e-3) ** strength, 1.0)


def _with_value(study: Study, column: str, value: str) -> Mask:
    if column == GROUP and column not in study.features.columns:
        found = np.array([value == name for name in study.group_names], dtype=bool)[study.group]
    elif column in study.features.columns:
        found = with_value(study.features[column], value)
    else:
        raise InputError(f"The model reads no column “{column}”.", "Choose one that it reads, or “group”.")
    if not found.any():
        raise InputError(f"No row has {column} = {value}.", "Write the value as it stands in the rows.")
    return np.asarray(found)


@dataclass(frozen=True)
class Drift(Reweighting):
    """Cases with higher (or lower) values come more often, until the mean has moved by so many standard deviations."""

    column: str
    deviations: float = 0.5

    @property
    def words(self) -> str:
        """What happens, in words."""
        more = "higher" if self.deviations >= 0 else "lower"
        return f"more cases with a {more} {self.column}: its mean moves by {abs(self.deviations):g} standard deviations"

    def factors(self, study: Study, strength: float = 1.0, moment: Floats | None = None) -> Floats:
        """Exponential tilting: the mix nearest to the rows whose mean is the wanted one; missing values stay as they are."""
        if self.column not in study.features.columns or not holds_numbers(study.features[self.column]):
            raise InputError(f"“{self.column}” is no number that the model reads.", "Choose a column of numbers.")
        values = as_numbers(study.features[self.column])
        known = np.isfinite(values)
        if not known.any() or float(np.std(values[known])) == 0:
            raise InputError(f"“{self.column}” is the same in all rows.", "Choose a column that varies.")
        place = np.clip((values - values[known].mean()) / values[known].std(), -CLIPPED, CLIPPED)
        factors = np.ones(len(values))
        factors[known] = _tilted(place[known], study.weight[known], strength * self.deviations)
        return factors


def _tilted(place: Floats, weight: Floats, wanted: float) -> Floats:
    """Factors exp(slope · place), with mean 1, whose weighted mean of `place` has moved by `wanted` as far as it can."""
    from scipy.optimize import brentq

    start = float(np.average(place, weights=weight))

    def tilt(slope: float) -> Floats:
        raised = np.exp(slope * place - np.max(slope * place))
        return np.asarray(raised / np.average(raised, weights=weight))

    def short(slope: float) -> float:
        return float(np.average(place, weights=weight * tilt(slope))) - start - wanted

    ends = short(-STEEPEST), short(STEEPEST)
    if ends[0] >= 0 or ends[1] <= 0:
        raise InputError("The mean cannot move so far with these cases.", "Choose fewer standard deviations.")
    return tilt(float(brentq(short, -STEEPEST, STEEPEST)))


@dataclass(frozen=True)
class NewestOnly(Reweighting):
    """Only the newest rows, in percent of all."""

    percent: float = 20.0

    @property
    def words(self) -> str:
        """What happens, in words."""
        return f"only the newest {self.percent:g} % of the rows"

    def factors(self, study: Study, strength: float = 1.0, moment: Floats | None = None) -> Floats:
        """1 for the newest rows, 0 for the others; weaker keeps more of them."""
        if moment is None:
            raise InputError("No column says when a row is from.", "Name the time column at the top of this page.")
        kept = 1 - min(strength, 1.0) * (1 - self.percent / 100)
        ranked = np.argsort(np.argsort(moment, kind="stable"), kind="stable")
        return np.asarray(ranked >= (1 - kept) * len(moment), dtype=float)
