"""A policy as Python that stands alone: what an engineer needs to build exactly what was judged."""

from __future__ import annotations

from workbook.data.tallies import Tally
from workbook.errors import InputError
from workbook.fairness.mitigation.candidate import Offer
from workbook.outcomes import Wording, snapped

TEMPLATE = '''"""Decides by the policy {title}.

{how}
Made from rows with the fingerprint {fingerprint}.
{warning}"""

SCORE = {score!r}
GROUPS = {groups!r}
THRESHOLD = {threshold!r}
THRESHOLDS = {thresholds!r}
REVIEW = {review!r}


def decide(score, group=()):
    """Decide one case.

    score: number or None. group: its values in the columns GROUPS, as text, None where missing.
    Returns True ({selected}), False ({other}), "review" (a person decides), or None (no score, no decision).
    """
    if score is None or score != score:
        return None
    if REVIEW is not None and REVIEW[0] <= score < REVIEW[1]:
        return "review"
    return score {side} THRESHOLDS.get(tuple(group), THRESHOLD)
'''


def policy_code(offer: Offer, tally: Tally, wording: Wording, score: str | None) -> str:
    """Python code that takes the same decisions from score and group.

    Parameters
    ----------
    offer : Offer
    tally : Tally
        The rows that it was judged on: where scores were binned, thresholds are the edges that were used.
    wording : Wording
    score : str or None
        The column of the score.

    Raises
    ------
    InputError
        The policy is the decision that the rows carry: there is nothing to compute.
    """
    policy = offer.policy
    if policy.given or (policy.threshold is None and not policy.thresholds):
        raise InputError("This policy is a decision that was taken elsewhere.", "Choose a candidate with a threshold.")
    band = (
        None if policy.review is None else tuple(snapped(tally, cut) for cut in (policy.review.low, policy.review.high))
    )
    warning = (
        "\nIt treats groups by different thresholds. That may be unlawful; a lawyer must clear it.\n"
        if offer.needs_protected
        else ""
    )
    return TEMPLATE.format(
        title=_safe(offer.title),
        how=_safe(offer.how),
        fingerprint=_safe(tally.fingerprint[:16] or "not known"),
        warning=warning,
        score=score,
        groups=tally.group_names if policy.thresholds else (),
        threshold=None if policy.threshold is None else snapped(tally, policy.threshold),
        thresholds={one.group: snapped(tally, one.threshold) for one in policy.thresholds},
        review=band,
        selected=_safe(wording.selected_means),
        other=_safe(wording.not_selected_means),
        side=">=" if tally.selected == "at_or_above" else "<",
    )


def _safe(text: str) -> str:
    """Words from people inside a docstring: they neither end it nor turn the lines around it."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.replace("\\", "/").replace('"', "'").split())
