"""What is tried out and what is looked back on: apart from the answers that evidence rests on, so that it stales none."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from workbook.project import Section
from workbook.roi.answers import asked


class Scenario(BaseModel):
    """A story with other numbers, as shares of those entered."""

    model_config = ConfigDict(frozen=True)
    name: str = Field("", title="Story", max_length=80)
    benefit: float = Field(1.0, ge=-5, le=5, title="Benefit", json_schema_extra=asked("%", "percentage"))
    costs: float = Field(1.0, ge=0, le=10, title="Costs", json_schema_extra=asked("%", "percentage"))
    delay_months: float = Field(0.0, ge=0, le=60, title="Starts later by", json_schema_extra=asked("months"))


class MonthOfBenefit(BaseModel):
    """What a month really brought."""

    model_config = ConfigDict(frozen=True)
    month: str = Field("", title="Month", description="Like 2026-03.", pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")
    benefit: float = Field(0.0, title="Benefit over the old process", json_schema_extra=asked(widget="money"))
    cases: float | None = Field(None, ge=0, title="Cases")


class WhatIf(Section):
    """A promised quality, and stories with other numbers."""

    section: ClassVar[str] = "roi_what_if"

    claim: Literal["accuracy", "area under the curve", "F1"] = Field("accuracy", title="What was promised")
    claim_value: float | None = Field(None, ge=0, le=1, title="How high", json_schema_extra=asked("%", "percentage"))
    share_low: float | None = Field(
        None,
        gt=0,
        lt=1,
        title="Positives in real life: at least",
        description="Empty: as in these rows.",
        json_schema_extra=asked("%", "percentage"),
    )
    share_high: float | None = Field(None, gt=0, lt=1, title="At most", json_schema_extra=asked("%", "percentage"))
    also_known: Literal["nothing more", "recall", "precision", "false alarms", "selected"] = Field(
        "nothing more",
        title="One more number",
        json_schema_extra={
            "labels": {
                "recall": "Recall: share of the positives found",
                "precision": "Precision: share of the selected that are positive",
                "false alarms": "False positive rate: share of the negatives selected",
                "selected": "Share of all cases selected",
            }
        },
    )
    also_value: float | None = Field(None, ge=0, le=1, title="Its value", json_schema_extra=asked("%", "percentage"))
    scenarios: tuple[Scenario, ...] = Field(
        (), title="Other stories", description="100 % is what was entered.", json_schema_extra=asked(row="story")
    )


class Launch(Section):
    """What happened after the launch."""

    section: ClassVar[str] = "roi_launch"

    launched: date | None = Field(None, title="Launched on")
    baseline_measured: date | None = Field(
        None, title="Old process measured until", description="Before the launch, or nobody can say what it changed."
    )
    actuals: tuple[MonthOfBenefit, ...] = Field(
        (), title="What the months brought", json_schema_extra=asked(row="month")
    )
