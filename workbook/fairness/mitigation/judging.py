"""Judges an offer on rows that did not fit it: gap, money, people, work."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from workbook.data.tallies import Tally
from workbook.fairness.auditing import Audit, audit
from workbook.fairness.mitigation.candidate import Candidate, Effect, Offer, Terms
from workbook.outcomes import Payoff, Policy, difference_between, moved
from workbook.outcomes.between import Moved
from workbook.outcomes.counts import crossed
from workbook.outcomes.policy import reviewed


def judge(offer: Offer, valuing: Tally, payoff: Payoff, terms: Terms, baseline: Policy) -> Candidate:
    """What an offer does on the given rows, against the baseline policy.

    Parameters
    ----------
    offer : Offer
    valuing : Tally
        The half that values; for a retrained model, its scores with the baseline's decision beside them.
    payoff : Payoff
    terms : Terms
    baseline : Policy
        On this tally.
    """
    before, after = (
        audit(valuing, one, by=terms.by, tolerance=terms.tolerance, draws=0, meanings=terms.wording.meanings)
        for one in (baseline, offer.policy)
    )
    gap = after.metric_gaps[terms.metric]
    difference, differs = (
        difference_between(valuing, payoff, offer.policy, baseline),
        moved(valuing, offer.policy, baseline),
    )
    weight = float(valuing.cells.weight.sum())
    people = (terms.yearly_volume or float(valuing.cells.count.sum())) / weight if weight else 1.0
    scale = terms.yearly_volume / difference.weight if terms.yearly_volume and difference.weight else 1.0
    seen = float(valuing.cells.weight[reviewed(valuing, offer.policy)].sum())
    yearly = terms.yearly_volume / weight if terms.yearly_volume and weight else 1.0
    cost = seen * yearly * offer.policy.review.cost if offer.policy.review else 0.0
    ends = (difference.total, difference.low, difference.high)
    return Candidate(
        offer=offer,
        gap=(gap.difference, gap.difference_low, gap.difference_high),
        verdict=gap.verdict,
        money=(ends[0] * scale, ends[1] * scale, ends[2] * scale),
        changed=float((differs.gained + differs.lost).sum()) * people,
        effects=_effects(before, after, differs, valuing, terms, people),
        reviewed=seen * people,
        review_cost=cost,
    )


def _effects(
    before: Audit, after: Audit, differs: Moved, tally: Tally, terms: Terms, people: float
) -> tuple[Effect, ...]:
    _, keys, codes = crossed(tally, terms.by)
    more, less = (
        np.bincount(codes, weights=one.sum(axis=1), minlength=len(keys)) * people
        for one in (differs.gained, differs.lost)
    )
    found = []
    for code in range(len(keys)):
        if not after.counted.n[code]:
            continue
        ends = [
            (float(one.value[code]), float(one.low[code]), float(one.high[code]))
            for one in (before.rates[terms.metric], after.rates[terms.metric])
        ]
        n = round(float(after.counted.n[code]))
        found.append(Effect(after.names[code], n, ends[0], ends[1], float(more[code]), float(less[code])))
    return tuple(found)


def marked(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The same candidates, each with the name of one that dominates it: no larger gap and no less money.

    A policy that treats groups by different thresholds does not dominate one that does not: it may not be allowed.
    """
    return tuple(replace(one, dominated_by=_dominating(one, candidates)) for one in candidates)


def _dominating(one: Candidate, candidates: tuple[Candidate, ...]) -> str:
    better = [
        other
        for other in candidates
        if other.gap[0] <= one.gap[0]
        and other.money[0] >= one.money[0]
        and (other.gap[0] < one.gap[0] or other.money[0] > one.money[0])
        and (one.offer.needs_protected or not other.offer.needs_protected)
    ]
    return max(better, key=lambda other: other.money[0]).name if better else ""
