"""Policies that need no training: one threshold moved, thresholds by group, and the reject option.

All of them are chosen on the half that chooses. Hardt, Price and Srebro (2016) mix two thresholds at random to make
rates exactly equal; who throws dice over people must explain that to each of them, so here every threshold is fixed and
rates are equal up to the steps of the score.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import Tally
from workbook.fairness.mitigation.candidate import Offer, Terms
from workbook.fairness.mitigation.curves import Curves, Floats, by_group, curves
from workbook.outcomes import Payoff, Policy, group_name, position

LEVELS = 201
REACHES = 101
PARITY = {
    "equal opportunity": "true_positive_rate",
    "equal false positives": "false_positive_rate",
    "demographic parity": "selection_rate",
}


def moved(found: Curves) -> Offer:
    """One threshold for everybody, where it is worth most on the choosing half."""
    best = int(np.argmax(found.worth.sum(axis=0)))
    threshold = float(found.thresholds[best])
    return Offer(
        "moved", Policy.at(threshold), f"One threshold for everybody, {threshold:.3g}: worth most where it was chosen."
    )


def equal_rates(name: str, found: Curves, tally: Tally, terms: Terms) -> Offer | None:
    """Thresholds by group that select every group equally often; the level is the one worth most.

    None where fewer than two groups have enough rows.
    """
    metric, words = PARITY[name], terms.wording
    of = {"true_positive_rate": f" {words.who_are_positive}", "false_positive_rate": f" {words.who_are_negative}"}
    codes = found.enough
    if len(codes) < 2:
        return None
    levels = np.linspace(0, 1, LEVELS)
    rates = found.rates(metric)
    chosen = np.stack([_nearest(rates[code], levels) for code in codes])
    worth = np.take_along_axis(found.worth[codes], chosen, axis=1).sum(axis=0)
    best = int(np.argmax(worth))
    common = int(_nearest(found.pooled.rates(metric)[0], levels)[best])
    who = f"{words.units}{of.get(metric, '')}"
    how = f"A threshold for each group, so that {who} are {words.selected_means} equally often in every group."
    return _offer(name, how, found, tally, terms, codes, chosen[:, best], common)


def _nearest(along: Floats, levels: Floats) -> NDArray[np.int64]:
    """The place whose rate is nearest to each level, on a curve that only rises or only falls."""
    rising = along if along[-1] >= along[0] else along[::-1]
    after = np.clip(np.searchsorted(rising, levels), 1, len(rising) - 1)
    before = after - 1
    place = np.where(levels - rising[before] <= rising[after] - levels, before, after)
    return place if along[-1] >= along[0] else len(along) - 1 - place


def equal_odds(found: Curves, tally: Tally, terms: Terms) -> Offer | None:
    """Thresholds by group whose points lie closest to one point of the common ROC curve (after Hardt et al. 2016).

    Of the points where both rates differ by no more than is tolerated, the one worth most. None where fewer than two
    groups have enough rows.
    """
    codes, pooled = found.enough, found.pooled
    if len(codes) < 2:
        return None
    tpr, fpr = found.rates("true_positive_rate"), found.rates("false_positive_rate")
    aims = np.unique(np.linspace(0, tpr.shape[1] - 1, LEVELS).astype(np.int64))
    aim_tpr, aim_fpr = pooled.rates("true_positive_rate")[0, aims], pooled.rates("false_positive_rate")[0, aims]
    chosen = np.stack(
        [
            np.maximum(abs(tpr[code] - aim_tpr[:, None]), abs(fpr[code] - aim_fpr[:, None])).argmin(axis=1)
            for code in codes
        ]
    )
    reached = (np.take_along_axis(one[codes], chosen, axis=1) for one in (tpr, fpr))
    apart = np.maximum(*(one.max(axis=0) - one.min(axis=0) for one in reached))
    worth = np.take_along_axis(found.worth[codes], chosen, axis=1).sum(axis=0)
    best = int(np.argmax(np.where(apart <= terms.tolerance, worth, -np.inf)))
    how = "A threshold for each group, so that both error rates come as close to each other as fixed thresholds can."
    return _offer("equalised odds", how, found, tally, terms, codes, chosen[:, best], int(aims[best]))


def _offer(
    name: str,
    how: str,
    found: Curves,
    tally: Tally,
    terms: Terms,
    codes: NDArray[np.int64],
    chosen: NDArray[np.int64],
    common: int,
) -> Offer:
    own = {found.groups[code]: float(found.thresholds[place]) for code, place in zip(codes, chosen, strict=True)}
    policy = by_group(tally, terms.by, float(found.thresholds[common]), own)
    return Offer(name, policy, how, _left_out(found, codes))


def _left_out(found: Curves, codes: NDArray[np.int64]) -> tuple[str, ...]:
    names = [group_name(key) for code, key in enumerate(found.groups) if code not in codes]
    if not names:
        return ()
    return (f"Too few rows for a threshold of their own, so the common one holds: {', '.join(names[:6])}.",)


def reject_option(found: Curves, tally: Tally, terms: Terms, baseline: Policy) -> Offer | None:
    """Near the threshold the disadvantaged are favoured and the others not (Kamiran, Karim and Zhang 2012).

    Those within a critical region around the declared threshold get the good outcome where their group gets it less
    often than all together, and the bad one where it gets it more often. The region is the narrowest that brings the
    primary rate within the tolerance; the one with the smallest gap where none does.
    """
    codes = found.enough
    if len(codes) < 2 or baseline.threshold is None:
        return None
    here, everybody = baseline.threshold, found.rates("selection_rate")
    place = position(tally, here)
    behind = everybody[codes, place] < found.pooled.rates("selection_rate")[0, place]
    if not terms.wording.favourable:
        behind = ~behind
    outward = -1.0 if (tally.selected == "at_or_above") == terms.wording.favourable else 1.0
    metric = terms.metric if terms.metric in ("true_positive_rate", "false_positive_rate") else "selection_rate"
    reaches = np.unique(np.abs(found.thresholds[:-1] - here))
    reaches = reaches[np.unique(np.linspace(0, len(reaches) - 1, REACHES).astype(np.int64))]
    cuts = here + np.where(behind, outward, -outward)[:, None] * reaches
    chosen = np.searchsorted(found.thresholds, cuts - 1e-9).clip(max=len(found.thresholds) - 1)
    reached = np.take_along_axis(found.rates(metric)[codes], chosen, axis=1)
    apart = np.nan_to_num(reached.max(axis=0) - reached.min(axis=0), nan=np.inf)
    within = np.flatnonzero(apart <= terms.tolerance)
    best = int(within[0]) if len(within) else int(np.argmin(apart))
    own = {found.groups[code]: float(found.thresholds[cut]) for code, cut in zip(codes, chosen[:, best], strict=True)}
    how = (
        f"Within {reaches[best]:.3g} of the declared threshold, groups that fare worse get the good outcome and the "
        "others do not."
    )
    return Offer("reject option", by_group(tally, terms.by, here, own), how, _left_out(found, codes))


def without_training(tally: Tally, payoff: Payoff, terms: Terms, baseline: Policy) -> tuple[Offer, ...]:
    """Every threshold policy, chosen on the given rows: those of the choosing half."""
    if not tally.has_score or not len(tally.edges):
        return ()
    found = curves(tally, payoff, terms.by)
    names = [name for name in PARITY if name != "equal false positives" or terms.metric == "false_positive_rate"]
    offers = [
        moved(found),
        *(equal_rates(name, found, tally, terms) for name in names),
        equal_odds(found, tally, terms),
        reject_option(found, tally, terms, baseline),
    ]
    return tuple(one for one in offers if one is not None)
