"""What the model does along one column: partial dependence with bands of single cases, and accumulated local effects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.data.privacy import LIMIT
from workbook.explanation.attributing.drivers import as_array, is_number, partners_of
from workbook.explanation.attributing.voices import Voice, voices
from workbook.models.changes import Interval, Z
from workbook.models.folds import SEED, Codes, Floats
from workbook.models.model import Model, as_usual
from workbook.models.study import Study
from workbook.models.threads import one_thread
from workbook.stats.accumulated import accumulated, edges_of

if TYPE_CHECKING:
    import pandas as pd

EVIDENCE = "explanation.shapes"
REVISION = 1
MOST_ROWS = 1_000
"""Rows that are moved along a column; drawn evenly."""
POINTS = 12
COLUMNS = 8
"""The strongest columns have their shape drawn."""
PARTS = 5
"""Parts of the partner, within each of which it is asked what the column's values really are."""


@dataclass(frozen=True)
class Shape:
    """The model along one column, on the scale of the score. No line of a single case is kept.

    Attributes
    ----------
    column : str
    points : tuple of float or of str
        Values of the column: numbers with at least ten rows at and beyond either end, or words of at least ten rows.
    partial : tuple of Interval
        Mean score where every row has that value; the interval is that of the shape, not of the level.
    bands : tuple of (float, float) or None
        Between which scores eight of ten cases lie then; None where there are too few to hide single ones.
    local : tuple of Interval
        Accumulated local effect against the average row; empty for words, which have no order.
    against : float
        Share of cases whose own score falls from the first to the last point where the mean rises, or the other way.
    partner : str
        The column that it goes together with most.
    outside : float
        Share of the rows made up for partial dependence whose value does not occur with that of the partner.
    """

    column: str
    points: tuple[float | str, ...]
    partial: tuple[Interval, ...]
    bands: tuple[tuple[float, float], ...] | None
    local: tuple[Interval, ...]
    against: float
    partner: str
    outside: float


@dataclass(frozen=True)
class Shapes:
    """The shapes of the strongest columns.

    Attributes
    ----------
    shapes : tuple of Shape
    rows : int
        How many rows were moved.
    of : int
    cut : float
        The threshold, where it is the same for all; else NaN.
    left_out : tuple of str
        Columns without enough different values.
    seed : int
    units, model : str
    share : bool
        Whether the score lies between 0 and 1.
    """

    shapes: tuple[Shape, ...]
    rows: int
    of: int
    cut: float
    left_out: tuple[str, ...]
    seed: int
    units: str
    model: str
    share: bool = True


def shapes(
    study: Study,
    model: Model,
    rows: Codes,
    columns: tuple[str, ...],
    *,
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
) -> Shapes:
    """The shapes of some columns.

    Parameters
    ----------
    study : Study
    model : Model
    rows : array of int
        In a drawn order; the first of them are moved.
    columns : tuple of str
        The strongest first.
    seed : int
    tick : callable
        Called after each column.
    """
    moved = _Moved(study, model, np.sort(rows[:MOST_ROWS]))
    read = tuple(model.columns) or tuple(map(str, study.features.columns))
    partners = partners_of(moved.own[list(read)])
    found, left = [], []
    with one_thread():
        for name in columns[:COLUMNS]:
            one = _shape(moved, name, partners.get(name, ("", 0.0))[0], seed)
            if one is None:
                left.append(name)
            else:
                found.append(one)
            tick()
    cut = float(study.cut[0]) if np.ptp(study.cut) == 0 else float("nan")
    return Shapes(
        tuple(found), len(moved.own), study.rows, cut, tuple(left), seed, study.wording.units, model.title,
        all(0 <= value <= 1 for one in found for value, _, _ in one.partial),
    )  # fmt: skip


class _Moved:
    """Some rows, and their scores where one column has other values, each by the copy that did not learn from it."""

    def __init__(self, study: Study, model: Model, rows: Codes) -> None:
        self.own: pd.DataFrame = as_usual(study.features.iloc[rows].reset_index(drop=True))
        self.weight = study.weight[rows]
        self._voices: tuple[Voice, ...] = voices(model, study, rows, "score")

    def to(self, name: str, values: Any, places: Codes | None = None) -> Floats:
        """Scores of the rows at these places (all without them) with other values of one column."""
        taken = np.arange(len(self.own)) if places is None else places
        frame = self.own.iloc[taken].assign(**{name: values})
        if not is_number(self.own[name]):
            frame = frame.astype({name: self.own[name].dtype})
        found = np.full(len(taken), np.nan)
        for voice in self._voices:
            here = np.isin(taken, voice.here)
            if here.any():
                found[here] = voice.score(frame[here])
        return found


def _shape(moved: _Moved, name: str, partner: str, seed: int) -> Shape | None:
    column = moved.own[name]
    points = _numbers(column) if is_number(column) else _words(column)
    if len(points) < 2:
        return None
    scores = np.column_stack([moved.to(name, one) for one in points])  # rows, points
    curve = np.average(scores, axis=0, weights=moved.weight)
    own = scores - scores.mean(axis=1, keepdims=True)
    reach = Z * own.std(axis=0) / np.sqrt(len(own))
    bands = np.quantile(scores, [0.1, 0.9], axis=0).T if len(scores) >= 10 * LIMIT else None
    local: tuple[Interval, ...] = ()
    if is_number(column):
        values = column.to_numpy(dtype=float, na_value=np.nan)
        effect = accumulated(
            values, np.array(points, dtype=float), lambda rows, value: moved.to(name, value, rows),
            weight=moved.weight, seed=seed,
        )  # fmt: skip
        local = tuple(zip(effect.value.tolist(), effect.low.tolist(), effect.high.tolist(), strict=True))
    rise = scores[:, -1] - scores[:, 0]
    return Shape(
        name, tuple(points),
        tuple((float(value), float(value - one), float(value + one)) for value, one in zip(curve, reach, strict=True)),
        None if bands is None else tuple((float(low), float(high)) for low, high in bands),
        local, float((np.sign(rise) == -np.sign(curve[-1] - curve[0])).mean()) if is_number(column) else float("nan"),
        partner, outside(moved.own, name, partner, points) if partner else 0.0,
    )  # fmt: skip


def _numbers(column: pd.Series[Any]) -> list[float | str]:
    edges = edges_of(column.to_numpy(dtype=float, na_value=np.nan), POINTS - 1, LIMIT)
    return [float(edge) for edge in edges]


def _words(column: pd.Series[Any]) -> list[float | str]:
    counts = column.astype(str).value_counts()
    return [str(word) for word in counts.index[counts >= LIMIT][:POINTS]]


def outside(own: pd.DataFrame, name: str, partner: str, points: list[float | str]) -> float:
    """Share of the rows made up for partial dependence whose value does not occur where the partner is what it is.

    The partner is cut into five parts with as many rows each (words: their values). Within a part a number occurs from the
    first to the last percentile of the part's rows, a word where at least one row in a hundred has it.
    """
    part, values = _parts(as_array(own[partner])), as_array(own[name])
    missed, asked = 0.0, 0
    for one in np.unique(part):
        here = part == one
        held = values[here]
        if values.dtype.kind == "i":
            words = own[name].astype(str).to_numpy()[here]
            occurs = [float((words == point).mean()) >= 0.01 for point in points]
        else:
            known = held[np.isfinite(held)]
            low, high = np.quantile(known, [0.01, 0.99]) if len(known) else (np.inf, -np.inf)
            occurs = [low <= float(point) <= high for point in points]
        missed += int(here.sum()) * (len(points) - sum(occurs))
        asked += int(here.sum()) * len(points)
    return missed / asked if asked else 0.0


def _parts(partner: Any) -> Any:
    if partner.dtype.kind == "i":
        return partner
    known = partner[np.isfinite(partner)]
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, PARTS + 1)[1:-1])) if len(known) else np.zeros(0)
    return np.where(np.isfinite(partner), np.searchsorted(cuts, partner, side="right"), len(cuts) + 1)
