"""What the team agrees before anybody trains anything."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from workbook.project import Section

Hat = Literal["product", "data", "engineering", "compliance", "executive", "domain"]
Agreement = Literal["not said", "yes", "no"]
Points = int | None

MOST_ROWS = 40


def _choice(**labels: str) -> dict[str, Any]:
    return {"widget": "choice", "labels": {"not said": "Choose …"} | labels}


def _points(title: str) -> Any:
    return Field(None, ge=1, le=5, title=title)


def _weight(title: str) -> Any:
    return Field(3, ge=0, le=5, title=title, json_schema_extra={"widget": "slider"})


def _yes_or_no(title: str, description: str) -> Any:
    return Field("not said", title=title, description=description, json_schema_extra=_choice())


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Affected(_Row):
    """Somebody or something that the decision touches."""

    who: str = Field("", title="Who or what", max_length=120)
    how: str = Field("", title="How it touches them", max_length=300)
    harm: Literal["not said", "none", "small", "serious", "severe"] = Field(
        "not said", title="Harm if it is wrong", json_schema_extra=_choice()
    )
    voice: str = Field("", title="Who speaks for them here", max_length=120)


class Expert(_Row):
    """Somebody who takes part, and the hat they wear."""

    name: str = Field("", title="Name", max_length=120)
    hat: Hat = Field("product", title="Hat")
    knows: str = Field("", title="What they know best", max_length=200)


class UseCaseIdea(_Row):
    """One of the use cases that compete for the same people and money."""

    title: str = Field("", title="Use case", max_length=120)
    reach: float = Field(0.0, ge=0, title="Cases a year", allow_inf_nan=False)
    impact: Literal["minimal", "low", "medium", "high", "massive"] = Field("medium", title="Value a case")
    confidence: float = Field(
        0.5, ge=0, le=1, title="Confidence", json_schema_extra={"widget": "percentage"}, allow_inf_nan=False
    )
    effort: float = Field(1.0, gt=0, title="Person-months", allow_inf_nan=False)


class Route(_Row):
    """One way to get the model, scored by the team from 1 (poor) to 5 (good); None where nobody has scored it."""

    title: Literal["buy", "partner", "build"] = Field("buy", title="Route")
    name: str = Field("", title="Which one", max_length=80)
    speed: Points = _points("Speed")
    cost: Points = _points("Cost")
    control: Points = _points("Control")
    skills: Points = _points("Skills at hand")
    exit: Points = _points("Way out")


class ScopingAnswers(Section):
    """The use case on one page."""

    section: ClassVar[str] = "scoping"

    decision: str = Field(
        "",
        title="Which decision does the model support?",
        description="One sentence: who decides what about whom, how often. “The credit desk approves or refuses each application, 80 a day.”",
        max_length=600,
        json_schema_extra={"widget": "long_text"},
    )
    affected: tuple[Affected, ...] = Field(
        (), title="Who is affected", max_length=MOST_ROWS, json_schema_extra={"widget": "rows", "row": "group"}
    )
    process: str = Field(
        "", title="How is it decided today?", max_length=1200, json_schema_extra={"widget": "long_text"}
    )

    metric: str = Field(
        "",
        title="What is measured",
        description="A business measure: defaults per 100 loans, minutes per ticket.",
        max_length=160,
    )
    unit: str = Field(
        "", title="In which unit", description="per cent, euro a year, minutes, cases a month", max_length=60
    )
    better: Literal["not said", "lower", "higher"] = Field(
        "not said", title="Which way is better?", json_schema_extra=_choice()
    )
    baseline: float | None = Field(
        None, title="Measured today", allow_inf_nan=False, json_schema_extra={"widget": "number"}
    )
    baseline_from: date | None = Field(None, title="Measured from", json_schema_extra={"widget": "date"})
    baseline_to: date | None = Field(None, title="Measured until", json_schema_extra={"widget": "date"})
    baseline_source: str = Field(
        "", title="Where that number comes from", description="The report, the table or the query.", max_length=300
    )
    baseline_owner: str = Field("", title="Who can vouch for that number", max_length=120)
    target: float | None = Field(None, title="Target", allow_inf_nan=False, json_schema_extra={"widget": "number"})
    target_date: date | None = Field(None, title="Reached by", json_schema_extra={"widget": "date"})
    target_source: str = Field(
        "",
        title="Where the result will be read",
        description="Left empty: in the same place, and the same way, as the baseline.",
        max_length=300,
    )
    target_owner: str = Field("", title="Who answers for the target", max_length=120)
    success: str = Field(
        "", title="In words: what will be different?", max_length=600, json_schema_extra={"widget": "long_text"}
    )
    technical: str = Field(
        "",
        title="What must the model reach for that?",
        description="A model measure with a number, for example: finds 80 of 100 defaults.",
        max_length=300,
    )
    not_worse: str = Field("", title="What must not get worse?", max_length=300)

    rule_written: Agreement = _yes_or_no(
        "Could an expert write the rule on one page?", "So that a new colleague would decide most cases the same way."
    )
    rule_tried: Agreement = _yes_or_no(
        "Has a simple rule been tried and measured?",
        "Today's process counts where it is a rule and its result is known.",
    )
    rule_enough: Agreement = _yes_or_no("Does that rule reach the target?", "Only where a rule was tried.")
    history: Agreement = _yes_or_no(
        "Are there past cases with their outcome?", "What really happened, not only what was decided."
    )
    stable: Agreement = _yes_or_no(
        "Will next year's cases look like last year's?",
        "No new product, law or customers that change who comes and what they do.",
    )
    error_bearable: Agreement = _yes_or_no(
        "Can the process bear single wrong answers?", "Somebody notices, and what was done can be put right."
    )

    routes: tuple[Route, ...] = Field(
        (),
        title="Buy, partner or build",
        description="Score each from 1 (poor) to 5 (good).",
        max_length=MOST_ROWS,
        json_schema_extra={"widget": "rows", "row": "route"},
    )
    weight_speed: int = _weight("How much speed matters")
    weight_cost: int = _weight("How much cost matters")
    weight_control: int = _weight("How much control matters")
    weight_skills: int = _weight("How much skills matter")
    weight_exit: int = _weight("How much the way out matters")

    ideas: tuple[UseCaseIdea, ...] = Field(
        (),
        title="Use cases that compete",
        max_length=MOST_ROWS,
        json_schema_extra={"widget": "rows", "row": "use case"},
    )
    people: tuple[Expert, ...] = Field(
        (), title="Who takes part", max_length=MOST_ROWS, json_schema_extra={"widget": "rows", "row": "person"}
    )
