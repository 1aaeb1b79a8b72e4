"""The decision: its gates, who overrode what, and go or no-go with a name and a reason."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from workbook.content import text
from workbook.project import Section


class Override(BaseModel):
    """A gate that somebody lets pass although it does not, with their name and reason."""

    model_config = ConfigDict(frozen=True)
    gate: str = Field("", title="Gate", max_length=60)
    by: str = Field("", title="Who overrides it", max_length=120)
    reason: str = Field("", title="Why", max_length=600)


class DecisionAnswers(Section):
    """What was decided, and by which rules."""

    section: ClassVar[str] = "decision"

    gates: str = Field(
        default_factory=lambda: text("gates.yaml"),
        title="The gates",
        description="Readable rules. Change them before you look at their results; every change stays in the log.",
        max_length=20_000,
        json_schema_extra={"widget": "long_text"},
    )
    overrides: tuple[Override, ...] = Field(
        (),
        title="Overrides",
        description="A name and a reason are needed; both are printed in the report.",
        json_schema_extra={"row": "override"},
    )
    choice: Literal["undecided", "go", "no-go", "not yet"] = Field(
        "undecided", title="Decision", json_schema_extra={"labels": {"undecided": "Choose …"}}
    )
    decided_by: str = Field("", title="Who decides", max_length=120)
    reason: str = Field("", title="Why", max_length=2000, json_schema_extra={"widget": "long_text"})
    conditions: str = Field(
        "",
        title="Under which conditions, and who looks again when",
        max_length=2000,
        json_schema_extra={"widget": "long_text"},
    )

    @field_validator("gates")
    @classmethod
    def _gates_are_readable(cls, value: str) -> str:
        from workbook.decision.gate import read_gates

        read_gates(value)
        return value
