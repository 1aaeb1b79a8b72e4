"""How sure a single prediction is: split conformal sets for each kind of outcome, and whether they cover what they promise.

Label-conditional (Mondrian) split conformal prediction (Vovk, Gammerman and Shafer 2005, ch. 4): of the cases with the
event at least 1 - miss have "event" in their set, and likewise of those without it, whatever the score is worth, as long
as new cases are like the ones that calibrated it. Checked against the package crepes: the same p-values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbook.models.folds import Codes, Floats, Mask
from workbook.models.on_trial import OnTrial

Statement = Literal["event", "no event", "both", "neither"]
STATEMENTS: tuple[Statement, ...] = ("event", "no event", "both", "neither")
EVENT, NO_EVENT, BOTH, NEITHER = range(4)


@dataclass(frozen=True, eq=False)
class Sorted:
    """Scores of one kind of outcome in order, with their weights, whose mean is 1."""

    scores: Floats
    weights: Floats

    def share_up_to(self, score: Floats) -> Floats:
        """The share of scores up to each given one, the new case counted in with an average weight: its p-value."""
        before = np.concatenate([[0.0], np.cumsum(self.weights)])
        reached = before[np.searchsorted(self.scores, score, side="right")]
        return np.asarray((reached + 1.0) / (before[-1] + 1.0))


@dataclass(frozen=True, eq=False)
class Calibration:
    """What single predictions are held against.

    Attributes
    ----------
    miss : float
        The share of each kind of outcome that may lie outside its set.
    sign : int
        1 where a higher score speaks for the event, else -1.
    event, no_event : dict of int to Sorted
        By group code; -1 is everybody. Scores of the calibrating cases, the least typical first.
    """

    miss: float
    sign: int
    event: dict[int, Sorted]
    no_event: dict[int, Sorted]

    @property
    def by_group(self) -> bool:
        """Whether each group is held against its own cases."""
        return len(self.event) > 1

    def p_values(self, score: Floats, group: Codes | None = None) -> tuple[Floats, Floats]:
        """How usual each score is among cases with the event, and among those without it; NaN for a missing score."""
        score = np.asarray(score, dtype=float)
        codes = np.full(len(score), -1) if group is None or not self.by_group else group
        found = np.full((2, len(score)), np.nan)
        for code in np.unique(codes):
            here = (codes == code) & np.isfinite(score)
            for row, (held, sign) in enumerate(((self.event, self.sign), (self.no_event, -self.sign))):
                found[row, here] = held[int(code)].share_up_to(sign * score[here])
        return found[0], found[1]

    def statements(self, score: Floats, group: Codes | None = None) -> Codes:
        """What can be said of each score, as a place in `STATEMENTS`; "both" where it is missing."""
        event, no_event = (np.nan_to_num(one, nan=1.0) > self.miss for one in self.p_values(score, group))
        return np.select([event & no_event, event, no_event], [BOTH, EVENT, NO_EVENT], NEITHER).astype(np.int64)

    def limits(self, code: int = -1) -> tuple[float, float]:
        """The stretch of scores that says nothing: where sets change, the lower end first.

        Between the two both outcomes are usual, or, where the score separates them well, neither is. Infinite where
        the calibrating cases are too few for any score to be unusual.
        """
        event, no_event = self._edges(code)
        return min(event, no_event), max(event, no_event)

    def overlaps(self, code: int = -1) -> bool:
        """Whether scores between the limits are usual among both kinds of outcome, not among neither."""
        event, no_event = self._edges(code)
        return self.sign * event <= self.sign * no_event

    def _edges(self, code: int) -> tuple[float, float]:
        """The least score that is usual with the event, and the last one that is usual without it."""
        return self.sign * _edge(self.event[code], self.miss), -self.sign * _edge(self.no_event[code], self.miss)


def calibrate(trial: OnTrial, rows: Mask, miss: float, by_group: bool = False) -> Calibration:
    """Hold single predictions against the labelled, scored cases among some rows.

    Parameters
    ----------
    trial : OnTrial
    rows : array of bool
        Those that calibrate; they must not be those on which the result is checked.
    miss : float
        0.1 for sets that cover 90 %.
    by_group : bool
        Each group against its own cases.
    """
    study, score = trial.study, trial.score
    usable = rows & study.known & np.isfinite(score)
    sign = 1 if trial.more_means_event else -1
    codes = (-1, *(range(len(study.group_names)) if by_group else ()))
    held: list[dict[int, Sorted]] = []
    for label, side in ((1, sign), (0, -sign)):
        kind = usable & (study.label == label)
        chosen = {code: kind & ((study.group == code) | (code < 0)) for code in codes}
        held.append({code: _sorted(side * score[one], study.weight[one]) for code, one in chosen.items()})
    return Calibration(miss, sign, held[0], held[1])


def covered(label: Codes, statements: Codes) -> Mask:
    """Whether the set of each labelled case holds what happened."""
    return np.asarray(
        (statements == BOTH) | ((label == 1) & (statements == EVENT)) | ((label == 0) & (statements == NO_EVENT))
    )


def _sorted(score: Floats, weight: Floats) -> Sorted:
    order = np.argsort(score, kind="stable")
    middle = float(weight.mean()) if len(weight) else 1.0
    return Sorted(score[order], weight[order] / (middle or 1.0))


def _edge(held: Sorted, miss: float) -> float:
    """The lowest score that is still usual: its p-value is above `miss`."""
    if 1.0 / (held.weights.sum() + 1.0) > miss:
        return -np.inf
    return float(held.scores[int(np.argmax(held.share_up_to(held.scores) > miss))])
