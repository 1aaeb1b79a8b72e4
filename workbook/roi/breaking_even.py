"""How good the model must be to pay, and what it is measured against: everybody, nobody, today, chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbook.data.tallies import POSITIVE, Tally
from workbook.outcomes import OutcomeValue, Payoff, Policy, money_along, money_at
from workbook.outcomes.payoff import OUTCOMES, elkan_threshold
from workbook.outcomes.policy import SELECTED, UNDECIDED, selection
from workbook.roi.answers import RoiAnswers
from workbook.roi.standing import Standing, share_of_labelled
from workbook.roi.stories import yearly_cost


@dataclass(frozen=True)
class Rival:
    """Something else that could be done, with its money and the 95 % interval where it has one."""

    name: str
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class BreakEven:
    """Quality at which the project neither gains nor loses, other things as they are at this threshold.

    Attributes
    ----------
    recall, precision : float
        At this threshold.
    needed_recall : float or None
        With the same false positive rate; None where no recall from 0 to 1 is the turning point.
    needed_precision : float or None
        With as many selected.
    pays_from : float or None
        Elkan's threshold for the mean worths: the probability from which selecting pays.
    cost : float
        What the project costs a year, which the benefit over today must cover.
    reference : str
        What the benefit is counted against.
    """

    recall: float
    precision: float
    needed_recall: float | None
    needed_precision: float | None
    pays_from: float | None
    cost: float
    reference: str
    rivals: tuple[Rival, ...]
    currency: str


def mean_worths(tally: Tally, payoff: Payoff, policy: Policy) -> dict[str, float]:
    """Mean worth of a case with each outcome under a policy; its constant where no case has that outcome."""
    chosen, cells, found = selection(tally, policy), tally.cells, {}
    for name in OUTCOMES:
        positive, taken = name in ("true_positive", "false_negative"), name.endswith("_positive")
        here = (cells.label == (POSITIVE if positive else 1 - POSITIVE)) & (chosen != UNDECIDED)
        here &= (chosen == SELECTED) == taken
        worth = getattr(payoff, name)
        found[name] = worth.constant
        weight = float(cells.weight[here].sum())
        if worth.amount and worth.per_unit and weight > 0:
            found[name] += worth.per_unit * float(cells.amounts[worth.amount].total[here].sum()) / weight
    return found


def break_even(found: Standing, tally: Tally, payoff: Payoff, answers: RoiAnswers) -> BreakEven:
    """The turning points at the declared threshold, and the rivals.

    Mean worths at the threshold are held still, so this is exact for worths that are the same for each case. Where
    today's process is not known, the better of everybody and nobody stands in for it. All on all labelled rows, as the
    rates are: today's process on one half against the rates of both would not add up.
    """
    place, threshold = found.place or 0, found.threshold if found.threshold is not None else 0.0
    at = found.ground.selected
    worths = mean_worths(tally, payoff, Policy.at(threshold))
    p = share_of_labelled(found.ground)
    recall = float(at.positives[place]) / at.all_positives if at.all_positives else 0.0
    false_alarms = float(at.negatives[place]) / at.all_negatives if at.all_negatives else 0.0
    selected = p * recall + (1 - p) * false_alarms
    today, reference = _reference(tally, payoff, answers)
    cost = yearly_cost(answers) if found.curve.per_year else 0.0
    each = today + (cost / answers.yearly_volume if answers.yearly_volume else 0.0)
    return BreakEven(
        recall=recall,
        precision=p * recall / selected if selected else float("nan"),
        needed_recall=needed_recall(worths, p, false_alarms, each),
        needed_precision=needed_precision(worths, p, selected, each),
        pays_from=_pays_from(worths),
        cost=cost,
        reference=reference,
        rivals=_rivals(found, selected),
        currency=found.curve.currency,
    )


def needed_recall(worths: Mapping[str, float], p: float, false_alarms: float, each: float) -> float | None:
    """The recall at which a case is worth `each`, the false positive rate as it is: p[T·a + (1 - T)·b] + rest = each."""
    rest = (1 - p) * (false_alarms * worths["false_positive"] + (1 - false_alarms) * worths["true_negative"])
    slope = p * (worths["true_positive"] - worths["false_negative"])
    return _within((each - rest - p * worths["false_negative"]) / slope if slope else None)


def needed_precision(worths: Mapping[str, float], p: float, selected: float, each: float) -> float | None:
    """The precision at which a case is worth `each`, with as many selected: what is not found is missed."""
    slope = selected * (
        worths["true_positive"] - worths["false_negative"] - worths["false_positive"] + worths["true_negative"]
    )
    fixed = selected * worths["false_positive"] + p * worths["false_negative"]
    fixed += (1 - p - selected) * worths["true_negative"]
    return _within((each - fixed) / slope if slope else None)


def _pays_from(worths: Mapping[str, float]) -> float | None:
    each = {name: OutcomeValue(constant=worth) for name, worth in worths.items()}
    return _within(elkan_threshold(Payoff(**each)))  # type: ignore[arg-type]


def _within(share: float | None) -> float | None:
    return share if share is not None and 0 <= share <= 1 else None


def _reference(tally: Tally, payoff: Payoff, answers: RoiAnswers) -> tuple[float, str]:
    """What today's process is worth a case, on all labelled rows, and how it is called."""
    today = "today’s process"
    if answers.today == "typed value" and answers.today_value is not None and answers.yearly_volume:
        return answers.today_value / answers.yearly_volume, today
    if answers.today == "given decision" and tally.has_decision:
        money = money_at(tally, payoff, Policy.given_decision())
        return money.total / money.weight, today
    curve = money_along(tally, payoff)
    ends = [float(curve.total[place]) / curve.weight for place in (0, -1)]
    everybody, nobody = ends if tally.selected == "at_or_above" else ends[::-1]
    if answers.today in ("accept all", "accept none"):
        return everybody if answers.today == "accept all" else nobody, today
    return max(ends), "the better of everybody and nobody"


def _rivals(found: Standing, selected: float) -> tuple[Rival, ...]:
    curve, wording = found.curve, found.wording
    rivals = []
    if found.value is not None:
        rivals.append(Rival("This model, at this threshold", *found.value))
    best = curve.best
    rivals.append(
        Rival(
            f"This model at the best threshold on the rows that choose: {curve.best_in_words}",
            float(curve.total[best]), float(curve.low[best]), float(curve.high[best]),
        )
    )  # fmt: skip
    for name, value in ((wording.all_selected, curve.treat_all), (wording.none_selected, curve.treat_none)):
        place = 0 if curve.total[0] == value else -1
        rivals.append(Rival(name, value, float(curve.low[place]), float(curve.high[place])))
    if found.ground.today is not None:
        rivals.append(Rival("Today’s process", found.ground.today, None, None))
    lot = selected * curve.treat_all + (1 - selected) * curve.treat_none
    rivals.append(Rival(f"A lot that selects as many ({selected:.0%})", lot, None, None))
    return tuple(rivals)
