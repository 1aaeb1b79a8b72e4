"""The frontier: every candidate beside doing nothing, on the rows that none of them was fitted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workbook.data.tallies import Tally
from workbook.errors import InputError
from workbook.fairness.auditing import audit
from workbook.fairness.mitigation.candidate import NOTHING, Candidate, Frontier, Offer, Terms
from workbook.fairness.mitigation.curves import curves
from workbook.fairness.mitigation.halves import halves
from workbook.fairness.mitigation.judging import judge, marked
from workbook.fairness.mitigation.review_band import review_band
from workbook.fairness.mitigation.thresholds import moved, without_training
from workbook.outcomes import Payoff, Policy
from workbook.outcomes.policy import as_policy


def compare(
    tally: Tally,
    baseline: float | Policy,
    payoff: Payoff,
    terms: Terms | None = None,
    trained: Mapping[str, tuple[Tally, Offer]] | None = None,
) -> Frontier:
    """Fit every candidate on the half that chooses and judge it on the half that values.

    Parameters
    ----------
    tally : Tally
        In halves (`split=` a seed), with labels and groups.
    baseline : float or Policy
        The declared policy: what doing nothing means.
    payoff : Payoff
    terms : Terms, optional
    trained : mapping of str to (Tally, Offer), optional
        Retrained candidates by name: a tally of their scores, with the baseline's decision as its decision, and what
        is offered; an offer whose policy is "given" has its threshold chosen here, on the choosing half.

    Raises
    ------
    InputError
        No halves, no labels, no two groups, or no known rate.
    """
    asked = terms or Terms()
    declared = as_policy(baseline, tally)
    choosing, valuing = halves(tally)
    if not tally.group_names:
        raise InputError(
            "These rows hold no column of groups: there is no gap to shrink.", "Choose one on the Start page."
        )
    unchanged = "The decisions as they were taken" if declared.given else "The declared policy"
    everything = audit(tally, declared, by=asked.by, tolerance=asked.tolerance)
    if len(everything.compared) < 2:
        raise InputError(
            "These rows hold fewer than two groups: there is no gap to shrink.",
            "Choose another column of groups on the Start page.",
        )
    nothing = Offer(NOTHING, declared, f"{unchanged}, unchanged.")
    offers = [nothing, *without_training(choosing, payoff, asked, declared)]
    missing = []
    reviewed, why_not = _review(choosing, payoff, asked)
    offers += [reviewed] if reviewed else []
    missing += [why_not] if why_not else []
    found = [judge(one, valuing, payoff, asked, declared) for one in offers]
    found += [_trained(held, offer, payoff, asked) for held, offer in (trained or {}).values()]
    rows = int(valuing.cells.count.sum())
    shown = everything.metric_gaps[asked.metric].verdict
    return Frontier(marked(tuple(found)), asked, payoff.currency, rows, shown, tuple(missing))


def _review(choosing: Tally, payoff: Payoff, terms: Terms) -> tuple[Offer | None, str]:
    if not choosing.has_score:
        return None, ""
    if terms.review is None or not terms.yearly_volume:
        return (
            None,
            "Human review is missing: enter the reviewers' capacity, cost and error rate, and the cases a year.",
        )
    offer = review_band(choosing, payoff, terms.review, terms.yearly_volume)
    return (
        offer,
        ""
        if offer
        else "Human review is missing: at this cost and error rate no review is worth more than the best threshold alone.",
    )


def _trained(tally: Tally, offer: Offer, payoff: Payoff, terms: Terms) -> Candidate:
    choosing, valuing = halves(tally)
    if offer.policy.given:
        best = moved(curves(choosing, payoff, terms.by)).policy
        offer = replace(offer, policy=best)
    return judge(offer, valuing, payoff, terms, Policy.given_decision())
