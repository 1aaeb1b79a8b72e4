"""SHAP for any model that scores rows: columns join in drawn orders, the others have the values of the background.

The package shap has the same routine, but draws from NumPy's process-wide state and asks the model row by row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from workbook.explanation.attributing.found import Found
from workbook.explanation.attributing.voices import Voice
from workbook.models.folds import Codes, Floats
from workbook.models.model import Model
from workbook.stats.shapley import Coalitions, by_enumeration, by_orders

if TYPE_CHECKING:
    import pandas as pd

ORDERS = 10
"""Orders that columns join in, each forth and back: as many as shap's own default."""
FEW = 8
"""Up to so many columns every coalition is gone through: exact, and hardly more work."""
AT_ONCE = 100_000
"""Rows that the model is asked about in one call, at most."""


def why_not(model: Model) -> str:
    """It fits every model: it asks for scores only."""
    return ""


def run(voice: Voice, rows: pd.DataFrame, background: pd.DataFrame, seed: int, tick: Callable[[], None]) -> Found:
    """Shapley values of each row against the background; exact where it has at most eight columns that differ."""
    import pandas as pd

    both = pd.concat([rows, background], ignore_index=True)
    codes = np.column_stack([pd.factorize(both[name], use_na_sentinel=False)[0] for name in both.columns])
    others = codes[len(rows) :]
    values, bases, explained = np.zeros(rows.shape), np.zeros(len(rows)), np.zeros(len(rows))
    for place in range(len(rows)):
        players = np.flatnonzero((others != codes[place]).any(axis=0))
        worth = _game(voice, both, place, len(rows), players)
        if len(players) <= FEW:
            found = by_enumeration(worth, len(players))
        else:
            generator = np.random.default_rng([seed, 2, int(voice.rows[place])])
            found = by_orders(worth, len(players), ORDERS, generator)
        values[place, players] = found
        bases[place], explained[place] = worth(np.array([[False], [True]]).repeat(len(players), axis=1))
        tick()
    return Found(values, bases, explained)


def _game(voice: Voice, both: pd.DataFrame, place: int, first: int, players: Codes) -> Callable[[Coalitions], Floats]:
    """The mean output over the background where the columns of a coalition have the row's values."""
    many = len(both) - first
    others = np.arange(first, first + many)

    def worth(coalitions: Coalitions) -> Floats:
        found = np.empty(len(coalitions))
        step = max(1, AT_ONCE // many)
        for begin in range(0, len(coalitions), step):
            some = coalitions[begin : begin + step]
            taken = np.tile(others, len(some))
            mixed = both.iloc[taken].reset_index(drop=True)
            for bit, column in enumerate(players):
                from_row = np.repeat(some[:, bit], many)
                name = both.columns[column]
                mixed[name] = both[name].array.take(np.where(from_row, place, taken))
            found[begin : begin + step] = voice.output(mixed).reshape(len(some), many).mean(axis=1)
        return found

    return worth
