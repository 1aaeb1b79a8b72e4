"""What the team says about changing a case."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from workbook.models.levers import Freedom, Way
from workbook.project import Section

WAYS = {"free": "either way", "up": "only up", "down": "only down", "never": "never"}


class FeatureFreedom(BaseModel):
    """How one feature may be changed."""

    model_config = ConfigDict(frozen=True)
    feature: str | None = Field(None, title="Column", json_schema_extra={"options_from": "columns"})
    way: Way = Field("never", title="May change", json_schema_extra={"labels": {**WAYS}})
    step: float | None = Field(None, gt=0, title="In steps of")
    low: float | None = Field(None, title="From")
    high: float | None = Field(None, title="To")
    only: tuple[str, ...] = Field((), title="Only these words", description="Separated by commas.")

    @model_validator(mode="after")
    def _ordered(self) -> FeatureFreedom:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"The range of “{self.feature}” ends below its beginning: swap the two.")
        return self


class CaseAnswers(Section):
    """What people can change about themselves, and how many things at a time."""

    section: ClassVar[str] = "cases"

    changes: tuple[FeatureFreedom, ...] = Field(
        (),
        title="What can change, and what cannot",
        description="Whoever knows the people should say this. Columns that are not named may change either way; what "
        "one is (age, sex, origin) never does, and years of service only grow.",
        json_schema_extra={"row": "column"},
    )
    at_most: int = Field(
        2, ge=1, le=3, title="How many things may change together?", description="Three take longer to search."
    )

    @property
    def freedoms(self) -> tuple[Freedom, ...]:
        """What was said, for the search; a line without a column says nothing, and of two the later one holds."""
        said = {
            one.feature: Freedom(one.feature, one.way, one.step, one.low, one.high, one.only)
            for one in self.changes
            if one.feature
        }
        return tuple(said.values())
