"""What the team says about its reviewers, beside capacity, cost and error."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from workbook.project import Section


class GroupError(BaseModel):
    """How often reviewers err in one group."""

    model_config = ConfigDict(frozen=True)
    group: str = Field("", title="Group, as it is called in the table below", max_length=120)
    error: float = Field(
        0.0,
        ge=0,
        le=1,
        title="Share of reviews that come out wrong",
        json_schema_extra={"widget": "percentage", "unit": "%"},
    )


class ReviewingAnswers(Section):
    """Where reviewers err more than on average."""

    section: ClassVar[str] = "reviewing"

    errors: tuple[GroupError, ...] = Field(
        (),
        title="Groups in which reviewers err more, or less, than on average",
        description="Measured on cases whose outcome is known, counted by group. For groups that are not named, the "
        "average holds that was entered with capacity and cost on the Fairness page.",
        json_schema_extra={"row": "group"},
    )
