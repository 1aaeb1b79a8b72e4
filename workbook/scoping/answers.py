"""What the team agrees before anybody trains anything."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from workbook.project import Section

Hat = Literal["product", "data", "engineering", "compliance", "executive", "domain"]
Agreement = Literal["not said", "yes", "no"]


def _long() -> dict[str, Any]:
    return {"widget": "long_text"}


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class Affected(_Row):
    """Somebody or something that the decision touches."""

    who: str = Field("", title="Who or what", max_length=120)
    how: str = Field("", title="How it touches them", max_length=300)
    harm: Literal["none", "small", "serious", "severe"] = Field("none", title="Harm if it is wrong")
    voice: str = Field("", title="Who speaks for them here", max_length=120)


class Expert(_Row):
    """Somebody who takes part, and the hat they wear."""

    name: str = Field("", title="Name", max_length=120)
    hat: Hat = Field("product", title="Hat")
    knows: str = Field("", title="What they know best", max_length=200)


class UseCaseIdea(_Row):
    """One of the use cases that compete for the same people and money."""

    title: str = Field("", title="Use case", max_length=120)
    reach: float = Field(0.0, ge=0, title="Cases a year")
    impact: Literal["minimal", "low", "medium", "high", "massive"] = Field("medium", title="Impact a case")
    confidence: float = Field(0.5, ge=0, le=1, title="Confidence", json_schema_extra={"widget": "percentage"})
    effort: float = Field(1.0, gt=0, title="Person-months")


class Route(_Row):
    """One way to get the model, scored by the team from 1 (poor) to 5 (good)."""

    title: Literal["buy", "partner", "build"] = Field("buy", title="Route")
    speed: int = Field(3, ge=1, le=5, title="Speed")
    cost: int = Field(3, ge=1, le=5, title="Cost")
    control: int = Field(3, ge=1, le=5, title="Control")
    skills: int = Field(3, ge=1, le=5, title="Skills at hand")
    exit: int = Field(3, ge=1, le=5, title="Way out")


class ScopingAnswers(Section):
    """The use case on one page."""

    section: ClassVar[str] = "scoping"

    decision: str = Field(
        "",
        title="Which decision does the model support?",
        description="One sentence: who decides what about whom, how often. “The credit desk approves or refuses each application, 80 a day.”",
        max_length=600,
        json_schema_extra=_long(),
    )
    affected: tuple[Affected, ...] = Field((), title="Who is affected", json_schema_extra={"row": "group"})
    process: str = Field("", title="How is it decided today?", max_length=1200, json_schema_extra=_long())

    metric: str = Field(
        "",
        title="What is measured",
        description="A business measure: defaults per 100 loans, minutes per ticket.",
        max_length=160,
    )
    unit: str = Field("", title="In which unit", max_length=60)
    better: Literal["not said", "lower", "higher"] = Field(
        "not said", title="Which way is better?", json_schema_extra={"labels": {"not said": "Choose …"}}
    )
    baseline: float | None = Field(None, title="Measured today")
    baseline_from: date | None = Field(None, title="Measured from")
    baseline_to: date | None = Field(None, title="Measured until")
    baseline_source: str = Field("", title="Where that number comes from", max_length=300)
    target: float | None = Field(None, title="Target")
    target_date: date | None = Field(None, title="Reached by")
    target_owner: str = Field("", title="Who answers for the target", max_length=120)
    success: str = Field("", title="In words: what will be different?", max_length=600, json_schema_extra=_long())
    technical: str = Field(
        "",
        title="What must the model reach for that?",
        description="A model measure with a number, for example: finds 80 of 100 defaults.",
        max_length=300,
    )
    not_worse: str = Field("", title="What must not get worse?", max_length=300)

    rule_written: Agreement = Field("not said", title="Could an expert write the rule on one page?")
    rule_tried: Agreement = Field("not said", title="Has a simple rule been tried and measured?")
    history: Agreement = Field("not said", title="Are there past cases with their outcome?")
    stable: Agreement = Field("not said", title="Will next year's cases look like last year's?")
    error_bearable: Agreement = Field("not said", title="Can the process bear single wrong answers?")

    routes: tuple[Route, ...] = Field(
        (),
        title="Buy, partner or build",
        description="Score each from 1 (poor) to 5 (good).",
        json_schema_extra={"row": "route"},
    )
    weight_speed: int = Field(3, ge=0, le=5, title="How much speed matters")
    weight_cost: int = Field(3, ge=0, le=5, title="How much cost matters")
    weight_control: int = Field(3, ge=0, le=5, title="How much control matters")
    weight_skills: int = Field(3, ge=0, le=5, title="How much skills matter")
    weight_exit: int = Field(3, ge=0, le=5, title="How much the way out matters")

    ideas: tuple[UseCaseIdea, ...] = Field((), title="Use cases that compete", json_schema_extra={"row": "use case"})
    people: tuple[Expert, ...] = Field((), title="Who takes part", json_schema_extra={"row": "person"})
