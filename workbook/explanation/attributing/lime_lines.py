"""LIME (Ribeiro et al. 2016): a row is changed many times at random, and a line is fitted to what the model says then.

Numbers are cut at the quartiles of the background, as the package does by default; a missing one is a part of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.errors import MissingExtra
from workbook.explanation.attributing.found import Found
from workbook.explanation.attributing.voices import Voice
from workbook.models.folds import Codes, Floats
from workbook.models.model import Model

if TYPE_CHECKING:
    import pandas as pd

CHANGES = 2_000
"""Changed rows a line is fitted to. The package's default is 5,000; on a few dozen columns the line is the same."""


def why_not(model: Model) -> str:
    """Why LIME cannot be run, as a sentence; "" where it can: it asks for scores only."""
    from importlib.util import find_spec

    return "" if find_spec("lime") is not None else str(MissingExtra("LIME", "explain"))


def run(voice: Voice, rows: pd.DataFrame, background: pd.DataFrame, seed: int, tick: Callable[[], None]) -> Found:
    """What each column adds in a row's line, counted from the usual row of the background.

    A weight says how much it matters that a column has this row's value and not another; it is what LIME prints. Times
    the share of the background that has another value, it is what the column adds against the usual row, as SHAP counts:
    that nobody is unusual in a rare value's absence is no reason.
    """
    pieces = _Pieces(rows, background)
    many = rows.shape[1]
    values, bases, fits = np.zeros(rows.shape), np.zeros(len(rows)), np.full(len(rows), np.nan)
    for place in range(len(rows)):
        drawn = np.random.SeedSequence([seed, 3, int(voice.rows[place])]).generate_state(1)
        line = _line(voice, pieces, place, int(drawn[0]), many)
        for column, weight in line.local_exp[1]:
            alike = float((pieces.background[:, column] == pieces.rows[place, column]).mean())
            values[place, column] = weight * (1 - alike)
            bases[place] += weight * alike
        bases[place] += float(line.intercept[1])
        fits[place] = float(line.score)
        tick()
    return Found(values, bases, voice.output(rows), fits)


def _line(voice: Voice, pieces: _Pieces, place: int, seed: int, many: int) -> Any:
    from lime.lime_tabular import LimeTabularExplainer

    explainer = LimeTabularExplainer(
        pieces.background,
        mode="regression",
        categorical_features=list(range(many)),
        discretize_continuous=False,
        feature_selection="none",
        random_state=np.random.RandomState(seed),
    )
    generator = np.random.default_rng(seed)
    return explainer.explain_instance(
        pieces.rows[place],
        lambda changed: voice.output(pieces.frame(changed, place, generator)),
        num_features=many,
        num_samples=CHANGES,
    )


class _Pieces:
    """Rows in pieces of each column: quartiles of numbers, values of words; and rows again with values from a piece."""

    def __init__(self, rows: pd.DataFrame, background: pd.DataFrame) -> None:
        import pandas as pd

        self._both = pd.concat([rows, background], ignore_index=True)
        self._first = len(rows)
        codes = np.column_stack([_pieces(self._both[name], len(rows)) for name in self._both.columns])
        self.rows, self.background = codes[: self._first], codes[self._first :]

    def frame(self, changed: Floats, place: int, generator: np.random.Generator) -> pd.DataFrame:
        """Rows with the values of the pieces that LIME drew; the first one is the row itself."""
        import pandas as pd

        found = {}
        for column, name in enumerate(self._both.columns):
            taken = self._drawn(changed[:, column].astype(np.int64), column, place, generator)
            found[name] = self._both[name].iloc[taken].reset_index(drop=True)
        return pd.DataFrame(found)

    def _drawn(self, pieces: Codes, column: int, place: int, generator: np.random.Generator) -> Codes:
        """For each piece a row of the background that lies in it, at random; the row itself where none does."""
        taken = np.full(len(pieces), place)
        for piece in np.unique(pieces):
            held = np.flatnonzero(self.background[:, column] == piece) + self._first
            where = pieces == piece
            if len(held):
                taken[where] = generator.choice(held, int(where.sum()))
        taken[0] = place
        return taken


def _pieces(column: pd.Series[Any], rows: int) -> Codes:
    """The piece of each value: cut at the quartiles of the background if it has more than four values, else as it is."""
    import pandas as pd

    others = column.iloc[rows:]
    if not pd.api.types.is_numeric_dtype(column) or others.nunique() <= 4:
        return np.asarray(pd.factorize(column, use_na_sentinel=False)[0], dtype=np.int64)
    values = column.to_numpy(dtype=float, na_value=np.nan)
    known = others.to_numpy(dtype=float, na_value=np.nan)
    known = known[np.isfinite(known)]
    cuts = np.unique(np.quantile(known, [0.25, 0.5, 0.75])) if len(known) else np.zeros(0)
    return np.where(np.isnan(values), len(cuts) + 1, np.searchsorted(cuts, values, side="left"))
