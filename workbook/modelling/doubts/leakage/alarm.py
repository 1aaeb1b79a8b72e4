"""An alarm: what was looked at, what was measured, what it would mean, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbook.models.changes import Interval

State = Literal["alarm", "quiet", "cannot tell", "not asked"]
FEW = 10
"""What fewer people bring about is not told."""


@dataclass(frozen=True)
class Alarm:
    """One look for something that knows too much.

    Attributes
    ----------
    name : str
    title : str
    state : {"alarm", "quiet", "cannot tell", "not asked"}
    measured : Interval or None
        A share from 0 to 1, or a difference of shares.
    unit : str
        What `measured` is, in the words that follow it.
    told : str
        What was found.
    means : str
        What it would mean if it rings.
    to_do : str
        What to do then.
    """

    name: str
    title: str
    state: State
    measured: Interval | None
    unit: str
    told: str
    means: str
    to_do: str
