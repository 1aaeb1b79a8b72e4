"""How much each column drives the score over all rows: on as many rows as the order of the first ten needs, and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbook.explanation.attributing.attributions import Attributions, explain, method_named
from workbook.explanation.attributing.background import Background
from workbook.explanation.attributing.methods import MANY
from workbook.models.changes import Interval, Z
from workbook.models.folds import SEED, Codes, Floats
from workbook.models.model import Model
from workbook.models.study import Study
from workbook.stats.means_in_order import Ordered, ordered

TOP = 10
"""So many of the strongest columns have to stand in a settled order."""
TIE = 0.05
"""Two columns count as alike where they differ by less than this share of the strongest."""
LOOKS = 5
"""How often the order is looked at, at most; each time on twice as many rows."""
FEWEST, FEWEST_OF_QUICK = 128, 2_000
"""So many rows the first look rests on at least; more where a row costs next to nothing."""
Stopped = Literal["settled", "all rows", "limit"]


@dataclass(frozen=True, eq=False)
class Settled:
    """The attributions that were needed, and what they say of the order.

    Attributes
    ----------
    found : Attributions
    order : Ordered
        Of the means of absolute attributions.
    stopped : {"settled", "all rows", "limit"}
        Why no more rows were explained.
    looks : int
    """

    found: Attributions
    order: Ordered
    stopped: Stopped
    looks: int

    @property
    def unsettled(self) -> tuple[tuple[str, str], ...]:
        """Pairs of columns, one of them among the strongest ten, whose order these rows leave open."""
        names = self.found.columns
        return tuple((names[one], names[other]) for one, other in self.order.unsettled(TOP))

    def interval(self, place: int) -> Interval:
        """The importance of a column with its 95 % interval."""
        value, reach = float(self.order.mean[place]), Z * float(self.order.error[place])
        return value, max(0.0, value - reach), value + reach


def settle(
    study: Study,
    model: Model,
    method: str,
    rows: Codes,
    background: Background,
    *,
    most: int | None = None,
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
    told: Callable[[int, int], None] = lambda done, most: None,
) -> Settled:
    """Explain rows in batches until the order of the ten strongest columns is settled.

    It is settled when every pair with one of the ten is told apart, or known to differ by less than 5 % of the strongest.
    With 95 % confidence no two columns that are called apart stand in the wrong order, for all pairs and looks together.

    Parameters
    ----------
    study : Study
    model : Model
    method : str
    rows : array of int
        In a drawn order, as `evenly_drawn` gives them.
    background : Background
    most : int, optional
        So many rows at most; the method's own limit without it.
    seed : int
    tick : callable
        Called between steps; may raise to stop.
    told : callable
        Called before each batch with how many rows are explained and how many at most.
    """
    own = method_named(method).most(model)
    limit = min(len(rows), most or own)
    sizes = _sizes(limit, FEWEST_OF_QUICK if own >= MANY else FEWEST)
    parts: list[Attributions] = []
    for look, size in enumerate(sizes, start=1):
        done = sum(len(one.rows) for one in parts)
        told(done, limit)
        more = rows[done:size]
        parts.append(explain(study, model, more, method, seed=seed, background=background, tick=tick))
        whole = joined(parts)
        strength = np.abs(whole.values)
        weight = study.weight[whole.rows]
        margin = TIE * float((weight @ strength / weight.sum()).max(initial=0.0))
        order = ordered(strength, weight, margin, looks=len(sizes))
        if not order.unsettled(TOP):
            return Settled(whole, order, "all rows" if size == len(rows) else "settled", look)
    return Settled(whole, order, "all rows" if limit == len(rows) else "limit", len(sizes))


def _sizes(limit: int, fewest: int) -> list[int]:
    """How many rows each look rests on: doubled from one to the next."""
    found = [limit]
    while len(found) < LOOKS and found[0] >= 2 * fewest:
        found.insert(0, found[0] // 2)
    return found


def joined(parts: list[Attributions]) -> Attributions:
    """Attributions of several batches as one."""
    first = parts[0]
    if len(parts) == 1:
        return first

    def together(name: str) -> Floats:
        return np.concatenate([getattr(one, name) for one in parts])

    return Attributions(
        first.method, first.columns, np.concatenate([one.rows for one in parts]), together("values"),
        together("bases"), together("explained"), first.scale, first.background, first.seed,
        np.concatenate([one.unseen for one in parts]), None if first.fit is None else together("fit"),
    )  # fmt: skip
