"""For whom are the reasons different: the gap between a group's score and everybody else's, split over the columns.

Attributions add up, so the difference of two mean scores is the sum of the differences of the mean attributions. A column
that adds much to it and goes together with the group carries the group into the score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.data.privacy import LIMIT
from workbook.explanation.attributing.attributions import Attributions
from workbook.explanation.attributing.drivers import as_array
from workbook.explanation.attributing.voices import Scale
from workbook.explanation.few import shown_counts
from workbook.models.changes import Interval, Z
from workbook.models.folds import Floats, Mask
from workbook.models.study import Study
from workbook.stats.association import association
from workbook.stats.intervals import normal_quantile

EVIDENCE = "explanation.groups"
REVISION = 1
MOST_GROUPS = 12
ENOUGH = 100
"""So many rows of a group are explained where it has them."""
CARRIES = 0.3
"""From this association with the group on, a column is said to carry it: a convention."""


@dataclass(frozen=True)
class Part:
    """What one column adds to the gap of a group.

    Attributes
    ----------
    column : str
    difference : Interval
        Mean attribution within the group less that of everybody else.
    apart : bool
        Whether it differs from nought when all columns and groups are looked at together.
    with_group : float
        How strongly the column goes together with being in the group, from 0 to 1.
    """

    column: str
    difference: Interval
    apart: bool
    with_group: float

    @property
    def carries(self) -> bool:
        """Whether the column carries the group into the score."""
        return self.apart and self.with_group >= CARRIES


@dataclass(frozen=True)
class GroupReasons:
    """One group against everybody else.

    Attributes
    ----------
    group : str
    people : int or None
        Rows of it that were explained; None where it would tell of fewer than ten.
    gap : Interval
        Mean output of the group less that of everybody else, on the scale that is explained.
    parts : tuple of Part
        The largest first; together they make the gap.
    """

    group: str
    people: int | None
    gap: Interval
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class ByGroup:
    """The reasons of every group.

    Attributes
    ----------
    groups : tuple of GroupReasons
    scale : {"log-odds", "probability", "score"}
    method, background, units, model : str
    left_out : tuple of str
        Groups that were not looked at, since there are too many.
    """

    groups: tuple[GroupReasons, ...]
    scale: Scale
    method: str
    background: str
    units: str
    model: str
    left_out: tuple[str, ...]


def by_group(study: Study, found: Attributions, title: str, model: str) -> ByGroup:
    """Split the gap of each group over the columns.

    Parameters
    ----------
    study : Study
    found : Attributions
        Of enough rows of every group.
    title, model : str
        Of the method and of the model.
    """
    group, weight = study.group[found.rows], study.weight[found.rows]
    sizes = np.bincount(study.group, minlength=len(study.group_names))
    order = np.argsort(-sizes, kind="stable")
    shown, left = (order[:MOST_GROUPS], order[MOST_GROUPS:]) if (sizes > 0).sum() > 1 else (order[:0], order[:0])
    pairs = max(1, len(shown) * len(found.columns))
    people = shown_counts(np.bincount(group, minlength=len(sizes)).tolist())
    groups = tuple(
        _reasons(study, found, group == code, weight, (study.group_names[code], people[code]), pairs) for code in shown
    )
    return ByGroup(
        groups, found.scale, title, found.background, study.wording.units, model,
        tuple(study.group_names[code] for code in left if sizes[code]),
    )  # fmt: skip


def _reasons(
    study: Study, found: Attributions, here: Mask, weight: Floats, who: tuple[str, int | None], pairs: int
) -> GroupReasons:
    if min(int(here.sum()), int((~here).sum())) < LIMIT:
        return GroupReasons(who[0], None, (float("nan"),) * 3, ())
    gap, error = _apart(found.explained[:, None], here, weight)
    differences, errors = _apart(found.values, here, weight)
    sure = normal_quantile(1 - 0.05 / pairs)
    parts = []
    for place in np.argsort(-np.abs(differences), kind="stable"):
        column = as_array(study.features[found.columns[place]].iloc[found.rows])
        value, reach = float(differences[place]), Z * float(errors[place])
        parts.append(
            Part(
                found.columns[place],
                (value, value - reach, value + reach),
                bool(abs(value) > sure * errors[place]),
                association(column, here.astype(np.int64)),
            )
        )
    value, reach = float(gap[0]), Z * float(error[0])
    return GroupReasons(*who, (value, value - reach, value + reach), tuple(parts))


def _apart(values: Floats, here: Mask, weight: Floats) -> tuple[Floats, Floats]:
    """Difference of the weighted means of two parts of the rows, and its standard error, of each column."""
    means, variances = [], []
    for part in (here, ~here):
        own, total = weight[part], float(weight[part].sum())
        mean = own @ values[part] / total
        means.append(mean)
        variances.append((own[:, None] ** 2 * (values[part] - mean) ** 2).sum(axis=0) / total**2)
    return np.asarray(means[0] - means[1]), np.sqrt(variances[0] + variances[1])
