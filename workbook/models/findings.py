"""What a stress test found, in the one form that the decision table reads from every piece of evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workbook.models.changes import Interval

Outcome = Literal["held", "failed", "cannot tell"]
KEY = "tests"
"""Where the result of a piece of evidence holds its findings, as a list."""


@dataclass(frozen=True)
class Finding:
    """The outcome of one stress test.

    Attributes
    ----------
    test : str
        What was tried, in words; the same words each time it is tried, since the team's decision is kept under them.
    outcome : {"held", "failed", "cannot tell"}
    says : str
        What was found, in a sentence with its numbers and their uncertainty.
    money : Interval or None
        What it changes in money, negative where it costs: a year where the volume is known, else on the rows at hand.
    people : float or None
        How many it concerns, over the same span; None where nobody counted, or where it is fewer than ten.
    """

    test: str
    outcome: Outcome
    says: str
    money: Interval | None = None
    people: float | None = None


def against(limit: float, found: Interval) -> Outcome:
    """Whether what was found stays at or below a limit, interval and all.

    "held" where the whole interval does, "failed" where the whole interval lies beyond, else "cannot tell".
    """
    _, low, high = found
    if not (math.isfinite(limit) and math.isfinite(low) and math.isfinite(high)):
        return "cannot tell"
    return "held" if high <= limit else "failed" if low > limit else "cannot tell"


def findings_in(result: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The findings that the result of a piece of evidence carries; none where it carries none.

    Raises
    ------
    WorkbookError
        They were written by another release in another shape.
    """
    from workbook.project.results import from_kept

    return tuple(from_kept(Finding, one) for one in result.get(KEY) or ())
