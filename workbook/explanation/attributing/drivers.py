"""What drives the score: each column with its importance, its direction, whom it decides, and what shuffling it costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.data.privacy import LIMIT
from workbook.explanation.attributing.attributions import Attributions, method_named
from workbook.explanation.attributing.background import Background, Whom
from workbook.explanation.attributing.importance import Settled, Stopped, settle
from workbook.explanation.attributing.sampling import evenly_drawn, unseen_rows
from workbook.explanation.attributing.shuffling import MOST_ROWS, Shuffled, shuffled
from workbook.explanation.attributing.voices import Scale, as_score
from workbook.explanation.few import shown_share
from workbook.models.changes import Interval
from workbook.models.folds import SEED, Floats
from workbook.models.model import Model
from workbook.models.study import Study
from workbook.stats.association import association

if TYPE_CHECKING:
    import pandas as pd

EVIDENCE = "explanation.importance"
REVISION = 1
TOGETHER = 0.5
"""From this association on, two columns are said to go together."""
MOST_SHUFFLED = 40
"""More columns than this are not shuffled, the weakest are left out."""


@dataclass(frozen=True)
class Driver:
    """One column and what it does to the score.

    Attributes
    ----------
    column : str
    weight : Interval
        Mean absolute attribution, on the scale of the importance.
    first, last : int
        The best and the worst place that it may have.
    direction : float
        Spearman's correlation of value and attribution; NaN for words.
    raises, lowers : str
        The words with the highest and the lowest mean attribution; "" for numbers.
    decides : Interval
        Share of rows that would be decided otherwise without what this column adds; undefined where they are fewer than ten.
    shuffled : Shuffled or None
        None where it was left out.
    partner : str
        The column that it goes together with most; "" where none comes near.
    together : float
        How strongly, from 0 to 1.
    """

    column: str
    weight: Interval
    first: int
    last: int
    direction: float
    raises: str
    lowers: str
    decides: Interval
    shuffled: Shuffled | None
    partner: str
    together: float


@dataclass(frozen=True)
class Held:
    """What must be known of attributions that are kept in a file."""

    method: str
    columns: tuple[str, ...]
    scale: Scale
    background: str
    seed: int


@dataclass(frozen=True)
class Importance:
    """What drives the score, as the record keeps it: no row, and no value of a single one.

    Attributes
    ----------
    model, method, title : str
        The model in use; the method's stable name, and how people call it.
    scale : {"log-odds", "probability", "score"}
    background : str
        Whom the rows are compared with, in words.
    compared_with : {"everybody", "selected", "not selected"}
    seed : int
    explained, rows : int
        How many rows were explained, of how many.
    unseen : float
        Share of them that the explaining copy did not learn from.
    stopped : {"settled", "all rows", "limit"}
    looks : int
    unsettled : tuple of (str, str)
        Columns whose order stays open.
    drivers : tuple of Driver
        The strongest first.
    shuffled_rows : int
    currency : str
    per_year : bool
    units : str
    matched : bool
        Whether the model decides by a threshold of its own, one that selects as many as the declared one does.
    file : str
        Where the attributions of single rows are kept, among the project's private files; "" where they are not.
    held : tuple of Held
        What is in it.
    """

    model: str
    method: str
    title: str
    scale: Scale
    background: str
    compared_with: Whom
    seed: int
    explained: int
    rows: int
    unseen: float
    stopped: Stopped
    looks: int
    unsettled: tuple[tuple[str, str], ...]
    drivers: tuple[Driver, ...]
    shuffled_rows: int
    currency: str = "EUR"
    per_year: bool = False
    units: str = "cases"
    matched: bool = False
    file: str = ""
    held: tuple[Held, ...] = ()

    def named(self, column: str) -> Driver:
        """The driver of that name. Raises KeyError."""
        return next(one for one in self.drivers if one.column == column)


def drivers(
    study: Study,
    model: Model,
    method: str,
    score: Floats,
    background: Background,
    *,
    compared_with: Whom = "everybody",
    seed: int = SEED,
    most: int | None = None,
    tick: Callable[[], None] = lambda: None,
    told: Callable[[float, str], None] = lambda share, words: None,
) -> tuple[Importance, Attributions]:
    """What drives the score, and the attributions it rests on.

    Parameters
    ----------
    study : Study
    model : Model
    method : str
    score : array, shape (rows,)
        The model's scores, as `sample_scores` gives them.
    background : Background
    compared_with : {"everybody", "selected", "not selected"}
        From whom the background was chosen.
    seed, most, tick
        As in `settle`.
    told : callable
        Called with the share done and words.
    """
    among = unseen_rows(model, study)
    drawn = evenly_drawn(study, score, among, seed)
    settled = settle(
        study, model, method, drawn, background, most=most, seed=seed, tick=tick,
        told=lambda done, limit: told(0.6 * done / limit, f"explaining row {done:,} of at most {limit:,}"),
    )  # fmt: skip
    told(0.6, "shuffling columns")
    found, strongest = settled.found, np.argsort(-settled.order.mean, kind="stable")
    names = tuple(found.columns[place] for place in strongest[:MOST_SHUFFLED])
    losses = dict(zip(names, shuffled(study, model, drawn[:MOST_ROWS], names, seed=seed, tick=tick), strict=True))
    told(0.9, "looking at single columns")
    partners = partners_of(study.features.iloc[np.sort(drawn[:MOST_ROWS])][list(found.columns)])
    every = tuple(_driver(study, settled, int(place), losses, partners) for place in strongest)
    known = method_named(method)
    importance = Importance(
        model.title, method, known.title, found.scale, found.background, compared_with, seed,
        len(found.rows), study.rows, float(found.unseen.mean()), settled.stopped, settled.looks, settled.unsettled,
        every, min(len(drawn), MOST_ROWS), study.currency, bool(study.yearly_volume), study.wording.units,
    )  # fmt: skip
    return importance, found


def _driver(
    study: Study, settled: Settled, place: int, losses: dict[str, Shuffled], partners: dict[str, tuple[str, float]]
) -> Driver:
    found, name = settled.found, settled.found.columns[place]
    best, worst = settled.order.ranks
    column = study.features[name].iloc[found.rows]
    numeric = is_number(column)
    raises, lowers = ("", "") if numeric else _words(column, found.values[:, place])
    partner, together = partners.get(name, ("", 0.0))
    return Driver(
        name, settled.interval(place), int(best[place]), int(worst[place]),
        _direction(column, found.values[:, place]) if numeric else float("nan"), raises, lowers,
        shown_share(decided_otherwise(study, found, place)), losses.get(name), partner, together,
    )  # fmt: skip


def decided_otherwise(study: Study, found: Attributions, place: int) -> Any:
    """Which explained rows would be decided otherwise without what one column adds."""
    order = np.argsort(found.rows)
    part = study.where(np.isin(np.arange(study.rows), found.rows))
    with_it = part.decided(as_score(found.explained[order], found.scale))
    without = part.decided(as_score((found.explained - found.values[:, place])[order], found.scale))
    return with_it != without


def is_number(column: pd.Series[Any]) -> bool:
    """Whether a column holds numbers."""
    import pandas as pd

    return bool(pd.api.types.is_numeric_dtype(column))


def as_array(column: pd.Series[Any]) -> Any:
    """Numbers as floats, words as codes: what `association` reads."""
    import pandas as pd

    if is_number(column):
        return column.to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(pd.factorize(column)[0], dtype=np.int64)


def partners_of(features: pd.DataFrame) -> dict[str, tuple[str, float]]:
    """For each column the one that it goes together with most, and how strongly; none below one half."""
    arrays = {str(name): as_array(features[name]) for name in features.columns}
    names = list(arrays)
    found: dict[str, tuple[str, float]] = {}
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            strength = association(arrays[one], arrays[other])
            for here, there in ((one, other), (other, one)):
                if strength >= TOGETHER and strength > found.get(here, ("", 0.0))[1]:
                    found[here] = there, strength
    return found


def _direction(column: pd.Series[Any], values: Floats) -> float:
    """Spearman's correlation of value and attribution."""
    from scipy.stats import rankdata

    numbers = column.to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(numbers)
    if known.sum() < LIMIT or not np.ptp(numbers[known]) or not np.ptp(values[known]):
        return 0.0
    return float(np.corrcoef(rankdata(numbers[known]), rankdata(values[known]))[0, 1])


def _words(column: pd.Series[Any], values: Floats) -> tuple[str, str]:
    """The words with the highest and the lowest mean attribution, of those that at least ten rows hold."""
    words = column.astype(str).to_numpy()
    known, place, counts = np.unique(words, return_inverse=True, return_counts=True)
    means = np.bincount(place, values) / counts
    enough = np.flatnonzero(counts >= LIMIT)
    if len(enough) < 2 or not np.ptp(means[enough]):
        return "", ""
    return str(known[enough[means[enough].argmax()]]), str(known[enough[means[enough].argmin()]])
