"""The study: rows, what happened, whom they concern, and what each decision about them is worth.

Stress tests and explanations are made from it. It is as confidential as the rows and never leaves the server.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.data.tallies import Side
from workbook.models.folds import Codes, Floats, Fold, Mask
from workbook.outcomes.wording import Wording

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Study:
    """Arrays of equal length, a place for each row.

    Attributes
    ----------
    features : DataFrame
        What a model may read.
    label : array of int
        1 with the event, 0 without it, 2 where it is not known.
    group : array of int
        Place in `group_names`.
    group_names : tuple of str
    cut : array of float
        The threshold that holds for each row: the same for all, or that of its group.
    selected : {"at_or_above", "below"}
    half : array of int
        0 chooses, 1 values: what was chosen on the first is judged on the second.
    weight : array of float
        1 without weights; with a stated share of the event in the population, what makes the rows match it.
    if_selected, if_not : array of float or None
        What a row is worth if it is selected and if it is not, 0 where the label is not known; None before anything
        was entered on the Value page.
    currency : str
    yearly_volume : float or None
        Cases a year; without it money is that of these rows.
    score : array of float or None
        The current score, NaN where missing.
    event_is_right : bool
        Whether those with the event are the ones to select (those who repay), or the others (those who do not default).
    folds : tuple of Fold
    wording : Wording
    data : str
        Fingerprint of the rows.
    declared : bool
        Whether the team declared the threshold.
    """

    features: pd.DataFrame
    label: Codes
    group: Codes
    group_names: tuple[str, ...]
    cut: Floats
    half: Codes
    weight: Floats
    selected: Side = "at_or_above"
    if_selected: Floats | None = None
    if_not: Floats | None = None
    currency: str = "EUR"
    yearly_volume: float | None = None
    score: Floats | None = None
    event_is_right: bool = True
    folds: tuple[Fold, ...] = ()
    wording: Wording = field(default_factory=Wording)
    data: str = ""
    declared: bool = True

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.label)

    @property
    def known(self) -> Mask:
        """Rows whose label is known."""
        return np.asarray(self.label < 2)

    @property
    def has_money(self) -> bool:
        """Whether decisions are worth something."""
        return self.if_selected is not None

    def decided(self, score: Floats) -> Mask:
        """Who is selected with these scores, at the threshold of each row; a row without a score is not."""
        with np.errstate(invalid="ignore"):
            chosen = score >= self.cut if self.selected == "at_or_above" else score < self.cut
        return np.asarray(chosen & np.isfinite(score))

    def wronged(self, decided: Mask) -> Mask:
        """Rows decided against what happened; False where that is not known."""
        return np.asarray(self.known & (decided != ((self.label == 1) == self.event_is_right)))

    def worth(self, decided: Mask) -> Floats:
        """What each row is worth with these decisions. Raises ValueError where there is no money."""
        if self.if_selected is None or self.if_not is None:
            raise ValueError("nothing was entered that decisions are worth")
        return np.where(decided, self.if_selected, self.if_not)

    def at(self, threshold: float) -> Study:
        """The same study at one threshold for all."""
        return replace(self, cut=np.full(self.rows, float(threshold)))

    def where(self, rows: Mask) -> Study:
        """Some of the rows, as a study of its own, without folds."""
        by_row = ("features", "label", "group", "cut", "half", "weight", "if_selected", "if_not", "score")
        kept: dict[str, Any] = {name: _some(getattr(self, name), rows) for name in by_row}
        return replace(self, **kept, folds=())


def _some(values: Any, rows: Mask) -> Any:
    return None if values is None else values[rows]
