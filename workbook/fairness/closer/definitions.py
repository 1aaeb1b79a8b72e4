"""The same gap as different libraries define it, side by side; and an audit in the shape that Fairlearn's users know."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbook.data.tallies import NEGATIVE, POSITIVE
from workbook.errors import WorkbookError
from workbook.fairness.auditing import Audit
from workbook.stats.intervals import rate
from workbook.ui.live import TableColumn, TableView

if TYPE_CHECKING:
    import pandas as pd

FAIRLEARN_NAMES = {
    "selection_rate": "selection_rate",
    "true_positive_rate": "true_positive_rate",
    "false_positive_rate": "false_positive_rate",
    "false_negative_rate": "false_negative_rate",
    "true_negative_rate": "true_negative_rate",
    "positive_predictive_value": "precision",
    "accuracy": "accuracy",
}


@dataclass(frozen=True)
class Defined:
    """One number: whose it is, what they call it, and how it is counted."""

    library: str
    name: str
    value: float
    counted: str


def definitions(audited: Audit, reference: str = "", favourable: bool = True) -> tuple[Defined, ...]:
    """The numbers that Fairlearn 0.15 and AIF360 0.6 would give, from the same counts.

    Parameters
    ----------
    audited : Audit
    reference : str, optional
        The group that AIF360 calls privileged, as `Audit.names` names it; where empty the one that fares best.
    favourable : bool
        Whether being selected is good: the group that fares best is selected most, else least.

    Raises
    ------
    WorkbookError
        There are fewer than two groups to compare, or no group of that name.
    """
    codes = [int(code) for code in audited.compared if np.isfinite(audited.rates["selection_rate"].value[code])]
    if len(codes) < 2:
        raise WorkbookError("There are fewer than two groups to compare.", "Choose a column of groups.")
    return (*_fairlearn(audited, codes), *_aif360(audited, codes, reference, favourable))


def _fairlearn(audited: Audit, codes: list[int]) -> list[Defined]:
    values = {metric: audited.rates[metric].value[codes] for metric in FAIRLEARN_NAMES}

    def difference(metric: str) -> float:
        return float(values[metric].max() - values[metric].min())

    def ratio(metric: str) -> float:
        most = float(values[metric].max())
        return float(values[metric].min()) / most if most else math.nan

    true, false = "true_positive_rate", "false_positive_rate"
    found = [
        Defined("Fairlearn", "demographic parity difference", difference("selection_rate"), "highest minus lowest selection rate"),
        Defined("Fairlearn", "demographic parity ratio", ratio("selection_rate"), "lowest over highest selection rate"),
        Defined("Fairlearn", "equal opportunity difference", difference(true), "highest minus lowest true positive rate"),
        Defined("Fairlearn", "equalized odds difference", max(difference(true), difference(false)),
                "the larger of the gaps in true and in false positive rate"),
        Defined("Fairlearn", "equalized odds difference, mean", (difference(true) + difference(false)) / 2,
                "the mean of these two gaps"),
        Defined("Fairlearn", "equalized odds ratio", min(ratio(true), ratio(false)), "the smaller of the two ratios"),
    ]  # fmt: skip
    return [one for one in found if not math.isnan(one.value)]


def _aif360(audited: Audit, codes: list[int], reference: str, favourable: bool) -> list[Defined]:
    names = {audited.names[code]: code for code in codes}
    if reference and reference not in names:
        raise WorkbookError(f"There is no group “{reference}”.", f"There are: {', '.join(names)}.")
    fares = audited.rates["selection_rate"].value * (1 if favourable else -1)
    privileged = names[reference] if reference else max(codes, key=lambda code: (fares[code], audited.counted.n[code]))
    others = [code for code in codes if code != privileged]
    here, there = (_rates(audited, [privileged]), _rates(audited, others))
    who = f"all others minus {audited.names[privileged]}"
    parity, false, true = (there[key] - here[key] for key in ("selected", "false", "true"))
    impact = there["selected"] / here["selected"] if here["selected"] else math.nan
    found = [
        Defined("AIF360", "statistical parity difference", parity, f"selection rate of {who}"),
        Defined(
            "AIF360",
            "disparate impact",
            impact,
            f"selection rate of all others over that of {audited.names[privileged]}",
        ),
        Defined("AIF360", "equal opportunity difference", true, f"true positive rate of {who}"),
        Defined(
            "AIF360", "average odds difference", (false + true) / 2, f"mean of false and true positive rate of {who}"
        ),
        Defined("AIF360", "average absolute odds difference", (abs(false) + abs(true)) / 2, "the same without signs"),
    ]
    return [one for one in found if not math.isnan(one.value)]


def _rates(audited: Audit, codes: list[int]) -> dict[str, float]:
    weight = audited.counted.weight[codes].sum(axis=0)
    decided = weight[:, :2]
    return {
        "selected": float(rate(decided[:, 1].sum(), decided.sum())),
        "true": float(rate(weight[POSITIVE, 1], weight[POSITIVE, :2].sum())),
        "false": float(rate(weight[NEGATIVE, 1], weight[NEGATIVE, :2].sum())),
    }


def definitions_table(found: tuple[Defined, ...]) -> TableView:
    """Every definition with its name beside its number."""
    columns = (
        TableColumn("library", "Library"),
        TableColumn("name", "Its name"),
        TableColumn("value", "Number", "number"),
        TableColumn("counted", "How it is counted"),
    )
    return TableView("The same rows, other definitions", columns, tuple(vars(one) for one in found))


def definitions_in_words(found: tuple[Defined, ...]) -> str:
    """Why the numbers differ."""
    return (
        "Same rows, same decisions: signs and sizes differ because the definitions do. Fairlearn takes the two groups that "
        "are furthest apart, so its number never has a sign. AIF360 takes the group that fares best against all others; a "
        "negative number says that the others are selected less often, a positive one more often. Rows whose group is "
        "missing are in neither."
    )


@dataclass(frozen=True, eq=False)
class MetricTable:
    """An audit in the shape of Fairlearn's `MetricFrame`: the same names, without that library.

    Attributes
    ----------
    by_group : DataFrame
        Groups by metrics.
    overall : Series
    """

    by_group: pd.DataFrame
    overall: pd.Series[float]

    def group_max(self) -> pd.Series[float]:
        """The highest value of each metric."""
        return self.by_group.max()

    def group_min(self) -> pd.Series[float]:
        """The lowest value of each metric."""
        return self.by_group.min()

    def difference(self) -> pd.Series[float]:
        """Highest minus lowest (`method="between_groups"`)."""
        return self.group_max() - self.group_min()

    def ratio(self) -> pd.Series[float]:
        """Lowest over highest (`method="between_groups"`)."""
        return self.group_min() / self.group_max()


def as_metric_table(audited: Audit) -> MetricTable:
    """Hand an audit on to code that was written for Fairlearn. Groups with a missing value are left out, as there."""
    frame = audited.by_group.iloc[list(audited.compared)]
    names = {ours: theirs for ours, theirs in FAIRLEARN_NAMES.items() if ours in frame}
    chosen = [*names, "n"]
    renamed = names | {"n": "count"}
    return MetricTable(frame[chosen].rename(columns=renamed), audited.overall[chosen].rename(renamed))
