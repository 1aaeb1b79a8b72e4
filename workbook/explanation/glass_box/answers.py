"""Curves that the team would change by hand, with who says so and why."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from workbook.project import Section


class CurveEdit(BaseModel):
    """A change of one curve."""

    model_config = ConfigDict(frozen=True)
    column: str = Field("", title="Curve of", max_length=200, json_schema_extra={"options_from": "columns"})
    to: Literal["rises only", "falls only", "flat"] = Field("rises only", title="Should be")
    why: str = Field("", title="Why", max_length=300)
    owner: str = Field("", title="Who says so", max_length=120)


class GlassBoxAnswers(Section):
    """Edits of the readable model."""

    section: ClassVar[str] = "glass_box"

    edits: tuple[CurveEdit, ...] = Field(
        (),
        title="Curves that you would change",
        description="Where a curve contradicts what you know: more income should never count against somebody.",
        json_schema_extra={"row": "change"},
    )
