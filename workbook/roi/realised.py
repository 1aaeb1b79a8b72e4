"""What the months after the launch really brought, against the plan."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import t as student

from workbook.errors import InputError, WorkbookError
from workbook.roi.answers import RoiAnswers
from workbook.roi.business import adoption
from workbook.roi.promises import Launch, MonthOfBenefit
from workbook.roi.simulating import Benefit


@dataclass(frozen=True)
class Realised:
    """Planned against realised benefit by month.

    Attributes
    ----------
    months : tuple of str
    planned, planned_low, planned_high, realised : tuple of float
    share : float
        Realised over planned, of all months together; not a number where nothing was planned.
    ahead, ahead_low, ahead_high : float
        Mean of a month's realised less planned, with a 95 % interval (Student, months as independent); infinite ends
        for a single month.
    baseline_before : bool or None
        Whether the old process was measured before the launch; None where that was not said.
    """

    months: tuple[str, ...]
    planned: tuple[float, ...]
    planned_low: tuple[float, ...]
    planned_high: tuple[float, ...]
    realised: tuple[float, ...]
    share: float
    ahead: float
    ahead_low: float
    ahead_high: float
    baseline_before: bool | None
    currency: str


def compare(answers: RoiAnswers, benefit: Benefit, launch: Launch) -> Realised:
    """Each month since the launch with a twelfth of its year's plan.

    Raises
    ------
    WorkbookError
        There is no launch date or no month yet, a month is given twice, or one lies before the launch.
    """
    months = sorted((one for one in launch.actuals if one.month), key=lambda one: one.month)
    if launch.launched is None or not months:
        raise WorkbookError("No months after a launch are known yet.", "Enter the date of the launch and the months.")
    names = [one.month for one in months]
    if len(set(names)) < len(names):
        raise WorkbookError("A month is entered twice.", "Keep one line for each month.")
    start = launch.launched.year * 12 + launch.launched.month - 1
    since = [int(name[:4]) * 12 + int(name[5:]) - 1 - start for name in names]
    if since[0] < 0:
        raise WorkbookError(f"{names[0]} lies before the launch.", "Correct the month or the date of the launch.")
    ramp = adoption(answers)
    shares = [ramp[min(month // 12, len(ramp) - 1)].likely for month in since]
    planned, low, high = (np.array(shares) * value / 12 for value in (benefit.value, benefit.low, benefit.high))
    realised = np.array([one.benefit for one in months])
    before = None if launch.baseline_measured is None else launch.baseline_measured <= launch.launched
    return Realised(
        tuple(names), tuple(planned.tolist()), tuple(low.tolist()), tuple(high.tolist()), tuple(realised.tolist()),
        float(realised.sum() / planned.sum()) if planned.sum() else float("nan"),
        *_mean(realised - planned), before, answers.currency,
    )  # fmt: skip


def _mean(values: np.ndarray) -> tuple[float, float, float]:
    mean, n = float(values.mean()), len(values)
    if n < 2:
        return mean, float("-inf"), float("inf")
    reach = float(student.ppf(0.975, n - 1)) * float(values.std(ddof=1)) / n**0.5
    return mean, mean - reach, mean + reach


def read_months(path: str | os.PathLike[str]) -> tuple[MonthOfBenefit, ...]:
    """Monthly actuals from a file with the columns month (2026-03), benefit and, if wanted, cases.

    Parameters
    ----------
    path : path
        CSV, Parquet or a spreadsheet, as `workbook.data.read_source` takes it. In the browser people upload it: a path
        typed into a page would read the server's own files.

    Raises
    ------
    InputError
        A column is missing, or a value is no month or no number.
    """
    from pydantic import ValidationError

    from workbook.data import read_source
    from workbook.data.engine import engine, explained

    source = read_source(path)
    wanted = [name for name in ("month", "benefit", "cases") if name in source.types]
    if wanted[:2] != ["month", "benefit"]:
        raise InputError("The file needs the columns “month” and “benefit”.", "Name them so in its first line.")
    with engine() as connection, explained(source):
        rows = source.relation(connection).project(", ".join(f'"{name}"' for name in wanted)).fetchall()
    months = []
    for place, row in enumerate(rows, 1):
        values = dict(zip(wanted, row, strict=True)) | {"month": str(row[0])[:7]}
        try:
            months.append(MonthOfBenefit(**values))
        except ValidationError as error:
            said = error.errors(include_url=False)[0]["msg"]
            raise InputError(
                f"Row {place} cannot be read: {said}.", "Write months like 2026-03, amounts as numbers."
            ) from error
    return tuple(months)


def take_months(desk: Any, path: Path, _name: str = "") -> str:
    """Enter the months of an uploaded file in place of those that stand there; returns what the person is told."""
    months = read_months(path)
    if not months:
        raise InputError("The file holds no month.", "Write one line for each month since the launch.")
    desk.store.update(Launch, actuals=tuple(one.model_dump() for one in months))
    return f"{len(months)} months were taken over, from {months[0].month} to {months[-1].month}. The file was not kept."
