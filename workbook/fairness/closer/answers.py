"""What the team says about harm, label and scarcity before it settles on one rate; and what is looked at more closely."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from workbook.project import Section

Harm = Literal["not said", "missed", "wrongly selected", "shares"]
YesNo = Literal["not said", "yes", "no"]
YES_NO: dict[str, Any] = {"labels": {"not said": "Choose …"}}


class CloserAnswers(Section):
    """Four short questions, and a column for the check within strata."""

    section: ClassVar[str] = "fairness_closer"

    harm: Harm = Field(
        "not said",
        title="Which harm weighs most?",
        json_schema_extra={
            "labels": {
                "not said": "Choose …",
                "missed": "Somebody who should be selected is not",
                "wrongly selected": "Somebody is selected who should not be",
                "shares": "A group gets less of it than others, whatever the label says",
            }
        },
    )
    bears: str = Field("", title="Who bears it?", description="A person, not an office.", max_length=200)
    label_biased: YesNo = Field(
        "not said",
        title="Could the label itself be unfair?",
        description="A past decision, an arrest, a complaint: what was noticed, not what was so.",
        json_schema_extra=YES_NO,
    )
    scarce: YesNo = Field(
        "not said",
        title="Is what is given scarce?",
        description="So that one more here means one fewer there: beds, places, visits a day.",
        json_schema_extra=YES_NO,
    )
    stratum: str | None = Field(
        None,
        title="Look within which column?",
        description="One of the columns of groups: department, region, age band …",
        json_schema_extra={"options_from": "groups"},
    )
