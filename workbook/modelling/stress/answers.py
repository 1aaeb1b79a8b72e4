"""What the team says about stress: the limit, which columns the ready scenarios mean, and scenarios of its own."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from workbook.content.stress import Kind
from workbook.project import Section

Placeholder = Literal["feed", "late", "number", "branch", "income", "debt", "moved"]
PLACEHOLDERS = {
    "feed": "a column that comes from a feed",
    "late": "a column that may be late",
    "number": "a number that people enter",
    "branch": "which branch or channel",
    "income": "income or revenue",
    "debt": "debt or what is owed",
    "moved": "a number that says which cases come",
}
KINDS: dict[str, str] = {
    "missing": "missing",
    "old value": "late: the value of another case",
    "noise": "noise (how much: standard deviations)",
    "rounded": "rounded (how much: to steps of)",
    "percent": "rises or falls (how much: percent)",
    "other units": "other units (how much: times)",
    "extreme": "extreme (how much: times the largest)",
    "never seen": "a category never seen",
    "typing error": "typing errors",
    "event share": "event more frequent (how much: percent)",
    "more of": "more rows with “only where” (how much: times)",
    "drift": "more cases with high values (how much: standard deviations)",
    "newest only": "only the newest rows (how much: percent of all)",
}


class Meant(BaseModel):
    """Which column a ready scenario means."""

    model_config = ConfigDict(frozen=True)
    what: Placeholder = Field("feed", title="Meant by", json_schema_extra={"labels": dict(PLACEHOLDERS)})
    column: str | None = Field(None, title="Column", json_schema_extra={"options_from": "columns"})


class OwnStep(BaseModel):
    """One thing that happens in a scenario of the team's own; lines with the same name belong together."""

    model_config = ConfigDict(frozen=True)
    scenario: str = Field("", title="Scenario, in your words", max_length=60)
    kind: Kind = Field("missing", title="What happens", json_schema_extra={"labels": dict(KINDS)})
    column: str | None = Field(None, title="To which column", json_schema_extra={"options_from": "columns"})
    how_much: float | None = Field(None, title="How much", allow_inf_nan=False)
    rows: float = Field(
        1.0, gt=0, le=1, title="In which share of rows", json_schema_extra={"widget": "percentage", "unit": "%"}
    )
    only_where: str = Field("", title="Only where (column = value)", max_length=120)
    days: float | None = Field(None, gt=0, le=366, title="Days a year (empty: all)")
    owner: str = Field("", title="Who answers for it", max_length=120)


class StressAnswers(Section):
    """How much the model may bend, and what is tried."""

    section: ClassVar[str] = "stress"

    limit: float = Field(
        0.02,
        ge=0,
        le=0.5,
        title="By how many points may wrong decisions grow before a test has failed?",
        description="Fix it before you try. It holds for each scenario as written.",
        json_schema_extra={"widget": "percentage", "unit": "%"},
    )
    meant: tuple[Meant, ...] = Field(
        (),
        max_length=14,
        title="Which columns the ready scenarios mean",
        description="Without a line here they are guessed from their names, or the worst is picked on half of the rows.",
        json_schema_extra={"row": "column"},
    )
    own: tuple[OwnStep, ...] = Field(
        (),
        max_length=40,
        title="Your own scenarios",
        description="Lines with the same name are one scenario. What could really happen here, and has?",
        json_schema_extra={"row": "step"},
    )
    chosen: int | None = Field(
        None,
        ge=1,
        le=60,
        title="Look closer at scenario number",
        description="Or click it in the picture. Empty: the worst.",
    )
