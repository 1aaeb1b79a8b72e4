"""A candidate: a policy that might shrink the gap, with what it does to people, to money and to the work."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbook.outcomes import Policy, Wording

REVISION = 2
NOTHING = "nothing"

TITLES = {
    NOTHING: "Doing nothing",
    "moved": "One threshold, moved",
    "equal opportunity": "Equal opportunity",
    "equal false positives": "Equal false positive rates",
    "equalised odds": "Equalised odds",
    "demographic parity": "Demographic parity",
    "reject option": "Reject option",
    "human review": "Human review",
    "retrained logistic": "Retrained, logistic",
    "retrained boosting": "Retrained, boosting",
    "retrained": "Your model, retrained",
    "reweighed": "Reweighed",
    "without proxies": "Without proxies",
    "reduced parity": "Reductions, parity",
    "reduced odds": "Reductions, odds",
    "fair representation": "Fair representation (AIF360)",
}
"""Every candidate by its stable name, as people call it."""


@dataclass(frozen=True)
class Offer:
    """A policy that was fitted on one part of the rows and waits to be judged on the other.

    Attributes
    ----------
    name : str
        One of `TITLES`.
    policy : Policy
    how : str
        What it does, in a sentence.
    notes : tuple of str
        What must be said with it.
    retrained : bool
        Whether its scores come from a model that was trained anew.
    column : str
        The column of those scores; "" where it uses the current score.
    """

    name: str
    policy: Policy
    how: str
    notes: tuple[str, ...] = ()
    retrained: bool = False
    column: str = ""

    @property
    def title(self) -> str:
        """How people call it."""
        return TITLES[self.name]

    @property
    def needs_protected(self) -> bool:
        """Whether the decision must know the group of the person."""
        return bool(self.policy.thresholds)


@dataclass(frozen=True)
class Effect:
    """What a candidate does to one group, on the valuing half.

    Attributes
    ----------
    group : str
    n : int
        Its rows there.
    before, after : tuple of float
        The primary rate with its interval: value, low, high.
    selected_more, selected_less : float
        People who come to be selected, and who cease to be; a year where the volume is known.
    """

    group: str
    n: int
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    selected_more: float
    selected_less: float


@dataclass(frozen=True)
class Candidate:
    """An offer with its price, judged on rows that did not fit it.

    Attributes
    ----------
    offer : Offer
    gap : tuple of float
        Highest minus lowest group of the primary rate: value, low, high (simultaneous over pairs and rates).
    verdict : {"gap", "no gap", "cannot tell"}
    money : tuple of float
        What it is worth more than doing nothing, in pairs: value, low, high (95 %, sampling error only).
    changed : float
        People whose decision changes.
    effects : tuple of Effect
    reviewed : float
        Cases that people decide on.
    review_cost : float
        What that costs; already taken off `money`.
    dominated_by : str
        The name of a candidate with a smaller gap and more money; "" where there is none.
    """

    offer: Offer
    gap: tuple[float, float, float]
    verdict: str
    money: tuple[float, float, float]
    changed: float
    effects: tuple[Effect, ...]
    reviewed: float = 0.0
    review_cost: float = 0.0
    dominated_by: str = ""

    @property
    def name(self) -> str:
        """Its stable name."""
        return self.offer.name


@dataclass(frozen=True)
class Review:
    """What the reviewers can do: cases a year, what one costs, and how often they err."""

    capacity: float
    cost: float
    error_rate: float


@dataclass(frozen=True)
class Terms:
    """What candidates are judged by.

    Attributes
    ----------
    metric : str
        The rate that the team holds to matter most.
    tolerance : float
    by : tuple of str or None
        Columns of groups that are crossed; all where None.
    yearly_volume : float or None
        Cases a year; without it money and people are those of the valuing rows.
    review : Review or None
    wording : Wording
    """

    metric: str = "true_positive_rate"
    tolerance: float = 0.05
    by: tuple[str, ...] | None = None
    yearly_volume: float | None = None
    review: Review | None = None
    wording: Wording = field(default_factory=Wording)


@dataclass(frozen=True)
class Frontier:
    """All candidates beside each other.

    Attributes
    ----------
    candidates : tuple of Candidate
        Doing nothing first.
    terms : Terms
    currency : str
    rows : int
        Of the valuing half.
    shown : {"gap", "no gap", "cannot tell"}
        The verdict on the declared policy, on all rows.
    not_offered : tuple of str
        What is missing from the picture, and why.
    """

    candidates: tuple[Candidate, ...]
    terms: Terms
    currency: str
    rows: int
    shown: str
    not_offered: tuple[str, ...] = ()

    @property
    def nothing(self) -> Candidate:
        """The declared policy, unchanged."""
        return self.candidates[0]

    @property
    def per_year(self) -> bool:
        """Whether money and people are those of a year."""
        return bool(self.terms.yearly_volume)

    def named(self, name: str) -> Candidate | None:
        """The candidate of that name; None where it is not offered."""
        return next((one for one in self.candidates if one.name == name), None)
