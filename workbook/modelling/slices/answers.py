"""What the team says about weak slices: how much weaker it tolerates, which to look at, and which to watch."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from workbook.errors import InputError
from workbook.modelling.slices.searching import MOST
from workbook.models.conditions import conditions_in
from workbook.project import Section


class SliceAnswers(Section):
    """The tolerance, and the slice that is looked at."""

    section: ClassVar[str] = "slices"

    tolerance: float = Field(
        0.10,
        ge=0,
        le=0.5,
        title="By how many points may a slice be worse than the rest?",
        description="In the share of cases decided against what happened. Fix it before you search.",
        json_schema_extra={"widget": "percentage", "unit": "%"},
    )
    chosen: int | None = Field(
        None,
        ge=1,
        le=MOST,
        title="Look closer at slice number",
        description="Or click it in the picture. Empty: the first.",
    )


class WatchItem(BaseModel):
    """A slice to be watched once the model is at work: who watches it, and when it is an alarm."""

    model_config = ConfigDict(frozen=True)
    slice: str = Field("", title="Slice", max_length=200)
    rule: str = Field("", title="As a rule", max_length=500)
    owner: str = Field("", title="Who watches it", max_length=120)
    limit: float = Field(
        0.3,
        ge=0,
        le=1,
        title="Alarm above this share decided wrongly",
        json_schema_extra={"widget": "percentage", "unit": "%"},
    )

    @field_validator("rule")
    @classmethod
    def _can_be_read(cls, rule: str) -> str:
        if rule.strip():
            try:
                conditions_in(rule)
            except InputError as error:
                raise ValueError(str(error)) from error
        return rule


class WatchList(Section):
    """Slices that monitoring watches."""

    section: ClassVar[str] = "watch"

    items: tuple[WatchItem, ...] = Field(
        (),
        max_length=20,
        title="Slices to watch",
        description="Monitoring counts them from the first day on; the limit is the upper end of what was seen here.",
        json_schema_extra={"row": "slice"},
    )
