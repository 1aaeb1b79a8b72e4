"""The quality below which the model loses against treating everybody alike."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.data.tallies import Tally
from workbook.errors import WorkbookError
from workbook.outcomes import Policy, confusion
from workbook.roi.quality.stakes import Stakes


@dataclass(frozen=True)
class BreakEven:
    """Rates of the policy in force, and those at which it is worth just what treating everybody alike is.

    Attributes
    ----------
    recall, false_positive_rate, precision : float
        Of the policy; precision is NaN where nobody is selected.
    recall_needed : float or None
        With this false positive rate; None where no recall is enough, 0 where any is.
    false_positive_rate_allowed : float or None
        With this recall; None where none is, 1 where any is.
    reference : float
        What the better of selecting everybody and nobody is worth.
    """

    stakes: Stakes
    recall: float
    false_positive_rate: float
    precision: float
    recall_needed: float | None
    false_positive_rate_allowed: float | None
    reference: float


def break_even(tally: Tally, policy: Policy, stakes: Stakes) -> BreakEven:
    """Where the policy stops paying, one rate at a time, with mean worths.

    Raises
    ------
    WorkbookError
        The rows know no outcome for those whom the policy decides on.
    """
    table = confusion(tally, policy, ()).weight[0]
    positives, negatives = float(table[1, :2].sum()), float(table[0, :2].sum())
    if not (positives and negatives):
        raise WorkbookError("These rows do not hold both outcomes.", "Connect rows where what happened is known.")
    recall, false_rate = float(table[1, 1]) / positives, float(table[0, 1]) / negatives
    chosen = float(table[1, 1] + table[0, 1])
    reference = max(stakes.alike)
    return BreakEven(
        stakes=stakes,
        recall=recall,
        false_positive_rate=false_rate,
        precision=float(table[1, 1]) / chosen if chosen else float("nan"),
        recall_needed=_crossing(stakes.value(0.0, false_rate), stakes.value(1.0, false_rate), reference),
        false_positive_rate_allowed=_last_crossing(stakes.value(recall, 0.0), stakes.value(recall, 1.0), reference),
        reference=reference,
    )


def _crossing(at_0: float, at_1: float, reference: float) -> float | None:
    """The smallest rate from which on a rising line is worth the reference; None where it never is."""
    if at_0 >= reference:
        return 0.0
    return (reference - at_0) / (at_1 - at_0) if at_1 >= reference else None


def _last_crossing(at_0: float, at_1: float, reference: float) -> float | None:
    """The largest rate up to which a falling line is worth the reference; None where it never is."""
    if at_1 >= reference:
        return 1.0
    return (at_0 - reference) / (at_0 - at_1) if at_0 >= reference else None
