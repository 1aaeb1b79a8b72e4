"""One case on the bench: its values, a change of them, and what follows for score, decision, money and certainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.errors import InputError
from workbook.models.conformal import Calibration
from workbook.models.counterfactuals import Scorer, Search, as_column, nearest, scorer_of
from workbook.models.levers import Lever, Value
from workbook.models.making import worths
from workbook.models.model import Model
from workbook.models.on_trial import Line, OnTrial
from workbook.models.threads import one_thread
from workbook.outcomes import Payoff

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 5
"""Nearest changes that are proposed."""


@dataclass(frozen=True, eq=False)
class Bench:
    """All that is needed to try a case out.

    Attributes
    ----------
    trial : OnTrial
    model : Model
    frame : DataFrame
        The rows as they are, for amounts of money.
    amounts : mapping
        Name of an amount -> column or expression.
    payoff : Payoff or None
    levers : tuple of Lever
    at_most : int
    calibration : Calibration
    identifier : str or None
        The column that says who or which.
    """

    trial: OnTrial
    model: Model
    frame: pd.DataFrame
    amounts: Mapping[str, str]
    payoff: Payoff | None
    levers: tuple[Lever, ...]
    at_most: int
    calibration: Calibration
    identifier: str | None

    @cached_property
    def typical_features(self) -> pd.DataFrame:
        """The made-up case as the model reads it."""
        return typical(self.trial.study.features)

    @cached_property
    def typical_row(self) -> pd.DataFrame:
        """The made-up case with every column, for amounts of money."""
        return typical(self.frame)


@dataclass(frozen=True, eq=False)
class Case:
    """One case with its changes.

    Attributes
    ----------
    place : int or None
        Position among the rows; None for a made-up case.
    begun, now : DataFrame, one row
        Before and after the changes.
    score : float
    score_begun : float
    line : Line
    group : int
        Its group code; -1 for a made-up case.
    worth : tuple of float or None
        Selected with the event, selected without it, not selected with it, not selected without it.
    """

    place: int | None
    begun: pd.DataFrame
    now: pd.DataFrame
    score: float
    score_begun: float
    line: Line
    group: int
    worth: tuple[float, float, float, float] | None

    @property
    def selected(self) -> bool:
        """How it is decided now."""
        return bool(self.line.decided(np.array([self.score]))[0])

    @property
    def selected_begun(self) -> bool:
        """How it was decided before the changes."""
        return bool(self.line.decided(np.array([self.score_begun]))[0])


def typical(frame: pd.DataFrame) -> pd.DataFrame:
    """A made-up case: of each number the middle one that is seen, of each word the most frequent."""
    import pandas as pd

    values: dict[str, Any] = {}
    for name in frame.columns:
        known = frame[name].dropna()
        if not len(known):
            values[name] = [frame[name].iloc[0]]
        elif pd.api.types.is_numeric_dtype(known) and not pd.api.types.is_bool_dtype(known):
            values[name] = [np.sort(known.to_numpy())[(len(known) - 1) // 2]]
        else:
            values[name] = [known.mode().iloc[0]]
    return pd.DataFrame({name: as_column(value, frame[name]) for name, value in values.items()})


def with_changes(case: pd.DataFrame, changes: Mapping[str, Value], levers: tuple[Lever, ...]) -> pd.DataFrame:
    """The case with other values. Raises `InputError` for a column that the model does not read, or a word that is not known."""
    known = {lever.name: lever for lever in levers}
    changed = case.copy()
    for name, value in changes.items():
        if name not in known:
            raise InputError(f"The model reads no column “{name}”.")
        changed[name] = as_column([_as_it_is(known[name], value)], case[name]).array
    return changed


def _as_it_is(lever: Lever, value: Value) -> Any:
    """A value as the column holds it: numbers as they are, words by how they are written; missing as missing."""
    if lever.is_number:
        return np.nan if value is None else value
    written = {str(one): one for one in lever.shares}
    if value is not None and str(value) not in written:
        raise InputError(f"“{value}” is not among the values of “{lever.name}”.", "Choose one that the rows hold.")
    return None if value is None else written[str(value)]


def look(bench: Bench, place: int | None, changes: Mapping[str, Value]) -> Case:
    """What follows for a case with some changes."""
    import pandas as pd

    study = bench.trial.study
    begun = bench.typical_features if place is None else study.features.iloc[[place]].reset_index(drop=True)
    now = with_changes(begun, changes, bench.levers)
    with one_thread():
        before, after = _scorer(bench, begun, place)(pd.concat([begun, now], ignore_index=True))
    return Case(
        place=place,
        begun=begun,
        now=now,
        score=float(after),
        score_begun=float(before),
        line=bench.trial.common_line if place is None else bench.trial.line(place),
        group=-1 if place is None else int(study.group[place]),
        worth=_worth(bench, place, now, changes),
    )


def turned_round(bench: Bench, case: Case) -> Search:
    """The nearest changes that turn the decision about a case round, from where it stands now."""
    score = _scorer(bench, case.begun, case.place)
    with one_thread():
        return nearest(case.now, score, case.line, bench.levers, at_most=bench.at_most, show=SHOWN)


def _scorer(bench: Bench, begun: pd.DataFrame, place: int | None) -> Scorer:
    return scorer_of(bench.model, begun, place)


def _worth(
    bench: Bench, place: int | None, now: pd.DataFrame, changes: Mapping[str, Value]
) -> tuple[float, float, float, float] | None:
    """What each decision about the case would be worth, with the amounts as they are after the changes."""
    if bench.payoff is None:
        return None
    import pandas as pd

    rows = bench.frame.iloc[[place]] if place is not None else bench.typical_row
    twice = pd.concat([rows, rows], ignore_index=True)
    for name in changes:
        if name in twice.columns:
            twice[name] = now[name].iloc[0]
    selected, not_selected = worths(twice, bench.payoff, bench.amounts, np.array([1, 0]))
    return float(selected[0]), float(selected[1]), float(not_selected[0]), float(not_selected[1])
