"""How far people agree who answered the same questions alone: arrays in, numbers with an interval out.

Every interval is a bootstrap over people. Someone who is drawn twice would agree with themselves, so that a plain
bootstrap makes a room look more united than it is; here only pairs of different people count, in every draw. In
simulated rooms (six questions on a scale of five) an interval of 95 % for alpha held the truth 87 times in 100 with 5
people, 90 with 12 and 93 with 40: with few people read it as too narrow rather than too wide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval"]
FEWEST = 3
"""With fewer people nothing is said: two answers are a difference between two people, not an agreement of a room."""
FEWEST_FOR_INTERVAL = 5
"""With fewer people a bootstrap draws nearly the same room again and again, and its interval is far too narrow."""


@dataclass(frozen=True)
class Agreement:
    """A measure and how much it hangs on who happened to be in the room.

    Attributes
    ----------
    value, low, high : float
        NaN where it is not defined (everybody gave one and the same answer) or too few people answered.
    people : int
        How many answered.
    """

    value: float
    low: float
    high: float
    people: int

    @property
    def too_few(self) -> bool:
        """Whether too few people answered for any number."""
        return self.people < FEWEST


def krippendorff_alpha(
    answers: ArrayLike, level: Level, *, seed: int, confidence: float = 0.95, draws: int = 1000
) -> Agreement:
    """Krippendorff's alpha: 1 is full agreement, 0 what chance gives, below 0 worse than chance.

    Parameters
    ----------
    answers : array_like, shape (people, questions)
        Codes of the answers; NaN where somebody gave none.
    level : {"nominal", "ordinal", "interval"}
        What a difference between two codes means.
    seed : int
        Of the draws for the interval.
    confidence : float
    draws : int

    Returns
    -------
    Agreement
        NaN where all answers are alike: then nothing could have disagreed.

    Notes
    -----
    Krippendorff (2011), Computing Krippendorff's alpha-reliability.
    """
    table = np.atleast_2d(np.asarray(answers, dtype=float))
    table = table[np.isfinite(table).any(axis=1)] if table.size else table.reshape(0, 0)
    codes = np.unique(table[np.isfinite(table)])
    held = (table[:, :, None] == codes).astype(float)  # people, questions, codes
    return _measured(lambda weights: _alpha(held, codes, level, weights), len(table), seed, confidence, draws)


def _alpha(held: Floats, codes: Floats, level: Level, weights: Floats) -> float:
    given = np.tensordot(weights, held, axes=1)  # questions, codes
    present = held.sum(axis=2)
    per_question = given.sum(axis=1)
    pairs = per_question**2 - (weights**2) @ present  # ordered pairs of different people
    paired = pairs > 0
    given, per_question, pairs = given[paired], per_question[paired], pairs[paired]
    totals = given.sum(axis=0)
    everything = totals.sum()
    distance = _distances(codes, totals, level)
    observed = float((np.einsum("qa,ab,qb->q", given, distance, given) / pairs * per_question).sum())
    possible = everything**2 - float(((weights**2) @ present)[paired].sum())
    expected = float(totals @ distance @ totals)
    if possible <= 0 or expected <= 0:
        return float("nan")
    return float(1 - (observed / everything) / (expected / possible))


def _distances(codes: Floats, totals: Floats, level: Level) -> Floats:
    """Squared distances between codes; between ranks they are the answers that lie between."""
    if level == "nominal":
        return np.asarray(codes[:, None] != codes, dtype=float)
    places = np.cumsum(totals) - totals / 2 if level == "ordinal" else codes
    return np.asarray((places[:, None] - places) ** 2, dtype=float)


def kendall_w(rankings: ArrayLike, *, seed: int, confidence: float = 0.95, draws: int = 1000) -> Agreement:
    """Kendall's W: 1 is the same order by everybody, 0 no common order at all. By chance it is one over the people.

    Parameters
    ----------
    rankings : array_like, shape (people, items)
        Anything that orders: ranks, or scores to be ranked. Equal values share a rank. Rows with a NaN are left out.
    seed, confidence, draws
        As in `krippendorff_alpha`.

    Notes
    -----
    Kendall and Babington Smith (1939), corrected for ties. With centred ranks c the corrected W is
    1/m + (m - 1)/m · (mean of c_i·c_k over pairs of people) / (mean of c_i·c_i).
    """
    centred = _centred_ranks(rankings)
    products = centred @ centred.T
    own = np.diag(products).copy()
    np.fill_diagonal(products, 0.0)

    def measure(weights: Floats) -> float:
        people, length = weights.sum(), float(weights @ own) / weights.sum()
        pairs = people**2 - float((weights**2).sum())
        if length <= 0 or pairs <= 0:
            return float("nan")
        common = float(weights @ products @ weights) / pairs / length
        return float(np.clip(1 / people + (people - 1) / people * common, 0.0, 1.0))  # a draw alone may leave the range

    return _measured(measure, len(centred), seed, confidence, draws)


def _centred_ranks(rankings: ArrayLike) -> Floats:
    table = np.atleast_2d(np.asarray(rankings, dtype=float))
    table = table[np.isfinite(table).all(axis=1)] if table.size else table.reshape(0, 0)
    if not table.size:
        return np.zeros((0, 0))
    ranks = np.asarray(rankdata(table, axis=1), dtype=float)
    return np.asarray(ranks - ranks.mean(axis=1, keepdims=True))


def spread(
    answers: ArrayLike,
    level: Level,
    *,
    choices: int = 0,
    ends: tuple[float, float] = (0.0, 1.0),
    seed: int,
    confidence: float = 0.95,
    draws: int = 1000,
) -> Agreement:
    """How far two people of the room are apart on one question: 0 all alike, 1 as far as this room could be.

    For choices it is the chance that two different people chose differently, over the same chance in a room that is
    spread evenly over all choices (Gini 1912; Simpson 1949). For numbers it is the mean distance of two different
    people, over the same in a room of which half stands at either end.

    Parameters
    ----------
    answers : array_like, shape (people,)
    level : {"nominal", "ordinal", "interval"}
    choices : int
        How many things could be chosen, for "nominal".
    ends : (float, float)
        Lowest and highest possible number, for the others; what lies outside counts as at the end.
    seed, confidence, draws
        As in `krippendorff_alpha`.
    """
    values = np.asarray(answers, dtype=float).ravel()
    values = values[np.isfinite(values)]
    if level == "nominal":
        apart = np.asarray(values[:, None] != values, dtype=float)
        parts = max(choices, 2)
    else:
        clipped = np.clip(values, *ends)
        apart, parts = np.abs(clipped[:, None] - clipped) / (ends[1] - ends[0]), 2
    most = _most(len(values), parts)

    def measure(weights: Floats) -> float:
        pairs = weights.sum() ** 2 - float((weights**2).sum())
        return float(weights @ apart @ weights) / pairs / most if pairs > 0 else float("nan")

    return _measured(measure, len(values), seed, confidence, draws)


def _most(people: int, parts: int) -> float:
    """The share of pairs that differ in a room spread as evenly as it can be."""
    if people < 2:
        return float("nan")
    small, larger = divmod(people, parts)
    alike = larger * (small + 1) * small + (parts - larger) * small * (small - 1)
    return 1 - alike / (people * (people - 1))


def _measured(measure: Callable[[Floats], float], people: int, seed: int, confidence: float, draws: int) -> Agreement:
    """A measure of weighted people, and between which values it lies in rooms drawn from these people."""
    if people < FEWEST:
        return Agreement(float("nan"), float("nan"), float("nan"), people)
    value = measure(np.ones(people))
    low = high = float("nan")
    if people >= FEWEST_FOR_INTERVAL and np.isfinite(value):
        rooms = np.random.default_rng(seed).multinomial(people, np.full(people, 1 / people), draws).astype(float)
        drawn = np.array([measure(room) for room in rooms])
        tail = (1 - confidence) / 2
        low, high = (float(end) for end in np.nanquantile(drawn, [tail, 1 - tail]))
    return Agreement(float(value), low, high, people)
