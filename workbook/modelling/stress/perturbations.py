"""What can happen to the values of columns: pure functions from a frame to a frame, reproducible by their seed.

Each takes a strength: 0 changes nothing, 1 is as written, beyond that more of it. What happens to a share of the rows
happens to the same rows and more of them as the strength grows, so that a curve over the strength is no patchwork of draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal
from zlib import crc32

import numpy as np
from numpy.random import Generator, default_rng

from workbook.modelling.stress.entries import integer_like, mistyped, mistyped_number, put
from workbook.models.conditions import as_numbers, holds_numbers, with_value
from workbook.models.folds import SEED, Floats, Mask

if TYPE_CHECKING:
    import pandas as pd

Sort = Literal["numbers", "words", "moments"]
UNSEEN = "(never seen)"
IN_WORDS_MISSING = "missing"
"""What recipes read where a word is missing."""


@dataclass(frozen=True)
class Perturbation:
    """Something that happens to columns.

    Attributes
    ----------
    columns : tuple of str
    rows : float
        Share of the rows that it happens to.
    where : (column, value) or None
        Only in rows with that value.
    """

    columns: tuple[str, ...]
    rows: float = 1.0
    where: tuple[str, str] | None = None

    grows: ClassVar[Literal["amount", "rows"]] = "rows"
    """What a larger strength means: more of it in each row, or more rows."""
    works_on: ClassVar[tuple[Sort, ...]] = ("numbers", "words", "moments")
    together: ClassVar[bool] = False
    """Whether all columns are hit in the same rows."""

    @property
    def words(self) -> str:
        """What happens, in words."""
        raise NotImplementedError

    @property
    def grows_beyond(self) -> bool:
        """Whether a strength above 1 means more than 1."""
        return self.grows == "amount" or self.rows < 1

    def fits(self, column: pd.Series[Any]) -> bool:
        """Whether it can happen to a column."""
        return sort_of(column) in self.works_on

    def apply(self, features: pd.DataFrame, strength: float = 1.0, seed: int = SEED) -> pd.DataFrame:
        """A frame in which it has happened; the one given stays as it is."""
        changed = {
            name: self._hit(features, name, strength, seed) for name in self.columns if self.fits(features[name])
        }
        return features.assign(**changed) if changed and strength > 0 else features.copy()

    def _hit(self, features: pd.DataFrame, name: str, strength: float, seed: int) -> pd.Series[Any]:
        column = features[name]
        which = "" if self.together else name
        share = self.rows * (strength if self.grows == "rows" else 1.0)
        touched = _drawn(seed, type(self).__name__, "rows", which).random(len(column)) < share
        if self.where is not None:
            touched &= with_value(features[self.where[0]], self.where[1])
        amount = strength if self.grows == "amount" else 1.0
        return self._values(column, touched, amount, _drawn(seed, type(self).__name__, "values", which))

    def _values(self, column: pd.Series[Any], touched: Mask, amount: float, draw: Generator) -> pd.Series[Any]:
        """The column with other values where it was touched."""
        raise NotImplementedError


def _drawn(seed: int, *names: str) -> Generator:
    return default_rng([seed, *(crc32(name.encode()) for name in names)])


def sort_of(column: pd.Series[Any]) -> Sort:
    """What a column holds; yes and no are words."""
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(column):
        return "moments"
    return "numbers" if holds_numbers(column) else "words"


def usual_spread(column: pd.Series[Any]) -> float:
    """Standard deviation of its known values; 0 where there is none."""
    values = as_numbers(column)
    known = values[np.isfinite(values)]
    return float(known.std()) if len(known) else 0.0


def named(columns: tuple[str, ...]) -> str:
    """Columns in a sentence; many of them as a number."""
    return ", ".join(columns) if len(columns) <= 3 else f"{len(columns)} columns"


def _how_often(one: Perturbation) -> str:
    share = "" if one.rows >= 1 else f" in {100 * one.rows:g} of 100 rows"
    return f"{share}{f' where {one.where[0]} = {one.where[1]}' if one.where else ''}"


@dataclass(frozen=True)
class Noise(Perturbation):
    """Normal noise; `deviations` is its size in standard deviations of the column."""

    deviations: float = 0.1
    grows = "amount"
    works_on = ("numbers",)

    @property
    def words(self) -> str:
        """What happens, in words."""
        return f"noise of {self.deviations:g} standard deviations on {named(self.columns)}{_how_often(self)}"

    def _values(self, column: pd.Series[Any], touched: Mask, amount: float, draw: Generator) -> pd.Series[Any]:
        size = amount * self.deviations * usual_spread(column)
        return put(column, touched, as_numbers(column) + size * draw.standard_normal(len(column)))


@dataclass(frozen=True)
class Rounded(Perturbation):
    """Rounded to steps of so many standard deviations, or to multiples of `to` where that is given."""

    deviations: float = 0.25
    to: float | None = None
    grows = "amount"
    works_on = ("numbers",)

    @property
    def words(self) -> str:
        """What happens, in words."""
        steps = f"{self.to:g}" if self.to else f"{self.deviations:g} standard deviations"
        return f"{named(self.columns)} rounded to steps of {steps}{_how_often(self)}"

    def _values(self, column: pd.Series[Any], touched: Mask, amount: float, draw: Generator) -> pd.Series[Any]:
        step = amount * (self.to or self.deviations * usual_spread(column))
        values = as_numbers(column)
        return put(column, touched, np.round(values / step) * step if step > 0 else values)


@dataclass(frozen=True)
class Percent(Perturbation):
    """Values that rise or fall by a percentage."""

    change: float = -10.0
    grows = "amount"
    works_on = ("numbers",)

    @property
    def words(self) -> str:
        """What happens, in words."""
        return f"{named(self.columns)} {self.change:+g} %{_how_often(self)}".replace("-", "−", 1)

    def _values(self, column: pd.Series[Any], touched: Mask, amount: float, draw: Generator) -> pd.Series[Any]:
        return put(column, touched, as_numbers(column) * (1 + amount * self.change / 100))


@dataclass(frozen=True)
class OtherUnits(Perturbation):
    """Values in other units: cents for euros, thousands for ones."""

    factor: float = 1000.0
    works_on = ("numbers",)
    together = True

    @property
    def words(self) -> str:
        """What happens, in words."""
        return f"{named(self.columns)} times {self.factor:g}{_how_often(self)}"

    def _values(self, column: pd.Series[Any], touched: Mask, amount: float, draw: Generator) -> pd.Series[Any]:
        return put(column, touched, as_numbers(column) * self.factor)


@dataclass(frozen=True)
class Extreme(Perturbation):
    """Values so many times as large as the largest known one."""

    factor: float = 10.0
    works_on = ("numbers",)

    @property
    def words(self) -> str:
        """What happens, in words."""
        return f"{named(self.columns)} {self.factor:g} times the largest{_how_often(self)}"

    def _values(self, column: pd.Series[Any], touched: Mask, amount: float, draw: Generator) -> pd.Series[Any]:
        values = as_numbers(column)
        known = np.abs(values[np.isfinite(values)])
        return put(column, touched, np.full(len(values), self.factor * (known.max() if len(known) else 1.0)))


@dataclass(frozen=True)
class Missing(Perturbation):
    """Values that did not arrive: empty, or the word that the model reads for that."""

    word: str = ""
    together = True

    @property
    def words(self) -> str:
        """What happens, in words."""
        return f"{named(self.columns)} missing{_how_often(self)}"

    def _values(self, column: pd.Series[Any], touched: Mask, amount: float, draw: Generator) -> pd.Series[Any]:
        if holds_numbers(column):
            return put(column, touched, np.full(len(column), np.nan))
        return put(column, touched, np.full(len(column), self.word or None, dtype=object))


@dataclass(frozen=True)
class OldValue(Perturbation):
    """A feed that is late: the value of another case stands there, the worst that an old value can be."""

    together = True

    @property
    def words(self) -> str:
        """What happens, in words."""
        return f"{named(self.columns)} with the value of another case{_how_often(self)}"

    def _values(self, column: pd.Series[Any], touched: Mask, amount: float, draw: Generator) -> pd.Series[Any]:
        other = draw.permutation(len(column))
        if holds_numbers(column):
            return put(column, touched, as_numbers(column)[other])
        return put(column, touched, column.astype(object).to_numpy()[other])


@dataclass(frozen=True)
class NeverSeen(Perturbation):
    """A word that did not exist when the model learned."""

    word: str = UNSEEN
    works_on = ("words",)

    @property
    def words(self) -> str:
        """What happens, in words."""
        return f"a category never seen in {named(self.columns)}{_how_often(self)}"

    def _values(self, column: pd.Series[Any], touched: Mask, amount: float, draw: Generator) -> pd.Series[Any]:
        return put(column, touched, np.full(len(column), self.word, dtype=object))


@dataclass(frozen=True)
class TypingError(Perturbation):
    """Two neighbouring letters or digits change places; a single one is typed twice."""

    works_on = ("numbers", "words")

    @property
    def words(self) -> str:
        """What happens, in words."""
        return f"typing errors in {named(self.columns)}{_how_often(self)}"

    def _values(self, column: pd.Series[Any], touched: Mask, amount: float, draw: Generator) -> pd.Series[Any]:
        places = draw.random(len(column))
        if holds_numbers(column):
            values: Floats = as_numbers(column).copy()
            whole = integer_like(values)
            for row in np.flatnonzero(touched & np.isfinite(values)):
                values[row] = mistyped_number(values[row], places[row], whole)
            return put(column, touched, values)
        words, held = column.astype(object).to_numpy(copy=True), column.notna().to_numpy()
        for row in np.flatnonzero(touched & held):
            words[row] = mistyped(str(words[row]), places[row])
        return put(column, touched, words)
