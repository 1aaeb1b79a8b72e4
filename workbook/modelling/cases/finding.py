"""What is found about recourse: for everybody and for each group, and between the groups that differ most."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.models.between import Between
from workbook.models.changes import Interval
from workbook.models.counterfactuals import Counterfactual
from workbook.models.on_trial import Drawn
from workbook.outcomes import Wording


@dataclass(frozen=True)
class FirstChange:
    """A change that comes first for at least ten people: what, for which share of those with a way, by how much."""

    what: str
    share: Interval
    by: float | None


@dataclass(frozen=True)
class GroupRecourse:
    """What it takes in one group. Nothing is told of fewer than ten people.

    Attributes
    ----------
    group : str
    against : int or None
        Rows that are decided against.
    asked : int or None
        Drawn from them.
    found : Interval
        Share for whom a change within the limits exists; the high end counts unsettled searches as found.
    one_is_enough : Interval
        Share for whom changing a single thing is enough.
    effort : Interval
        Median of what it takes, as a share of the rows that are passed; infinite where half have no way at all.
    unsettled : float
        Share whose search ended before everything was looked at.
    first : tuple of FirstChange
    """

    group: str
    against: int | None
    asked: int | None
    found: Interval
    one_is_enough: Interval
    effort: Interval
    unsettled: float
    first: tuple[FirstChange, ...]


@dataclass(frozen=True)
class Recourse:
    """What it would take, group by group.

    Attributes
    ----------
    everybody : GroupRecourse
    groups : tuple of GroupRecourse
        Empty where there is one group only.
    chance : Between or None
        Share for whom a way exists: "gap", "no gap" or "cannot tell" against the tolerance, over all pairs at once.
    effort : Between or None
        How often somebody of the first group needs more than somebody of the second: "more" or "cannot tell".
    at_most, per_group, seed : int
    tolerance : float
    fixed : tuple of str
        Columns that may not change.
    """

    everybody: GroupRecourse
    groups: tuple[GroupRecourse, ...]
    chance: Between | None
    effort: Between | None
    at_most: int
    per_group: int
    seed: int
    tolerance: float
    fixed: tuple[str, ...]
    drawn: Drawn
    wording: Wording


@dataclass(frozen=True)
class Asked:
    """One person who was asked: never kept."""

    group: int
    weight: float
    way: Counterfactual | None
    complete: bool

    @property
    def effort(self) -> float:
        """What it takes; infinite without a way."""
        return self.way.effort if self.way else float("inf")
