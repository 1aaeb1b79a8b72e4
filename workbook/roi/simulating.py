"""The business case under everything that is uncertain at once: the sample, the worths, the volume, adoption and costs.

Every three-point estimate is a triangular distribution, a worth with a doubt of 30 % one from 70 % to 130 %, and the
sampling error of the benefit that of draws of the rows (or the normal one of its paired interval). All are drawn independently of each other; the
years of one adoption ramp move together. A doubt moves a worth's part of the benefit at the expected counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from workbook.outcomes.money import NORMAL_95
from workbook.roi.answers import OUTCOME_TITLES, RoiAnswers
from workbook.roi.business import adoption
from workbook.stats.information import noise_of_knowing, value_of_knowing, value_of_knowing_all
from workbook.stats.many_flows import (
    discounted_paybacks,
    internal_rates,
    net_present_values,
    paybacks,
    triangular,
)

Floats = NDArray[np.float64]
REVISION = 2
DRAWS = 100_000


@dataclass(frozen=True)
class Benefit:
    """The benefit a year over today, with its 95 % interval and what it is made of.

    Attributes
    ----------
    value, low, high : float
    by_outcome : mapping of str to float
        The part that each outcome's worth brings.
    draws : array, optional
        Draws of the value by resampling, used instead of the normal distribution where they are given.
    fixed : float
        The part that does not grow with the volume: today's value where it was typed, taken off.
    """

    value: float
    low: float
    high: float
    by_outcome: Mapping[str, float] = field(default_factory=dict)
    fixed: float = 0.0
    draws: Floats | None = None

    @property
    def standard_error(self) -> float:
        """Of the sampling."""
        return (self.high - self.low) / (2 * NORMAL_95)


@dataclass(frozen=True)
class Input:
    """Something uncertain: its name, its draws, and the value that stands for it when it is held still.

    Attributes
    ----------
    draws : array, shape (draws,), or (draws, years) for an adoption ramp
    likely : array, shape () or (years,)
    owner : str
    """

    name: str
    draws: Floats
    likely: Floats
    owner: str = ""

    @property
    def uncertain(self) -> bool:
        """Whether its draws differ."""
        return bool((self.draws != self.draws[0]).any())

    @property
    def level(self) -> Floats:
        """One number a draw: the mean over the years of a ramp."""
        return self.draws if self.draws.ndim == 1 else np.asarray(self.draws.mean(axis=1))


@dataclass(frozen=True)
class Influence:
    """What one uncertain number does: the net present value with it at its 10 % and 90 % point, all else as likely.

    Attributes
    ----------
    low, high : float
        Net present value with the number low, and with it high.
    worth_knowing : float
        Expected value of perfect information on it; 0 where it is within the noise of the estimate.
    """

    name: str
    low: float
    high: float
    worth_knowing: float
    owner: str


@dataclass(frozen=True, eq=False)
class Simulation:
    """Draws of what the project may bring, and what follows from them.

    Attributes
    ----------
    npv, irr, payback, discounted_payback, roi : array, shape (draws,)
        A rate of return is not a number where there is none or more than one; a payback may be infinite.
    flows : array, shape (3, years + 1)
        The 5 %, 50 % and 95 % point of each year's cash flow.
    as_likely : float
        Net present value with every number as likely: the deterministic case.
    influences : tuple of Influence
        The strongest first.
    worth_knowing_all : float
        Expected value of knowing everything before deciding.
    sample : array, shape (draws,), or None
        Which draw of the rows each draw rests on; None where the benefit was drawn from its interval.
    noise : float
        What an unrelated number would seem to be worth knowing.
    seed : int
    """

    npv: Floats
    irr: Floats
    payback: Floats
    discounted_payback: Floats
    roi: Floats
    flows: Floats
    as_likely: float
    influences: tuple[Influence, ...]
    worth_knowing_all: float
    noise: float
    seed: int
    currency: str
    sample: NDArray[np.int64] | None = None

    @property
    def chance_of_loss(self) -> float:
        """Share of draws with a negative net present value."""
        return float((self.npv < 0).mean())

    @property
    def worst_tenth(self) -> float:
        """Mean net present value of the worst tenth of draws."""
        worst = max(1, len(self.npv) // 10)
        return float(np.partition(self.npv, worst - 1)[:worst].mean())

    def between(self, of: Floats, share: float = 0.9) -> tuple[float, float, float]:
        """Low end, median and high end that hold this share of draws; infinite ones count, undefined ones do not."""
        known = np.sort(of[~np.isnan(of)])
        if not len(known):
            return float("nan"), float("nan"), float("nan")
        ends = ((1 - share) / 2, 0.5, (1 + share) / 2)
        low, middle, high = (float(known[round(end * (len(known) - 1))]) for end in ends)
        return low, middle, high


def simulate(answers: RoiAnswers, benefit: Benefit, *, draws: int = DRAWS, seed: int = 0) -> Simulation:
    """Draw everything uncertain together and follow each draw through the cash flows.

    Parameters
    ----------
    answers : RoiAnswers
    benefit : Benefit
    draws : int
    seed : int
        The same seed gives the same draws; each number has a stream of its own place in the order of `inputs_of`.
    """
    inputs = inputs_of(answers, benefit, draws, seed)
    benefits, costs = _flows(answers, benefit, {name: one.draws for name, one in inputs.items()}, draws)
    flows, rate = benefits - costs, answers.discount_rate
    npv, spent = net_present_values(rate, flows), net_present_values(rate, costs)
    with np.errstate(divide="ignore", invalid="ignore"):
        roi = np.where(spent > 0, npv / spent, np.nan)
    noise = noise_of_knowing(npv, seed) if (npv != npv[0]).any() else 0.0
    return Simulation(
        npv=npv,
        irr=internal_rates(flows),
        payback=paybacks(flows),
        discounted_payback=discounted_paybacks(rate, flows),
        roi=roi,
        flows=np.quantile(flows, [0.05, 0.5, 0.95], axis=0, method="nearest"),
        as_likely=_as_likely(answers, benefit, inputs),
        influences=_influences(answers, benefit, inputs, npv, noise),
        worth_knowing_all=value_of_knowing_all(npv),
        noise=noise,
        seed=seed,
        currency=answers.currency,
        sample=_sample(benefit, draws, seed),
    )


def inputs_of(answers: RoiAnswers, benefit: Benefit, draws: int, seed: int) -> dict[str, Input]:
    """Every number of the case that may be uncertain, with its draws."""
    generator = np.random.default_rng(seed)
    found = {
        "sampling": Input(
            "What these rows cannot tell",
            _sampled(benefit, draws, generator, seed),
            np.asarray(benefit.value),
            "",
        )
    }

    def add(key: str, name: str, low: float, likely: float, high: float, owner: str) -> None:
        found[key] = Input(name, triangular(generator.random(draws), low, likely, high), np.asarray(likely), owner)

    likely = answers.yearly_volume or 1.0
    low, high = answers.yearly_volume_low or likely, answers.yearly_volume_high or likely
    add("volume", "Cases a year", low / likely, 1.0, high / likely, answers.volume_owner)
    for name in benefit.by_outcome:
        worth = getattr(answers, name)
        title = f"Worth of “{OUTCOME_TITLES[name].lower()}”"
        add(name, title, 1 - worth.doubt, 1.0, 1 + worth.doubt, worth.owner)
    ramp, uniform = [year.range for year in adoption(answers)], generator.random(draws)
    shares = np.stack([triangular(uniform, *year) for year in ramp], axis=1)
    found["adoption"] = Input("How fast people use it", shares, np.array([year[1] for year in ramp]))
    for place, line in enumerate(answers.costs):
        add(f"cost {place}", line.title or f"Cost {place + 1}", line.low, line.likely, line.high, line.owner)
    return found


def _sample(benefit: Benefit, draws: int, seed: int) -> NDArray[np.int64] | None:
    """Which draw of the rows each draw of the case rests on."""
    if benefit.draws is None:
        return None
    return np.random.default_rng([seed, 1]).integers(len(benefit.draws), size=draws)


def _sampled(benefit: Benefit, draws: int, generator: np.random.Generator, seed: int) -> Floats:
    sample = _sample(benefit, draws, seed)
    if benefit.draws is not None and sample is not None:
        return np.asarray(benefit.draws[sample])
    return benefit.value + benefit.standard_error * generator.standard_normal(draws)


def _flows(answers: RoiAnswers, benefit: Benefit, drawn: Mapping[str, Floats], draws: int) -> tuple[Floats, Floats]:
    """Benefits and costs by year, shape (draws, years + 1)."""
    moved = sum((part * (drawn[name] - 1) for name, part in benefit.by_outcome.items()), np.zeros(draws))
    yearly = drawn["volume"] * (drawn["sampling"] - benefit.fixed + moved) + benefit.fixed
    benefits = np.zeros((draws, answers.years + 1))
    benefits[:, 1:] = yearly[:, None] * drawn["adoption"]
    costs = np.zeros((draws, answers.years + 1))
    for place, line in enumerate(answers.costs):
        if line.when == "once":
            costs[:, 0] += drawn[f"cost {place}"]
        else:
            costs[:, 1:] += drawn[f"cost {place}"][:, None]
    return benefits, costs


def _as_likely(answers: RoiAnswers, benefit: Benefit, inputs: Mapping[str, Input]) -> float:
    still = {name: one.likely[None] for name, one in inputs.items()}
    benefits, costs = _flows(answers, benefit, still, 1)
    return float(net_present_values(answers.discount_rate, benefits - costs)[0])


def _influences(
    answers: RoiAnswers, benefit: Benefit, inputs: Mapping[str, Input], npv: Floats, noise: float
) -> tuple[Influence, ...]:
    """A tornado: each uncertain number alone at its 10 % and 90 % point; and what knowing it is worth."""
    likely = {name: np.repeat(one.likely[None], 2, axis=0) for name, one in inputs.items()}
    found = []
    for key, one in inputs.items():
        if not one.uncertain:
            continue
        ends = {**likely, key: np.quantile(one.draws, [0.1, 0.9], axis=0)}
        benefits, costs = _flows(answers, benefit, ends, 2)
        low, high = (float(value) for value in net_present_values(answers.discount_rate, benefits - costs))
        knowing = value_of_knowing(npv, one.level)
        found.append(Influence(one.name, low, high, knowing if knowing > 2 * noise else 0.0, one.owner))
    return tuple(sorted(found, key=lambda one: -abs(one.high - one.low)))
