"""What the team declares about fairness, before it sees the result."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from workbook.fairness.mitigation.adopted_policy import AdoptedPolicy
from workbook.project import Section

Metric = Literal["selection_rate", "true_positive_rate", "false_positive_rate", "positive_predictive_value", "accuracy"]


class FairnessAnswers(Section):
    """Groups, tolerance, metric and threshold."""

    section: ClassVar[str] = "fairness"

    groups: tuple[str, ...] = Field(
        (),
        title="Which groups to cross",
        description="One column, or several: age and sex together show groups that neither shows alone. None means all that were chosen on the Start page.",
        json_schema_extra={"options_from": "groups"},
    )
    tolerance: float = Field(
        0.05,
        ge=0.001,
        le=0.5,
        title="Largest gap that you tolerate",
        description="A difference of rates, fixed before you look. Changing it later stays visible in the log and in the report.",
        json_schema_extra={"widget": "percentage", "unit": "points"},
    )
    tolerance_reason: str = Field(
        "", title="Why this much, and who says so", max_length=600, json_schema_extra={"widget": "long_text"}
    )
    metric: Metric = Field(
        "true_positive_rate",
        title="The rate that matters most here",
        description="Where being selected is good, missing those who deserve it is usually the harm: the true positive rate.",
        json_schema_extra={
            "labels": {
                "selection_rate": "Selection rate: how many are selected",
                "true_positive_rate": "True positive rate: how many who should be selected are",
                "false_positive_rate": "False positive rate: how many who should not be selected are",
                "positive_predictive_value": "Precision: how many of the selected should be",
                "accuracy": "Accuracy: how many are decided rightly",
            }
        },
    )
    threshold: float | None = Field(None, title="Declared threshold")
    threshold_reason: str = Field(
        "", title="Why this threshold", max_length=600, json_schema_extra={"widget": "long_text"}
    )
    positions_tried: int = Field(0, ge=0, title="Positions of the slider that were tried")
    adopted: AdoptedPolicy | None = Field(None, title="Policy adopted in place of the declared threshold")
