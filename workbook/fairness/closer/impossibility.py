"""Why not all rates can be equal at once: Chouldechova's identity on the team's own numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from workbook.errors import WorkbookError
from workbook.fairness.auditing import Audit
from workbook.outcomes.amounts_in_words import percent, points
from workbook.ui.live import TableColumn, TableView


@dataclass(frozen=True)
class Implied:
    """A group: its base rate, its false positive rate, and the one it would have if precision and recall were alike."""

    name: str
    n: int
    base_rate: float
    false_positive_rate: float
    implied: float


@dataclass(frozen=True)
class Impossibility:
    """All groups, and the precision and recall that are held alike.

    Attributes
    ----------
    precision, recall : float
        Of all groups together.
    groups : tuple of Implied
    gap : float
        Between the highest and the lowest implied false positive rate.
    """

    precision: float
    recall: float
    groups: tuple[Implied, ...]
    gap: float


def implied_false_positive_rate(base_rate: float, precision: float, recall: float) -> float:
    """FPR = p / (1 - p) x (1 - PPV) / PPV x TPR (Chouldechova 2017)."""
    if not 0 <= base_rate < 1 or not 0 < precision <= 1:
        return math.nan
    return base_rate / (1 - base_rate) * (1 - precision) / precision * recall


def impossibility(audited: Audit) -> Impossibility:
    """What the false positive rates would be if precision and recall were the same in every group.

    Raises
    ------
    WorkbookError
        No label, nobody selected, or fewer than two groups.
    """
    overall = audited.overall
    precision, recall = float(overall["positive_predictive_value"]), float(overall["true_positive_rate"])
    frame = audited.by_group.iloc[list(audited.compared)]
    if len(frame) < 2 or not (precision > 0 and math.isfinite(recall)):
        raise WorkbookError(
            "This needs two groups, a label, and somebody who is selected.", "Connect a label, or move the threshold."
        )
    found = []
    for code, (_, row) in zip(audited.compared, frame.iterrows(), strict=True):
        base = float(row["base_rate"])
        found.append(
            Implied(
                audited.names[int(code)], int(row["n"]), base, float(row["false_positive_rate"]),
                implied_false_positive_rate(base, precision, recall),
            )
        )  # fmt: skip
    implied = np.array([one.implied for one in found])
    return Impossibility(precision, recall, tuple(found), float(np.nanmax(implied) - np.nanmin(implied)))


def impossibility_in_words(found: Impossibility) -> str:
    """What equality in two rates would do to the third."""
    rates = [one.base_rate for one in found.groups]
    if max(rates) - min(rates) < 1e-9:
        return "The event is equally frequent in all groups here: then these rates could all be equal."
    if found.gap < 1e-9:
        return "Nobody is wrongly selected here: then these rates can all be equal, however frequent the event is."
    beyond = [one.name for one in found.groups if one.implied > 1]
    if beyond:
        apart = f"that of {', '.join(beyond)} would have to exceed 100 %: no such rates exist."
    else:
        apart = f"their false positive rates would have to lie {points(found.gap)} apart."
    return (
        f"{percent(min(rates))} of the group with the fewest have the event, {percent(max(rates))} of the one with the "
        "most. If all of them had the "
        f"same precision ({percent(found.precision)}) and the same true positive rate ({percent(found.recall)}), {apart}\n\nThat is arithmetic, not a fault of the model: only one "
        "that is never wrong escapes it."
    )


def impossibility_table(found: Impossibility) -> TableView:
    """Each group as it is and as it would have to be."""
    columns = (
        TableColumn("name", "Group"),
        TableColumn("n", "n", "count"),
        TableColumn("base_rate", "Base rate", "rate"),
        TableColumn("false_positive_rate", "False positive rate now", "rate"),
        TableColumn("implied", "With equal precision and recall", "rate"),
    )
    return TableView("What equal precision and recall would force", columns, tuple(vars(one) for one in found.groups))
