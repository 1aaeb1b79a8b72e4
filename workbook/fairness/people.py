"""A gap in people: how many more of a group are wronged than would be at another group's rate."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.data.tallies import NEGATIVE, POSITIVE
from workbook.fairness.auditing import Audit
from workbook.fairness.finding import SMALL
from workbook.fairness.pairs import PairGaps
from workbook.outcomes import Wording


@dataclass(frozen=True)
class Affected:
    """A group, and how many more of it are wronged than at the rate of the group that is wronged least.

    Attributes
    ----------
    group, against : str
    wronged, of : int
        People wronged, of those who could be.
    rate, best_rate : float
        Share of the wronged, here and in the group compared with.
    more, more_low, more_high : float
        People wronged beyond the other group's rate. The interval is the audit's own, which holds for all pairs at once:
        the two groups were picked by looking, and one interval alone would find somebody in pure noise.
    share : float
        Share of those who could be wronged among all labelled cases, by weight: a year is scaled by it.
    """

    group: str
    against: str
    wronged: int
    of: int
    rate: float
    best_rate: float
    more: float
    more_low: float
    more_high: float
    share: float


@dataclass(frozen=True)
class People:
    """The group with the worst rate and the group with the most people, and how they are called.

    Attributes
    ----------
    worst, largest : Affected or None
        None where fewer than two groups have enough rows to be compared.
    left_out : tuple of str
        Groups with too few rows to speak of them in people.
    labelled : bool
        Whether anything is known of what would have been right.
    rows : int
    yearly_volume : float or None
        Cases a year, where the team has said so.
    """

    worst: Affected | None
    largest: Affected | None
    left_out: tuple[str, ...]
    labelled: bool
    wording: Wording
    rows: int
    yearly_volume: float | None


def wronged_metric(wording: Wording) -> str:
    """The error rate of those whom the decision wrongs: refused though they should not be, or flagged without cause."""
    return "false_negative_rate" if wording.favourable else "false_positive_rate"


def people(audited: Audit, wording: Wording, yearly_volume: float | None = None) -> People:
    """Who bears the errors, in people.

    Parameters
    ----------
    audited : Audit
    wording : Wording
    yearly_volume : float, optional
        Cases a year; people are scaled to a year only where it is known.
    """
    label, wrong = (POSITIVE, 0) if wording.favourable else (NEGATIVE, 1)
    rates = audited.rates[wronged_metric(wording)]
    counts = audited.counted.count[:, label, :2]
    of, wronged = counts.sum(axis=1), counts[:, wrong]
    defined = [int(code) for code in audited.compared if of[code] > 0]
    codes = [code for code in defined if rates.rests_on[code] >= SMALL]
    left_out = tuple(audited.names[int(code)] for code in audited.compared if int(code) not in codes)
    weight = audited.counted.weight[:, :2]
    shares = weight[:, label, :2].sum(axis=1) / max(float(weight.sum()), 1e-12)
    labelled = bool(audited.counted.count[:, :2].sum() > 0)
    rows = int(audited.counted.n.sum())
    if len(codes) < 2:
        return People(None, None, left_out, labelled, wording, rows, yearly_volume)
    best = min(codes, key=lambda code: (float(rates.value[code]), -float(rates.rests_on[code])))

    between = _above(audited.pair_gaps[wronged_metric(wording)], best)

    def affected(code: int) -> Affected:
        rate, lowest, many = float(rates.value[code]), float(rates.value[best]), float(of[code])
        low, high = between[code]
        ends = (many * (rate - lowest), many * low, many * high)
        return Affected(
            audited.names[code],
            audited.names[best],
            int(wronged[code]),
            int(many),
            rate,
            lowest,
            *ends,
            float(shares[code]),
        )

    others = [affected(code) for code in codes if code != best]
    worst = max(others, key=lambda one: (one.rate, one.of))
    largest = max(others, key=lambda one: (one.more, one.of))
    return People(worst, largest, left_out, labelled, wording, rows, yearly_volume)


def _above(gaps: PairGaps, best: int) -> dict[int, tuple[float, float]]:
    """The interval of each group's rate less that of the best group."""
    found = {}
    for first, second, low, high in zip(gaps.first, gaps.second, gaps.low, gaps.high, strict=True):
        if second == best:
            found[int(first)] = (float(low), float(high))
        elif first == best:
            found[int(second)] = (-float(high), -float(low))
    return found
