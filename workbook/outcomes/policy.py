"""A policy: who is selected, given a score or a decision."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from workbook.data.tallies import NEGATIVE, NO_SCORE, POSITIVE, UNKNOWN, Tally
from workbook.errors import InputError

NOT_SELECTED, SELECTED, UNDECIDED = 0, 1, 2


class GroupThreshold(BaseModel):
    """A threshold of its own for one group."""

    model_config = ConfigDict(frozen=True)
    group: tuple[str | None, ...]
    threshold: float


class ReviewBand(BaseModel):
    """Scores that people decide on: from `low` up to, not including, `high`.

    Attributes
    ----------
    low, high : float
    error_rate : float
        Share of the reviewed cases that reviewers decide against the label; the same for every group.
    cost : float
        What one review costs, in the currency of the payoff; it is taken off the policy's money.
    """

    model_config = ConfigDict(frozen=True)
    low: float
    high: float
    error_rate: float = Field(0.0, ge=0, le=1)
    cost: float = Field(0.0, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> ReviewBand:
        if not self.low <= self.high:
            raise ValueError("the band ends below its beginning")
        return self


class Policy(BaseModel):
    """Who is selected: one threshold, thresholds by group, or the decision that the rows carry; a band for people."""

    model_config = ConfigDict(frozen=True)
    threshold: float | None = None
    thresholds: tuple[GroupThreshold, ...] = ()
    given: bool = False
    review: ReviewBand | None = None

    @classmethod
    def at(cls, threshold: float) -> Policy:
        """One threshold for everybody."""
        return cls(threshold=threshold)

    @classmethod
    def given_decision(cls) -> Policy:
        """The decision column of the rows."""
        return cls(given=True)

    @property
    def one_threshold(self) -> bool:
        """Whether one threshold says it all: then it is a place on the curve of money against threshold."""
        return self.threshold is not None and not (self.thresholds or self.given or self.review)


def as_policy(value: float | Policy | None, tally: Tally) -> Policy:
    """A policy from what a caller gives: a number, a Policy, or None for the decision that the rows carry.

    Raises
    ------
    InputError
        A given decision without a decision column, a threshold without a score, or one that is not a number.
    """
    if isinstance(value, Policy):
        policy = value
    elif value is None:
        policy = Policy.given_decision()
    else:
        policy = Policy.at(float(value))
    if policy.given and not tally.has_decision:
        raise InputError(
            "There is no decision in these rows.", "Give a threshold for the score, or name the decision column."
        )
    if not policy.given and not tally.has_score:
        raise InputError(
            "There is no score in these rows to hold a threshold against.",
            "Name the score column, or use the decision.",
        )
    cuts = (policy.threshold, *(one.threshold for one in policy.thresholds))
    if any(cut is not None and math.isnan(cut) for cut in cuts):
        raise InputError("A threshold that is not a number selects nobody.", "Give a number.")
    return policy


def position(tally: Tally, threshold: float) -> int:
    """How many bins lie wholly below a threshold: bins from here on are at or above it.

    Where scores were binned, a threshold between two edges moves to the nearer one (see `snapped`).
    """
    place = int(np.searchsorted(tally.edges, threshold, side="left"))
    if tally.exact or place in (0, len(tally.edges)):
        return place
    before, after = tally.edges[place - 1], tally.edges[place]
    return place - 1 if threshold - before < after - threshold else place


def snapped(tally: Tally, threshold: float) -> float:
    """The threshold that is really used: the one given, or the nearest edge where scores were binned."""
    place = position(tally, threshold)
    return threshold if tally.exact or place >= len(tally.edges) else float(tally.edges[place])


def selection(tally: Tally, policy: Policy) -> NDArray[np.int8]:
    """What the policy does with each cell: SELECTED, NOT_SELECTED, or UNDECIDED where score or decision is missing.

    Within a review band this is what the thresholds alone would do; `selected_share` knows of the reviewers.
    """
    cells = tally.cells
    if policy.given:
        return cells.decision.astype(np.int8)
    if policy.threshold is None and not policy.thresholds:
        raise InputError("This policy has neither a threshold nor a decision.", "Declare a threshold.")
    common = position(tally, policy.threshold) if policy.threshold is not None else None
    own = {one.group: position(tally, one.threshold) for one in policy.thresholds}
    missing = [key for key in tally.groups if key not in own]
    if common is None and missing:
        raise InputError(
            f"This policy has no threshold for the group {missing[0]}.", "Give a common threshold for all other groups."
        )
    cuts = np.array([own.get(key, common) for key in tally.groups], dtype=np.int64)[cells.group]
    above = cells.bin >= cuts
    chosen = above if tally.selected == "at_or_above" else ~above
    return np.where(cells.bin == NO_SCORE, UNDECIDED, chosen.astype(np.int8)).astype(np.int8)


def reviewed(tally: Tally, policy: Policy) -> NDArray[np.bool_]:
    """The cells that people decide on."""
    bins = tally.cells.bin
    if policy.review is None:
        return np.zeros(len(bins), dtype=bool)
    inside = (bins >= position(tally, policy.review.low)) & (bins < position(tally, policy.review.high))
    return np.asarray(inside & (bins != NO_SCORE))


def selected_share(tally: Tally, policy: Policy) -> NDArray[np.float64]:
    """The share of each cell that comes to be selected: 0 or 1, between them for reviewers; NaN where undecided.

    Reviewers select those with the event except for their error rate, and by error those without it. Where the label
    is not known nobody knows what they would do: the thresholds stand.
    """
    chosen = selection(tally, policy)
    share = np.where(chosen == UNDECIDED, np.nan, (chosen == SELECTED).astype(float))
    if policy.review is not None:
        seen, wrong, label = reviewed(tally, policy), policy.review.error_rate, tally.cells.label
        known = [seen & (label == POSITIVE), seen & (label == NEGATIVE), seen & (label == UNKNOWN)]
        share = np.select(known, [np.full(len(share), 1 - wrong), np.full(len(share), wrong), share], share)
    return np.asarray(share, dtype=float)
