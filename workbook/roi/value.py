"""Value against threshold: chosen on one half of the rows, valued on the other, with the stretch that is as good."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import Tally
from workbook.errors import InputError, WorkbookError
from workbook.outcomes import Payoff, Policy, confusion, difference_along, money_along
from workbook.outcomes.money import NORMAL_95
from workbook.stats.walks import walk_quantile

Floats = NDArray[np.float64]
CHOOSE, VALUE = "choose", "value"
REVISION = 2


@dataclass(frozen=True, eq=False)
class ValueCurve:
    """Money along the thresholds of a tally, scaled to a year where the volume is known.

    Attributes
    ----------
    thresholds : array, shape (places,)
        The last one is infinite: nobody at or above it.
    total, low, high : array, shape (places,)
        On the valuing half; 95 % interval of each single threshold, sampling error only.
    best : int
        Place of the threshold that was best on the choosing half.
    plateau_low, plateau_high : int
        Places between which no threshold can be told from the best one, on the valuing half (see `_plateau`).
    treat_all, treat_none : float
    gain, gain_low, gain_high : float
        Of the best over the better of treat all and treat none, on the valuing half (see `_gain`).
    held_out : bool
        Whether choosing and valuing used different rows.
    per_year : bool
        Whether money is a year's; else it is that of the valued rows.
    rows : int
        Labelled rows that it was valued on.
    scale : float
        From the money of those rows to a year's; 1 where the volume is not known.
    """

    thresholds: Floats
    total: Floats
    low: Floats
    high: Floats
    best: int
    plateau_low: int
    plateau_high: int
    treat_all: float
    treat_none: float
    gain: float
    gain_low: float
    gain_high: float
    held_out: bool
    per_year: bool
    currency: str
    rows: int
    scale: float

    @property
    def claimed(self) -> bool:
        """Whether these rows show a gain over treating everybody alike."""
        return self.held_out and self.gain_low > 0

    @property
    def best_threshold(self) -> float:
        """The threshold that was best on the choosing half; infinite where it lies above every score."""
        return float(self.thresholds[self.best])

    @property
    def best_in_words(self) -> str:
        """The same for people: 0.62, or above every score."""
        return threshold_in_words(self.best_threshold)


def threshold_in_words(threshold: float) -> str:
    """A threshold for people: 0.62, or above every score where it is infinite."""
    return f"{threshold:.3g}" if np.isfinite(threshold) else "above every score"


def value_curve(
    tally: Tally, payoff: Payoff, *, yearly_volume: float | None = None, served: Floats | None = None
) -> ValueCurve:
    """Value every threshold, and the one that was chosen on other rows.

    Parameters
    ----------
    tally : Tally
        With a score and labels; split into "choose" and "value" where the value of the best is to be believed.
    payoff : Payoff
    yearly_volume : float, optional
        Cases a year; money is scaled to them.
    served : array, shape (places,), optional
        The share of the selected who can be handled at each place; the others are treated as not selected.

    Raises
    ------
    WorkbookError
        There are no scores or no labels.
    """
    if not tally.has_score:
        raise WorkbookError(
            "These rows hold a decision but no score: there is no threshold to move.", "Connect rows with a score."
        )
    if not tally.has_label:
        raise WorkbookError(
            "These rows hold no label: nobody knows yet which decision was right.", "Connect rows with outcomes."
        )
    held_out = CHOOSE in tally.split_names and VALUE in tally.split_names
    choosing, valuing = (CHOOSE, VALUE) if held_out else (None, None)
    chosen, valued = money_along(tally, payoff, choosing), money_along(tally, payoff, valuing)
    if not (chosen.rows and valued.rows):
        raise WorkbookError(
            "No row has a known label: nobody knows yet which decision was right.", "Connect rows with outcomes."
        )
    everybody, nobody = (0, -1) if tally.selected == "at_or_above" else (-1, 0)
    best = int(np.argmax(limited(chosen.total, served, nobody)))
    scale = yearly_volume / valued.weight if yearly_volume else 1.0
    gain, gain_low, gain_high = _gain(tally, payoff, best, valuing, served)
    low_place, high_place = _plateau(tally, payoff, best, valuing, served)
    error = limited(
        valued.standard_error, served, nobody
    )  # the errors of both parts added: never too narrow (Minkowski)
    total = limited(valued.total, served, nobody)
    return ValueCurve(
        thresholds=valued.thresholds,
        total=total * scale,
        low=(total - NORMAL_95 * error) * scale,
        high=(total + NORMAL_95 * error) * scale,
        best=best,
        plateau_low=low_place,
        plateau_high=high_place,
        treat_all=float(total[everybody]) * scale,
        treat_none=float(total[nobody]) * scale,
        gain=gain * scale,
        gain_low=gain_low * scale,
        gain_high=gain_high * scale,
        held_out=held_out,
        per_year=bool(yearly_volume),
        currency=payoff.currency,
        rows=valued.rows,
        scale=scale,
    )


def limited(along: Floats, served: Floats | None, nobody: int) -> Floats:
    """Values along the places where some of the selected are treated as not selected, since nobody can handle them."""
    return along if served is None else np.asarray(served * along + (1 - served) * along[nobody])


def _gain(
    tally: Tally, payoff: Payoff, best: int, split: str | None, served: Floats | None
) -> tuple[float, float, float]:
    """Gain of a place over the better of the two ends, in pairs.

    Which end is better is not chosen by looking: a gain over the better one is a gain over both, so the interval's
    ends are the smaller of the two (intersection-union; noise is claimed in at most 2.5 %). The error is the cautious
    one: with rare, large losses a few selected rows without one look like a sure gain.
    """
    intervals = []
    for reference in (0, len(tally.edges)):
        paired = difference_along(tally, payoff, reference, split, served)
        gain, error = float(paired.total[best]), float(paired.cautious_error[best])
        intervals.append((gain, gain - NORMAL_95 * error, gain + NORMAL_95 * error))
    gains, lows, highs = zip(*intervals, strict=True)
    return min(gains), min(lows), min(highs)


def _plateau(tally: Tally, payoff: Payoff, best: int, split: str | None, served: Floats | None) -> tuple[int, int]:
    """The stretch around the best place whose paired loss against it cannot be told from zero.

    On the valuing half: on the half that chose the best, every other place loses by construction. Simultaneous: going
    away from the best, the loss is a random walk where there is nothing to lose, and `walk_quantile` says how far such
    a walk strays over all its lengths on both sides; with the cautious error. Noise then dims any threshold in at most
    5 % of samples.
    """
    paired = difference_along(tally, payoff, best, split, served)
    spans = []
    for side in (paired.between[: best + 1], paired.between[best:]):
        passed = side[side > 0]
        spans.append(float(passed.max() / passed.min()) if len(passed) else 0.0)
    alike = paired.total + walk_quantile(spans) * paired.cautious_error >= 0
    worse_below = np.flatnonzero(~alike[: best + 1])
    worse_above = np.flatnonzero(~alike[best:])
    first = int(worse_below[-1]) + 1 if len(worse_below) else 0
    last = best + int(worse_above[0]) - 1 if len(worse_above) else len(alike) - 1
    return first, last


def net_benefit(tally: Tally, thresholds: Floats | list[float], *, prevalence: float | None = None) -> Floats:
    """Net benefit of a probability score (Vickers & Elkin 2006): TP/n - FP/n · t / (1 - t).

    Parameters
    ----------
    tally : Tally
        With a probability as score and a label.
    thresholds : sequence of float
        Probabilities, below 1.
    prevalence : float, optional
        Of the population, where the sample was drawn by outcome: TPR · p - FPR · (1 - p) · t / (1 - t).

    Returns
    -------
    array, shape (thresholds,)
        NaN where no row has a label and a score.

    Raises
    ------
    InputError
        A threshold or a prevalence is not a probability, or rows lack a score or a label.
    """
    wanted = np.atleast_1d(np.asarray(thresholds, dtype=float))
    if not np.all((wanted >= 0) & (wanted < 1)):
        raise InputError(
            "Net benefit weighs wrong against right by the threshold: it must be a probability below 1.",
            "Give thresholds from 0 to 0.99.",
        )
    if prevalence is not None and not 0 <= prevalence <= 1:
        raise InputError("A prevalence is a share of the population.", "Give a number from 0 to 1.")
    if not (tally.has_score and tally.has_label):
        raise InputError("Net benefit needs a score and a label for each row.", "Name both columns.")
    found = []
    for threshold in wanted:
        counted = confusion(tally, Policy.at(float(threshold)), ())
        tp, fp = counted.weight[0, 1, 1], counted.weight[0, 0, 1]
        positives, negatives = counted.weight[0, 1, :2].sum(), counted.weight[0, 0, :2].sum()
        odds = threshold / (1 - threshold)
        with np.errstate(divide="ignore", invalid="ignore"):
            if prevalence is None:
                found.append((tp - fp * odds) / (positives + negatives))
            else:
                found.append(tp / positives * prevalence - fp / negatives * (1 - prevalence) * odds)
    return np.asarray(found)
