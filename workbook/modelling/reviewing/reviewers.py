"""What people would do with the cases they are given: how many, at what price, with how many errors, in which group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbook.errors import InputError, WorkbookError
from workbook.modelling.reviewing.answers import GroupError
from workbook.models.folds import Floats
from workbook.models.study import Study

WHERE = "Enter it on the Fairness page, under “What could be done, and what it costs”."


@dataclass(frozen=True)
class Reviewers:
    """The people who decide in between.

    Attributes
    ----------
    share : float
        Of all cases that they can review.
    capacity : float
        Cases a year that they can review.
    cost : float
        Of one review.
    error : float
        Share of their decisions that are against what happens.
    by_group : tuple of (group, error)
        Where they err otherwise.
    """

    share: float
    capacity: float
    cost: float = 0.0
    error: float = 0.0
    by_group: tuple[tuple[str, float], ...] = ()

    @property
    def free_and_faultless(self) -> bool:
        """Whether nobody said what they cost and how they err."""
        return not self.cost and not self.error and not any(error for _, error in self.by_group)


def reviewers_of(
    study: Study,
    capacity: float | None,
    cost: float,
    error: float,
    yearly_volume: float | None,
    errors: Sequence[GroupError],
) -> Reviewers:
    """The reviewers from the answers of several pages.

    Raises
    ------
    WorkbookError
        Capacity or volume is missing, or a group is not there.
    """
    if not capacity:
        raise WorkbookError("Nobody has said yet how many cases people can review.", WHERE)
    if not yearly_volume:
        raise WorkbookError(
            "How many cases there are a year is not known, so nobody can say which part of them people can review.",
            "Enter it on the Value page.",
        )
    unknown = [one.group for one in errors if one.group.strip() not in study.group_names]
    if unknown:
        raise InputError(
            f"There is no group “{unknown[0]}”.",
            f"There are: {', '.join(study.group_names[:12])}. Write it as it is there.",
        )
    by_group = tuple((one.group.strip(), one.error) for one in errors)
    return Reviewers(min(capacity / yearly_volume, 1.0), capacity, cost, error, by_group)


def error_of_rows(study: Study, reviewers: Reviewers) -> Floats:
    """How often reviewers would decide each row against what happened."""
    own = dict(reviewers.by_group)
    return np.array([own.get(name, reviewers.error) for name in study.group_names])[study.group]


def gains(study: Study, decided: np.ndarray, reviewers: Reviewers) -> tuple[Floats, Floats]:
    """What a review of each row would change: in money (0 where there is none), and in its chance to be decided wrongly.

    A reviewer decides for what really happened, except for their errors. Where that is not known, nobody can say what
    they would do: the decision stands, and only the review is paid.
    """
    error, known = error_of_rows(study, reviewers), study.known
    wronged = np.where(known, error - study.wronged(decided), 0.0)
    if study.if_selected is None or study.if_not is None:
        return np.zeros(study.rows), wronged
    deserves = (study.label == 1) == study.event_is_right
    right, wrong = study.worth(deserves), study.worth(~deserves)
    reviewed = np.where(known, (1 - error) * right + error * wrong, study.worth(decided))
    return np.asarray(reviewed - study.worth(decided) - reviewers.cost), np.asarray(wronged)
