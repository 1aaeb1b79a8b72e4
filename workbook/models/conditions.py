"""What makes a slice: conditions on one or two columns, in words, as a rule that can be read again, and as rows."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.errors import InputError
from workbook.models.folds import Codes, Mask

if TYPE_CHECKING:
    import pandas as pd

GROUP = "group"
"""In a rule without quotation marks: the group of a row, which is no column that a model reads."""
MISSING = "missing"
"""The word that stands for a missing value where a column of words was made ready for a model."""
PART = re.compile(r'\s*(group|"(?:[^"\\]|\\.)*")\s+(>=|<|=|is)\s+("(?:[^"\\]|\\.)*"|missing|[^\s"]+)\s*')
AND = re.compile(r"and\b")


@dataclass(frozen=True)
class Condition:
    """What holds for the values of one column: a range, one value, or that it is missing.

    Attributes
    ----------
    column : str
        Its name; "" for the group of a row.
    at_least, below : float or None
        Ends of a range of numbers.
    equals : str, float or None
        One value.
    missing : bool
    """

    column: str
    at_least: float | None = None
    below: float | None = None
    equals: str | float | None = None
    missing: bool = False

    @property
    def words(self) -> str:
        """As people say it: income under 95, job = freelance, debt missing."""
        if self.missing or self.equals == MISSING:
            return f"{self.column or GROUP} missing"
        if self.equals is not None:
            value = in_digits(self.equals) if isinstance(self.equals, float) else self.equals
            return f"{self.column} = {value or '(empty)'}" if self.column else value
        if self.at_least is not None and self.below is not None:
            return f"{self.column} {in_digits(self.at_least)} to under {in_digits(self.below)}"
        if self.below is not None:
            return f"{self.column} under {in_digits(self.below)}"
        return f"{self.column} {in_digits(self.at_least or 0.0)} or more"

    @property
    def rule(self) -> str:
        """As a text that `conditions_in` reads again."""
        name = json.dumps(self.column, ensure_ascii=False) if self.column else GROUP
        if self.missing:
            return f"{name} is missing"
        if self.equals is not None:
            return f"{name} = {_written(self.equals)}"
        ends = ((">=", self.at_least), ("<", self.below))
        return " and ".join(f"{name} {sign} {_written(end)}" for sign, end in ends if end is not None)


def _written(value: str | float) -> str:
    """A value as it stands in a rule: whole numbers without a fraction."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else json.dumps(value)


def in_digits(value: float) -> str:
    """A number of a column as people write it: 12,500, 0.25."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def in_words(conditions: tuple[Condition, ...]) -> str:
    """A slice as people call it."""
    return " · ".join(one.words for one in conditions)


def rule_of(conditions: tuple[Condition, ...]) -> str:
    """A slice as a rule: `"income" < 95 and "job" = "freelance"`."""
    return " and ".join(one.rule for one in conditions)


def conditions_in(rule: str) -> tuple[Condition, ...]:
    """The conditions of a rule; two ends of one column are one range.

    Raises
    ------
    InputError
        The text is no such rule.
    """
    found: list[Condition] = []
    place = 0
    while place < len(rule):
        joint = AND.match(rule, place) if found else None
        part = PART.match(rule, joint.end() if joint else place) if bool(found) == bool(joint) else None
        if part is None:
            break
        _take(found, *part.groups())
        place = part.end()
    if not found or place < len(rule):
        raise InputError(
            f"“{rule}” is not the rule of a slice.", 'Write it like "income" < 95 and "job" = "freelance".'
        )
    return tuple(found)


def _take(found: list[Condition], name: str, sign: str, text: str) -> None:
    column = "" if name == GROUP else str(json.loads(name))
    value = text if sign == "is" else _value(text, sign)
    if sign == "is":
        if text != MISSING:
            raise InputError(f"“is {text}” is not part of a rule.", "A column can only be “missing”.")
        found.append(Condition(column, missing=True))
    elif sign == "=":
        found.append(Condition(column, equals=value))
    else:
        ends: dict[str, Any] = {"at_least" if sign == ">=" else "below": value}
        before = found[-1] if found else None
        if sign == "<" and before and before.column == column and before.at_least is not None and before.below is None:
            found[-1] = Condition(column, at_least=before.at_least, below=ends["below"])
        else:
            found.append(Condition(column, **ends))


def _value(text: str, sign: str) -> str | float:
    if text.startswith('"') and sign == "=":
        return str(json.loads(text))
    try:
        return float(text)
    except ValueError as error:
        raise InputError(f"“{text}” is not a number.", "Put words between quotation marks after “=”.") from error


def rows_where(
    conditions: tuple[Condition, ...], features: pd.DataFrame, group: Codes, group_names: tuple[str, ...]
) -> Mask:
    """Which rows belong to a slice.

    Raises
    ------
    InputError
        A column is not there, or no longer holds numbers.
    """
    inside = np.ones(len(features), dtype=bool)
    for one in conditions:
        inside &= _holds(one, features, group, group_names)
    return inside


def _holds(one: Condition, features: pd.DataFrame, group: Codes, names: tuple[str, ...]) -> Mask:
    if not one.column:
        return np.asarray(group == names.index(str(one.equals))) if one.equals in names else np.zeros(len(group), bool)
    if one.column not in features.columns:
        raise InputError(f"There is no column “{one.column}” in these rows.", "Search for weak slices again.")
    column = features[one.column]
    if one.missing:
        return np.asarray(column.isna())
    if isinstance(one.equals, str):
        return np.asarray((as_words(column) == one.equals) & column.notna().to_numpy())
    values = as_numbers(column)
    if one.equals is not None:
        return np.asarray(values == one.equals)
    inside = np.isfinite(values) | np.isinf(values)
    with np.errstate(invalid="ignore"):
        inside &= values >= (-np.inf if one.at_least is None else one.at_least)
        return np.asarray(inside & (values < one.below) if one.below is not None else inside)


def holds_numbers(column: pd.Series[Any]) -> bool:
    """Whether a column is one of numbers; yes and no are words here."""
    import pandas as pd

    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))


def as_numbers(column: pd.Series[Any]) -> Any:
    """Its values as numbers, NaN where they are missing. Raises `InputError` where it holds words."""
    if not holds_numbers(column):
        raise InputError(f"Column “{column.name}” no longer holds numbers.", "Search for weak slices again.")
    return column.to_numpy(dtype=float, na_value=np.nan)


def as_words(column: pd.Series[Any]) -> Any:
    """Its values as words, "" where they are missing (which no condition asks for)."""
    import pandas as pd

    codes, values = pd.factorize(column)  # -1 where missing: the last of the words
    return np.array([*map(str, values), ""], dtype=object)[codes]


def with_value(column: pd.Series[Any], value: str) -> Mask:
    """The rows of a column that hold a value as a person writes it: 3 also where the column says 3.0."""
    if not holds_numbers(column):
        return np.asarray(as_words(column) == value)
    try:
        number = float(value)
    except ValueError:
        return np.zeros(len(column), dtype=bool)
    return np.asarray(as_numbers(column) == number)
