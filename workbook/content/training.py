"""The shape of the training case: what is planted, how it is found, what it costs not to find it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Planted(_Content):
    """One defect.

    Attributes
    ----------
    id : str
        The same as in the questions of the deck.
    where : str
        The place that a team has to name; of the deck's places.
    """

    id: str = Field(pattern=r"^[a-z_]{2,20}$")
    title: str = Field(min_length=5, max_length=70)
    where: str = Field(pattern=r"^[a-z_]{2,20}$")
    found_by: str = Field(min_length=20, max_length=300)
    harm: str = Field(min_length=20, max_length=300)
    hints: tuple[str, str, str]


class Cost(_Content):
    """A line of the cost sheet; one is left out of what the teams get."""

    title: str
    when: str
    euro: float = Field(gt=0)
    left_out: bool = False


class Step(_Content):
    """A line of a run sheet."""

    minutes: int = Field(gt=0, le=90)
    what: str = Field(min_length=5, max_length=200)


class RunSheet(_Content):
    """How a facilitator leads through the case, with how many minutes each part takes."""

    title: str
    minutes: int = Field(gt=0)
    steps: tuple[Step, ...] = Field(min_length=3)

    @model_validator(mode="after")
    def _adds_up(self) -> RunSheet:
        if sum(one.minutes for one in self.steps) != self.minutes:
            raise ValueError("the minutes of the steps do not add up")
        return self


class TrainingCase(_Content):
    """The whole case.

    Attributes
    ----------
    entered : mapping of str to mapping
        By section, the answers that a team finds in its project.
    """

    title: str
    source: str
    as_of: date
    status: str
    task: str = Field(min_length=50)
    entered: Mapping[str, Mapping[str, Any]]
    planted: tuple[Planted, ...] = Field(min_length=8, max_length=8)
    costs: tuple[Cost, ...] = Field(min_length=2)
    run_sheets: tuple[RunSheet, ...] = Field(min_length=2)
