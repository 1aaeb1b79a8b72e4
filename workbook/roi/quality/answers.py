"""A quality figure that somebody quotes, as the page asks for it."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from workbook.project import Section


class ClaimAnswers(Section):
    """The claim, and the further number that settles it."""

    section: ClassVar[str] = "claim"

    measure: Literal["not said", "accuracy", "area under the curve", "F1"] = Field(
        "accuracy",
        title="Which figure is quoted?",
        description="In a slide, an offer, a paper.",
        json_schema_extra={"labels": {"not said": "Choose …", "area under the curve": "Area under the ROC curve"}},
    )
    value: float | None = Field(
        None, ge=0, le=1, title="How high is it?", json_schema_extra={"widget": "percentage", "unit": "%"}
    )
    recall: float | None = Field(
        None,
        ge=0,
        le=1,
        title="And its recall, if anybody knows",
        description="Of those with the event, the share that is selected.",
        json_schema_extra={"widget": "percentage", "unit": "%"},
    )
    said_by: str = Field("", title="Who says so, and where", max_length=200)
