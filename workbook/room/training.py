"""The training case: the loan sample with eight planted, documented defects, another copy for each team, and its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbook.content import load
from workbook.content.training import TrainingCase

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MONTHS = 12
REPEATED = 0.03
AGREES_WITH_AGE = 0.92
TURNED_LABELS = 0.15
LAST_MONTH_OF_SEGMENT = 8
BRANCHES = ("centre", "north", "west")
SHARES = (0.6, 0.25, 0.15)
DISTRICTS: Mapping[str, str] = {"under 30": "A", "30 to 44": "B", "45 and over": "C"}
KEPT = ("seniority", "home", "age", "job", "records", "income", "expenses", "assets", "debt", "amount", "price")


@dataclass(frozen=True)
class Copy:
    """What a team is given: applications and costs."""

    applications: pd.DataFrame
    costs: pd.DataFrame


def case() -> TrainingCase:
    """What is planted, with hints and the key."""
    return TrainingCase.model_validate(load("training_case"))


def copy_for(rows: pd.DataFrame, seed: int) -> Copy:
    """One team's copy of the case.

    Parameters
    ----------
    rows : DataFrame
        The loan sample.
    seed : int
        Another one for each team: the same defects, in other rows.
    """
    import numpy as np
    import pandas as pd

    draw = np.random.default_rng(seed)
    table = _honest(rows, draw)
    table["repaid"] = _biased_label(table, draw)
    table["reminders"] = _leak(rows["repaid"].to_numpy(), draw)
    table["district"] = _proxy(table["age_group"], draw)
    table.loc[table.branch == "west", "income"] *= MONTHS
    north = table.branch == "north"
    table.loc[north, "decided"] = (table.loc[north, "applied"] - 2) % MONTHS + 1
    table = table[~((table.job == "freelance") & (table.applied > LAST_MONTH_OF_SEGMENT))]
    again = table.sample(frac=REPEATED, random_state=int(draw.integers(2**31)))
    table = pd.concat([table, again]).sample(frac=1.0, random_state=int(draw.integers(2**31)))
    table.insert(0, "application", np.arange(1, len(table) + 1))
    costs = [cost.model_dump() for cost in case().costs if not cost.left_out]
    return Copy(table.drop(columns="age_group"), pd.DataFrame(costs).drop(columns="left_out"))


def _honest(rows: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    table = rows.loc[:, [*KEPT, "age_group", "repaid"]].copy()
    table["branch"] = draw.choice(BRANCHES, size=len(table), p=SHARES)
    table["applied"] = draw.integers(1, MONTHS + 1, size=len(table))
    table["decided"] = table["applied"]
    return table


def _biased_label(table: pd.DataFrame, draw: np.random.Generator) -> Any:
    """Some of the young who paid back are on file as if they had not."""
    turned = (table.age_group == "under 30") & (table.repaid == "good") & (draw.random(len(table)) < TURNED_LABELS)
    return table.repaid.mask(turned, "bad")


def _leak(repaid: Any, draw: np.random.Generator) -> Any:
    """Reminders are sent long after the decision: they tell who did not pay."""
    return (repaid == "bad") * draw.integers(1, 6, size=len(repaid)) + (draw.random(len(repaid)) < 0.04)


def _proxy(groups: pd.Series, draw: np.random.Generator) -> Any:
    kept = draw.random(len(groups)) < AGREES_WITH_AGE
    return groups.map(DISTRICTS).where(kept, draw.choice(list(DISTRICTS.values()), size=len(groups)))
