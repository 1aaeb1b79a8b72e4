"""What "92 % accuracy" means: the people and the money that such a figure leaves open, and the number that settles it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbook.errors import InputError
from workbook.roi.quality.stakes import Stakes

Measure = Literal["accuracy", "area under the curve", "F1"]
Rates = tuple[float, float]
"""True positive rate, false positive rate."""


@dataclass(frozen=True)
class Claim:
    """A quality figure that somebody quotes, and the recall beside it where they know it."""

    measure: Measure
    value: float
    recall: float | None = None


@dataclass(frozen=True)
class Meaning:
    """What a claim leaves open.

    Attributes
    ----------
    worst, best : (float, float)
        True and false positive rate of the models with this figure that are worth least and most.
    low, high : float
        Money of all cases with them.
    idle : float
        Accuracy of a model that does nothing but say what is more frequent; only for accuracy compared with.
    settled : bool
        Whether the figure, with the recall, leaves nothing open.
    """

    claim: Claim
    stakes: Stakes
    worst: Rates
    best: Rates
    low: float
    high: float
    idle: float
    settled: bool


def meaning_of(claim: Claim, stakes: Stakes) -> Meaning:
    """The range of money that a quality figure allows.

    With the share of cases with the event known, accuracy and F1 each leave one number free (which kind of error it
    makes), and money is linear in it: its ends are at the ends of what is possible. An area under the curve leaves the
    whole curve free: at worst its best threshold treats everybody alike, at best the curve has one corner.

    Raises
    ------
    InputError
        No model can have this figure, or not with this recall; the message says what is possible.
    """
    found = {"accuracy": _accuracy, "F1": _f1, "area under the curve": _area}[claim.measure](claim, stakes.base_rate)
    ranked = sorted(found, key=lambda rates: stakes.value(*rates))
    worst, best = ranked[0], ranked[-1]
    low, high = stakes.value(*worst), stakes.value(*best)
    if claim.measure == "area under the curve" and claim.recall is None:
        everybody, nobody = stakes.alike
        worst = (1.0, 1.0) if everybody >= nobody else (0.0, 0.0)
        low = max(everybody, nobody)
        best, high = (best, high) if high > low else (worst, low)
    idle = max(stakes.base_rate, 1 - stakes.base_rate)
    return Meaning(claim, stakes, worst, best, low, high, idle, settled=abs(high - low) < 1e-9 * max(1.0, abs(high)))


def _accuracy(claim: Claim, base: float) -> list[Rates]:
    """Accuracy = base x TPR + (1 - base) x (1 - FPR)."""
    _share(claim.value, "accuracy")
    low, high = max(0.0, (claim.value - (1 - base)) / base), min(1.0, claim.value / base)
    return [(found, _clip(1 - (claim.value - base * found) / (1 - base))) for found in _ends(claim, low, high)]


def _f1(claim: Claim, base: float) -> list[Rates]:
    """F1 = 2 TP / (2 TP + FP + FN), so FPR = base x (2 TPR / F1 - TPR - 1) / (1 - base)."""
    _share(claim.value, "F1")
    if claim.value == 0:
        return [(found, rate) for found in _ends(claim, 0.0, 0.0) for rate in (0.0, 1.0)]
    low = claim.value / (2 - claim.value)
    high = min(1.0, ((1 - base) / base + 1) * claim.value / (2 - claim.value))
    if low > high + 1e-12:
        raise InputError(f"No model has an F1 of {claim.value:.2f} here.", "Check the figure.")
    return [
        (found, _clip(base * (2 * found / claim.value - found - 1) / (1 - base))) for found in _ends(claim, low, high)
    ]


def _area(claim: Claim, _base: float) -> list[Rates]:
    """A curve through (FPR, TPR) has an area of at most 1 - FPR x (1 - TPR): its best corners lie on the axes."""
    _share(claim.value, "area under the curve")
    if claim.recall is None:
        return [(claim.value, 0.0), (1.0, 1 - claim.value)]
    _share(claim.recall, "recall")
    least = max(0.0, 1 - claim.value / claim.recall) if claim.recall > 0 else 0.0
    most = 1.0 if claim.recall == 1 else min(1.0, (1 - claim.value) / (1 - claim.recall))
    return [(claim.recall, least), (claim.recall, max(least, most))]


def _ends(claim: Claim, low: float, high: float) -> tuple[float, ...]:
    if claim.recall is None:
        return (low, high)
    if not low - 1e-9 <= claim.recall <= high + 1e-9:
        raise InputError(
            f"With {claim.measure} {100 * claim.value:.3g} % the recall is between {100 * low:.3g} % and {100 * high:.3g} %, "
            f"not {100 * claim.recall:.3g} %.",
            "Check both figures: they do not come from the same model and rows.",
        )
    return (claim.recall,)


def _share(value: float, what: str) -> None:
    if not 0 <= value <= 1:
        raise InputError(f"{100 * value:.4g} % is no {what}.", "It lies between 0 and 100 %.")


def _clip(rate: float) -> float:
    return min(1.0, max(0.0, rate))
