"""Money and fairness in the same draws: how often the project pays while the gap stays within what was tolerated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from workbook.data.tallies import Tally
from workbook.outcomes import Payoff, Samples, draw_money
from workbook.outcomes.amounts_in_words import percent, points
from workbook.outcomes.money import Floats
from workbook.roi.answers import RoiAnswers
from workbook.roi.simulating import Benefit, Simulation
from workbook.roi.standing import Standing
from workbook.roi.today import reference_policy
from workbook.roi.value import VALUE


class GapDraws(Protocol):
    """A gap of rates in each draw, and what was tolerated."""

    rate: str
    highest: str
    lowest: str
    difference: Floats
    tolerance: float


@dataclass(frozen=True)
class Together:
    """Shares of the draws by whether the project pays and whether the gap is tolerated; they add up to 1.

    Attributes
    ----------
    pays_within, pays_beyond, loses_within, loses_beyond : float
    """

    pays_within: float
    pays_beyond: float
    loses_within: float
    loses_beyond: float
    rate: str
    highest: str
    lowest: str
    tolerance: float


def benefit_draws(
    found: Standing, tally: Tally, payoff: Payoff, answers: RoiAnswers, samples: Samples | None, benefit: Benefit
) -> Floats | None:
    """The benefit a year in each draw of the rows, around the benefit shown and never surer than its interval.

    Parameters
    ----------
    found : Standing
    tally : Tally
    payoff : Payoff
    answers : RoiAnswers
    samples : Samples or None
        At the same policy; None leaves nothing to draw.
    benefit : Benefit
        What is shown, with its interval.
    """
    reference = reference_policy(tally, answers)
    if samples is None or not answers.yearly_volume or (reference is None and answers.today != "typed value"):
        return None
    split = VALUE if found.curve.held_out else None
    served = found.served * answers.yearly_volume  # whom nobody can handle is treated as today's not selected
    drawn = draw_money(tally, payoff, samples, reference, split) * served
    spread = float(drawn.std())
    if not np.isfinite(spread) or spread == 0:
        return None
    return np.asarray(benefit.value + (drawn - drawn.mean()) * max(1.0, benefit.standard_error / spread))


def together(found: Simulation, gap: GapDraws | None) -> Together | None:
    """The four shares; None where money was not drawn from the rows, or no gap is held against a tolerance."""
    if gap is None or found.sample is None:
        return None
    difference = np.abs(gap.difference[found.sample])
    known = np.isfinite(difference)
    within, pays = difference[known] <= gap.tolerance, found.npv[known] > 0
    if not known.any():
        return None
    return Together(
        pays_within=float((pays & within).mean()),
        pays_beyond=float((pays & ~within).mean()),
        loses_within=float((~pays & within).mean()),
        loses_beyond=float((~pays & ~within).mean()),
        rate=gap.rate,
        highest=gap.highest,
        lowest=gap.lowest,
        tolerance=gap.tolerance,
    )


def together_in_words(found: Together | None) -> str:
    """The four shares in two sentences."""
    if found is None:
        return (
            "Once a threshold is declared and a tolerance fixed with its reason on the Fairness page, this says how often "
            "the project pays and stays within it, in the same draws of the same rows."
        )
    shares = (
        (found.pays_within, "the project pays within that"),
        (found.pays_beyond, "it pays with a wider gap"),
        (found.loses_within, "it loses money within that"),
        (found.loses_beyond, "it loses money with a wider gap"),
    )
    told = ", ".join(f"in {percent(share)} {what}" for share, what in shares if share)
    return (
        f"You tolerate {points(found.tolerance)} between “{found.highest}” and “{found.lowest}” in the {found.rate}. Of "
        f"the draws, {told}.\n\nThe rows are drawn anew for both at once: error rates and money move together. The verdict on the gap "
        "is on the Fairness page: it asks about every two groups."
    )
