"""What is at stake for each case on average: how often the event is, and what each of the four outcomes is worth."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.data.tallies import NEGATIVE, POSITIVE, Tally
from workbook.errors import WorkbookError
from workbook.outcomes import Payoff
from workbook.outcomes.money import worths


@dataclass(frozen=True)
class Stakes:
    """Averages over the labelled rows; money of a year is these, times the cases of a year.

    Attributes
    ----------
    base_rate : float
        Share of the cases with the event.
    true_positive, false_positive, false_negative, true_negative : float
        Mean worth of a case with the event if it is selected; without it if selected; and so on. A mean over all cases
        with that label: which of them are selected may make it larger or smaller.
    volume : float
        Cases a year, or the labelled rows where that was not said.
    per_year : bool
    currency : str
    """

    base_rate: float
    true_positive: float
    false_positive: float
    false_negative: float
    true_negative: float
    volume: float
    per_year: bool
    currency: str

    def value(self, true_positive_rate: float, false_positive_rate: float) -> float:
        """Money of all cases where so many of those with and without the event are selected."""
        found, missed = true_positive_rate, 1 - true_positive_rate
        alarmed, passed = false_positive_rate, 1 - false_positive_rate
        with_event = self.base_rate * (found * self.true_positive + missed * self.false_negative)
        without = (1 - self.base_rate) * (alarmed * self.false_positive + passed * self.true_negative)
        return self.volume * (with_event + without)

    @property
    def alike(self) -> tuple[float, float]:
        """Money where everybody is selected, and where nobody is."""
        return self.value(1.0, 1.0), self.value(0.0, 0.0)


def stakes_of(tally: Tally, payoff: Payoff, yearly_volume: float | None = None) -> Stakes:
    """The stakes that the rows and the team's worths give.

    Raises
    ------
    WorkbookError
        The rows know no outcome, or only one of the two.
    """
    cells = tally.cells
    positives = float(cells.weight[cells.label == POSITIVE].sum())
    negatives = float(cells.weight[cells.label == NEGATIVE].sum())
    if not (positives and negatives):
        raise WorkbookError(
            "These rows do not hold both outcomes: what a quality figure is worth cannot be said.",
            "Connect rows where what happened is known.",
        )
    yes, no = worths(tally, payoff)

    def mean(totals: object, label: int, weight: float) -> float:
        return float(totals.total[cells.label == label].sum()) / weight  # type: ignore[attr-defined]

    return Stakes(
        base_rate=positives / (positives + negatives),
        true_positive=mean(yes, POSITIVE, positives),
        false_positive=mean(yes, NEGATIVE, negatives),
        false_negative=mean(no, POSITIVE, positives),
        true_negative=mean(no, NEGATIVE, negatives),
        volume=yearly_volume or positives + negatives,
        per_year=bool(yearly_volume),
        currency=payoff.currency,
    )
