"""Whom to look at: somebody at the edge, somebody the model is sure and wrong about, somebody passed over in one group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np

from workbook.errors import InputError
from workbook.models.folds import Floats, Mask
from workbook.models.study import Study

Choice = Literal[
    "borderline", "confidently wrong", "passed over in a group", "typical", "nearest to a change", "by number"
]

TITLES: Mapping[Choice, str] = {
    "borderline": "Closest to the threshold",
    "confidently wrong": "The model was surest, and wrong",
    "passed over in a group": "Wrongly decided against, in one group",
    "typical": "A typical decision against somebody",
    "nearest to a change": "The least change would turn it",
    "by number": "By row number",
}
WHY: Mapping[Choice, str] = {
    "borderline": "The decision hangs by a hair here: whatever decides it should be something you stand for.",
    "confidently wrong": "What the model holds for certain, and is not so.",
    "passed over in a group": "Somebody who should have been decided for, in the group that you are worried about.",
    "typical": "In the middle of all who were decided against: the ordinary case.",
    "nearest to a change": "Of all who were decided against, the one whom the smallest change would have helped.",
    "by number": "Somebody you know of.",
}


def decided_against(study: Study, decided: Mask) -> Mask:
    """Who got the decision that is bad for them."""
    return np.asarray(~decided if study.wording.favourable else decided)


def choose(
    study: Study,
    score: Floats,
    choice: Choice,
    *,
    group: str = "",
    number: int | None = None,
    effort: Callable[[np.ndarray], Floats] | None = None,
) -> int:
    """The place in the study of the case to look at.

    Parameters
    ----------
    study : Study
    score : array of float, shape (rows,)
    choice : str
        One of `TITLES`.
    group : str, optional
        For "passed over in a group"; the first group where "".
    number : int, optional
        For "by number": the row's number, from 1, as in the file.
    effort : callable, optional
        For "nearest to a change": places of some rows -> the effort of the least change that turns each, infinite where
        there is none.

    Raises
    ------
    InputError
        There is no such case.
    """
    decided = study.decided(score)
    if choice == "by number":
        if number is None or not 1 <= number <= study.rows:
            raise InputError(f"There is no row {number}.", f"Rows are numbered from 1 to {study.rows:,}.")
        return number - 1
    against = decided_against(study, decided) & np.isfinite(score)
    distance = np.abs(score - study.cut)
    if choice == "borderline":
        return _best(-distance, np.isfinite(score), "No case has a score.")
    if choice == "confidently wrong":
        return _best(distance, study.wronged(decided) & np.isfinite(score), "No case was decided wrongly.")
    if choice == "passed over in a group":
        code = _code(study, group)
        here = against & study.wronged(decided) & (study.group == code)
        return _best(distance, here, f"Nobody in “{study.group_names[code]}” was wrongly decided against.")
    if choice == "typical":
        if not against.any():
            raise InputError("Nobody was decided against.", "Choose another threshold.")
        middle = float(np.median(score[against]))
        return _best(-np.abs(score - middle), against, "Nobody was decided against.")
    return _nearest(distance, against, effort)


def _best(value: Floats, among: Mask, otherwise: str) -> int:
    if not among.any():
        raise InputError(otherwise, "Choose somebody else to look at.")
    return int(np.where(among, value, -np.inf).argmax())


def _code(study: Study, group: str) -> int:
    if not group:
        return 0
    if group not in study.group_names:
        raise InputError(f"There is no group “{group}”.", f"There are: {', '.join(study.group_names[:12])}.")
    return study.group_names.index(group)


LOOKED_AT = 50
"""So many of those nearest to the threshold are searched for the least change."""


def _nearest(distance: Floats, against: Mask, effort: Callable[[np.ndarray], Floats] | None) -> int:
    places = np.flatnonzero(against)
    if not len(places):
        raise InputError("Nobody was decided against.", "Choose another threshold.")
    near = places[np.argsort(distance[places], kind="stable")[:LOOKED_AT]]
    if effort is None:
        return int(near[0])
    efforts = effort(near)
    if not np.isfinite(efforts).any():
        raise InputError(
            f"None of the {len(near)} nearest to the threshold could be helped by a change within your limits.",
            "Allow more to change, or look at somebody else.",
        )
    return int(near[int(np.argmin(efforts))])
