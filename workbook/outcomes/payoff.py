"""What each outcome is worth, in one currency."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

OUTCOMES = ("true_positive", "false_positive", "false_negative", "true_negative")


class OutcomeValue(BaseModel):
    """What one case with an outcome is worth: constant + per_unit x its amount. Costs are negative."""

    model_config = ConfigDict(frozen=True)
    constant: float = 0.0
    amount: str | None = None
    per_unit: float = 0.0


class Payoff(BaseModel):
    """The worth of the four outcomes."""

    model_config = ConfigDict(frozen=True)
    currency: str = "EUR"
    true_positive: OutcomeValue = OutcomeValue()
    false_positive: OutcomeValue = OutcomeValue()
    false_negative: OutcomeValue = OutcomeValue()
    true_negative: OutcomeValue = OutcomeValue()

    @property
    def amounts(self) -> tuple[str, ...]:
        """The amounts that it uses."""
        values = (getattr(self, name) for name in OUTCOMES)
        return tuple(dict.fromkeys(one.amount for one in values if one.amount and one.per_unit))


def elkan_threshold(payoff: Payoff) -> float | None:
    """The probability from which selecting pays, for constant payoffs (Elkan 2001).

    With costs C_ij of predicting i when the truth is j: p* = (C10 - C00) / (C10 - C00 + C01 - C11).

    Returns
    -------
    float or None
        None where an amount varies by row, or where no probability makes selecting pay.
    """
    if payoff.amounts:
        return None
    gain = payoff.true_positive.constant - payoff.false_negative.constant
    loss = payoff.true_negative.constant - payoff.false_positive.constant
    return loss / (loss + gain) if gain > 0 and loss + gain != 0 else None
