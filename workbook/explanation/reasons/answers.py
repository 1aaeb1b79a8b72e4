"""How the team words reasons, which of them it says as one, and who signs a letter."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from workbook.project import Section


class ReasonWording(BaseModel):
    """How one column is spoken of."""

    model_config = ConfigDict(frozen=True)
    column: str = Field("", title="Column", max_length=200, json_schema_extra={"options_from": "columns"})
    title: str = Field("", title="What people call it", max_length=80)
    when_low: str = Field("", title="If it is too low, say", max_length=200)
    when_high: str = Field("", title="If it is too high, say", max_length=200)
    otherwise: str = Field("", title="If it is a word, say", max_length=200)
    may_be_told: bool = Field(True, title="May be told to the person")


class SameReason(BaseModel):
    """Columns that are one reason to a person, such as what a loan costs and how much of it was asked for."""

    model_config = ConfigDict(frozen=True)
    columns: tuple[str, ...] = Field((), title="Columns", json_schema_extra={"options_from": "columns"})
    title: str = Field("", title="Said as", max_length=80)


class ReasonAnswers(Section):
    """The wording of reasons."""

    section: ClassVar[str] = "reasons"

    wordings: tuple[ReasonWording, ...] = Field(
        (),
        title="In our words",
        description="Without an entry the column's own name is used. Write it as you would say it to the person's face.",
        json_schema_extra={"row": "wording"},
    )
    together: tuple[SameReason, ...] = Field(
        (),
        title="Said as one reason",
        description="Columns that go together closely are joined anyway.",
        json_schema_extra={"row": "reason"},
    )
    most: int = Field(4, ge=1, le=10, title="At most so many reasons", description="More than four is hard to take in.")
    sender: str = Field("", title="Who writes the letter", max_length=120)
    contact: str = Field("", title="Where to ask, and where to object", max_length=300)
    reviewed_by: str = Field(
        "",
        title="Who has read the wording for the law",
        description="A person. Without one every letter stays a draft.",
        max_length=120,
    )

    def wording(self, column: str) -> ReasonWording:
        """How a column is spoken of; by its own name where nothing was written."""
        return next((one for one in self.wordings if one.column == column), ReasonWording(column=column))
