"""From the answers to the payoff, and to the list of assumptions with their owners."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbook.errors import WorkbookError
from workbook.outcomes import OutcomeValue, Payoff
from workbook.outcomes.amounts_in_words import count, money, percent
from workbook.outcomes.payoff import OUTCOMES
from workbook.roi.answers import OUTCOME_TITLES, RoiAnswers, Worth


@dataclass(frozen=True)
class Assumption:
    """A number that somebody put in, in words, with who stands for it. `size` orders them by weight."""

    name: str
    value: str
    owner: str
    source: str
    size: float


def payoff_of(answers: RoiAnswers) -> Payoff:
    """The payoff that the team entered.

    Raises
    ------
    WorkbookError
        All four outcomes are worth nothing.
    """
    found = payoff_or_none(answers)
    if found is None:
        raise WorkbookError(
            "No outcome has a value yet.", "Enter above what a rightly and a wrongly selected case is worth."
        )
    return found


def payoff_or_none(answers: RoiAnswers) -> Payoff | None:
    """The payoff that the team entered; None where all four outcomes are worth nothing."""
    values = {name: _value(getattr(answers, name)) for name in OUTCOMES}
    if not any(value.constant or (value.amount and value.per_unit) for value in values.values()):
        return None
    return Payoff(currency=answers.currency, **values)


def _value(worth: Worth) -> OutcomeValue:
    return OutcomeValue(constant=worth.constant, amount=worth.amount or None, per_unit=worth.per_unit)


def assumptions(answers: RoiAnswers, means: Mapping[str, float] | None = None) -> tuple[Assumption, ...]:
    """Every number that carries the business case, the weightiest first.

    Parameters
    ----------
    answers : RoiAnswers
    means : mapping of str to float, optional
        Mean of each amount in the rows; an amount whose mean is not known counts as weighty.
    """
    return tuple(sorted(_all(answers, means or {}), key=lambda one: -one.size))


def unowned(answers: RoiAnswers, means: Mapping[str, float] | None = None) -> tuple[str, ...]:
    """Names of the assumptions that nobody stands for, the weightiest first."""
    return tuple(one.name for one in assumptions(answers, means) if not one.owner.strip())


def _all(answers: RoiAnswers, means: Mapping[str, float]) -> Iterator[Assumption]:
    """`size` is money over all years: a worth as if every case had that outcome, a cost at its likely value."""
    volume, years = answers.yearly_volume or 1.0, answers.years
    if answers.yearly_volume:
        yield Assumption("Cases a year", count(volume), answers.volume_owner, answers.volume_source, math.inf)
    for name in OUTCOMES:
        worth: Worth = getattr(answers, name)
        title = RoiAnswers.model_fields[name].title or name
        if worth.constant or (worth.amount and worth.per_unit):
            size = _weight(worth, means) * volume * years
            yield Assumption(title, _in_words(worth, answers.currency), worth.owner, worth.source, size)
    if answers.today == "typed value" and answers.today_value is not None:
        words = money(answers.today_value, answers.currency)
        yield Assumption("Today's value a year", words, answers.today_owner, "", abs(answers.today_value) * years)
    for line in answers.costs:
        words = f"{money(line.likely, answers.currency)} {line.when}"
        yield Assumption(
            line.title or "A cost without a name",
            words,
            line.owner,
            line.source,
            line.likely * (years if line.when == "yearly" else 1),
        )
    for harm in answers.harms:
        words = f"{money(harm.each, answers.currency)} each, borne by {harm.bears}"
        title = harm.what or f"Harm: {OUTCOME_TITLES[harm.outcome].lower()}"
        yield Assumption(title, words, harm.owner, harm.source, harm.each * volume * years)
    yield Assumption("Discount rate", percent(answers.discount_rate), answers.discount_owner, "", 0.0)


def _weight(worth: Worth, means: Mapping[str, float]) -> float:
    share = abs(worth.per_unit * means.get(worth.amount, math.inf)) if worth.amount and worth.per_unit else 0.0
    return abs(worth.constant) + share


def _in_words(worth: Worth, currency: str) -> str:
    parts = []
    if worth.constant or not worth.amount:
        parts.append(f"{money(worth.constant, currency)} each")
    if worth.amount and worth.per_unit:
        parts.append(f"{percent(worth.per_unit)} of {worth.amount}")
    doubt = f", give or take {percent(worth.doubt)}" if worth.doubt else ""
    return " and ".join(parts) + doubt
