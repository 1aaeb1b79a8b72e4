"""Scenarios: the ready ones with the team's columns in their places, and those that the team composed itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import TypeAdapter

from workbook.content import load
from workbook.content.stress import ALL, Kind, Step, StressScenario, StressScenarios, Wanted
from workbook.errors import InputError, WorkbookError
from workbook.modelling.stress.answers import OwnStep
from workbook.modelling.stress.perturbations import (
    Extreme,
    Missing,
    NeverSeen,
    Noise,
    OldValue,
    OtherUnits,
    Percent,
    Perturbation,
    Rounded,
    TypingError,
    sort_of,
)
from workbook.modelling.stress.reweighting import Drift, EventShare, MoreOf, NewestOnly, Reweighting
from workbook.models.conditions import as_words

if TYPE_CHECKING:
    import pandas as pd

NEEDS_MODEL = "Values change, so the model itself is needed; these rows carry predictions only."
BRANCHES = 2, 20
"""So many different words make a column that could say which branch."""


@dataclass(frozen=True)
class Scenario:
    """What is tried.

    Attributes
    ----------
    steps : tuple of Perturbation or Reweighting
    picked : bool
        Whether a column was picked by looking at the rows of the first half: then it is tried on the other half only.
    why_not : str
        Why it cannot be tried; "" where it can.
    """

    name: str
    about: str
    steps: tuple[Perturbation | Reweighting, ...] = ()
    owner: str = ""
    labels_hold: bool = True
    days: float | None = None
    picked: bool = False
    why_not: str = ""

    @property
    def changes_values(self) -> bool:
        """Whether values change, so that the model must be asked again."""
        return any(isinstance(one, Perturbation) for one in self.steps)

    @property
    def goes_on(self) -> bool:
        """Whether a strength above 1 means more than 1."""
        return all(
            one.grows_beyond if isinstance(one, Perturbation) else not isinstance(one, NewestOnly) for one in self.steps
        )


@dataclass(frozen=True)
class Known:
    """What scenarios are composed with.

    Attributes
    ----------
    features : DataFrame
    meant : mapping
        Name of a wanted column -> the team's column.
    feeds : sequence of str
        Columns, the one first without which most decisions change; empty where no model could be asked.
    word : str
        What the model reads where a word is missing; "" for an empty entry.
    """

    features: pd.DataFrame
    meant: Mapping[str, str]
    feeds: Sequence[str] = ()
    word: str = ""


def ready(known: Known) -> tuple[Scenario, ...]:
    """The ready scenarios with columns in their places, in the order of the content."""
    adapter: TypeAdapter[tuple[StressScenario, ...]] = TypeAdapter(StressScenarios)
    return tuple(_placed(one, known) for one in adapter.validate_python(load("stress_scenarios")))


def _placed(one: StressScenario, known: Known) -> Scenario:
    columns, picked = dict[str, str](), False
    for name, wanted in one.asks.items():
        found, by_looking = _column(name, wanted, known)
        if not found:
            lacking = wanted.pick.startswith("worst") and not known.feeds
            why = NEEDS_MODEL if lacking else f"Which column is it: {wanted.what}? Name it above."
            return Scenario(one.name, one.about, labels_hold=one.labels_hold, days=one.days, why_not=why)
        columns[name], picked = found, picked or by_looking
    steps = tuple(made for step in one.steps if (made := _step(step, columns, known)) is not None)
    why = "" if steps else "The model reads no column of that sort."
    return Scenario(one.name, one.about, steps, labels_hold=one.labels_hold, days=one.days, picked=picked, why_not=why)


def _column(name: str, wanted: Wanted, known: Known) -> tuple[str, bool]:
    """The column that is meant, and whether it was picked by looking at rows; "" where there is none."""
    columns = [str(one) for one in known.features.columns]
    if known.meant.get(name) in columns:
        return known.meant[name], False
    alike = [one for one in columns if any(part in one.casefold() for part in wanted.looks_like)]
    if wanted.pick != "branch":
        alike = [one for one in alike if sort_of(known.features[one]) == "numbers"]
    if alike and wanted.pick != "branch":
        return alike[0], False
    if wanted.pick == "branch":
        return next((one for one in (*alike, *columns) if _is_branch(known.features[one])), ""), False
    if wanted.pick == "worst feed":
        return next(iter(known.feeds), ""), True
    numbers = [one for one in known.feeds if sort_of(known.features[one]) == "numbers"]
    return (next(iter(numbers), ""), True) if wanted.pick == "worst number" else ("", False)


def _is_branch(column: pd.Series[Any]) -> bool:
    return sort_of(column) == "words" and BRANCHES[0] <= column.nunique() <= BRANCHES[1]


def _step(step: Step, columns: Mapping[str, str], known: Known) -> Perturbation | Reweighting | None:
    """A step with its columns; None where there is no column of its sort."""
    name = columns[step.column[1:-1]] if step.column.startswith("{") else step.column
    wanted = (
        tuple(str(one) for one in known.features.columns if sort_of(known.features[one]) == name)
        if name in ALL
        else (name,)
    )
    if name in ALL and not wanted:
        return None
    where = None
    if step.only_where:
        branch = columns[step.only_where[1:-1]]
        where = (branch, _most_frequent(known.features[branch]))
    return step_of(step.kind, wanted, step.how_much, step.rows, where, known.word)


def _most_frequent(column: pd.Series[Any]) -> str:
    words, many = np.unique(as_words(column[column.notna()]).astype(str), return_counts=True)
    return str(words[many.argmax()])


def step_of(
    kind: Kind, columns: tuple[str, ...], how_much: float | None = None, rows: float = 1.0,
    where: tuple[str, str] | None = None, word: str = "",
) -> Perturbation | Reweighting:  # fmt: skip
    """One step; without `how_much` as much as is usual for its kind.

    Raises
    ------
    InputError
        What it needs was not said.
    """
    first = columns[0] if columns else ""
    if kind == "event share":
        return EventShare(20.0 if how_much is None else how_much)
    if kind == "newest only":
        return NewestOnly(20.0 if how_much is None else how_much)
    if kind == "more of":
        if where is None:
            raise InputError("More of which rows?", "Write “column = value” under “Only where”.")
        return MoreOf(*where, 2.0 if how_much is None else how_much)
    if not first:
        raise InputError("To which column does it happen?", "Choose one.")
    if kind == "drift":
        return Drift(first, 0.5 if how_much is None else how_much)
    return _of_values(kind, (columns, rows, where), how_much, word)


def _of_values(kind: Kind, told: tuple[Any, Any, Any], how_much: float | None, word: str) -> Perturbation:
    given = () if how_much is None else (how_much,)
    if kind == "missing":
        return Missing(*told, word)
    if kind == "rounded":  # ready scenarios speak of standard deviations, people of the steps themselves
        return Rounded(*told, *given)
    plain: dict[str, type[Perturbation]] = {"old value": OldValue, "never seen": NeverSeen, "typing error": TypingError}
    if kind in plain:
        return plain[kind](*told)
    sized: dict[str, type[Perturbation]] = {
        "noise": Noise,
        "percent": Percent,
        "other units": OtherUnits,
        "extreme": Extreme,
    }
    return sized[kind](*told, *given)


def composed(own: Sequence[OwnStep], known: Known) -> tuple[Scenario, ...]:
    """The team's own scenarios: lines with the same name together, in the order of their first lines."""
    names = dict.fromkeys(one.scenario.strip() for one in own if one.scenario.strip())
    return tuple(_own(name, [one for one in own if one.scenario.strip() == name], known) for name in names)


def _own(name: str, lines: Sequence[OwnStep], known: Known) -> Scenario:
    owner = next((one.owner.strip() for one in lines if one.owner.strip()), "")
    days = next((one.days for one in lines if one.days), None)
    try:
        steps = tuple(_own_step(one, known) for one in lines)
    except WorkbookError as error:
        return Scenario(name, "", owner=owner, days=days, why_not=str(error))
    return Scenario(name, "", steps, owner=owner, days=days)


def _own_step(line: OwnStep, known: Known) -> Perturbation | Reweighting:
    where = _where(line.only_where, known) if line.only_where.strip() else None
    columns = (line.column,) if line.column else ()
    for name in (*columns, *(where[:1] if where and line.kind != "more of" else ())):
        if name not in known.features.columns:
            raise InputError(
                f"The model does not read “{name}”, so nothing can change.", "Choose a column that it reads."
            )
    made = step_of(line.kind, columns, line.how_much, line.rows, where, known.word)
    if isinstance(made, Rounded) and line.how_much:
        made = Rounded(made.columns, made.rows, made.where, to=line.how_much)
    if isinstance(made, Perturbation) and not made.fits(known.features[made.columns[0]]):
        raise InputError(f"“{made.columns[0]}” does not hold {' or '.join(made.works_on)}.", "Choose another column.")
    return made


def _where(text: str, known: Known) -> tuple[str, str]:
    column, sign, value = (part.strip() for part in text.partition("="))
    if not (column and sign and value):
        raise InputError(f"“{text}” is no condition.", "Write it like: branch = north.")
    return column, value
