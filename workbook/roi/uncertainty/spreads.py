"""What is not certain about the business case: each number with its low, likely and high, and who stands for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workbook.outcomes.money import NORMAL_95
from workbook.outcomes.payoff import OUTCOMES
from workbook.roi.answers import RoiAnswers

Kind = Literal["sampling", "volume", "first year", "worth", "once", "yearly"]


@dataclass(frozen=True)
class Spread:
    """One uncertain number.

    Attributes
    ----------
    name, owner : str
    kind : {"sampling", "volume", "first year", "worth", "once", "yearly"}
        Volume and worth are factors of what was entered (1 is likely), sampling is money a year around its estimate,
        the others are the numbers themselves.
    low, likely, high : float
    weight : float
        Money a year that a worth's factor multiplies; 1 for the others.
    """

    name: str
    kind: Kind
    low: float
    likely: float
    high: float
    owner: str = ""
    weight: float = 1.0

    @property
    def certain(self) -> bool:
        """Whether it does not vary."""
        return self.low == self.high


@dataclass(frozen=True)
class Yearly:
    """What the case rests on: benefit a year with its standard error, years, rate, and the uncertain numbers."""

    benefit: float
    standard_error: float
    years: int
    rate: float
    currency: str
    spreads: tuple[Spread, ...]


def spreads_of(
    answers: RoiAnswers, benefit: tuple[float, float, float], contributed: Mapping[str, float] | None = None
) -> Yearly:
    """Every number of the case with its range.

    Parameters
    ----------
    answers : RoiAnswers
    benefit : (float, float, float)
        A year over today's process, with the ends of its 95 % interval.
    contributed : mapping of str to float, optional
        Benefit by outcome; a worth that may be off moves its part.
    """
    middle, low, high = benefit
    error = (high - low) / (2 * NORMAL_95)
    found = [Spread("Luck of these rows (sampling)", "sampling", -NORMAL_95 * error, 0.0, NORMAL_95 * error)]
    if answers.yearly_volume:
        ends = (answers.volume_low or answers.yearly_volume, answers.volume_high or answers.yearly_volume)
        least, most = (one / answers.yearly_volume for one in ends)
        found.append(Spread("Cases a year", "volume", least, 1.0, most, answers.volume_owner))
    share = answers.first_year_share
    ends = (
        share if answers.first_year_low is None else answers.first_year_low,
        share if answers.first_year_high is None else answers.first_year_high,
    )
    found.append(Spread("Share of the first year", "first year", ends[0], share, ends[1]))
    for name in OUTCOMES:
        worth, part = getattr(answers, name), (contributed or {}).get(name, 0.0)
        if part:
            title = RoiAnswers.model_fields[name].title or name
            off = worth.give_or_take
            found.append(Spread(f"Worth of: {title}", "worth", 1 - off, 1.0, 1 + off, worth.owner, part))
    found += [
        Spread(line.title or "A cost without a name", line.when, line.low, line.likely, line.high, line.owner)
        for line in answers.costs
    ]
    return Yearly(middle, error, answers.years, answers.discount_rate, answers.currency, tuple(found))
