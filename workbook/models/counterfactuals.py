"""The nearest changes that turn a decision round: an exact search over a small grid, the least effort first.

Libraries were tried. DiCE (0.12) draws or breeds its proposals: they are not the nearest, features go one way only by
hand, and it brings two boosting libraries along. Here every change within the limits is ranked by effort and scored in
that order, so that what is found first is the nearest, and "nothing" means that nothing is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.models.folds import Codes, Floats
from workbook.models.levers import Lever, Value, value_in
from workbook.models.model import Model
from workbook.models.on_trial import Line

if TYPE_CHECKING:
    import pandas as pd

Scorer = Callable[["pd.DataFrame"], Floats]
MOST_CHANGES = 2_000_000
"""More combined changes than this are not ranked: so many features at a time are not tried."""
MOST_SCORED = 200_000
"""After so many changes the search ends, and says that it looked at the nearest only."""
BATCHES = (256, 1024, 4096, 16384)
"""Rows scored at a time; the last one again and again."""


@dataclass(frozen=True)
class Step:
    """One feature, from its present value to another; `effort` is the share of rows passed on the way."""

    feature: str
    before: Value
    after: Value
    effort: float


@dataclass(frozen=True)
class Counterfactual:
    """Changes that together turn a decision round.

    Attributes
    ----------
    steps : tuple of Step
        The one that alone brings the score closest to the line comes first.
    score : float
        After all of them.
    """

    steps: tuple[Step, ...]
    score: float

    @property
    def effort(self) -> float:
        """The sum over its steps."""
        return sum(one.effort for one in self.steps)


@dataclass(frozen=True)
class Search:
    """What a search found.

    Attributes
    ----------
    score : float
        Of the case as it is.
    selected : bool
        How it is decided now.
    found : tuple of Counterfactual
        The nearest change of each set of features, ordered by the number of features, then by effort. A set that
        holds a smaller one that is enough already is left out.
    looked_at : int
        Changes that were scored.
    at_most : int
        Up to how many features at a time were tried.
    complete : bool
        Whether everything within the limits was looked at, so that nothing found means that there is nothing.
    """

    score: float
    selected: bool
    found: tuple[Counterfactual, ...]
    looked_at: int
    at_most: int
    complete: bool


@dataclass(frozen=True, eq=False)
class Move:
    """Where one feature of a case may go, and what each place takes."""

    feature: str
    now: Any
    values: tuple[Any, ...]
    efforts: Floats

    def step(self, place: int) -> Step:
        """Going to one of its places."""
        return Step(self.feature, plain(self.now), plain(self.values[place]), float(self.efforts[place]))


def nearest(
    case: pd.DataFrame,
    score: Scorer,
    line: Line,
    levers: Sequence[Lever],
    *,
    at_most: int = 2,
    show: int = 3,
    most_scored: int = MOST_SCORED,
    stopped: Callable[[], bool] = lambda: False,
) -> Search:
    """The nearest changes that turn the decision about one case round.

    Parameters
    ----------
    case : DataFrame
        One row.
    score : callable
        Rows -> the score of each.
    line : Line
    levers : sequence of Lever
    at_most : int
        How many features may change together.
    show : int
        How many sets of features are wanted.
    most_scored : int
    stopped : callable
        Asked between batches; where it says True, the search ends as if it had come to `most_scored`.
    """
    before = float(score(case)[0])
    selected = bool(line.decided(np.array([before]))[0])
    moves = moves_of(case, levers)
    found: list[Counterfactual] = []
    looked_at, tried, complete = 0, 0, True
    for many in range(1, min(at_most, len(moves)) + 1):
        ranked = _ranked(moves, many, [{one.feature for one in each.steps} for each in found])
        if ranked is None:
            return Search(before, selected, tuple(found), looked_at, tried, False)
        turned = _Turned(case, score, line, moves, ranked, selected)
        complete = turned.look(show - len(found), most_scored - looked_at, stopped)
        found, looked_at, tried = [*found, *turned.found], looked_at + turned.looked_at, many
        if len(found) >= show or not complete:
            break
    return Search(before, selected, tuple(found), looked_at, tried, complete)


def scorer_of(model: Model, case: pd.DataFrame, place: int | None = None) -> Scorer:
    """What scores a case, whatever is changed about it.

    Parameters
    ----------
    model : Model
    case : DataFrame
        One row.
    place : int, optional
        Its position in the study: it is scored by the copy that did not learn from it, where there is one.
    """
    if place is None or not np.isfinite(model.again_at(case, np.array([place]))[0]):
        return model.score
    return lambda rows: model.again_at(rows, np.full(len(rows), place))


def moves_of(case: pd.DataFrame, levers: Sequence[Lever]) -> tuple[Move, ...]:
    """Where each feature of a case may go; features that may go nowhere are left out."""
    found = []
    for lever in levers:
        now = value_in(case[lever.name])
        values = lever.values_from(now)
        if values:
            found.append(Move(lever.name, now, values, lever.efforts(now, values)))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class Ranked:
    """All changes of so many features at a time, the least effort first.

    Attributes
    ----------
    sets : tuple of tuple of int
        Which moves are made together.
    which : array of int, shape (changes,)
        The set of each change.
    places : array of int, shape (changes, features at a time)
        Where each of its moves goes.
    """

    sets: tuple[tuple[int, ...], ...]
    which: Codes
    places: Codes


def _ranked(moves: Sequence[Move], many: int, enough: Sequence[set[str]]) -> Ranked | None:
    """Changes of `many` features, without those that hold a set that is enough; None where they are too many."""
    names = [one.feature for one in moves]
    sets = [
        one
        for one in combinations(range(len(moves)), many)
        if not any(smaller <= {names[each] for each in one} for smaller in enough)
    ]
    shapes = [tuple(len(moves[each].values) for each in one) for one in sets]
    if sum(map(prod, shapes)) > MOST_CHANGES:
        return None
    if not sets:
        return Ranked((), np.empty(0, dtype=np.int64), np.empty((0, many), dtype=np.int64))
    places = [np.indices(shape).reshape(many, -1).T for shape in shapes]
    efforts = [
        sum(moves[each].efforts[place[:, at]] for at, each in enumerate(one))
        for one, place in zip(sets, places, strict=True)
    ]
    order = np.argsort(np.concatenate(efforts), kind="stable")
    which = np.repeat(np.arange(len(sets)), [len(one) for one in places])
    return Ranked(tuple(sets), which[order], np.concatenate(places)[order])


class _Turned:
    """Looks at ranked changes, the nearest first, and keeps the nearest of each set that turns the decision round."""

    def __init__(
        self, case: pd.DataFrame, score: Scorer, line: Line, moves: Sequence[Move], ranked: Ranked, selected: bool
    ) -> None:
        self.case, self.score, self.line, self.moves, self.ranked = case, score, line, moves, ranked
        self.selected = selected
        self.found: list[Counterfactual] = []
        self.looked_at = 0

    def look(self, show: int, most: int, stopped: Callable[[], bool]) -> bool:
        """Until enough sets are found or nothing is left; False where the end was not reached."""
        ranked, begin, batch = self.ranked, 0, 0
        wanted = np.ones(len(ranked.sets), dtype=bool)
        while begin < len(ranked.which) and len(self.found) < show:
            if self.looked_at >= most or stopped():
                return False
            end = begin + BATCHES[min(batch, len(BATCHES) - 1)]
            which, places = ranked.which[begin:end], ranked.places[begin:end]
            which, places = which[wanted[which]], places[wanted[which]]
            if len(which):
                scores = self.score(changed(self.case, self.moves, ranked.sets, which, places))
                self.looked_at += len(which)
                for row in np.flatnonzero(self.line.decided(scores) != self.selected):
                    if wanted[which[row]] and len(self.found) < show:
                        wanted[which[row]] = False
                        self.found.append(self._told(ranked.sets[which[row]], places[row], float(scores[row])))
            begin, batch = end, batch + 1
        return True

    def _told(self, moved: Sequence[int], places: Codes, score: float) -> Counterfactual:
        """With the step first that alone comes closest to the line."""
        steps = [self.moves[one].step(int(place)) for one, place in zip(moved, places, strict=True)]
        if len(steps) > 1:
            sets, which = [(one,) for one in moved], np.arange(len(moved))
            alone = self.line.beyond(self.score(changed(self.case, self.moves, sets, which, places[:, None])))
            order = np.argsort(alone if self.selected else -alone, kind="stable")
            steps = [steps[place] for place in order]
        return Counterfactual(tuple(steps), score)


def changed(
    case: pd.DataFrame, moves: Sequence[Move], sets: Sequence[tuple[int, ...]], which: Codes, places: Codes
) -> pd.DataFrame:
    """The case once for each change, changed; every column keeps its kind."""
    import pandas as pd

    columns: dict[str, Any] = {str(name): case[name].repeat(len(which)).array for name in case.columns}
    for one in {each for at in np.unique(which) for each in sets[at]}:
        move = moves[one]
        values = np.array([*move.values, move.now], dtype=object)
        chosen = np.full(len(which), len(move.values))
        for at in np.unique(which):
            if one in sets[at]:
                chosen[which == at] = places[which == at, sets[at].index(one)]
        columns[move.feature] = as_column(values[chosen], case[move.feature])
    return pd.DataFrame(columns)


def as_column(values: Any, like: pd.Series[Any]) -> pd.Series[Any]:
    """Values as a column of the same kind as another one; whole numbers stay whole where all of them are."""
    import pandas as pd

    if pd.api.types.is_bool_dtype(like) or not pd.api.types.is_numeric_dtype(like):
        return pd.Series(values, dtype=like.dtype)
    numbers = pd.Series(np.asarray(values, dtype=float))
    whole = pd.api.types.is_integer_dtype(like) and bool((numbers % 1 == 0).all())
    return numbers.astype(like.dtype) if whole else numbers


def plain(value: Any) -> Value:
    """A value as a plain number or word; None where it is missing."""
    if value is None or value != value:
        return None
    return float(value) if isinstance(value, int | float | np.number) and not isinstance(value, bool) else str(value)
