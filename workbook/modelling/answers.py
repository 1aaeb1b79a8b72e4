"""What the team says about its model and about how it may be tested."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from workbook.models.making import FOLDS
from workbook.project import Section


class ModellingAnswers(Section):
    """How rows are parted for training, and what no model may read."""

    section: ClassVar[str] = "modelling"

    leave_out: tuple[str, ...] = Field(
        (),
        title="Columns that no model may read",
        description="What is only known after the decision, other scores, other protected columns. "
        "Label, score, decision and groups are left out anyway.",
        json_schema_extra={"options_from": "columns"},
    )
    time_column: str | None = Field(
        None,
        title="Column that says when",
        description="Where there is one, models learn from the past and are tested on what came later.",
        json_schema_extra={"options_from": "columns"},
    )
    identifier_column: str | None = Field(
        None,
        title="Column that says who or which",
        description="Where one customer or machine has several rows, they are kept on the same side.",
        json_schema_extra={"options_from": "columns"},
    )
    folds: int = Field(FOLDS, ge=2, le=20, title="Into how many parts are the rows split for testing?")
