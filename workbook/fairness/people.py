"""A gap in people: how many more of a group are wronged than would be at the other group's rate."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.data.tallies import NEGATIVE, POSITIVE
from workbook.fairness.auditing import Audit
from workbook.outcomes import Wording


@dataclass(frozen=True)
class Affected:
    """A group, and how many more of it are wronged than at the best group's rate. `rate` is of the wronged."""

    group: str
    against: str
    wronged: int
    of: int
    rate: float
    best_rate: float
    more: float


@dataclass(frozen=True)
class People:
    """The group with the worst rate and the group with the most people, and how they are called.

    `yearly` scales people to a year where the yearly volume is known; 1 otherwise.
    """

    worst: Affected | None
    largest: Affected | None
    wording: Wording
    audited: Audit
    declared: bool


def wronged_metric(wording: Wording) -> str:
    """The error rate of those whom the decision wrongs: refused though they should not be, or flagged though innocent."""
    return "false_negative_rate" if wording.favourable else "false_positive_rate"


def people(audited: Audit, wording: Wording) -> People:
    """Who bears the errors, in people."""
    label = POSITIVE if wording.favourable else NEGATIVE
    wrong = 0 if wording.favourable else 1
    rates = audited.rates[wronged_metric(wording)]
    codes = [int(code) for code in audited.compared if rates.value[code] == rates.value[code]]
    if len(codes) < 2:
        return People(None, None, wording, audited, True)
    best = min(codes, key=lambda code: float(rates.value[code]))

    def affected(code: int) -> Affected:
        of = audited.counted.count[code, label, :2].sum()
        rate, lowest = float(rates.value[code]), float(rates.value[best])
        wronged = int(audited.counted.count[code, label, wrong])
        return Affected(
            audited.names[code], audited.names[best], wronged, int(of), rate, lowest, float(of) * (rate - lowest)
        )

    others = [code for code in codes if code != best]
    worst = affected(max(others, key=lambda code: float(rates.value[code])))
    largest = max((affected(code) for code in others), key=lambda one: one.more)
    return People(worst, largest, wording, audited, True)
